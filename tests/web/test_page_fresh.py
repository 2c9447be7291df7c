from __future__ import annotations

import pytest

from chalicelib.web.nonces import FIELD
from tests.web.examples import CONFIRM, GUARDIAN, TEACHER, applied, beside, confirmed, decided_by, errand
from tests.web.site import Site


def dead(site: Site) -> tuple[str, str]:
    """A submission that goes on, and a link of its applicant that is dead."""
    submission = applied(site)
    path = site.link("ask", submission, CONFIRM)
    site.get(site.link("sent", submission)).fill({"email": "right@people.example"})
    return submission, path


def test_dead_link_leads_to_a_fresh_one_for_the_address_of_record(site: Site) -> None:
    """It is sent to that address, which is shown masked, and the fresh link to nobody."""
    submission, path = dead(site)
    ask = site.get(path)
    assert ask.status == 410
    way = ask.soup.find("a", string="Send me a fresh link")
    assert way is not None
    assert way["href"] == beside(path, "fresh")
    before = site.commits(submission)

    page = site.get(beside(path, "fresh"))
    assert (page.status, page.heading, site.commits(submission)) == (200, "Send me a fresh link", before)
    assert "r…@people.example" in page.text
    done = page.press()

    assert (done.status, done.heading) == (200, "A fresh link is on its way")
    assert "r…@people.example" in done.text
    assert site.events(submission) == ["resent"]
    for shown in (page, done):
        assert "right@" not in shown.answer.body
        assert "lanted" not in shown.answer.body
        assert "Pupil" not in shown.answer.body


def test_fresh_link_is_sent_five_times_a_day(site: Site) -> None:
    """Beyond it: 429, with when to come back; a day later again."""
    submission, path = dead(site)
    page = site.get(beside(path, "fresh"))
    for _ in range(5):
        assert page.press().status == 200

    refused = page.press()

    assert (refused.status, refused.heading) == (429, "Please wait a little")
    assert int(refused.answer.headers["Retry-After"]) > 80_000
    assert site.get(path).status == 410
    site.wait(days=1)
    assert site.get(beside(path, "fresh")).press().status == 200
    assert site.events(submission) == ["resent"]


def test_form_needs_its_nonce_and_comes_from_here(site: Site) -> None:
    """Nothing is sent otherwise: with none, with the ask's own, from another site."""
    submission, path = dead(site)
    target, before = beside(path, "fresh"), site.commits(submission)
    page = site.get(target)

    assert site.post(target, []).status == 422
    for nonce in ("", "forged", site.get(site.link("status", submission, generation=2)).values[FIELD][0]):
        again = page.press(**{FIELD: nonce})
        assert (again.status, list(again.errors)) == (422, ["send"])
    form = [(FIELD, page.values[FIELD][0])]
    assert site.post(target, form, sec_fetch_site="cross-site").status == 403
    assert site.commits(submission) == before


def test_where_nothing_is_alive_it_is_410(site: Site) -> None:
    """Of somebody named, after the end; by GET and POST. The applicant may still see where it stands."""
    submission = confirmed(site)
    path = site.link("ask", submission, GUARDIAN)
    form = site.get(beside(path, "fresh"))
    assert form.status == 200
    errand(site, submission, "withdraw").fill({"code": site.code(submission), "signed_by": "Ann"})

    for page in (site.get(beside(path, "fresh")), form.press(), site.get(path)):
        assert page.status == 410
        assert page.soup.find("form") is None
    assert site.get(beside(site.link("ask", submission, CONFIRM), "fresh")).status == 200


def test_who_is_not_meant_gets_no_fresh_link(site: Site) -> None:
    """An address that was disowned is not written to."""
    submission = confirmed(site)
    path = site.link("ask", submission, TEACHER)
    site.get(beside(path, "stop")).press(sure="yes")

    assert site.get(beside(path, "fresh")).status == 410
    assert site.get(path).soup.find("a", string="Send me a fresh link") is None


@pytest.mark.parametrize("page", ["fresh", "stop", "cannot"])
def test_token_that_is_none_of_ours_or_of_another_kind_is_404(site: Site, page: str) -> None:
    """One page for all."""
    submission, _ = decided_by(site)
    status = site.link("status", submission).rpartition("/")[2]

    bodies = {site.get(f"/{page}/{token}").answer.body for token in ("x", status, "1.ask.x.y.1.z")}

    assert len(bodies) == 1
    assert site.get(f"/{page}/x").status == 404
    assert site.post(f"/{page}/x", []).status == 404

from __future__ import annotations

import hashlib
import re

import pytest

from chalicelib.domain.links import Link, make
from chalicelib.web.nonces import FIELD
from tests.web.examples import definition, visit, with_rows
from tests.web.site import Site, flat

VISIT = "/programs/delegation-visit"


FESTIVAL = "/programs/cultural-festival"


def test_page_says_what_it_is_until_when_who_decides_and_what_becomes_of_the_data(site: Site) -> None:
    """Before anything is typed."""
    page = site.get(VISIT)

    assert (page.status, page.heading) == (200, "Delegation visit to Colorado Springs")
    for words in (
        "Open until Tuesday, November 23, 2027, 11:59 PM (Mountain Standard Time).",
        "to confirm within 3 days that the address is yours",
        "Then a decision is made by the coordinator.",
        "It is erased 1 year after the last step, or 1 year after the program closes, whichever is later.",
    ):
        assert words in page.text
    assert "visits@concord.example" not in page.answer.body


def test_whole_form_leads_to_what_happens_next(site: Site) -> None:
    """One submission, and a page with the reference and the address."""
    page = with_rows(site.get(VISIT)).fill(visit(site))

    assert (page.status, page.heading) == (200, "Your application was sent")
    assert "international@fujiyoshida.example" in page.text
    assert re.search("[0-9A-Z]{4}-[0-9A-Z]{4}", page.text)
    assert site.appended() == 1


def test_answers_of_a_page_are_kept_as_json_would_have_them(site: Site) -> None:
    """A page and a call of the API with the same answers keep the same."""
    by_page = with_rows(site.get(VISIT)).fill(visit(site))
    site.api("POST", f"/v1{VISIT}/submissions", {"answers": visit(site)}, token="")

    kept = [site.api("GET", f"/v1/submissions/{id_}").body for id_ in site.stores.journal.commits]  # type: ignore[attr-defined]

    assert by_page.status == 200
    first, second = (re.search('"answers":.*?,"asks"', body) for body in kept)
    assert first is not None
    assert second is not None
    assert first[0] == second[0]


def test_same_page_sent_twice_is_one_submission_also_after_the_end(site: Site) -> None:
    """An impatient click, or one from a page kept open, shows the first one's page."""
    form, answers = with_rows(site.get(VISIT)), visit(site)
    first = form.fill(answers)
    site.wait(days=400)

    again = form.fill(answers)

    assert (first.target, again.status) == (again.target, 200)
    assert site.appended() == 1


def test_changed_form_sent_from_the_same_page_is_asked_for_once_more(site: Site) -> None:
    """Back, another word, and sent: that is a second submission, which the visitor has to mean."""
    form = with_rows(site.get(VISIT))
    form.fill(visit(site))

    changed = form.fill(visit(site, remarks="One more thing"))

    assert (changed.status, list(changed.errors)) == (422, ["send"])
    assert changed.values["remarks"] == ["One more thing"]
    assert changed.press().status == 200
    assert site.appended() == 2


@pytest.mark.parametrize("nonce", ["missing", "", "x", "another program's", "an ask's", "another key's"])
def test_form_without_our_nonce_comes_back_with_a_fresh_one_and_every_answer(site: Site, nonce: str) -> None:
    """Missing, forged, or another page's: 422, and sending again works."""
    keys = site.world.keys().links
    links = {
        "another program's": make(keys, Link("page", "cultural-festival", "0" * 32, 1)),
        "an ask's": make(keys, Link("ask", "delegation-visit", "confirm.applicant.1", 1)),
        "another key's": make([b"x" * 32], Link("page", "delegation-visit", "0" * 32, 1)),
    }
    sent = dict(flat(visit(site, remarks="Kept")))
    if nonce != "missing":
        sent[FIELD] = links.get(nonce, nonce)

    page = site.post(VISIT, sent.items())

    assert (page.status, list(page.errors)) == (422, ["send"])
    assert page.values["remarks"] == ["Kept"]
    assert page.values["delegates.1.name"] == ["The president of the council"]
    assert site.appended() == 0
    assert page.press().status == 200
    assert site.appended() == 1


def test_page_is_in_the_visitor_s_language_or_the_one_chosen_and_stays_in_it(site: Site) -> None:
    """The form posts to its own address, so the choice goes with it; messages are written in it."""
    asked = site.get(VISIT, accept_language="ja, en;q=0.5")
    chosen = site.get(f"{VISIT}?lang=ja", accept_language="en")
    unknown = site.get(f"{VISIT}?lang=xx", accept_language="en")

    assert asked.heading == chosen.heading == "コロラドスプリングス市への公式訪問"
    assert unknown.heading == "Delegation visit to Colorado Springs"
    html = chosen.soup.html
    assert html is not None
    assert html["lang"] == "ja"
    assert "action" not in chosen.form.attrs
    with_rows(chosen).fill(visit(site))
    (submission,) = site.stores.journal.commits  # type: ignore[attr-defined]
    assert '"language":"ja"' in site.api("GET", f"/v1/submissions/{submission}").body


def test_begun_in_time_counts_for_fifteen_minutes_after_closing(site: Site) -> None:
    """Mistakes, rows and all; a page asked for after closing has no form."""
    site.wait(days=365, hours=7, minutes=50)
    form = with_rows(site.get(VISIT))
    site.wait(minutes=10)

    closed = site.get(VISIT)
    assert closed.soup.find("form", method="post") is None
    assert "This is closed." in closed.text
    mended = form.fill({**visit(site), "email": "nobody"})
    assert mended.status == 422
    assert with_rows(mended).values["full_name"] == ["Office of the Mayor"]
    site.wait(minutes=6)
    late = mended.fill({"email": "office@fujiyoshida.example"})
    assert late.status == 200
    assert site.appended() == 1


def test_too_late_is_409_and_says_so(site: Site) -> None:
    """With our nonce and without."""
    form = with_rows(site.get(VISIT))
    site.wait(days=366)

    late, without = form.fill(visit(site)), site.post(VISIT, [("full_name", "x")])

    assert (late.status, without.status) == (409, 409)
    assert "This is closed." in late.text
    assert site.appended() == 0


def test_program_that_is_not_open_yet_says_when(site: Site) -> None:
    """No form, and the date with its zone."""
    site.api("PUT", "/v1/programs/tea-time", definition(opens="2026-12-01", closes="2026-12-24T12:30"))

    page = site.get("/programs/tea-time")

    assert "Opens on Tuesday, December 1, 2026, 12:00 AM (Mountain Standard Time)." in page.text
    assert page.soup.find("form", method="post") is None
    assert page.answer.headers["Cache-Control"] == "no-cache"


def test_program_that_closes_on_the_hour_says_that_hour(site: Site) -> None:
    """Nothing is taken off a time that was given."""
    site.api("PUT", "/v1/programs/tea-time", definition(closes="2026-12-24T17:00"))

    page = site.get("/programs/tea-time")

    assert "Open until Thursday, December 24, 2026, 5:00 PM (Mountain Standard Time)." in page.text


def test_form_from_another_site_is_403(site: Site) -> None:
    """Its visitors did not mean it."""
    page = site.post(VISIT, [], origin="https://elsewhere.example", sec_fetch_site="cross-site")

    assert (page.status, page.heading) == (403, "This can't be done from here")


def test_blank_page_is_the_same_but_for_its_nonce(site: Site) -> None:
    """Nothing on it depends on who looks."""
    digests = {
        hashlib.sha256(re.sub(r"1\.page\.[^\"]+", "", site.get(VISIT).answer.body).encode()).hexdigest()
        for _ in range(3)
    }

    assert len(digests) == 1

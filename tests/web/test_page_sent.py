from __future__ import annotations

import pytest

from tests.web.examples import CONFIRM
from tests.web.site import OURS, Site

OLD, NEW = "wrong@fujiyoshida.example", "right@fujiyoshida.example"


def test_page_says_what_comes_next_and_which_address_was_written_to(site: Site) -> None:
    """Reference, deadline, and the whole address while it can be corrected."""
    submission = site.visit(email=OLD)

    page = site.get(site.link("sent", submission))

    assert (page.status, page.heading) == (200, "Your application was sent")
    for words in (
        f"{submission[:4]}-{submission[4:8]}".upper(),
        f"We write to {OLD}",
        "Please do this by Thursday, November 26, 2026, 4:08 PM (Mountain Standard Time)",
        "You can correct it here until Monday, November 23, 2026, 4:38 PM (Mountain Standard Time).",
    ):
        assert words in page.text
    assert page.values == {"email": [OLD]}


def test_address_is_corrected_for_half_an_hour(site: Site) -> None:
    """The new one is asked until the same deadline; the same address once more changes nothing."""
    submission = site.visit(email=OLD)
    path = site.link("sent", submission)
    page = site.get(path)

    corrected = page.fill({"email": f" {NEW} "})

    assert (corrected.status, corrected.target) == (200, path)
    assert f"We write to {NEW}" in corrected.text
    assert corrected.press().status == 200
    assert site.commits(submission) == 2


def test_address_corrected_once_the_program_is_cancelled_is_promised_no_question(site: Site) -> None:
    """The page says that it has ended, and how its new address is told; correcting it again is 409."""
    submission = site.visit(email=OLD)
    page = site.get(site.link("sent", submission))
    cancelled = site.api("POST", "/v1/programs/delegation-visit/cancel", {"reason": "Fire"})
    assert cancelled.status == 202

    corrected, again = page.fill({"email": NEW}), page.fill({"email": OLD})

    assert (corrected.status, again.status) == (200, 409)
    for each in (corrected, again):
        assert "We write to r…@fujiyoshida.example" in each.text
        assert "This has ended. The last message that we sent says how." in each.text
        assert "Please open it and confirm" not in each.text
        assert each.soup.find("form") is None


def test_address_that_is_none_is_422_and_kept(site: Site) -> None:
    """Linked to the field, and nothing is changed."""
    submission = site.visit(email=OLD)

    for typed in ("nobody", "", "a@b.example, c@d.example"):
        page = site.get(site.link("sent", submission)).fill({"email": typed})

        assert (page.status, list(page.errors)) == (422, ["field-email"])
        assert page.values["email"] == [typed]
    assert site.commits(submission) == 1


@pytest.mark.parametrize("what", ["late", "confirmed", "expired"])
def test_address_is_masked_and_fixed_afterwards(site: Site, what: str) -> None:
    """After half an hour, after the confirmation, after the end: 409, and no form."""
    submission = site.visit(email=OLD)
    path = site.link("sent", submission)
    page = site.get(path)
    if what == "confirmed":
        site.answer(site.link("ask", submission, CONFIRM), "yes", sure="yes")
    else:
        site.wait(minutes=30) if what == "late" else site.wait(days=4)
    before = site.commits(submission)

    late, later = page.fill({"email": NEW}), site.get(path)

    assert (late.status, later.status) == (409, 200)
    for each in (late, later):
        assert "We write to w…@fujiyoshida.example" in each.text
        assert OLD not in each.answer.body
        assert each.soup.find("form") is None
    assert site.commits(submission) == before


def test_correction_from_another_site_is_403_and_with_another_link_404(site: Site) -> None:
    """It needs the page's own link, in a page of ours."""
    submission = site.visit(email=OLD)
    token = site.link("sent", submission).rpartition("/")[2]
    status = site.link("status", submission).rpartition("/")[2]
    elsewhere = {**OURS, "origin": "https://elsewhere.example"}
    headers = {name.replace("-", "_"): value for name, value in elsewhere.items()}

    assert site.post(f"/sent/{token}", [("email", NEW)], **headers).status == 403
    assert site.post(f"/sent/{status}", [("email", NEW)]).status == 404
    assert site.get(f"/sent/{status}").status == 404
    assert site.commits(submission) == 1


def test_page_of_what_has_ended_says_so(site: Site) -> None:
    """It can still be opened."""
    submission = site.visit()
    site.answer(site.link("ask", submission, CONFIRM), "yes", sure="yes")
    site.answer(site.link("ask", submission, "decide.coordinator.0.1"), "decline", signed_by="The desk")

    page = site.get(site.link("sent", submission))

    assert page.status == 200
    assert "This has ended." in page.text

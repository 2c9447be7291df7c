from __future__ import annotations

from chalicelib.services import fire, project, records, seating
from infra.local import forms
from tests.web.examples import (
    ANNOUNCED,
    CONFIRM,
    COORDINATOR,
    DECIDE,
    confirmed,
    consented,
    decided_by,
    reviewed,
)
from tests.web.site import Site


def test_page_says_where_it_stands_what_waits_and_what_was_sent(site: Site) -> None:
    """In words, with the clock and zone of the program."""
    submission, _ = decided_by(site)
    loaded = records.load(site.world, submission)
    for row in project.rows(loaded):
        site.stores.messages.plan(row, fires=site.now)

    page = site.get(site.link("status", submission))

    assert (page.status, page.heading) == (200, "Where your form stands")
    for words in (
        f"{submission[:4]}-{submission[4:8]}".upper(),
        "State In progress",
        "An answer from the coordinator (Protocol desk), without a deadline.",
        "The form was sent. An answer was asked for from the applicant.",
        "The address is confirmed. An answer was asked for from the coordinator (Protocol desk).",
        "Request to confirm the address The applicant About to be sent Monday, November 23, 2026, 4:08 PM",
        "Request for an answer The coordinator About to be sent",
    ):
        assert words in page.text


def test_page_shows_nothing_that_was_typed_and_no_address(site: Site) -> None:
    """A forwarded link shows where things stand, and no more."""
    planted = {
        "full_name": "Planted Name",
        "purpose": "planted words",
        "organisation": "Planted Office",
        "email": "planted@people.example",
    }
    submission, decide = decided_by(site, **planted)
    site.answer(decide, "approve", signed_by="Planted Signature")

    for language in ("en", "ja"):
        body = site.get(site.link("status", submission), accept_language=language).answer.body
        assert "lanted" not in body
        assert "visits@concord.example" not in body
        assert "people.example" not in body


def test_page_stays_200_to_the_end(site: Site) -> None:
    """Declined, expired, accepted."""
    declined, decide = decided_by(site)
    site.answer(decide, "decline", signed_by="The desk")
    accepted, decide = decided_by(site)
    site.answer(decide, "approve", signed_by="The desk")

    for submission, state, event in (
        (declined, "Declined", "It was declined, and has ended."),
        (accepted, "Accepted", "The application is accepted."),
    ):
        page = site.get(site.link("status", submission))
        assert page.status == 200
        assert f"State {state}" in page.text
        assert event in page.text


def test_registration_is_told_as_one(site: Site) -> None:
    """Not as an application."""
    sent = site.api(
        "POST", "/v1/programs/cultural-festival/submissions", {"answers": forms.family()}, token=""
    )
    submission = sent.headers["Location"].rpartition("/")[2]
    site.answer(site.link("ask", submission, CONFIRM), "yes", sure="yes")
    seating.look_at(site.world, submission)

    page = site.get(site.link("status", submission))

    assert "State Registered" in page.text
    assert "The registration is complete." in page.text


def test_answers_by_the_desk_and_corrections_are_told(site: Site) -> None:
    """Who did what, never what was typed; the old status link is dead with the old address."""
    submission = site.visit(email="wrong@fujiyoshida.example")
    old = site.link("status", submission)
    site.get(site.link("sent", submission)).fill({"email": "right@fujiyoshida.example"})
    path = f"/v1/submissions/{submission}/asks/confirm.applicant.2"
    assert site.api("POST", path, {"answer": "yes", "on_behalf": "planted reason"}).status == 200

    page = site.get(site.link("status", submission, generation=2))

    assert site.get(old).status == 404
    assert "The address was corrected. An answer from the applicant is no longer needed." in page.text
    assert "An answer for the applicant was noted by the desk." in page.text
    assert "planted" not in page.answer.body


def test_link_of_an_ask_is_no_status_link(site: Site) -> None:
    """Each kind opens its own page."""
    submission = site.visit()
    token = site.link("ask", submission, DECIDE).rpartition("/")[2]

    assert site.get(f"/status/{token}").status == 404
    assert site.get(site.link("status", "0" * 20)).status == 404


def test_people_named_by_the_applicant_are_words(site: Site) -> None:
    """A forwarded link shows no name that was typed; of several rows, which one."""
    submission = consented(site)

    for language in ("en", "ja"):
        page = site.get(f"{site.link('status', submission)}?lang={language}")
        for hidden in ("lanted", "people.example", "school.example", "Pupil", "r0@concord.example"):
            assert hidden not in page.answer.body
    text = site.get(site.link("status", submission)).text
    assert "An answer came from “Parents” (2)." in text
    assert "An answer from a reviewer (Reviewer 0), without a deadline." in text


def test_what_is_kept_back_is_being_decided_until_it_is_told(site: Site) -> None:
    """Neither that somebody answered, nor how; then it is told."""
    submission = reviewed(site)
    path = site.link("status", submission)
    site.answer(site.link("ask", submission, COORDINATOR), "refuse", signed_by="The desk")

    page = site.get(path)

    assert "State In progress" in page.text
    assert (
        "This is being decided. You are told on Monday, March 15, 2027, 12:00 AM (Mountain Daylight Time)."
    ) in page.text
    assert "An answer came from the coordinator" not in page.text
    site.now = ANNOUNCED
    fire.fire(site.world, submission)
    told = site.get(path).text
    assert "It was declined, and has ended." in told
    assert "An answer came from the coordinator (Exchange desk)." in told
    assert "being decided" not in told


def test_every_message_is_listed(site: Site) -> None:
    """One line each, whatever it is about."""
    page = site.get(site.link("status", confirmed(site)))

    rows = [
        [cell.get_text(strip=True) for cell in row.find_all("td")][:2] for row in page.soup.select("tbody tr")
    ]
    assert rows == [
        ["Request to confirm the address", "The applicant"],
        ["Address confirmed", "The applicant"],
        ["Request for an answer", "“Parents” (1)"],
        ["Request for an answer", "“Parents” (2)"],
        ["Request for an answer", "“Teacher”"],
    ]

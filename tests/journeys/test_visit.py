"""A mayor's office abroad asks to visit: from the form to the end of it, as people live through it."""

from __future__ import annotations

from datetime import UTC, datetime

from infra.local import forms
from tests.journeys.story import Story

OFFICE = "international@fujiyoshida.example"
DESK = "visits@concord.example"
PROGRAM = "delegation-visit"


def apply(story: Story, **changed: object) -> str:
    """Sends the form; the link that the office is asked to confirm with."""
    page = story.fill_in(PROGRAM, forms.visit(datetime.now(UTC).date(), **changed))
    assert page.status == 200, page.errors
    assert OFFICE in page.text
    return story.newest(OFFICE).link("asks")


def test_approved_office_is_told_and_everything_is_kept(story: Story) -> None:
    """Form, confirmation, decision, and the office knows; nothing is sent twice."""
    confirm = apply(story)
    assert story.submission(PROGRAM)["state"] == "unconfirmed"
    assert story.mails(DESK) == []

    receipt = story.confirm(confirm)
    assert receipt.status == 200
    assert story.submission(PROGRAM)["state"] == "in_progress"

    asked = story.newest(DESK)
    page = story.open(asked.link("asks"))
    assert "Fujiyoshida City Hall" in page.text
    assert story.decide(asked.link("asks"), "approve").status == 200

    found = story.submission(PROGRAM)
    assert found["state"] == "accepted"
    assert [(message["template"], message["to"], message["state"]) for message in found["messages"]] == [
        ("confirm", "applicant", "sent"),
        ("confirmed", "applicant", "sent"),
        ("asked", "coordinator.0", "sent"),
        ("answered", "coordinator.0", "sent"),
        ("accepted", "applicant", "sent"),
    ]
    assert [mail.to for mail in story.inbox.all()].count(OFFICE) == 3
    status = story.open(story.newest(OFFICE).link("status"))
    assert status.status == 200
    assert found["reference"] in status.text


def test_declined_office_is_told_once(story: Story) -> None:
    """A decision against it ends the application, and the office hears of it in one message."""
    story.confirm(apply(story))

    story.decide(story.newest(DESK).link("asks"), "decline")

    found = story.submission(PROGRAM)
    assert (found["state"], found["steps"]) == ("declined", [])
    assert [message["template"] for message in found["messages"]].count("declined") == 1
    assert story.open(story.newest(OFFICE).link("status")).status == 200


def test_unconfirmed_application_expires_and_its_link_says_so(story: Story) -> None:
    """Three days without a confirmation end the application; the desk never hears of it."""
    confirm = apply(story)

    story.demo.advance("4d")
    story.demo.drain()

    assert story.submission(PROGRAM)["state"] == "expired"
    assert story.open(confirm).status == 410
    assert story.mails(DESK) == []
    assert [message["template"] for message in story.submission(PROGRAM)["messages"]] == [
        "confirm",
        "expired",
    ]


def test_first_message_to_an_unknown_address_carries_nothing_typed(story: Story) -> None:
    """Whoever types a stranger's address can't put words into the message that the stranger gets."""
    planted = "Buy at cheap-pills.example now"
    apply(story, full_name=planted, purpose=planted, organisation=planted)

    (mail,) = story.mails(OFFICE)

    for part in (mail.text, mail.html, mail.subject, str(mail.headers)):
        assert "cheap" not in part.lower()


def test_mistyped_address_is_corrected_and_the_old_link_is_dead(story: Story) -> None:
    """Within half an hour another address is asked in the place of the first, whose link answers 410."""
    page = story.fill_in(PROGRAM, forms.visit(datetime.now(UTC).date(), email="wrong@fujiyoshida.example"))
    mistyped = story.newest("wrong@fujiyoshida.example")
    first = mistyped.link("asks")

    corrected = page.form.fill({"email": OFFICE}).press()
    assert corrected.status == 200

    assert story.open(first).status == 410
    assert story.open(mistyped.link("status")).status == 404
    story.confirm(story.newest(OFFICE).link("asks"))
    assert story.submission(PROGRAM)["state"] == "in_progress"


def test_faults_are_all_named_and_every_answer_is_kept(story: Story) -> None:
    """A page with mistakes comes back with each one linked to its field, and what was typed still there,
    also on the pages before.
    """
    today = datetime.now(UTC).date()
    page = story.fill_in(PROGRAM, forms.visit(today, purpose="", visit_date=today.isoformat()))

    assert page.status == 422
    assert len(page.errors) == 2
    assert page.form.values["visit_date"] == [today.isoformat()]
    assert page.form.values["ties_details"] == [forms.visit(today)["ties_details"]]
    assert page.form.values["email"] == [OFFICE]
    assert story.inbox.all() == []

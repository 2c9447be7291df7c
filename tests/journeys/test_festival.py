"""A family registers for the festival."""

from __future__ import annotations

from infra.local import forms
from tests.journeys.story import Story

FAMILY = "family@people.example"
PROGRAM = "cultural-festival"


def test_confirmed_family_is_registered_by_the_same_click(story: Story) -> None:
    """Confirming the address is all it takes, and one message says so."""
    page = story.fill_in(PROGRAM, forms.family())
    assert page.status == 200
    story.confirm(story.newest(FAMILY).link("asks"))

    found = story.submission(PROGRAM)

    assert found["state"] == "accepted"
    assert [(message["template"], message["state"]) for message in found["messages"]] == [
        ("confirm", "sent"),
        ("accepted", "sent"),
    ]


def test_unconfirmed_family_is_told_after_a_week(story: Story) -> None:
    """Without a confirmation the registration expires."""
    story.fill_in(PROGRAM, forms.family())
    link = story.newest(FAMILY).link("asks")

    story.demo.advance("8d")
    story.demo.drain()

    assert story.submission(PROGRAM)["state"] == "expired"
    assert story.open(link).status == 410
    assert story.newest(FAMILY).link("status")


def test_same_page_sent_twice_is_one_registration(story: Story) -> None:
    """An impatient second click gets the first one's page."""
    page = story.browser.open(f"/programs/{PROGRAM}")
    form = page.form.fill(forms.family())

    first, second = form.press(), form.press()

    assert first.status == second.status == 200
    assert story.submission(PROGRAM)["reference"] in second.text
    assert len(story.mails(FAMILY)) == 1

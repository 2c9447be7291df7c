"""Somebody begins a long form, saves it, and goes on with it elsewhere, after days, in a newer version."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from infra.local import catalogue, forms
from tests.journeys.browser import Browser, Page
from tests.journeys.story import Story

PROGRAM = "delegation-visit"
OFFICE = "international@fujiyoshida.example"
PLANTED = "PLANTED-PURPOSE"


@pytest.fixture
def answers() -> dict[str, Any]:
    """What the office answers in the end."""
    return forms.visit(datetime.now(UTC).date() + timedelta(days=30))


def publish(story: Story, *, closes: timedelta, field: dict[str, Any] | None = None) -> None:
    """A version with another closing date, and with one more field on its first page."""
    (document,) = [each for _, each in catalogue.catalogue() if each["id"] == PROGRAM]
    document["closes"] = (now(story) + closes).date().isoformat()
    if field is not None:
        document["form"][0]["fields"].append(field)
    assert story.api("PUT", f"/v1/programs/{PROGRAM}", json=document).status_code == 200


def now(story: Story) -> datetime:
    """The demo's time."""
    told = requests.post(f"{story.demo.mail_url}/clock", json={"advance": "0s"}, timeout=30).json()["now"]
    return datetime.fromisoformat(told)


def saved_on_page_two(story: Story, answers: dict[str, Any]) -> Page:
    """The page after saving; half of the second page is filled in, and part of it wrongly."""
    page = story.turn(story.browser.open(f"/programs/{PROGRAM}"), answers)
    return page.form.fill({"purpose": PLANTED}).press("save")


def count(story: Story) -> int:
    """How many drafts staff see."""
    found: int = story.api("GET", f"/v1/programs/{PROGRAM}/drafts").json()["drafts"]
    return found


def test_draft_survives_the_browser_a_new_version_and_another_device(
    story: Story, answers: dict[str, Any]
) -> None:
    """Saved on page 2, opened by the link in the mail elsewhere, gone on with, and sent."""
    saved = saved_on_page_two(story, answers)
    assert saved.heading == "Your form is saved, and not sent yet"
    assert "i…@fujiyoshida.example" in saved.text
    mail = story.newest(OFFICE)  # a scanner has opened the link before
    assert PLANTED not in mail.text + mail.html + mail.subject
    assert count(story) == 1

    hobby = {"id": "flag", "type": "text", "label": "Which flag do you bring?"}
    publish(story, closes=timedelta(days=200), field=hobby)
    story.demo.advance("12d")
    elsewhere = Browser(story.demo.base_url)
    page = elsewhere.open(mail.link("drafts"))

    assert page.status == 200
    assert "The form has changed since you saved it." in page.text
    assert page.form.values["purpose"] == [PLANTED]
    assert page.form.values["full_name"] == [answers["full_name"]]
    page = page.form.press("back")
    assert page.form.values["flag"] == [""]
    while not page.url.startswith(f"{story.demo.base_url}/sent/"):
        page = story.turn(page, {**answers, "flag": "Ours"})
        assert (page.status, page.errors) == (200, [])

    submission = story.submission(PROGRAM)
    assert submission["answers"]["flag"] == "Ours"
    assert submission["answers"]["purpose"] == answers["purpose"]
    after = elsewhere.open(mail.link("drafts"))
    assert (after.status, after.heading) == (410, "This form was sent")
    assert count(story) == 0
    confirm = story.newest(OFFICE)
    assert confirm.header("References") == mail.header("References")
    assert [each["template"] for each in submission["messages"]] == ["draft", "confirm"]


def test_reminder_comes_before_the_program_closes_and_only_once(
    story: Story, answers: dict[str, Any]
) -> None:
    """Three days before; with the same link, and gone with the draft."""
    publish(story, closes=timedelta(days=12))
    saved_on_page_two(story, answers)
    first = story.newest(OFFICE)
    for _ in range(16):
        story.demo.advance("1d")
        subjects = [mail.subject for mail in story.mails(OFFICE)]

    assert [subject.partition(":")[2].partition("[")[0].strip() for subject in subjects] == [
        "your saved form",
        "your form is not sent yet",
    ]
    assert story.newest(OFFICE).link("drafts") == first.link("drafts")
    closed = story.open(first.link("drafts"))
    assert (closed.status, "This is closed." in closed.text) == (200, True)

    deleted = closed.forms[-1].fill({"_sure": True}).press()

    assert deleted.heading == "Your saved form is deleted"
    assert story.open(first.link("drafts")).status == 410
    assert count(story) == 0


def test_draft_in_japanese_is_written_to_in_japanese(story: Story, answers: dict[str, Any]) -> None:
    """Also where the link is opened by a browser of another language, until it is sent."""
    story.browser = Browser(story.demo.base_url, "ja")
    saved_on_page_two(story, answers)

    mail = story.newest(OFFICE)

    assert mail.header("Content-Language") == "ja"
    assert "公式訪問" in mail.subject
    assert story.open(mail.link("drafts")).form.values["purpose"] == [PLANTED]


def test_draft_dies_thirty_days_after_it_was_saved(story: Story, answers: dict[str, Any]) -> None:
    """By the clock: it is looked at every day, and then it is gone from the table."""
    saved_on_page_two(story, answers)
    mail = story.newest(OFFICE)
    story.demo.advance("29d")
    story.demo.drain()
    assert (story.open(mail.link("drafts")).status, count(story)) == (200, 1)

    story.demo.advance("1d")
    story.demo.drain()

    gone = story.open(mail.link("drafts"))
    assert (gone.status, gone.heading) == (410, "This form is no longer saved")
    assert count(story) == 0

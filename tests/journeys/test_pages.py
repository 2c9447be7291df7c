"""The youth exchange is filled in page by page, as people do: back, forth, with mistakes, read and sent."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from infra.local import forms
from tests.journeys.browser import Page
from tests.journeys.exchange import PROGRAM, PUPIL
from tests.journeys.story import Story

PATH = f"/programs/{PROGRAM}"


@pytest.fixture
def answers() -> dict[str, Any]:
    """What the pupil answers in the end."""
    return forms.exchange(datetime.now(UTC).date())


def title(page: Page) -> str:
    """What the page is called."""
    assert page.soup.title is not None
    return page.soup.title.get_text()


def test_pages_back_and_forth_end_in_the_same_submission_as_all_at_once(
    story: Story, answers: dict[str, Any]
) -> None:
    """With a mistake on the second page, a row too many, a way back, and a change from the review."""
    page = story.turn(story.browser.open(PATH), answers)
    assert title(page).startswith("Page 2 of 7: About you – Youth exchange with Fujiyoshida")

    page = story.turn(page, answers | {"email": "nobody"})
    assert (page.status, len(page.errors)) == (422, 1)
    assert title(page).startswith("Error: Page 2 of 7: About you")
    page = page.form.fill({"email": PUPIL}).press()
    assert (page.status, page.errors) == (200, [])

    page = page.form.fill({"guardians": answers["guardians"][:1]}).press("guardians")
    page = page.form.press("guardians")
    page = page.form.fill({"guardians": answers["guardians"]}).press("guardians.2")
    assert "guardians.2.name" not in page.form.names
    page = page.form.press("back")
    assert page.form.values["full_name"] == [answers["full_name"]]
    page = page.form.press().form.press()
    assert title(page).startswith("Page 4 of 7: Your teacher")

    while "send" not in {button.value for button in page.form.buttons}:
        page = story.turn(page, answers | {"school": "Another school"})
    assert title(page).startswith("Check your answers – ")
    for words in (answers["guardians"][1]["name"], answers["school"], "No pork"):
        assert words in page.text
    page = page.form.press("Change “About you”")
    page = page.form.fill({"nickname": "Puppy"}).press()
    assert title(page).startswith("Check your answers – ")
    assert "Puppy" in page.text
    page = page.form.press("Change “About you”").form.fill({"nickname": answers["nickname"]}).press()
    sent = page.form.press()

    assert sent.heading == "Your application was sent"
    by_page = story.submission(PROGRAM)
    whole = story.api("POST", f"/v1{PATH}/submissions", json={"answers": answers}, token=None)
    at_once = story.api("GET", whole.headers["Location"]).json()
    assert by_page["answers"] == at_once["answers"]


def test_form_that_was_sent_whole_is_taken_as_before(story: Story, answers: dict[str, Any]) -> None:
    """Other people's programs post every answer to the page's address, and know of no pages."""
    blank = story.browser.open(PATH)
    pairs = {name: [value] for name, value in forms.spelt(answers)}

    sent = story.browser.send("post", blank.url, {"_nonce": blank.form.values["_nonce"], **pairs})

    assert sent.heading == "Your application was sent"


def test_impatient_second_click_on_the_review_is_one_submission(
    story: Story, answers: dict[str, Any]
) -> None:
    """What makes it the same one is carried from the first page to the last."""
    page = story.browser.open(PATH)
    while "send" not in {button.value for button in page.form.buttons}:
        page = story.turn(page, answers)

    first, second = page.form.press(), page.form.press()

    assert first.url == second.url
    assert story.submission(PROGRAM)["reference"] in second.text

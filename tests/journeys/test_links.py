"""What links do for machines, for thieves and for people who come late: nothing they were not made for."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from itertools import product

import pytest
import requests

from infra.local import forms
from tests.journeys.browser import Page
from tests.journeys.story import Story, stored

DESK = "visits@concord.example"
OFFICE = "international@fujiyoshida.example"


def asked(story: Story) -> tuple[str, str]:
    """The links that ask the office to confirm (answered already) and the desk to decide."""
    story.fill_in("delegation-visit", forms.visit(datetime.now(UTC).date()))
    confirm = story.newest(OFFICE).link("asks")
    story.confirm(confirm)
    return confirm, story.newest(DESK).link("asks")


def press_everything(page: Page) -> list[int]:
    """Posts every form of the page with every button, with blanks and defaults; the statuses."""
    return [form.press(button).status for form in page.forms for button in form.buttons]


def test_robot_that_presses_every_button_decides_nothing(story: Story) -> None:
    """Blanks and defaults are no answer to anything: neither to forms nor to asks."""
    story.fill_in("delegation-visit", forms.visit(datetime.now(UTC).date()))
    confirm = story.newest(OFFICE).link("asks")
    before = stored()
    pages = [story.open(confirm), story.browser.open("/programs/delegation-visit")]
    pages.append(story.browser.open("/programs/cultural-festival"))

    statuses = [status for page in pages for status in press_everything(page)]

    assert set(statuses) <= {200, 422}
    assert stored() == before

    story.confirm(confirm)
    decide = story.newest(DESK).link("asks")
    before = stored()
    assert set(press_everything(story.open(decide))) == {422}
    assert stored() == before


def test_every_part_of_an_answer_is_needed(story: Story) -> None:
    """Of all subsets of what an answer's form sends, only the whole decides."""
    _, decide = asked(story)
    form = story.open(decide).form.fill({"signed_by": "The protocol desk"})
    whole = dict(form.values) | {"answer": ["approve"]}
    names = sorted(whole)
    before = stored()

    for kept in product([True, False], repeat=len(names)):
        if not all(kept):
            part = {name: whole[name] for name, keep in zip(names, kept, strict=True) if keep}
            assert story.browser.send("post", decide, part).status in (403, 422), part

    assert stored() == before
    assert story.browser.send("post", decide, whole).status == 200
    assert story.submission("delegation-visit")["state"] == "accepted"


def test_answered_link_shows_what_was_answered_and_takes_no_other(story: Story) -> None:
    """Replayed, an answer gives its receipt again; another one is shown what was answered first."""
    _, decide = asked(story)
    form = story.open(decide).form.fill({"signed_by": "The protocol desk"})
    assert form.press("approve").status == 200
    story.demo.drain()
    before = stored()

    again, other = form.press("approve"), form.press("decline")

    assert (again.status, other.status) == (200, 200)
    assert story.open(decide).status == 200
    assert stored() == before


def test_tampered_link_is_the_same_page_for_all(story: Story) -> None:
    """No changed character of a link opens anything: 404, the same page, and nothing is written."""
    _, decide = asked(story)
    base, _, token = decide.rpartition("/")
    rng = random.Random(4)
    before = stored()
    pages = set()

    for _ in range(60):
        place = rng.randrange(len(token))
        other = rng.choice("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.")
        changed = token[:place] + other + token[place + 1 :]
        if changed.rstrip(".,)>") != token:
            page = story.open(f"{base}/{changed}")
            assert page.status == 404
            pages.add(page.html)

    assert len(pages) == 1
    assert stored() == before


@pytest.mark.parametrize("trailing", [".", ",", ")", ">"])
def test_characters_that_mail_programs_add_are_cut_off(story: Story, trailing: str) -> None:
    """A link with the sentence's full stop still opens."""
    _, decide = asked(story)

    assert story.open(decide + requests.utils.quote(trailing)).status == 200


def test_answer_after_the_deadline_is_too_late(story: Story) -> None:
    """A page opened in time answers nothing once the ask has expired, swept or not."""
    story.fill_in("cultural-festival", forms.family())
    form = story.open(story.newest("family@people.example").link("asks")).form.fill({"sure": True})

    story.demo.advance("8d")
    late = form.press("yes")

    assert late.status == 410
    story.demo.drain()
    assert story.submission("cultural-festival")["state"] == "expired"
    assert form.press("yes").status == 410


def test_answers_from_other_sites_are_refused(story: Story) -> None:
    """A page elsewhere can't make somebody's browser answer."""
    _, decide = asked(story)
    form = story.open(decide).form.fill({"signed_by": "The protocol desk"})
    values = dict(form.values) | {"answer": ["approve"]}
    before = stored()

    for headers in (
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "https://elsewhere.example"},
    ):
        assert requests.post(decide, data=values, headers=headers, timeout=30).status_code == 403

    assert stored() == before

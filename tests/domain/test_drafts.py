from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from msgspec import structs

from chalicelib.domain import drafts
from chalicelib.domain.definitions import Cancelled, Program, fields_of
from chalicelib.domain.draft import Draft, Late
from chalicelib.domain.fields import files
from chalicelib.domain.fields.email import Email
from chalicelib.domain.fields.text import Text
from tests.domain.examples import ABSENT, PROGRAM, program

DAY = timedelta(days=1)
CLOSES = datetime(2027, 1, 31, 19, 0, tzinfo=UTC)


def closing(at: str | object = "2027-01-31T12:00") -> Program:
    """The program with that closing date, in Denver's time."""
    return program(("/opens", "2026-01-01"), ("/closes", at), ("/timezone", "America/Denver"))


def saved(before: timedelta) -> Draft:
    """A draft that was saved that long before the program closes."""
    at = CLOSES - before
    return Draft(
        id="0" * 20,
        program="visit",
        community="springs",
        version=1,
        part="0" * 32,
        language="en",
        email="jane@school.example",
        form={},
        page=0,
        saved=at,
        written=at,
    )


@pytest.mark.parametrize(
    ("before", "at"),
    [
        (20 * DAY, CLOSES - 3 * DAY),
        (4 * DAY, CLOSES - 3 * DAY),
        (3.5 * DAY, CLOSES - 2.5 * DAY),
        (3 * DAY + timedelta(microseconds=1), CLOSES - 2 * DAY + timedelta(microseconds=-1)),
        (3 * DAY, None),
        (DAY, None),
    ],
)
def test_reminder_comes_three_days_before_closing_and_a_day_after_saving(
    before: timedelta, at: datetime | None
) -> None:
    """Whoever saves when it closes within three days is not reminded."""
    assert drafts.reminder(closing(), saved(before)) == at


def test_reminder_is_for_programs_that_close() -> None:
    """Without an end there is nothing to be reminded of."""
    endless = closing(ABSENT)

    assert drafts.reminder(endless, saved(20 * DAY)) is None
    assert not drafts.reminds(endless, saved(20 * DAY), CLOSES)
    assert drafts.next_look(endless, saved(20 * DAY), CLOSES) == CLOSES + DAY


def test_reminds_from_its_time_until_it_closes_and_once() -> None:
    """And by the closing date that the newest version has."""
    draft = saved(20 * DAY)
    at = CLOSES - 3 * DAY
    moment = timedelta(microseconds=1)

    assert not drafts.reminds(closing(), draft, at - moment)
    assert drafts.reminds(closing(), draft, at)
    assert drafts.reminds(closing(), draft, CLOSES - moment)
    assert not drafts.reminds(closing(), draft, CLOSES)
    assert not drafts.reminds(closing(), replace(draft, reminded=True), at)
    assert not drafts.reminds(closing("2027-02-28"), draft, at)
    assert drafts.reminds(closing("2027-01-20"), draft, datetime(2027, 1, 20, tzinfo=UTC))


def test_next_look_is_a_day_later_unless_something_is_due_before() -> None:
    """The reminder, or the end of the draft itself."""
    draft = saved(20 * DAY)
    at = CLOSES - 3 * DAY

    assert drafts.next_look(closing(), draft, draft.saved) == draft.saved + DAY
    assert drafts.next_look(closing(), draft, at - timedelta(hours=2)) == at
    assert drafts.next_look(closing(), draft, at) == at + DAY
    late = draft.expires - timedelta(hours=2)
    assert drafts.next_look(closing(), draft, late) == draft.expires == draft.saved + 30 * DAY


def let_in(until: datetime, saved_at: datetime = CLOSES - 5 * DAY) -> Draft:
    """A draft of somebody who was let in until then."""
    late = Late(saved_at, until, "token:1", "Ill")
    return replace(saved(20 * DAY), saved=saved_at, written=saved_at, late=late)


@pytest.mark.parametrize(
    ("program", "until", "expected"),
    [
        (closing(), CLOSES - DAY, CLOSES),
        (closing(), CLOSES, CLOSES),
        (closing(), CLOSES + DAY, CLOSES + DAY),
        (closing("2027-06-01"), CLOSES - DAY, CLOSES + 25 * DAY),
        (closing(ABSENT), CLOSES - DAY, CLOSES + 25 * DAY),
    ],
)
def test_who_was_let_in_has_no_less_time_than_everybody(
    program: Program, until: datetime, expected: datetime
) -> None:
    """By the newest closing date, for 30 days after saving at most; who had longer keeps it."""
    draft = drafts.with_time(program, let_in(until))

    assert draft.late == Late(CLOSES - 5 * DAY, expected, "token:1", "Ill")
    assert draft.expires == expected


def test_time_of_others_and_of_what_is_cancelled_stays_as_it_is() -> None:
    """A form that somebody saved is kept for 30 days, whatever the dates."""
    cancelled = Cancelled(at="2027-01-01T00:00:00Z", by="token:1", job="j" * 20, reason="Rain")
    late = let_in(CLOSES - DAY)

    assert drafts.with_time(closing(), saved(20 * DAY)) == saved(20 * DAY)
    assert drafts.with_time(structs.replace(closing(), cancelled=cancelled), late) == late


def test_gone_are_fields_without_a_place_in_the_newer_form() -> None:
    """Also those that are of another type now: what was typed fits no more."""
    before = fields_of(program())
    longer, another = (
        tuple(type_(id=field.id, label="x") if field.id == "purpose" else field for field in before)
        for type_ in (Text, Email)
    )

    assert drafts.gone(before, longer) == []
    assert [field.id for field in drafts.gone(before, another)] == ["purpose"]
    assert drafts.gone(before, before) == []
    assert drafts.gone(before, before[1:]) == [before[0]]


def test_controls_are_the_field_s_own_its_parts_rows_and_other() -> None:
    """And none of a field whose name begins with it."""
    fields = {field.id: field for field in fields_of(program())}
    names = ["meal", "meal_other", "meals", "people.0.name", "people.1.role", "home.line1", "home_page"]
    form = dict.fromkeys(names, ("x",))

    assert drafts.controls_of(fields["meal"], form) == ["meal", "meal_other"]
    assert drafts.controls_of(fields["people"], form) == ["people.0.name", "people.1.role"]
    assert drafts.controls_of(fields["home"], form) == ["home.line1"]


def test_files_of_a_form_without_file_fields_are_none() -> None:
    """Whatever was typed."""
    form = {"full_name": ("x",), "people.0.name": ("y",)}

    assert list(files.typed(fields_of(program(document=PROGRAM)), form)) == []

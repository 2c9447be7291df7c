"""`date`: a day, within bounds that may move with today, and with an age where it is a birthday."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date as Day
from datetime import timedelta
from typing import Annotated, Literal

from msgspec import Meta

from chalicelib.domain import times
from chalicelib.domain.fields.field import NO_WORDS, Checked, Context, Field, PageForm, Speech, fault, first

DAY = (
    r"^(today([+-](?=[0-9])([0-9]{1,3}y)?([0-9]{1,3}m)?([0-9]{1,3}w)?([0-9]{1,4}d)?)?"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2})$"
)
"""The spelling of a day, or of one relative to today."""

Moment = Annotated[str, Meta(pattern=DAY)]
Age = Annotated[str, Meta(pattern=r"^(?=[0-9])([0-9]{1,3}y)?([0-9]{1,3}m)?$")]
_SPELT = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Date(Field, kw_only=True, frozen=True, tag="date"):
    """A day, within bounds that include their ends. In JSON: `"2027-06-20"`.

    Attributes:
        min: the earliest day; `today` is the day in the program's time zone on which the form is sent
        max: the latest day
        min_age: how old somebody born that day has to be
        max_age: how old at most
        age_on: the day on which the age counts; left out or `today`: that on which the form is sent, while
            `today+200d` is counted from the day of publication
        weekdays: the days of the week that may be chosen
    """

    min: Moment | None = None
    max: Moment | None = None
    min_age: Age | None = None
    max_age: Age | None = None
    age_on: Moment | None = None
    weekdays: Annotated[tuple[Weekday, ...], Meta(min_length=1)] | None = None


def from_page(_field: Date, form: PageForm, name: str) -> object:
    """What the page sent, or None for nothing."""
    return first(form, name).strip() or None


def bounds(field: Date, today: Day) -> tuple[Day | None, Day | None]:
    """The first and the last day that may be answered, ages included."""
    low = times.day_of(field.min, today) if field.min else None
    high = times.day_of(field.max, today) if field.max else None
    born_after, born_by = _birthdays(field, today)
    return max(filter(None, (low, born_after)), default=None), min(
        filter(None, (high, born_by)), default=None
    )


def _birthdays(field: Date, today: Day) -> tuple[Day | None, Day | None]:
    """The earliest and latest birthday of somebody whose age on the day is within bounds, both included."""
    if field.min_age is None and field.max_age is None:
        return None, None
    on = times.day_of(field.age_on, today) if field.age_on else today
    earliest = latest = None
    if field.max_age is not None:
        length = times.duration(field.max_age)
        # Up to three days before may complete the age on this one, as 29 February does on 1 March.
        guess = times.shift(on, length, -1) - timedelta(days=3)
        earliest = next(day for day in _days_from(guess) if times.birthday(day, length) >= on)
    if field.min_age is not None:
        latest = times.shift(on, times.duration(field.min_age), -1)
    return earliest, latest


def _days_from(day: Day) -> Iterator[Day]:
    while True:
        yield day
        day += timedelta(days=1)


def check(field: Date, answer: object, pointer: str, context: Context) -> Checked:
    """The day as `YYYY-MM-DD`, or the first rule that it breaks."""
    if not isinstance(answer, str):
        return fault(pointer, "wrong_type", expected="date")
    text = answer.strip()
    if not text:
        return Checked()
    day = _read(text)
    if day is None:
        return fault(pointer, "date")
    broken = _broken(field, day, context.today)
    return fault(pointer, broken[0], **broken[1]) if broken else Checked(day.isoformat())


def _read(text: str) -> Day | None:
    if _SPELT.fullmatch(text) is None:
        return None
    try:
        return Day.fromisoformat(text)
    except ValueError:
        return None


def _broken(field: Date, day: Day, today: Day) -> tuple[str, dict[str, object]] | None:
    if field.min and day < (low := times.day_of(field.min, today)):
        return "too_early", {"limit": low}
    if field.max and day > (high := times.day_of(field.max, today)):
        return "too_late", {"limit": high}
    earliest, latest = _birthdays(field, today)
    on = times.day_of(field.age_on, today) if field.age_on else today
    if latest is not None and day > latest:
        return "too_young", {"limit": field.min_age, "on": on}
    if earliest is not None and day < earliest:
        return "too_old", {"limit": field.max_age, "on": on}
    if field.weekdays and WEEKDAYS[day.weekday()] not in field.weekdays:
        return "weekday", {"weekdays": field.weekdays}
    return None


def schema(_field: Date, _context: Context) -> dict[str, object]:
    """JSON Schema of the answer; bounds that move with today are beyond it."""
    return {"type": "string", "format": "date", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


BLANK = NO_WORDS
"""JSON Schema of what is no answer, beside null."""


def shown(_field: Date, answer: object, speech: Speech) -> str:
    """The day as the reader writes it."""
    return speech.day(Day.fromisoformat(str(answer)))

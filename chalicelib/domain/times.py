"""Durations and dates as definitions write them: `14d`, `18y6m`, `today+28d`, `2027-01-31T23:59`.

Days, months and years are counted on the calendar of a time zone, so a deadline of `14d` is the same
wall-clock time 14 days on, whatever daylight saving does between.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_DURATION = re.compile(
    r"(?:(\d{1,3})y)?(?:(\d{1,3})m)?(?:(\d{1,3})w)?(?:(\d{1,4})d)?(?:(\d{1,4})h)?", re.ASCII
)
_RELATIVE = re.compile(r"today(?:([+-])(\w+))?", re.ASCII)

DURATION = r"^(?=[0-9])([0-9]{1,3}y)?([0-9]{1,3}m)?([0-9]{1,3}w)?([0-9]{1,4}d)?([0-9]{1,4}h)?$"
"""The spelling of a duration, for the definition's model: years, months, weeks, days, hours."""

MOMENT = (
    r"^(today([+-](?=[0-9])([0-9]{1,3}y)?([0-9]{1,3}m)?([0-9]{1,3}w)?([0-9]{1,4}d)?)?"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2})?)$"
)
"""The spelling of a date, with or without a time of day, or of one relative to today."""


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time on the calendar: months and days are counted before hours."""

    months: int = 0
    days: int = 0
    hours: int = 0


@lru_cache(maxsize=256)
def duration(text: str) -> Duration:
    """`14d`, `2w`, `18y6m`, `12h`. Raises ValueError for anything else."""
    found = _DURATION.fullmatch(text)
    if not text or found is None:
        raise ValueError(text)
    years, months, weeks, days, hours = (int(part or 0) for part in found.groups())
    return Duration(months=12 * years + months, days=7 * weeks + days, hours=hours)


def birthday(born: date, length: Duration) -> date:
    """The day on which somebody completes that age: of who is born on a day that the month lacks, the next.

    So who is born on 29 February completes a year on 1 March, as `age` counts.
    """
    count = born.year * 12 + born.month - 1 + length.months
    year, month = divmod(count, 12)
    last = monthrange(year, month + 1)[1]
    if born.day <= last:
        return date(year, month + 1, born.day)
    return date(year, month + 1, last) + timedelta(days=1)


def add_months(day: date, months: int) -> date:
    """The same day that many months on; the last of the month where there is no such day."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def shift(day: date, length: Duration, sign: int = 1) -> date:
    """The day moved by the months and days of the length; hours don't move a day."""
    return add_months(day, sign * length.months) + timedelta(days=sign * length.days)


def after(start: datetime, length: Duration, zone: tzinfo) -> datetime:
    """The instant that is `length` after `start`: the same wall-clock time in the zone, then hours.

    A time that the clocks skip becomes the same length after midnight (an hour later on the wall);
    of one that they show twice it is the first.
    """
    hours = timedelta(hours=length.hours)
    if not (length.months or length.days):
        return start.astimezone(UTC) + hours
    local = start.astimezone(zone)
    day = shift(local.date(), length)
    # A start in the second of two equal hours says nothing about the hour of another day.
    clock = local.time().replace(fold=0)
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC) + hours


def before(end: datetime, length: Duration, zone: tzinfo) -> datetime:
    """The instant that is `length` before `end`: the same wall-clock time in the zone, then hours.

    Skipped and doubled times are read as `after` reads them.
    """
    hours = timedelta(hours=length.hours)
    if not (length.months or length.days):
        return end.astimezone(UTC) - hours
    local = end.astimezone(zone)
    day = shift(local.date(), length, -1)
    return datetime.combine(day, local.time().replace(fold=0), tzinfo=zone).astimezone(UTC) - hours


@lru_cache(maxsize=256)
def day_of(text: str, today: date) -> date:
    """The date that a definition means: `2027-06-01`, `today`, `today+28d`. Raises ValueError."""
    relative = _RELATIVE.fullmatch(text)
    if relative is None:
        return date.fromisoformat(text[:10])
    sign, length = relative.groups()
    return shift(today, duration(length), -1 if sign == "-" else 1) if length else today


@lru_cache(maxsize=256)
def moment_of(text: str, zone: tzinfo, *, end: bool) -> datetime:
    """The instant of `2027-01-31T23:59`, or of a date: its beginning, or with `end` the end of that day."""
    if "T" in text:
        return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)
    day = date.fromisoformat(text)
    start = day + timedelta(days=1) if end else day
    return datetime.combine(start, time(), tzinfo=zone).astimezone(UTC)


def settled(text: str, today: date) -> str:
    """The text with `today…` made into a date; published definitions hold no relative moments."""
    return day_of(text, today).isoformat() if text.startswith("today") else text


def age(born: date, on: date) -> int:
    """Completed years on a day; who is born on 29 February completes a year on 1 March."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def zone(name: str) -> ZoneInfo:
    """The IANA time zone. Raises ValueError for a name that is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError, ValueError) as error:
        raise ValueError(name) from error

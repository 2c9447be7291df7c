from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain import times
from chalicelib.domain.times import Duration

DENVER = ZoneInfo("America/Denver")
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("14d", Duration(days=14)),
        ("2w", Duration(days=14)),
        ("18y6m", Duration(months=222)),
        ("12h", Duration(hours=12)),
        ("1y2m3w4d5h", Duration(months=14, days=25, hours=5)),
        ("0d", Duration()),
        ("9999d", Duration(days=9999)),
    ],
)
def test_duration_reads(text: str, length: Duration) -> None:
    """Years, months, weeks, days and hours, in that order."""
    assert times.duration(text) == length
    assert re.search(times.DURATION, text)


@pytest.mark.parametrize(
    "text", ["", "d", "14", "14 d", "-1d", "1d2y", "1.5d", "٣d", "14d\n", "12345d", "3s"]
)
def test_duration_refuses(text: str) -> None:
    """Anything else."""
    with pytest.raises(ValueError, match=rf"^{re.escape(text)}$"):
        times.duration(text)


@pytest.mark.parametrize(
    ("day", "months", "result"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2027, 3, 31), -1, date(2027, 2, 28)),
        (date(2027, 12, 15), 1, date(2028, 1, 15)),
        (date(2027, 1, 15), -1, date(2026, 12, 15)),
    ],
)
def test_add_months_ends_with_the_month(day: date, months: int, result: date) -> None:
    """Where there is no such day, the last one."""
    assert times.add_months(day, months) == result


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", date(2026, 11, 23)),
        ("today+28d", date(2026, 12, 21)),
        ("today-1y", date(2025, 11, 23)),
        ("today+1m1w", date(2026, 12, 30)),
        ("2027-06-01", date(2027, 6, 1)),
        ("2027-06-01T23:59", date(2027, 6, 1)),
    ],
)
def test_day_of_is_the_day_meant(text: str, day: date) -> None:
    """Relative to today, or as it stands."""
    assert times.day_of(text, date(2026, 11, 23)) == day


@pytest.mark.parametrize("text", ["tomorrow", "today+", "today*1d", "2027-02-29", "2027-6-1", ""])
def test_day_of_refuses(text: str) -> None:
    """What is no day."""
    with pytest.raises(ValueError, match=r".*"):
        times.day_of(text, date(2026, 11, 23))


@pytest.mark.parametrize(
    ("text", "end", "instant"),
    [
        ("2027-01-31", False, datetime(2027, 1, 31, 7, tzinfo=UTC)),
        ("2027-01-31", True, datetime(2027, 2, 1, 7, tzinfo=UTC)),
        ("2027-01-31T23:59", True, datetime(2027, 2, 1, 6, 59, tzinfo=UTC)),
        # The day on which the clocks go forward has 23 hours, the one on which they go back 25.
        ("2027-03-14", False, datetime(2027, 3, 14, 7, tzinfo=UTC)),
        ("2027-03-14", True, datetime(2027, 3, 15, 6, tzinfo=UTC)),
        ("2027-11-07", True, datetime(2027, 11, 8, 7, tzinfo=UTC)),
        # Skipped, and shown twice: an hour later on the wall, and the first of the two.
        ("2027-03-14T02:30", True, datetime(2027, 3, 14, 9, 30, tzinfo=UTC)),
        ("2027-11-07T01:30", True, datetime(2027, 11, 7, 7, 30, tzinfo=UTC)),
    ],
)
def test_moment_of_is_local_to_the_zone(text: str, end: bool, instant: datetime) -> None:
    """A date alone is its beginning, or its end."""
    assert times.moment_of(text, DENVER, end=end) == instant


@pytest.mark.parametrize(
    ("zone", "start", "length", "result"),
    [
        (DENVER, datetime(2027, 3, 10, 17, tzinfo=UTC), "7d", datetime(2027, 3, 17, 16, tzinfo=UTC)),
        (DENVER, datetime(2027, 11, 3, 16, tzinfo=UTC), "1w", datetime(2027, 11, 10, 17, tzinfo=UTC)),
        (DENVER, datetime(2027, 3, 13, 9, 30, tzinfo=UTC), "1d", datetime(2027, 3, 14, 9, 30, tzinfo=UTC)),
        (DENVER, datetime(2027, 11, 6, 7, 30, tzinfo=UTC), "1d", datetime(2027, 11, 7, 7, 30, tzinfo=UTC)),
        (DENVER, datetime(2027, 11, 7, 8, 30, tzinfo=UTC), "2h", datetime(2027, 11, 7, 10, 30, tzinfo=UTC)),
        (DENVER, datetime(2027, 11, 7, 8, 30, tzinfo=UTC), "1d1h", datetime(2027, 11, 8, 9, 30, tzinfo=UTC)),
        (DENVER, datetime(2028, 1, 31, 17, tzinfo=UTC), "1m", datetime(2028, 2, 29, 17, tzinfo=UTC)),
        # From the second of two equal hours into a skipped one: as from the first.
        (BERLIN, datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "154d", datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),
        (UTC, datetime(2027, 1, 1, tzinfo=UTC), "0d", datetime(2027, 1, 1, tzinfo=UTC)),
    ],
)
def test_after_is_the_same_time_of_day(
    zone: ZoneInfo, start: datetime, length: str, result: datetime
) -> None:
    """Days on the calendar of the zone, then hours as they pass."""
    assert times.after(start, times.duration(length), zone) == result


@given(
    seconds=st.integers(0, 80 * 365 * 86_400),
    days=st.integers(0, 800),
    hours=st.integers(0, 100),
    zone=st.sampled_from(["America/Denver", "Asia/Tokyo", "Australia/Lord_Howe", "Europe/Dublin", "UTC"]),
)
def test_after_never_goes_back_and_is_at_most_an_hour_off(
    seconds: int, days: int, hours: int, zone: str
) -> None:
    """Whatever daylight saving does between."""
    start = datetime(2000, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)

    end = times.after(start, Duration(days=days, hours=hours), ZoneInfo(zone))

    plain = start + timedelta(days=days, hours=hours)
    assert abs(end - plain) <= timedelta(hours=1)
    assert end >= start
    assert end.tzinfo is UTC


@given(
    born=st.dates(date(1900, 1, 1), date(2026, 11, 23)),
    years=st.integers(0, 120),
)
def test_birthday_is_when_the_age_is_reached(born: date, years: int) -> None:
    """On that day `age` says so for the first time."""
    day = times.birthday(born, Duration(months=12 * years))

    assert times.age(born, day) == years
    assert years == 0 or times.age(born, day - timedelta(days=1)) == years - 1


@pytest.mark.parametrize(
    "name", ["", "America", "Springs", "../x", "/etc/passwd", "a\0b", "\ud800", "x" * 999]
)
def test_zone_refuses_what_is_none(name: str) -> None:
    """With one kind of error."""
    with pytest.raises(ValueError, match=r".*"):
        times.zone(name)

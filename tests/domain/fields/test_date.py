from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from chalicelib.domain.fields.date import Date, bounds
from tests.domain.fields.asking import TODAY, field, sent, shown, told


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        ("2027-03-01", "2027-03-01"),
        (" 2027-03-01 ", "2027-03-01"),
        ("2028-02-29", "2028-02-29"),
        ("0001-01-01", "0001-01-01"),
        ("9999-12-31", "9999-12-31"),
        ("", None),
        (None, None),
    ],
)
def test_date_is_a_day_of_the_calendar(answer: Any, kept: Any) -> None:
    """Spelt as RFC 3339 has it."""
    assert told(answer, "date") == kept


@pytest.mark.parametrize(
    "answer",
    [
        "2027-02-29",
        "2100-02-29",
        "2027-02-30",
        "2027-13-01",
        "2027-00-01",
        "0000-01-01",
        "2027-3-1",
        "20270301",
        "2027-W09-1",
        "2027-060",
        "01.03.2027",
        "03/01/2027",
        "2027-03-01T00:00",
        "2027-03-01Z",
        "２０２７-03-01",
        "٢٠٢٧-٠٣-٠١",
        "today",
        "\ud800",
    ],
)
def test_date_that_is_none_is_refused(answer: str) -> None:
    """No 29 February but in leap years, no other spelling, no other digits."""
    assert told(answer, "date") == [("/f", "date")]


@pytest.mark.parametrize("answer", [20270301, True, [], {}, ["2027-03-01"]])
def test_date_of_another_type_is_refused(answer: Any) -> None:
    """A string."""
    assert told(answer, "date") == [("/f", "wrong_type")]


@pytest.mark.parametrize(
    ("answer", "rule", "result"),
    [
        ("2026-12-21", {"min": "today+28d"}, "2026-12-21"),
        ("2026-12-20", {"min": "today+28d"}, [("/f", "too_early")]),
        ("2026-11-23", {"min": "today", "max": "today"}, "2026-11-23"),
        ("2026-11-22", {"min": "today"}, [("/f", "too_early")]),
        ("2026-11-24", {"max": "today"}, [("/f", "too_late")]),
        ("2025-11-23", {"min": "today-1y"}, "2025-11-23"),
        ("2025-11-22", {"min": "today-1y"}, [("/f", "too_early")]),
        ("2027-01-31", {"min": "2027-01-01", "max": "2027-01-31"}, "2027-01-31"),
        ("2027-02-01", {"min": "2027-01-01", "max": "2027-01-31"}, [("/f", "too_late")]),
        ("2026-11-27", {"weekdays": ["mon", "fri"]}, "2026-11-27"),
        ("2026-11-28", {"weekdays": ["mon", "fri"]}, [("/f", "weekday")]),
    ],
)
def test_date_keeps_to_its_bounds(answer: str, rule: dict[str, Any], result: Any) -> None:
    """Both ends are within; today is the day in the program's time zone."""
    assert told(answer, "date", **rule) == result


@pytest.mark.parametrize(
    ("born", "rule", "result"),
    [
        # Twelve on the day itself, and a day short of it.
        ("2015-06-01", {"min_age": "12y", "age_on": "2027-06-01"}, True),
        ("2015-06-02", {"min_age": "12y", "age_on": "2027-06-01"}, "too_young"),
        # Fifteen and a half on the day itself, and a day more.
        ("2011-12-01", {"max_age": "15y6m", "age_on": "2027-06-01"}, True),
        ("2011-11-30", {"max_age": "15y6m", "age_on": "2027-06-01"}, "too_old"),
        # Absent: today, 23 November 2026.
        ("2008-11-23", {"min_age": "18y"}, True),
        ("2008-11-24", {"min_age": "18y"}, "too_young"),
        # Who is born on 29 February completes a year on 1 March, where there is no such day.
        ("2008-02-29", {"min_age": "18y", "age_on": "2026-02-28"}, "too_young"),
        ("2008-02-29", {"min_age": "18y", "age_on": "2026-03-01"}, True),
        ("2008-02-28", {"min_age": "18y", "age_on": "2026-02-28"}, True),
        ("2008-02-29", {"min_age": "20y", "age_on": "2028-02-29"}, True),
        ("2008-03-01", {"min_age": "20y", "age_on": "2028-02-29"}, "too_young"),
        ("2012-02-29", {"max_age": "15y", "age_on": "2027-03-01"}, True),
        ("2012-02-29", {"max_age": "15y", "age_on": "2027-03-02"}, "too_old"),
        ("2012-02-28", {"max_age": "15y", "age_on": "2027-02-28"}, True),
        ("2012-02-28", {"max_age": "15y", "age_on": "2027-03-01"}, "too_old"),
        ("2013-02-28", {"max_age": "15y", "age_on": "2028-02-29"}, "too_old"),
        ("2013-03-01", {"max_age": "15y", "age_on": "2028-02-29"}, True),
        # Months without that day.
        ("2026-08-31", {"min_age": "6m", "age_on": "2027-02-28"}, "too_young"),
        ("2026-08-31", {"min_age": "6m", "age_on": "2027-03-01"}, True),
        ("2026-08-29", {"max_age": "6m", "age_on": "2027-03-01"}, True),
        ("2026-08-28", {"max_age": "6m", "age_on": "2027-03-01"}, "too_old"),
        ("2026-08-31", {"max_age": "6m", "age_on": "2027-03-01"}, True),
        ("2026-08-31", {"max_age": "6m", "age_on": "2027-03-02"}, "too_old"),
        # Nobody's age is nought before the day of birth.
        ("2027-06-02", {"min_age": "0y", "age_on": "2027-06-01"}, "too_young"),
        ("2027-06-01", {"min_age": "0y", "max_age": "0y", "age_on": "2027-06-01"}, True),
    ],
)
def test_date_ages_are_exact_with_both_ends(born: str, rule: dict[str, Any], result: Any) -> None:
    """To the day, on the day that counts, and the same that `bounds` tells the page."""
    assert told(born, "date", **rule) == (born if result is True else [("/f", result)])
    first, last = bounds(as_date(**rule), TODAY)
    day = date.fromisoformat(born)
    assert ((first or day) <= day <= (last or day)) is (result is True)


def as_date(**rule: Any) -> Date:
    """A date field."""
    found = field("date", **rule)
    assert isinstance(found, Date)
    return found


def test_date_bounds_are_the_narrower_ones() -> None:
    """Of a limit and an age, whichever leaves less."""
    one = as_date(min="2010-01-01", max_age="15y", min_age="12y", max="today", age_on="2027-06-01")

    assert bounds(one, TODAY) == (date(2012, 6, 1), date(2015, 6, 1))
    assert bounds(as_date(), TODAY) == (None, None)


def test_date_from_a_page() -> None:
    """A browser's date box sends what JSON has."""
    assert sent("2027-03-01", "date") == "2027-03-01"
    assert sent("1 March", "date") == [("/f", "date")]
    assert sent("", "date") is None


def test_date_is_shown_as_the_reader_writes_it() -> None:
    """By the language, not by us."""
    assert shown("2027-03-01", "date") == "2027-03-01"

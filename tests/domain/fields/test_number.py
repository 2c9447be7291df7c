from __future__ import annotations

import math
from typing import Any

import pytest

from tests.domain.fields.asking import sent, shown, told


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        (0, 0),
        (12, 12),
        (-3, -3),
        (2.5, 2.5),
        (2.0, 2),
        (-0.0, 0),
        (1e15, 10**15),
        (1e-300, 1e-300),
        (None, None),
    ],
)
def test_number_is_kept_whole_where_it_is(answer: Any, kept: Any) -> None:
    """A whole number is an integer, whichever way it was spelt."""
    result = told(answer, "number")

    assert (result, type(result)) == (kept, type(kept))


@pytest.mark.parametrize(
    "answer",
    [10**15 + 1, -(10**15) - 1, 10**400, -(10**400), 1e16, math.inf, -math.inf, math.nan],
)
def test_number_beyond_what_json_is_sure_of_is_refused(answer: Any) -> None:
    """Neither infinity nor NaN nor an integer of 400 digits is a failure of ours, or kept."""
    assert told(answer, "number") == [("/f", "too_large")]


@pytest.mark.parametrize("answer", [True, False, "12", "", "abc", [], [1], {}])
def test_number_of_another_type_is_refused(answer: Any) -> None:
    """In JSON a number is a number."""
    assert told(answer, "number") == [("/f", "wrong_type")]


@pytest.mark.parametrize(
    ("answer", "rule", "result"),
    [
        (1, {"min": 1, "max": 5}, 1),
        (5, {"min": 1, "max": 5}, 5),
        (0.999, {"min": 1, "max": 5}, [("/f", "too_small")]),
        (5.001, {"min": 1, "max": 5}, [("/f", "too_large")]),
        (2.5, {"integer": True}, [("/f", "integer")]),
        (2.0, {"integer": True}, 2),
        (0, {"required": True}, 0),
    ],
)
def test_number_keeps_to_its_limits(answer: Any, rule: dict[str, Any], result: Any) -> None:
    """Both ends are within; nought is an answer."""
    assert told(answer, "number", **rule) == result


@pytest.mark.parametrize(
    ("typed", "result"),
    [
        ("12", 12),
        (" 12 ", 12),
        ("+12", 12),
        ("-12", -12),
        ("2.5", 2.5),
        ("2,5", 2.5),
        ("1e3", 1000),
        ("", None),
        ("0", 0),
        ("1.234,5", [("/f", "wrong_type")]),
        ("1,234,567", [("/f", "wrong_type")]),
        ("1_000", [("/f", "wrong_type")]),
        ("--1", [("/f", "wrong_type")]),
        ("twelve", [("/f", "wrong_type")]),
        ("１２", [("/f", "wrong_type")]),
        ("٣", [("/f", "wrong_type")]),
        ("0x10", [("/f", "wrong_type")]),
        ("nan", [("/f", "too_large")]),
        ("inf", [("/f", "too_large")]),
        ("1e400", [("/f", "too_large")]),
        ("9" * 400, [("/f", "too_large")]),
        ("9" * 5000, [("/f", "wrong_type")]),
        ("\ud800", [("/f", "wrong_type")]),
    ],
)
def test_number_from_a_page(typed: str, result: Any) -> None:
    """Spaces and a decimal comma are read; whatever is no number is refused, however long."""
    assert sent(typed, "number") == result


def test_number_is_shown_with_its_unit() -> None:
    """In the reader's language."""
    assert shown(3, "number", unit={"en": "vehicles", "ja": "台"}) == "3 vehicles"
    assert shown(2.5, "number") == "2.5"

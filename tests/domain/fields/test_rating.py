from __future__ import annotations

from typing import Any

import pytest

from tests.domain.fields.asking import Japanese, read, sent, shown, told

SCALE = [
    {"id": 0, "label": "Not at all"},
    {"id": 2, "label": {"en": "Partly", "ja": "一部"}},
    {"id": -1, "label": "I can't say"},
]


@pytest.mark.parametrize(
    ("answer", "said", "kept"),
    [
        (1, {"max": 5}, 1),
        (5, {"max": 5}, 5),
        (4.0, {"max": 5}, 4),
        (0, {"scale": SCALE}, 0),
        (-1, {"scale": SCALE}, -1),
        (None, {"max": 5}, None),
    ],
)
def test_rating_is_a_step_of_its_scale(answer: Any, said: dict[str, Any], kept: Any) -> None:
    """Kept as an integer, however JSON spells it."""
    found = told(answer, "rating", **said)

    assert (found, type(found)) == (kept, type(kept))


@pytest.mark.parametrize(
    ("answer", "said"),
    [(0, {"max": 5}), (6, {"max": 5}), (-1, {"max": 5}), (1, {"scale": SCALE}), (10**400, {"max": 5})],
)
def test_rating_beyond_the_scale_is_refused(answer: Any, said: dict[str, Any]) -> None:
    """Only what is offered."""
    assert told(answer, "rating", **said) == [("/f", "not_one_of")]


@pytest.mark.parametrize("answer", [True, False, "4", "", 4.5, float("inf"), float("nan"), [4], {"id": 4}])
def test_rating_of_another_type_is_refused(answer: Any) -> None:
    """A whole number."""
    assert told(answer, "rating", max=5) == [("/f", "wrong_type")]


@pytest.mark.parametrize(
    ("typed", "answer"),
    [("4", 4), (" 4 ", 4), ("-1", -1), ("", None), ("four", "four"), ("４", "４"), ("9" * 9, "9" * 9)],
)
def test_rating_from_a_page(typed: str, answer: Any) -> None:
    """The number, or the words where they are none."""
    assert read({"f": [typed]}, "rating", max=5) == answer


@pytest.mark.parametrize(
    ("typed", "result"),
    [
        ("4", 4),
        ("6", [("/f", "not_one_of")]),
        ("-", [("/f", "wrong_type")]),
        ("four", [("/f", "wrong_type")]),
    ],
)
def test_rating_sent_by_a_page(typed: str, result: Any) -> None:
    """The same rules."""
    assert sent(typed, "rating", max=5) == result


def test_rating_is_shown_by_its_label() -> None:
    """In the reader's language; without labels, with the highest step."""
    assert shown(2, "rating", scale=SCALE) == "Partly"
    assert shown(2, "rating", scale=SCALE, speech=Japanese()) == "一部"
    assert shown(4, "rating", max=5) == "4 of 5"
    assert shown(7, "rating", scale=SCALE) == "7"

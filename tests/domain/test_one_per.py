"""What is compared where there may be one submission for a value."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.domain import lenient, one_per, programs
from tests.domain.examples import EXCHANGE, TODAY, changed, program

SAME: list[tuple[Any, Any]] = [
    ("Jane@School.example", "jane@school.example"),
    ("Ｊａｎｅ  Doe", "jane doe"),
    ("Straße", "STRASSE"),
    ("ﾌｼﾞ", "フジ"),
    (2, 2.0),
    (-0.0, 0),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_values_that_people_mean_alike_are_one(one: Any, other: Any) -> None:
    """In any case, width and spacing."""
    by_name = program(("/one_per", "full_name"))

    found = {one_per.value(by_name, {"full_name": each}) for each in (one, other)}

    assert len(found) == 1
    assert "" not in found


@pytest.mark.parametrize("answers", [{}, {"full_name": None}, {"full_name": " \u3000"}])
def test_what_is_not_answered_is_compared_with_nothing(answers: dict[str, Any]) -> None:
    """However many there are of it."""
    assert one_per.value(program(("/one_per", "full_name")), answers) == ""


def test_words_of_ones_own_are_part_of_the_value() -> None:
    """Not everybody who chose `other` means the same."""
    by_meal = program(("/one_per", "meal"))

    soup, bread = (
        one_per.value(by_meal, {"meal": "other", "meal_other": words}) for words in ("Soup", "Bread")
    )

    assert (soup, bread) == ("other\nsoup", "other\nbread")


def test_programs_without_it_compare_nothing() -> None:
    """As it is left out."""
    assert one_per.value(program(), {"email": "jane@school.example"}) == ""


def test_steps_have_nobody_change_the_field() -> None:
    """As little as the address: staff do."""
    document = changed(EXCHANGE, ("/one_per", "essay"))
    amended = [
        each.step["amend"] for each in lenient.placed(document) if isinstance(each.step.get("amend"), list)
    ]

    found = [fault.pointer for fault in programs.faults(document, TODAY) if fault.code == "not_amendable"]

    assert sum("essay" in each for each in amended) == len(found) == 1

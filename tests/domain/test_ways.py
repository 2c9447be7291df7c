from __future__ import annotations

from typing import Any

import pytest

from chalicelib.domain import ways
from chalicelib.domain.definitions import Program
from tests.domain.examples import ABSENT, EXCHANGE, PROGRAM, program


def found(one: Program, place: int) -> list[tuple[str, str, str, int | str]]:
    """The ways out of a place, without their steps' other parts."""
    return [(way.step.step, way.by, way.answer or way.then, way.target) for way in ways.out_of(one)[place]]


def test_every_answer_deadline_and_skipping_is_a_way() -> None:
    """Side by side as well, in the order of the steps and of their answers."""
    one = program(document=EXCHANGE)

    assert found(one, 1) == [
        ("consent", "answer", "agree", 2),
        ("consent", "answer", "refuse", "declined"),
        ("consent", "time", "expire", "expired"),
        ("reference", "answer", "submit", 2),
        ("reference", "time", "decline", "declined"),
        ("reference", "skip", "next", 2),
    ]
    assert found(one, 2) == [
        ("bursary", "answer", "approve", 3),
        ("bursary", "answer", "decline", "declined"),
        ("bursary", "skip", "next", 3),
    ]
    assert found(one, 5) == [
        ("decide", "answer", "offer", 7),
        ("decide", "answer", "again", 3),
        ("decide", "answer", "improve", 6),
        ("decide", "answer", "refuse", "declined"),
    ]
    assert found(one, 7)[0] == ("offer", "answer", "accept", "accepted")


@pytest.mark.parametrize(
    ("change", "nobody"),
    [
        (("/form/0/fields/9/rows", {"min": 1, "max": 4}), False),
        (("/form/0/fields/9/rows", {"max": 4}), True),
        (("/form/0/fields/9/required", True), False),
        (("/form/0/fields/9/fields/1/required", False), True),
    ],
)
def test_group_that_may_be_empty_may_name_nobody(change: tuple[str, Any], nobody: bool) -> None:
    """Rows that the form wants are there, with an address where each wants one."""
    one = program(change, document=EXCHANGE)

    assert ways.may_name_nobody(one, one.workflow[1].steps[0]) is nobody


def test_shortest_ways_lead_to_each_end_that_there_is() -> None:
    """By the places on them; what can't be come to is left out."""
    assert ways.soonest(program(document=EXCHANGE)) == {
        "accepted": [0, 1, 2, 3, 4, 5, 7],
        "declined": [0, 1],
        "expired": [0],
    }
    assert ways.soonest(program(("/workflow", ABSENT), ("/kind", "registration"))) == {
        "accepted": [0],
        "expired": [0],
    }
    assert ways.soonest(program(("/workflow/3/answers/no/then", "withdraw"))) == {
        "accepted": [0, 1, 2, 3, 4],
        "declined": [0, 1],
        "withdrawn": [0, 1, 2, 3],
        "expired": [0],
    }
    assert PROGRAM["workflow"][1]["step"] == "reference"

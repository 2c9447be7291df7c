from __future__ import annotations

from datetime import date
from itertools import combinations
from typing import Any

import pytest

from chalicelib.domain import documents, programs, steps
from chalicelib.domain.definitions import Program
from chalicelib.language.reader import reader
from chalicelib.web import drawing
from chalicelib.web.drawing import Box, Drawing
from chalicelib.web.pages.how import numbers
from chalicelib.web.telling import Telling
from infra.local import catalogue
from tests.domain.examples import EXCHANGE, changed, program

CATALOGUE = [document for kind, document in catalogue.catalogue() if kind == "program"]
BESIDE = {"ask": {"role": "coordinator"}, "answers": "decide"}
MANY = [
    ("/workflow/1/together/-", {"step": f"check_{letter}", **BESIDE, "when": {"var": "bursary"}})
    for letter in "abc"
]
LONG = ("/workflow/5/answers/again/label", "Once more, please, and this time with " + "patience " * 30)


def drawn(one: Program, language: str = "en") -> Drawing:
    """The drawing for visitors."""
    return drawing.of(Telling(one, reader(language, one.timezone), numbers(one), staff=False))


def every() -> list[Any]:
    """Programs of all shapes, and the languages that they are drawn in."""
    shipped = [
        programs.program(documents.to_json(programs.settle(document, date(2026, 11, 23))))
        for document in CATALOGUE
    ]
    changes = [(), MANY, [LONG]]
    return [
        pytest.param(one, language, id=f"{one.id} {number} {language}")
        for number, one in enumerate([*shipped, *(program(*each, document=EXCHANGE) for each in changes)])
        for language in ("en", "ja")
    ]


def inside(box: Box, x: float, y: float) -> bool:
    """Whether the point is in the box."""
    return box.x <= x <= box.x + box.width and box.y <= y <= box.y + box.height


def apart(first: Box, second: Box) -> bool:
    """Whether the boxes have nothing in common."""
    return (
        first.x + first.width <= second.x
        or second.x + second.width <= first.x
        or first.y + first.height <= second.y
        or second.y + second.height <= first.y
    )


@pytest.mark.parametrize(("one", "language"), every())
def test_everything_has_its_place(one: Program, language: str) -> None:
    """Nothing is outside of the drawing; places, steps and ends don't overlap; words don't either."""
    found = drawn(one, language)

    for box in found.boxes:
        assert 0 <= box.x < box.x + box.width <= drawing.WIDTH
        assert 0 <= box.y < box.y + box.height <= found.height
    for kind in (("place", "end"), ("step",)):
        boxes = [box for box in found.boxes if box.kind.partition(" ")[0] in kind]
        assert all(apart(first, second) for first, second in combinations(boxes, 2))
    assert len({(words.x, words.y) for words in found.words}) == len(found.words)
    assert len([box for box in found.boxes if box.kind == "place"]) == len(steps.stages(one))
    for box in (box for box in found.boxes if box.kind == "step"):
        assert any(inside(place, box.x, box.y) for place in found.boxes if place.kind == "place")


def test_side_by_side_steps_stand_in_a_row() -> None:
    """Two beside one another; more in more rows."""
    boxes = [box for box in drawn(program(*MANY, document=EXCHANGE)).boxes if box.kind == "step"]

    assert len(boxes) == 5
    assert [box.y == boxes[0].y for box in boxes] == [True, True, False, False, False]
    assert boxes[2].y == boxes[3].y < boxes[4].y
    assert boxes[0].x == boxes[2].x == boxes[4].x < boxes[1].x


def test_each_way_is_drawn_to_where_it_leads() -> None:
    """One arrow for each target of a place: down to the next one, beside the others to the rest."""
    found = drawn(program(document=EXCHANGE))

    assert [line.kind for line in found.lines] == [
        *["onward"] * 7,  # from each place but `improve`, which leads back alone
        *["expired", "declined", "expired", "declined", "declined"],
        *["jump", "jump", "declined", "jump", "declined", "declined", "expired"],
    ]


def test_words_of_the_drawing_are_those_of_the_answers() -> None:
    """Who is asked, for how long, and what leads where; labels of staff as they are."""
    said = " ".join(words.text for words in drawn(program(document=EXCHANGE)).words)

    for part in (
        "1. the applicant confirms the address within 3 days",
        "2a. “Guardians” within 14 days",
        "2b. “Teacher” within 21 days",
        "2a “I do not agree” or 2b no answer in time →\u00a0Declined",
        "3. the coordinator without a deadline only under a condition",
        "4. a reviewer until Monday, February 15, 2027",
        "“Ask the reviewers again” →\u00a04",
        "“Yes, I accept” Accepted Declined Not answered in time",
    ):
        assert part in said


def test_what_nobody_reads_is_not_in_the_drawing() -> None:
    """Names of steps and of people, and what is hidden from whom, stay with staff."""
    document = changed(EXCHANGE, ("/roles/partner/0/name", "Somebody Secret"))
    said = " ".join(words.text for words in drawn(program(document=document)).words)

    assert not [word for word in ("Secret", "partner_city", "hidden", "blind") if word in said]

"""What a scene and a journey are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    # Its playwright is there for the tests in a browser alone; this is read for the others too.
    from tests.browser.person import Person


@dataclass(frozen=True, slots=True)
class Scene:
    """One page: how to get there, and what it is."""

    name: str
    act: Callable[[Person], object]
    heading: Mapping[str, str]
    seen: str
    status: int = 200


def pages(
    answers: Callable[[Person], Mapping[str, Any]], heading: Mapping[str, str], numbers: Sequence[int]
) -> tuple[Scene, ...]:
    """These pages of a long form, each come to by filling in the one before, and the review."""
    own = [
        Scene(
            f"page-{number}",
            lambda person: person.turn(answers(person)),
            heading,
            "A page of a long form: which one it is of how many, and a way back.",
        )
        for number in numbers
    ]
    review = Scene(
        "review",
        lambda person: person.turn(answers(person)),
        heading,
        "Before a long form is sent: every answer, and each page can still be changed.",
    )
    return (*own, review)


@dataclass(frozen=True, slots=True)
class Journey:
    """Scenes that follow from one another."""

    name: str
    title: str
    scenes: Sequence[Scene]

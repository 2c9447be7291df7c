"""Where somebody who has lost links can go on: the submissions that are alive at an address."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain import ids, steps
from chalicelib.domain.links import Link
from chalicelib.domain.submissions import AskState
from chalicelib.language import labels
from chalicelib.language.reader import reader
from chalicelib.mail.occasion import Alive, Occasion


@dataclass(frozen=True, slots=True)
class Question:
    """An ask that waits for an answer. `confirm`: it is whether the address is the applicant's."""

    link: str
    until: str
    confirm: bool


@dataclass(frozen=True, slots=True)
class Place:
    """One submission: its state and status link for who applied, and the questions that wait."""

    program: str
    reference: str
    state: str
    status: str
    questions: tuple[Question, ...]


def places(occasion: Occasion, language: str) -> tuple[Place, ...]:
    """The places, in the order in which they were found."""
    return tuple(_place(occasion, alive, language) for alive in occasion.alive)


def _place(occasion: Occasion, alive: Alive, language: str) -> Place:
    submission, program = alive.case.submission, alive.pinned
    speech = reader(language, program.timezone)
    status = Link("status", submission.id, generation=submission.generation)
    return Place(
        program=speech.text(program.title),
        reference=ids.reference(submission.id),
        state=labels.state_of(submission, speech) if alive.own else "",
        status=occasion.url(status) if alive.own else "",
        questions=tuple(
            _question(occasion, alive, ask, language)
            for ask in alive.asks
            if ask.due is None or occasion.now < ask.due
        ),
    )


def _question(occasion: Occasion, alive: Alive, ask: AskState, language: str) -> Question:
    speech = reader(language, alive.pinned.timezone)
    return Question(
        link=occasion.url(Link("ask", alive.case.submission.id, ask.id, ask.generation)),
        until=speech.deadline(ask.due) if ask.due is not None else "",
        confirm=steps.find(alive.pinned, ask.step).answers == "confirm",
    )

"""What the steps of a workflow offer and whom they ask; the sense of the ready sets. Pure look-ups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.domain.definitions import Outcome, Party, Program, Step
from chalicelib.domain.submissions import Addressee

IMPLIED = Step(step="confirm", ask="applicant", answers="confirm", due="7d", on_timeout="expire")
"""The workflow of a registration that has no steps of its own: confirm the address, and be told."""

# The words of the ready sets: answer, and where it goes. `language.answers` has their labels.
READY: Mapping[str, Mapping[str, str]] = {
    "confirm": {"yes": "next"},
    "consent": {"agree": "next", "refuse": "decline"},
    "decide": {"approve": "next", "decline": "decline"},
    "accept": {"accept": "next", "decline": "decline"},
}

TICKED = frozenset({"yes", "submit"})
"""Answers that are given with the tick `sure`; all others with a typed name."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One party of a step: its word, and who that is today (None where it is derived from the answers)."""

    party: str
    holder: Addressee | None = None


def workflow(program: Program) -> tuple[Step, ...]:
    """The program's steps, in order."""
    return program.workflow or (IMPLIED,)


def find(program: Program, name: str) -> Step:
    """The step of that name. Raises KeyError."""
    for step in workflow(program):
        if step.step == name:
            return step
    raise KeyError(name)


def following(program: Program, name: str) -> Step | None:
    """The step after that one, or None after the last."""
    names = [step.step for step in workflow(program)]
    place = names.index(name) + 1
    return workflow(program)[place] if place < len(names) else None


def offered(step: Step) -> dict[str, str]:
    """The step's answers and where each goes, in order."""
    if isinstance(step.answers, str):
        return dict(READY[step.answers])
    return {answer: outcome.then for answer, outcome in step.answers.items()}


def label(step: Step, answer: str) -> Outcome | None:
    """The outcome with the label of an answer of the step's own; None for one of a ready set."""
    return None if isinstance(step.answers, str) else step.answers.get(answer)


def needed(step: Step, answer: str, asked: int) -> int:
    """How many of this answer settle the step; all of those asked where there are fewer than it wants."""
    own = label(step, answer)
    needs = own.needs if own is not None and own.needs is not None else step.needs
    match needs:
        case "all":
            return asked
        case int():
            return min(needs, asked)
        case _:
            return 1


def in_favour(program: Program, step: Step, then: str) -> bool:
    """Whether an outcome is one: `next`, `accept` or a later step."""
    names = [each.step for each in workflow(program)]
    return then in ("next", "accept") or (then in names and names.index(then) > names.index(step.step))


def parties(step: Step, live: Program, answers: Mapping[str, Any]) -> list[Asked]:
    """Who is asked: roles as they are held today. Empty where the named person was not named."""
    match step.ask:
        case "applicant":
            return [Asked("applicant")]
        case Party(named=str() as field):
            return [Asked(field)] if answers.get(field) else []
        case Party(role=str() as role):
            return [
                Asked(f"{role}.{place}", Addressee(person.name, person.email, person.language))
                for place, person in enumerate(live.roles.get(role, ()))
            ]
        case _:
            return []


def is_role(step: Step) -> bool:
    """Whether holders of a role are asked: people who are known, and need not be protected from strangers."""
    return isinstance(step.ask, Party) and step.ask.role is not None

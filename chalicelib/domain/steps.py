"""What the steps of a workflow offer and how they follow one another; the sense of the ready sets."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from chalicelib.domain import newer, offers
from chalicelib.domain.definitions import Needs, Outcome, Party, Program, Stage, Step
from chalicelib.domain.identity import Same

IMPLIED = Step(step="confirm", ask="applicant", answers="confirm", due="7d", on_timeout="expire")
"""The workflow of a registration that has no steps of its own: confirm the address, and be told."""

# The words of the ready sets: answer, and where it goes. `language.answers` has their labels.
READY: Mapping[str, Mapping[str, str]] = {
    "confirm": {"yes": "next"},
    "consent": {"agree": "next", "refuse": "decline"},
    "decide": {"approve": "next", "decline": "decline"},
    "accept": {"accept": "next", "decline": "decline"},
    "submit": {"submit": "next"},
}

SUBMIT = "submit"
"""The one answer of a step that has a form and no answers of its own."""

TICKED = frozenset({"yes", SUBMIT})
"""Answers that are given with the tick `sure`; all others with a typed name."""

ENDINGS = frozenset({"decline", "withdraw", "expire", "release"})
"""Outcomes that end a submission."""

WAITLIST = "waitlist"
"""The outcome after which it waits for a seat."""


def stages(program: Program) -> tuple[Stage, ...]:
    """The places of the program's workflow, in order."""
    return program.workflow or (Stage((IMPLIED,)),)


def workflow(program: Program) -> tuple[Step, ...]:
    """The program's steps, in order, those that run side by side one after another."""
    return _workflow(Same(program))


@lru_cache(maxsize=64)
def _workflow(program: Same[Program]) -> tuple[Step, ...]:
    return tuple(step for stage in stages(program.it) for step in stage.steps)


def find(program: Program, name: str) -> Step:
    """The step of that name, also one beside the workflow: new questions, an offer. Raises KeyError."""
    for step in (*workflow(program), *(each.step for each in newer.added(program)), offers.OFFER):
        if step.step == name:
            return step
    raise KeyError(name)


def place(program: Program, name: str) -> int:
    """Which place of the workflow the step stands at. Raises KeyError."""
    for number, stage in enumerate(stages(program)):
        if any(step.step == name for step in stage.steps):
            return number
    raise KeyError(name)


def last(program: Program, step: Step) -> bool:
    """Whether nothing comes after the step's place; one beside the workflow has none."""
    return not is_beside(step.step) and place(program, step.step) == len(stages(program)) - 1


def holding(program: Program) -> Step | None:
    """The step that holds a seat and asks about it, where the program has one."""
    return next((step for step in workflow(program) if step.seat == "hold"), None)


def is_beside(step: str) -> bool:
    """Whether a step of that name stands beside the workflow, at no place of it."""
    return newer.is_new(step) or offers.is_offer(step)


def answers(step: Step) -> str | Mapping[str, Outcome]:
    """The name of the step's ready set, or its own outcomes."""
    return SUBMIT if step.answers is None else step.answers


def offered(step: Step) -> dict[str, str]:
    """The step's answers and where each goes, in order."""
    own = answers(step)
    if isinstance(own, str):
        return dict(READY[own])
    return {answer: outcome.then for answer, outcome in own.items()}


def label(step: Step, answer: str) -> Outcome | None:
    """The outcome with the label of an answer of the step's own; None for one of a ready set."""
    own = answers(step)
    return None if isinstance(own, str) else own.get(answer)


def wanted(step: Step, answer: str) -> Needs | None:
    """What the answer's own `needs` says, else the step's, else the default."""
    own = label(step, answer)
    if own is not None and own.needs is not None:
        return own.needs
    return "all" if step.needs is None and is_each(step) else step.needs


def needed(step: Step, answer: str, asked: int) -> int:
    """How many of this answer settle the step; all of those asked where there are fewer than it wants."""
    match wanted(step, answer):
        case "all":
            return asked
        case int(number):
            return min(number, asked)
        case _:
            return 1


def in_favour(program: Program, step: Step, then: str) -> bool:
    """Whether an outcome is one: `next`, `accept` or a later step."""
    if then in ("next", "accept"):
        return True
    return then not in {*ENDINGS, WAITLIST} and place(program, then) > place(program, step.step)


def needs_form(program: Program, step: Step, then: str) -> bool:
    """Whether what the step has filled in is needed for an outcome: those in favour, and the waitlist, whose
    order it may be.
    """
    return then == WAITLIST or in_favour(program, step, then)


def amended_until(program: Program) -> int:
    """The place of the workflow whose opening ends the applicant's amending; beyond the last for none."""
    if program.amend_until is not None:
        return place(program, program.amend_until)
    asking_roles = (n for n, stage in enumerate(stages(program)) if any(map(is_role, stage.steps)))
    return next(asking_roles, len(stages(program)))


def is_role(step: Step) -> bool:
    """Whether holders of a role are asked: people who are known, and need not be protected from strangers."""
    return isinstance(step.ask, Party) and step.ask.role is not None


def is_each(step: Step) -> bool:
    """Whether everybody in the rows of a group is asked."""
    return isinstance(step.ask, Party) and step.ask.each is not None


def is_named(step: Step) -> bool:
    """Whether people are asked whom the applicant named: one, or those in the rows of a group."""
    return isinstance(step.ask, Party) and step.ask.role is None

"""Sending a submission back for changes: by an answer that leads to a step with `amend`. Pure.

Whoever gives such an answer may name fields, and say what is wrong: the applicant is asked for these.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chalicelib.domain import filled, steps, visibility
from chalicelib.domain.definitions import Program, Step
from chalicelib.domain.errors import Fault
from chalicelib.domain.fields.computed import Computed
from chalicelib.domain.fields.field import Field
from chalicelib.domain.fields.note import Note


def target(program: Program, step: Step, answer: str) -> Step | None:
    """The step at which the applicant changes the form after this answer; None where it leads elsewhere."""
    then = steps.offered(step).get(answer, "")
    if step.ask == "applicant" or then not in (each.step for each in steps.workflow(program)):
        return None
    found = steps.find(program, then)
    return found if found.amend else None


def answers(program: Program, step: Step) -> tuple[str, ...]:
    """The step's answers that send a submission back."""
    return tuple(each for each in steps.offered(step) if target(program, step, each) is not None)


def choices(program: Program, step: Step, answer: str) -> tuple[Field, ...]:
    """The fields that can be named with that answer: what may be changed there, and those asked may see."""
    there = target(program, step, answer)
    if there is None:
        return ()
    only = filled.allowed(there)
    own = [
        field
        for field in filled.amendable(program, only)
        if (only is True or field.id in only) and not isinstance(field, Note | Computed)
    ]
    return visibility.seen(own, visibility.words(step), blind=step.blind)


def chosen(
    program: Program, step: Step, answer: str, wanted: Sequence[Any]
) -> tuple[tuple[str, ...], list[Fault]]:
    """The fields that are to be changed, in the form's order, and what is wrong with those that are `wanted`.

    None at all: whatever may be changed there.
    """
    if wanted and target(program, step, answer) is None:
        return (), [Fault("/fields", "not_sent_back")]
    options = [field.id for field in choices(program, step, answer)]
    faults = [
        Fault(f"/fields/{number}", "not_one_of", {"options": options})
        for number, each in enumerate(wanted)
        if each not in options
    ]
    return tuple(name for name in options if name in wanted), faults

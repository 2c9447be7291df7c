"""What a newer version asks that the pinned one does not, as steps of their own beside the workflow.

A submission stays with the version that it was filled in with. What staff asks of it from a newer one is kept
as events say: which version, which fields. From these `extended` makes the pinned program anew, in which the
questions can be found like any other step's (`steps.find`), though no place of the workflow has them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from chalicelib.domain.definitions import Program, Step, fields_of
from chalicelib.domain.fields import AnyField
from chalicelib.domain.identity import Same
from chalicelib.domain.submissions import NewForm

_NAME = "_new"
"""The beginning of such a step's name. No step of a definition begins with an underscore."""

REMIND = "3d"
"""How long before the deadline the applicant is reminded."""


@dataclass(frozen=True, slots=True)
class Added:
    """New questions as a step, and the newer version that they are from."""

    step: Step
    program: Program
    version: int


class Extended(Program, kw_only=True, frozen=True):
    """A pinned program, and what was asked besides."""

    added: tuple[Added, ...] = ()


def name(number: int) -> str:
    """The name of the step that asks new questions for the `number`-th time."""
    return f"{_NAME}{number}"


def is_new(step: str) -> bool:
    """Whether a step of that name asks new questions, and so stands outside the workflow."""
    return step.startswith(_NAME)


def extended(pinned: Program, new: Mapping[str, NewForm], versions: Mapping[int, Program]) -> Program:
    """The program with what was asked besides; itself where nothing was. The same for the same."""
    if not new:
        return pinned
    asked = tuple((step, form.version, form.fields) for step, form in new.items())
    return _extended(Same(pinned), asked, tuple(Same(versions[version]) for _, version, _ in asked))


@lru_cache(maxsize=64)
def _extended(
    pinned: Same[Program],
    asked: Sequence[tuple[str, int, tuple[str, ...]]],
    newer: Sequence[Same[Program]],
) -> Extended:
    added = tuple(
        Added(_step(step, [field for field in fields_of(program.it) if field.id in ids]), program.it, version)
        for (step, version, ids), program in zip(asked, newer, strict=True)
    )
    members = {each: getattr(pinned.it, each) for each in Program.__struct_fields__}
    return Extended(**members, added=added)


def _step(step: str, form: Sequence[AnyField]) -> Step:
    return Step(step=step, ask="applicant", form=tuple(form), remind=(REMIND,))


def added(program: Program) -> tuple[Added, ...]:
    """What was asked besides, in the order of asking."""
    return program.added if isinstance(program, Extended) else ()


def origin(program: Program, step: str) -> Added:
    """Where the new questions of that step are from. Raises KeyError."""
    for each in added(program):
        if each.step.step == step:
            return each
    raise KeyError(step)


def fields(pinned: Program, live: Program) -> tuple[AnyField, ...]:
    """What the form of the newest version has that the pinned one lacks."""
    known = {field.id for field in fields_of(pinned)}
    return tuple(field for field in fields_of(live) if field.id not in known)

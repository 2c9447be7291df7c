"""What the answers say by which a form goes back to be changed: whose they are, and what they name. Pure.

`sending_back` has what can be said with such an answer; this is what comes of all of them together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from chalicelib.domain import steps
from chalicelib.domain.definitions import Program, Step, fields_of
from chalicelib.domain.submissions import AskState


@dataclass(frozen=True, slots=True)
class SentBack:
    """By which asks the form goes back to be changed, and which fields of it (none: as the step says)."""

    by: tuple[str, ...] = ()
    to_change: tuple[str, ...] = ()


NOT = SentBack()
"""Nobody has sent it back."""


def of(program: Program, step: Step, target: str, asks: Iterable[AskState]) -> SentBack:
    """What those say who have sent the form from `step` to the step `target`, out of the round's `asks`.

    Who names no field leaves it to the step, and so to the applicant, for all.
    """
    if step.ask == "applicant" or not steps.find(program, target).amend:
        return NOT
    offered = steps.offered(step)
    said = [ask for ask in asks if ask.answer and offered[ask.answer] == target]
    named = {name for ask in said for name in ask.to_change}
    order = tuple(field.id for field in fields_of(program) if field.id in named)
    return SentBack(tuple(ask.id for ask in said), order if all(ask.to_change for ask in said) else ())

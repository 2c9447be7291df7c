"""Asking the new questions of an old submission. Pure; `filled` checks what is answered to them.

An ask of the applicant's outside the workflow: it holds nothing up, settles nothing, and expires quietly.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from chalicelib.domain import newer, remarks, turns
from chalicelib.domain.definitions import Step
from chalicelib.domain.errors import Ended, Fault, Invalid
from chalicelib.domain.events import NewAsked
from chalicelib.domain.fields import AnyField
from chalicelib.domain.fields.computed import Computed
from chalicelib.domain.fields.note import Note
from chalicelib.domain.people import Asked
from chalicelib.domain.submissions import Case, NewForm
from chalicelib.domain.turns import Rules
from chalicelib.domain.workflow import Decision

DUE = "14d"
"""How long the applicant has where nothing is said."""


def ask_new(
    rules: Rules, case: Case, wanted: Sequence[Any] | None, *, due: datetime, by: str, reason: str
) -> Decision:
    """The applicant is asked what the newest version asks and the pinned one doesn't, or those fields of it.

    Left out: what has not been asked already. None where just that is being asked. Raises Ended, or Invalid
    where nothing is new, for other fields, a moment in the past, or without a reason.
    """
    submission = case.submission
    if submission.ended:
        raise Ended(submission.state)
    new = newer.fields(rules.pinned, rules.live)
    chosen, faults = _chosen(case, new, wanted)
    if due <= rules.now:
        faults.append(Fault("/due", "in_the_past"))
    why, without = remarks.said(reason)
    if faults or without:
        raise Invalid([*faults, *without])
    names = tuple(field.id for field in chosen)
    form = NewForm(rules.newest, names)
    if not names or any(submission.new[step] == form for step in _waiting(case)):
        return Decision([], {})
    turn = turns.begin(rules, case)
    turn.private |= why
    step = Step(step=newer.name(len(submission.new) + 1), ask="applicant", remind=(newer.REMIND,))
    turn.add(NewAsked(step=step.step, version=form.version, fields=form.fields, by=by))
    turns.ask_party(turn, step, Asked("applicant"), 1, due)
    return Decision(turn.events, turn.private)


def _chosen(
    case: Case, new: Sequence[AnyField], wanted: Sequence[Any] | None
) -> tuple[list[AnyField], list[Fault]]:
    """The fields to be asked, and what is wrong with those that are wanted."""
    options = [field.id for field in new if _is_asked(field)]
    if wanted is not None:
        faults = [
            Fault(f"/fields/{number}", "not_one_of", {"options": options})
            for number, each in enumerate(wanted)
            if each not in options
        ]
        return [field for field in new if field.id in wanted], faults or _nothing(wanted)
    waiting = _waiting(case)
    covered = {
        each
        for step, form in case.submission.new.items()
        if step in waiting or any(ask.state == "answered" for ask in case.submission.asks_of(step))
        for each in form.fields
    }
    left = [field for field in new if field.id not in covered]
    if any(map(_is_asked, left)):
        return left, []
    return [], _nothing(waiting)


def _nothing(found: Sequence[Any]) -> list[Fault]:
    return [] if found else [Fault("/fields", "nothing_new")]


def _is_asked(field: AnyField) -> bool:
    """Whether somebody has to answer it: what is shown or worked out alone is nothing to ask for."""
    return not isinstance(field, Note | Computed)


def _waiting(case: Case) -> list[str]:
    return [ask.step for ask in case.submission.open_asks() if newer.is_new(ask.step)]

"""What happens to a submission: commands and time in, events or a refusal out. Pure.

Every function takes the case as it is, and returns the events that follow with what has to be kept of
what was typed; `turns` knows how steps open and settle one another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.domain import remarks, steps, turns
from chalicelib.domain.errors import AskClosed, Ended, TooLate, Unknown, UnknownAnswer
from chalicelib.domain.events import (
    Amended,
    AnyEvent,
    AskAnswered,
    AskExpired,
    AskWithdrawn,
    Overridden,
    Submitted,
)
from chalicelib.domain.submissions import Case, Submission
from chalicelib.domain.turns import Rules, Turn

__all__ = [
    "CORRECTABLE",
    "Answer",
    "Decision",
    "Rules",
    "answer",
    "correct_address",
    "correctable_until",
    "expire",
    "submit",
]

CORRECTABLE = timedelta(minutes=30)
"""How long a mistyped address can be corrected, unless it is confirmed before."""

CORRECTIONS = 5
"""How often: each one writes to another address, which may be a stranger's."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a command leads to: the events, and what was typed. No events: there is nothing to do."""

    events: list[AnyEvent]
    private: dict[str, Any]


def submit(rules: Rules, answers: Mapping[str, Any], *, language: str, body: str, by: str) -> Decision:
    """The first commit. `answers` are checked already; `body` is the digest of the request."""
    first = steps.workflow(rules.pinned)[0]
    confirm = any(step.answers == "confirm" for step in steps.workflow(rules.pinned))
    turn = Turn(rules, answers, {}, private={"answers": dict(answers), "body": body})
    turn.add(
        Submitted(
            program=rules.pinned.id,
            version=rules.version,
            community=rules.pinned.community,
            kind=rules.pinned.kind,
            language=language,
            confirm=confirm,
            fields=tuple(answers),
            by=by,
        )
    )
    turns.open_step(turn, first)
    return Decision(turn.events, turn.private)


@dataclass(frozen=True, slots=True)
class Answer:
    """Somebody answers an ask. `by`: the party's word, or `token:<id>`; `on_behalf`: why staff does."""

    ask: str
    answer: str
    by: str
    signed_by: str = ""
    note: str = ""
    on_behalf: str | None = None


def answer(rules: Rules, case: Case, command: Answer) -> Decision:
    """Events that follow from an answer; none when the same was answered before.

    Raises Unknown for no such ask, UnknownAnswer for an answer that the step doesn't offer, AskClosed when
    the ask was answered otherwise, has expired or was withdrawn, or the submission has ended, Invalid for
    words that can't be kept.
    """
    ask = case.submission.asks.get(command.ask)
    if ask is None:
        raise Unknown(command.ask)
    step = steps.find(rules.pinned, ask.step)
    if command.answer not in steps.offered(step):
        raise UnknownAnswer(tuple(steps.offered(step)))
    if ask.state == "answered" and ask.answer == command.answer:
        return Decision([], {})
    if ask.state != "open" or case.submission.ended:
        raise AskClosed(ask.state, case.submission.state)
    if ask.due is not None and rules.now >= ask.due:
        raise AskClosed("expired", case.submission.state)

    turn = turns.begin(rules, case)
    on_behalf = command.on_behalf is not None
    turn.add(AskAnswered(ask=ask.id, answer=command.answer, on_behalf=on_behalf, by=command.by))
    if on_behalf:
        turn.add(Overridden(ask=ask.id, by=command.by))
    typed = remarks.kept(signed_by=command.signed_by, note=command.note, on_behalf=command.on_behalf or "")
    turn.private |= {kind: {ask.id: text} for kind, text in typed.items()}
    turn.asks[ask.id] = replace(ask, state="answered", answer=command.answer)
    turns.count(turn, step, command.by)
    return Decision(turn.events, turn.private)


def expire(rules: Rules, case: Case) -> Decision:
    """Events of the deadlines that have passed; none when there are none."""
    turn = turns.begin(rules, case)
    passed = [
        ask
        for ask in case.submission.open_asks()
        if not case.submission.ended and ask.due is not None and ask.due <= rules.now
    ]
    passed.sort(key=lambda each: (each.due, each.id))
    for step in dict.fromkeys(ask.step for ask in passed):
        # All of a step before it settles: nobody is told of answers that made theirs needless.
        late = [ask for ask in passed if ask.step == step and turn.asks[ask.id].state == "open"]
        if turn.ended or not late:
            continue
        for ask in late:
            turn.asks[ask.id] = replace(ask, state="expired")
            turn.add(AskExpired(ask=ask.id))
        turns.count(turn, steps.find(rules.pinned, step), "concord")
    return Decision(turn.events, turn.private)


def correct_address(rules: Rules, case: Case, address: str) -> Decision:
    """The applicant's address as it was meant, within half an hour of submitting and before it is confirmed.

    The old link is superseded, and the new address is asked until the same deadline. Raises Ended or TooLate.
    """
    submission = case.submission
    field_id = rules.pinned.applicant.email
    if submission.ended:
        raise Ended(submission.state)
    if case.answers.get(field_id) == address:
        return Decision([], {})
    too_often = submission.generation > CORRECTIONS
    if submission.state != "unconfirmed" or too_often or rules.now >= correctable_until(submission):
        raise TooLate(correctable_until(submission))

    answers = dict(case.answers) | {field_id: address}
    turn = Turn(rules, answers, dict(submission.asks), private={"answers": answers})
    turn.add(Amended(fields=(field_id,), address=True, by="visitor"))
    for ask in submission.open_asks():
        if ask.party == "applicant":
            turn.add(AskWithdrawn(ask=ask.id, because="superseded", by="visitor"))
            turns.ask_party(turn, ask.step, steps.Asked("applicant"), ask.round + 1, ask.due)
    return Decision(turn.events, turn.private)


def correctable_until(submission: Submission) -> datetime:
    """Until when a mistyped address can be corrected."""
    return submission.submitted + CORRECTABLE

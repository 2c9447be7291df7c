"""What happens to a submission: commands and time in, events or a refusal out. Pure.

Every function takes the case as it is, and returns the events that follow with what has to be kept of
what was typed; `Turn` collects both while steps open and settle one another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.domain import ids, instants, steps, times
from chalicelib.domain.definitions import Program, Step
from chalicelib.domain.errors import AskClosed, Ended, TooLate, Unknown, UnknownAnswer
from chalicelib.domain.events import (
    Accepted,
    Amended,
    AnyEvent,
    AskAnswered,
    AskExpired,
    AskOpened,
    AskWithdrawn,
    Confirmed,
    Declined,
    Expired,
    Overridden,
    StepSettled,
    Submitted,
)
from chalicelib.domain.submissions import AskState, Case, Submission

CORRECTABLE = timedelta(minutes=30)
"""How long a mistyped address can be corrected, unless it is confirmed before."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The definition a submission was filled in with, the newest one, and the moment of the decision."""

    pinned: Program
    live: Program
    version: int
    now: datetime


@dataclass(slots=True)
class Turn:
    """The events of one command as they follow from one another, and the private part beside them."""

    rules: Rules
    answers: Mapping[str, Any]
    asks: dict[str, AskState]
    accepted: bool = False
    events: list[AnyEvent] = field(default_factory=list)
    private: dict[str, Any] = field(default_factory=dict)
    ended: bool = False

    def add(self, event: AnyEvent) -> None:
        """One more event."""
        self.events.append(event)


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
    _open(turn, first)
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
    the ask was answered otherwise, has expired or was withdrawn, or the submission has ended.
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

    turn = _turn(rules, case)
    on_behalf = command.on_behalf is not None
    turn.add(AskAnswered(ask=ask.id, answer=command.answer, on_behalf=on_behalf, by=command.by))
    if on_behalf:
        turn.add(Overridden(ask=ask.id, by=command.by))
    typed = {"signed": command.signed_by, "notes": command.note, "overrides": command.on_behalf or ""}
    turn.private |= {kind: {ask.id: text} for kind, text in typed.items() if text}
    turn.asks[ask.id] = replace(ask, state="answered", answer=command.answer)
    _count(turn, step, command.by)
    return Decision(turn.events, turn.private)


def expire(rules: Rules, case: Case) -> Decision:
    """Events of the deadlines that have passed; none when there are none."""
    turn = _turn(rules, case)
    passed = [
        ask
        for ask in case.submission.open_asks()
        if not case.submission.ended and ask.due is not None and ask.due <= rules.now
    ]
    for ask in sorted(passed, key=lambda each: (each.due, each.id)):
        if turn.ended or turn.asks[ask.id].state != "open":
            continue
        turn.asks[ask.id] = replace(ask, state="expired")
        turn.add(AskExpired(ask=ask.id))
        _count(turn, steps.find(rules.pinned, ask.step), "concord")
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
    if submission.state != "unconfirmed" or rules.now >= correctable_until(submission):
        raise TooLate(correctable_until(submission))

    answers = dict(case.answers) | {field_id: address}
    turn = Turn(rules, answers, dict(submission.asks), private={"answers": answers})
    turn.add(Amended(fields=(field_id,), by="visitor"))
    for ask in submission.open_asks():
        if ask.party == "applicant":
            turn.add(AskWithdrawn(ask=ask.id, because="superseded", by="visitor"))
            _ask(turn, ask.step, steps.Asked("applicant"), ask.round + 1, ask.due)
    return Decision(turn.events, turn.private)


def correctable_until(submission: Submission) -> datetime:
    """Until when a mistyped address can be corrected."""
    return submission.submitted + CORRECTABLE


def _turn(rules: Rules, case: Case) -> Turn:
    return Turn(rules, case.answers, dict(case.submission.asks), accepted=case.submission.state == "accepted")


def _open(turn: Turn, step: Step) -> None:
    """Asks everybody whom the step asks; a step with nobody to ask is skipped."""
    parties = steps.parties(step, turn.rules.live, turn.answers)
    if not parties:
        turn.add(StepSettled(step=step.step, outcome="skipped"))
        _follow(turn, step, "next")
        return
    round_ = 1 + max((ask.round for ask in turn.asks.values() if ask.step == step.step), default=0)
    for party in parties:
        _ask(turn, step.step, party, round_, _due(turn.rules, step))


def _ask(turn: Turn, step: str, party: steps.Asked, round_: int, due: datetime | None) -> None:
    ask = ids.ask_id(step, party.party, round_)
    text = instants.to_text(due) if due is not None else None
    turn.add(AskOpened(ask=ask, step=step, party=party.party, round=round_, due=text))
    turn.asks[ask] = AskState(
        id=ask, step=step, party=party.party, round=round_, generation=1, opened=turn.rules.now, due=due
    )
    if party.holder is not None:
        turn.private.setdefault("parties", {})[ask] = asdict(party.holder)


def _due(rules: Rules, step: Step) -> datetime | None:
    if step.due is None:
        return None
    return times.after(rules.now, times.duration(step.due), times.zone(rules.pinned.timezone))


def _count(turn: Turn, step: Step, by: str) -> None:
    """Settles the step when an answer has reached its number, or when none can any more."""
    asks = _round(turn, step)
    for answer_, then in steps.offered(step).items():
        if sum(ask.answer == answer_ for ask in asks) >= steps.needed(step, answer_, len(asks)):
            _settle(turn, step, then, by)
            return
    waiting = sum(ask.state == "open" for ask in asks)
    reachable = [
        answer_
        for answer_ in steps.offered(step)
        if sum(ask.answer == answer_ for ask in asks) + waiting >= steps.needed(step, answer_, len(asks))
    ]
    if next(iter(steps.offered(step))) in reachable:
        return
    if any(ask.state == "expired" for ask in asks):
        _settle(turn, step, step.on_timeout or "decline", by)
    else:
        _settle(turn, step, "decline", by)


def _round(turn: Turn, step: Step) -> list[AskState]:
    asks = [ask for ask in turn.asks.values() if ask.step == step.step]
    last = max(ask.round for ask in asks)
    return [ask for ask in asks if ask.round == last]


def _settle(turn: Turn, step: Step, outcome: str, by: str) -> None:
    turn.add(StepSettled(step=step.step, outcome=outcome, by=by))
    _withdraw(turn, [ask for ask in _round(turn, step) if ask.state == "open"], "settled")
    if step.answers == "confirm" and steps.in_favour(turn.rules.pinned, step, outcome):
        turn.add(Confirmed(by=by))
    _follow(turn, step, outcome)


def _withdraw(turn: Turn, asks: list[AskState], because: str) -> None:
    for ask in asks:
        turn.asks[ask.id] = replace(ask, state="withdrawn")
        turn.add(AskWithdrawn(ask=ask.id, because=because))


def _follow(turn: Turn, step: Step, outcome: str) -> None:
    """Goes where the outcome leads."""
    match outcome:
        case "next":
            _go_on(turn, step)
        case "accept":
            _accept(turn)
            if steps.following(turn.rules.pinned, step.step) is not None:
                _go_on(turn, step)
        case "decline":
            _end(turn, Declined())
        case "expire":
            _end(turn, Expired())
        case _:
            target = steps.find(turn.rules.pinned, outcome)
            _withdraw(turn, [ask for ask in turn.asks.values() if ask.state == "open"], "superseded")
            _open(turn, target)


def _go_on(turn: Turn, step: Step) -> None:
    following = steps.following(turn.rules.pinned, step.step)
    if following is not None:
        _open(turn, following)
    else:
        _accept(turn)


def _accept(turn: Turn) -> None:
    """Past the last step, or by `then: accept`; once only."""
    if not turn.accepted:
        turn.add(Accepted())
        turn.accepted = True


def _end(turn: Turn, event: AnyEvent) -> None:
    _withdraw(turn, [ask for ask in turn.asks.values() if ask.state == "open"], "ended")
    turn.add(event)
    turn.ended = True

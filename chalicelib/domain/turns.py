"""How steps open, settle and lead to one another within one command. Pure; `workflow` has the commands.

A turn collects the events as they follow from one another, and what of them has to be kept apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from chalicelib.domain import ids, instants, steps, times
from chalicelib.domain.definitions import Program, Step
from chalicelib.domain.events import (
    Accepted,
    AnyEvent,
    AskOpened,
    AskWithdrawn,
    Confirmed,
    Declined,
    Expired,
    StepSettled,
)
from chalicelib.domain.submissions import AskState, Case


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


def begin(rules: Rules, case: Case) -> Turn:
    """A turn of a submission as it is."""
    return Turn(rules, case.answers, dict(case.submission.asks), accepted=case.submission.state == "accepted")


def open_step(turn: Turn, step: Step) -> None:
    """Asks everybody whom the step asks; a step with nobody to ask is skipped."""
    parties = steps.parties(step, turn.rules.live, turn.answers)
    if not parties and steps.is_role(step):
        # A later version may have dropped the role: who held it then decides, rather than nobody.
        parties = steps.parties(step, turn.rules.pinned, turn.answers)
    if not parties:
        turn.add(StepSettled(step=step.step, outcome="skipped"))
        _follow(turn, step, "next")
        return
    round_ = 1 + max((ask.round for ask in turn.asks.values() if ask.step == step.step), default=0)
    for party in parties:
        ask_party(turn, step.step, party, round_, _due(turn.rules, step))


def ask_party(turn: Turn, step: str, party: steps.Asked, round_: int, due: datetime | None) -> None:
    """Asks one party."""
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


def count(turn: Turn, step: Step, by: str) -> None:
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
    if step.answers == "confirm" and any(ask.state == "answered" for ask in _round(turn, step)):
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
            open_step(turn, target)


def _go_on(turn: Turn, step: Step) -> None:
    following = steps.following(turn.rules.pinned, step.step)
    if following is not None:
        open_step(turn, following)
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

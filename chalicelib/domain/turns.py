"""How steps open, settle and lead to one another within one command. Pure; `workflow` has the commands.

A turn collects the events as they follow from one another, and what of them has to be kept apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from chalicelib.domain import (
    conditions,
    ids,
    instants,
    newer,
    offers,
    people,
    seats,
    sent_back,
    steps,
    times,
)
from chalicelib.domain.definitions import Program, Stage, Step, is_duration
from chalicelib.domain.events import (
    Accepted,
    Announced,
    AnyEvent,
    AskOpened,
    AskWithdrawn,
    Confirmed,
    Declined,
    Expired,
    Offered,
    OutcomeDropped,
    StepSettled,
    Withdrawn,
)
from chalicelib.domain.people import Asked
from chalicelib.domain.sent_back import SentBack
from chalicelib.domain.submissions import Addressee, AskState, Case, Kept, Seat, counted, last_round


@dataclass(frozen=True, slots=True)
class Rules:
    """The definition a submission was filled in with, the newest one, and the moment of the decision.

    `version` is that of the pinned one, `newest` that of the newest. `desk`: the community itself, for what
    nobody else can be told; `country`: where it lies, by which national telephone numbers are read.
    """

    pinned: Program
    live: Program
    version: int
    now: datetime
    desk: Addressee | None = None
    country: str = ""
    newest: int = 0


@dataclass(slots=True)
class Turn:
    """The events of one command as they follow from one another, and the private part beside them."""

    rules: Rules
    answers: Mapping[str, Any]
    language: str
    asks: dict[str, AskState] = field(default_factory=dict)
    forms: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    holders: dict[str, Addressee] = field(default_factory=dict)
    settled: dict[str, str] = field(default_factory=dict)
    kept: dict[str, Kept] = field(default_factory=dict)
    seat: Seat | None = None
    accepted: bool = False
    events: list[AnyEvent] = field(default_factory=list)
    private: dict[str, Any] = field(default_factory=dict)
    ended: bool = False

    def add(self, event: AnyEvent) -> None:
        """One more event."""
        self.events.append(event)

    def keep(self, kind: str, key: str, value: Any) -> None:
        """One more thing that somebody typed, by the ask or party that it belongs to."""
        self.private.setdefault(kind, {})[key] = value

    def open(self) -> list[AskState]:
        """The asks that wait for an answer."""
        return [ask for ask in self.asks.values() if ask.state == "open"]


def begin(rules: Rules, case: Case) -> Turn:
    """A turn of a submission as it is."""
    submission = case.submission
    return Turn(
        rules,
        case.answers,
        submission.language,
        asks=dict(submission.asks),
        forms=dict(case.forms),
        holders=dict(case.parties),
        settled=dict(submission.settled),
        kept=dict(submission.kept),
        seat=submission.seat,
        accepted=submission.state == "accepted",
        ended=submission.ended,
    )


def open_place(turn: Turn, number: int, back: Mapping[str, SentBack] | None = None) -> None:
    """Opens the steps that stand at a place of the workflow; past the last one, it is accepted.

    `back`: by step, what the applicant is to change there.
    """
    stages = steps.stages(turn.rules.pinned)
    if number >= len(stages):
        _accept(turn)
        return
    stage = stages[number]
    for step in stage.steps:
        turn.settled.pop(step.step, None)
    for step in stage.steps:
        open_step(turn, step, (back or {}).get(step.step, sent_back.NOT))
    _go_on_from(turn, stage, number)


def open_step(turn: Turn, step: Step, back: SentBack = sent_back.NOT) -> None:
    """Asks everybody whom the step asks; a step with nobody to ask, or whose condition fails, is skipped.

    One that holds a seat asks for the seat first.
    """
    rules = turn.rules
    asked = people.parties(step, rules.live, rules.pinned, turn.answers, turn.language)
    if not asked or not _applies(turn, step):
        turn.add(StepSettled(step=step.step, outcome="skipped"))
        turn.settled[step.step] = "skipped"
        return
    if step.seat == "hold":
        if turn.seat is None or not turn.seat.there:
            seats.request(turn, step.step, "hold")
            return
        turn.add(Offered(step=step.step))
    round_ = 1 + max((ask.round for ask in turn.asks.values() if ask.step == step.step), default=0)
    for party in asked:
        ask_party(turn, step, party, round_, due_of(rules, step), back)


def _applies(turn: Turn, step: Step) -> bool:
    if step.when is None:
        return True
    return conditions.holds(step.when, turn.answers, answers_of_steps(turn))


def answers_of_steps(turn: Turn) -> dict[str, dict[str, Any]]:
    """What was filled in at each step so far, by step and field."""
    return conditions.answers_of_steps(turn.asks.values(), turn.forms)


def ask_party(
    turn: Turn,
    step: Step,
    party: Asked,
    round_: int,
    due: datetime | None,
    back: SentBack = sent_back.NOT,
) -> None:
    """Asks one party."""
    ask = ids.ask_id(step.step, party.party, round_)
    remind = reminders(turn.rules, step, due)
    turn.add(
        AskOpened(
            ask=ask,
            step=step.step,
            party=party.party,
            round=round_,
            due=instants.to_text(due) if due is not None else None,
            remind=tuple(map(instants.to_text, remind)),
            sent_back_by=back.by,
            to_change=back.to_change,
        )
    )
    turn.asks[ask] = AskState(
        id=ask,
        step=step.step,
        party=party.party,
        round=round_,
        generation=1,
        opened=turn.rules.now,
        due=due,
        remind=remind,
        sent_back_by=back.by,
        to_change=back.to_change,
    )
    if party.holder is not None:
        turn.keep("parties", ask, asdict(party.holder))
        turn.holders[ask] = party.holder


def join(turn: Turn, step: Step, newcomers: Iterable[Addressee]) -> None:
    """Asks further people in the step's last round: by words of their own, for as long as the others."""
    asks = last_round(turn.asks.values(), step.step)
    word = asks[0].party.partition(".")[0]
    following = 1 + max(int(ask.party.rpartition(".")[2]) for ask in asks)
    due = max((ask.due for ask in asks if ask.due is not None), default=None)
    for number, person in enumerate(newcomers, following):
        ask_party(turn, step, Asked(f"{word}.{number}", person), asks[0].round, due)


AGAIN = times.Duration(days=7)
"""How long those have who are asked once the date in the definition has passed."""


def due_of(rules: Rules, step: Step) -> datetime | None:
    """When an ask of the step that opens now has to be answered; an offer, before the program starts."""
    due, start = _due_of(rules, step), seats.starts(rules.live) if step.seat == "hold" else None
    if due is None or start is None or start <= rules.now:
        return due
    return min(due, start)


def _due_of(rules: Rules, step: Step) -> datetime | None:
    if step.due is None:
        return None
    zone = times.zone(rules.pinned.timezone)
    if is_duration(step.due):
        return times.after(rules.now, times.duration(step.due), zone)
    moment = times.moment_of(step.due, zone, end=True)
    # Who is asked after the date would otherwise be late before being asked.
    return times.after(rules.now, AGAIN, zone) if moment <= rules.now else moment


def reminders(rules: Rules, step: Step, due: datetime | None) -> tuple[datetime, ...]:
    """When an ask with that deadline is reminded of it: the same wall-clock time, that long before."""
    if due is None or not step.remind:
        return ()
    zone = times.zone(rules.pinned.timezone)
    moments = {times.before(due, times.duration(length), zone) for length in step.remind}
    return tuple(sorted(moment for moment in moments if rules.now < moment < due))


def count(turn: Turn, step: Step, by: str) -> None:
    """Settles the step when an answer has reached its number, or when none can any more.

    What is asked beside the workflow settles nothing.
    """
    if newer.is_new(step.step):
        return
    asks = round_of(turn, step)
    if not asks:
        return
    for answer, then in steps.offered(step).items():
        if sum(ask.answer == answer for ask in asks) >= steps.needed(step, answer, len(asks)):
            _settle(turn, step, then, by)
            return
    waiting = sum(ask.state == "open" for ask in asks)
    reachable = [
        answer
        for answer in steps.offered(step)
        if sum(ask.answer == answer for ask in asks) + waiting >= steps.needed(step, answer, len(asks))
    ]
    if next(iter(steps.offered(step))) in reachable:
        return
    if any(ask.state == "expired" for ask in asks):
        _settle(turn, step, step.on_timeout or "decline", by)
    else:
        _settle(turn, step, "decline", by)


def skip(turn: Turn, step: Step, by: str) -> None:
    """Settles a step that nobody is left to be asked by."""
    turn.add(StepSettled(step=step.step, outcome="skipped", by=by))
    turn.settled[step.step] = "skipped"
    follow(turn, step, "next")


def round_of(turn: Turn, step: Step) -> list[AskState]:
    """The asks of the step's last round, less those of parties who do not count any more."""
    return counted(turn.asks.values(), step.step)


def _settle(turn: Turn, step: Step, outcome: str, by: str) -> None:
    asks = round_of(turn, step)
    until = _announced_at(turn.rules, step)
    text = instants.to_text(until) if until is not None else None
    turn.add(StepSettled(step=step.step, outcome=outcome, announce=text, by=by))
    turn.settled[step.step] = outcome
    withdraw(turn, [ask for ask in asks if ask.state == "open"], "settled")
    if step.answers == "confirm" and any(ask.state == "answered" for ask in asks):
        turn.add(Confirmed(by=by))
    if until is not None:
        turn.kept[step.step] = Kept(outcome, until)
    else:
        follow(turn, step, outcome)


def _announced_at(rules: Rules, step: Step) -> datetime | None:
    """Until when the step's outcome is kept back; None where it is told at once."""
    if step.announce is None:
        return None
    moment = times.moment_of(step.announce, times.zone(rules.pinned.timezone), end=False)
    return moment if rules.now < moment else None


def announce(turn: Turn, step: Step, by: str) -> None:
    """Tells and acts upon the outcome that was kept back."""
    kept = turn.kept.pop(step.step)
    turn.add(Announced(step=step.step, by=by))
    follow(turn, step, kept.outcome)


def withdraw(turn: Turn, asks: Iterable[AskState], because: str, by: str = "concord") -> None:
    """These asks need no answer any more."""
    for ask in asks:
        turn.asks[ask.id] = replace(ask, state="withdrawn", because=because)
        turn.add(AskWithdrawn(ask=ask.id, because=because, by=by))


def follow(turn: Turn, step: Step, outcome: str) -> None:
    """Goes where the outcome leads, once there is a seat for it where it wants one.

    Any but `next` ends the steps that run beside this one.
    """
    rules = turn.rules
    if outcome == steps.WAITLIST:
        leave(turn, "superseded")
        seats.release(turn)
        seats.request(turn, step.step, "wait")
    elif not steps.in_favour(rules.pinned, step, outcome):
        go(turn, step, outcome)
    elif seats.wanted_by(rules.pinned, rules.live, step) == "take" and turn.seat is None:
        seats.request(turn, step.step, "take")
    else:
        if step.seat == "hold":
            seats.take(turn)
        go(turn, step, outcome)


def go(turn: Turn, step: Step, outcome: str) -> None:
    """Goes where the outcome leads: from an offer, after the step that had wanted the seat."""
    if offers.is_offer(step.step) and outcome not in steps.ENDINGS and turn.seat is not None:
        step = steps.find(turn.rules.pinned, turn.seat.step)
        outcome = turn.settled.get(step.step, "next")
    number = steps.place(turn.rules.pinned, step.step) if not offers.is_offer(step.step) else 0
    match outcome:
        case steps.WAITLIST:
            open_place(turn, number + 1)
        case "next":
            _go_on_from(turn, steps.stages(turn.rules.pinned)[number], number)
        case "accept":
            leave(turn, "superseded")
            _accept(turn)
            if number + 1 < len(steps.stages(turn.rules.pinned)):
                open_place(turn, number + 1)
        case "decline":
            end(turn, Declined())
        case "withdraw":
            end(turn, Withdrawn())
        case "expire" | "release":
            end(turn, Expired())
        case _:
            back = sent_back.of(turn.rules.pinned, step, outcome, round_of(turn, step))
            leave(turn, "superseded")
            open_place(turn, steps.place(turn.rules.pinned, outcome), {outcome: back})


def _go_on_from(turn: Turn, stage: Stage, number: int) -> None:
    """To the next place, once all steps of this one are settled and told."""
    if all(step.step in turn.settled and step.step not in turn.kept for step in stage.steps):
        open_place(turn, number + 1)


def leave(turn: Turn, because: str, by: str = "concord") -> None:
    """Nothing that is open or kept back matters any more; what is asked besides does until it has ended.

    What has ended gives back its seat.
    """
    asks = [ask for ask in turn.open() if because == "ended" or not newer.is_new(ask.step)]
    withdraw(turn, asks, because, by)
    for name in list(turn.kept):
        del turn.kept[name]
        turn.add(OutcomeDropped(step=name, by=by))
    if because == "ended":
        seats.release(turn, by)


def _accept(turn: Turn) -> None:
    """Past the last step, or by `then: accept`; once only."""
    if not turn.accepted:
        seats.take(turn)
        turn.add(Accepted())
        turn.accepted = True


def end(turn: Turn, event: AnyEvent) -> None:
    """It has ended, by that event."""
    leave(turn, "ended")
    turn.add(event)
    turn.ended = True

"""A submission as its journal tells it: `evolve` reads events only, `fold` adds what people typed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, assert_never

from chalicelib.domain import codes, instants
from chalicelib.domain.commits import Commit
from chalicelib.domain.events import (
    Accepted,
    Amended,
    Announced,
    AnyEvent,
    AskAnswered,
    AskDisowned,
    AskExpired,
    AskExtended,
    AskLocked,
    AskOpened,
    AskRecused,
    AskReminded,
    AskReplaced,
    AskWithdrawn,
    CodeRefused,
    CodeSent,
    Confirmed,
    Declined,
    Erased,
    Expired,
    NewAsked,
    Offered,
    OutcomeDropped,
    Overridden,
    Reopened,
    Resent,
    SeatHeld,
    SeatMoved,
    SeatReleased,
    SeatRequested,
    SeatTaken,
    StepSettled,
    Submitted,
    Waitlisted,
    Withdrawn,
    load,
)
from chalicelib.domain.growing import Grown
from chalicelib.domain.submissions import (
    Addressee,
    Amendment,
    AskState,
    Case,
    Codes,
    Kept,
    NewForm,
    Seat,
    Submission,
)


def evolve(before: Submission | None, commit: Commit, events: Sequence[AnyEvent]) -> Submission:
    """The submission after one more commit."""
    after = before
    for event in events:
        after = _apply(after, event, commit)
    if after is None:
        raise ValueError(f"{commit.submission} begins without being submitted")
    return replace(after, seq=commit.seq, updated=commit.at, hash=commit.hash)


def _apply(before: Submission | None, event: AnyEvent, commit: Commit) -> Submission:
    if isinstance(event, Submitted):
        return Submission(
            id=commit.submission,
            seq=commit.seq,
            program=event.program,
            version=event.version,
            community=event.community,
            kind=event.kind,
            language=event.language,
            state="unconfirmed" if event.confirm else "in_progress",
            submitted=commit.at,
            updated=commit.at,
            confirm=event.confirm,
        )
    if before is None:
        raise ValueError(f"{commit.submission} begins without being submitted")
    match event:
        case AskOpened() | StepSettled() | Announced() | OutcomeDropped():
            return _step(before, event, commit)
        case (
            SeatRequested()
            | SeatHeld()
            | SeatTaken()
            | SeatMoved()
            | SeatReleased()
            | Waitlisted()
            | Offered()
        ):
            return _seat(before, event, commit)
        case NewAsked():
            return replace(before, new={**before.new, event.step: NewForm(event.version, event.fields)})
        case Accepted():
            return replace(before, state="accepted")
        case Declined() | Withdrawn() | Expired() | Erased():
            word = str(event.__struct_config__.tag)
            because = event.because if isinstance(event, Declined | Expired) else ""
            return replace(before, state=word, steps=(), kept={}, because=because)
        case Reopened():
            state = "unconfirmed" if before.confirm and not before.confirmed else "in_progress"
            return replace(before, state=state, steps=(), kept={}, because="")
        case Confirmed():
            return replace(before, confirmed=True)
        case Amended():
            own = (commit.at,) if event.by == "applicant" else ()
            generation = before.generation + event.address
            return replace(before, generation=generation, amended=(*before.amended, *own))
        case Resent():
            again = event.asks or (event.to,)
            sent = {each: (*before.resent.get(each, ()), commit.at) for each in again}
            return replace(before, resent={**before.resent, **sent})
        case CodeSent():
            known = before.codes.get(event.purpose, Codes(0, ()))
            # Five wrong ones end the link of an ask, however many codes they were tried on.
            goes_on = event.purpose in before.asks and known.wrong < codes.TRIES
            newest = Codes(event.number, (*known.sent, commit.at), known.wrong if goes_on else 0)
            return replace(before, codes={**before.codes, event.purpose: newest})
        case CodeRefused():
            known = before.codes[event.purpose]
            return replace(
                before, codes={**before.codes, event.purpose: replace(known, wrong=known.wrong + 1)}
            )
        case Overridden():
            return before
        case _:
            return _ask(before, event, commit)


def _step(
    before: Submission, event: AskOpened | StepSettled | Announced | OutcomeDropped, commit: Commit
) -> Submission:
    others = tuple(step for step in before.steps if step != event.step)
    match event:
        case AskOpened():
            opened = AskState(
                id=event.ask,
                step=event.step,
                party=event.party,
                round=event.round,
                generation=event.generation,
                opened=commit.at,
                due=instants.from_text(event.due) if event.due else None,
                remind=tuple(map(instants.from_text, event.remind)),
                sent_back_by=event.sent_back_by,
                to_change=event.to_change,
            )
            known = event.step in before.steps or event.step in before.new
            steps = before.steps if known else (*before.steps, event.step)
            # What a step came to before says nothing once it is open again.
            settled = {step: outcome for step, outcome in before.settled.items() if step != event.step}
            return replace(before, asks={**before.asks, event.ask: opened}, steps=steps, settled=settled)
        case StepSettled():
            # The first step to settle is the one that confirms the address, where there is one.
            state = "in_progress" if before.state in ("unconfirmed", "offered") else before.state
            settled = {**before.settled, event.step: event.outcome}
            if event.announce is None:
                return replace(before, state=state, steps=others, settled=settled)
            kept = Kept(event.outcome, instants.from_text(event.announce))
            # It goes on until it is told, also where it settled since the last who were asked have left.
            steps = before.steps if event.step in before.steps else (*others, event.step)
            return replace(
                before, state=state, steps=steps, settled=settled, kept={**before.kept, event.step: kept}
            )
        case Announced() | OutcomeDropped():
            kept_back = {step: each for step, each in before.kept.items() if step != event.step}
            return replace(before, steps=others, kept=kept_back)


_OfASeat = SeatRequested | SeatHeld | SeatTaken | SeatMoved | SeatReleased | Waitlisted | Offered


def _seat(before: Submission, event: _OfASeat, commit: Commit) -> Submission:
    """Its seat, and the state that goes with it; who is accepted stays so."""
    seat, undecided = before.seat, before.state != "accepted"
    match event:
        case SeatRequested() if seat is not None and event.kind == "move":
            moving = event.option if event.option != seat.option else None
            changed = replace(seat, moving=moving, request=commit.seq)
            return replace(before, seat=changed, requests=before.requests + 1)
        case SeatRequested():
            wanted = Seat("wanted", event.step, event.kind, event.option, commit.seq)
            return replace(before, seat=wanted, requests=before.requests + 1)
        case SeatReleased():
            return replace(before, seat=None)
        case Offered():
            return replace(before, state="offered" if undecided else before.state)
        case _ if seat is None:
            raise ValueError(f"{commit.submission} has no seat at {commit.seq}")
        case SeatHeld():
            # It waits no more; where the seat is asked about, `offered` follows.
            state = "in_progress" if before.state == "waitlisted" else before.state
            return replace(before, seat=replace(seat, state="held"), state=state)
        case SeatTaken():
            state = "in_progress" if before.state in ("offered", "waitlisted") else before.state
            return replace(before, seat=replace(seat, state="taken"), state=state)
        case SeatMoved():
            return replace(before, seat=replace(seat, option=event.option, moving=None))
        case Waitlisted():
            state = "waitlisted" if undecided else before.state
            return replace(before, seat=replace(seat, state="waiting"), state=state)


_OfAnAsk = (
    AskAnswered
    | AskExpired
    | AskRecused
    | AskWithdrawn
    | AskReminded
    | AskExtended
    | AskReplaced
    | AskLocked
    | AskDisowned
)


def _ask(before: Submission, event: _OfAnAsk, commit: Commit) -> Submission:
    ask = before.asks[event.ask]
    match event:
        case AskAnswered():
            changed = replace(ask, state="answered", answer=event.answer, by=event.by, closed=commit.at)
            if event.to_change:
                changed = replace(changed, to_change=event.to_change)
        case AskExpired():
            changed = replace(ask, state="expired", closed=commit.at)
        case AskRecused():
            changed = replace(ask, state="expired", because="recused", by=event.by, closed=commit.at)
        case AskWithdrawn():
            changed = replace(ask, state="withdrawn", because=event.because, closed=commit.at)
        case AskReminded():
            changed = replace(ask, reminded=commit.at)
        case AskExtended():
            remind = tuple(map(instants.from_text, event.remind))
            changed = replace(ask, due=instants.from_text(event.due), remind=remind)
        case AskReplaced():
            changed = replace(ask, generation=event.generation, disowned=False)
        case AskLocked():
            changed = replace(ask, generation=event.generation)
        case AskDisowned():
            changed = replace(ask, disowned=True)
        case _:  # a new event needs its line here
            assert_never(event)
    asks = {**before.asks, ask.id: changed}
    waiting = any(each.step == ask.step and each.state == "open" for each in asks.values())
    over = changed.state == "withdrawn" and not waiting and ask.step not in before.kept
    steps = tuple(step for step in before.steps if step != ask.step) if over else before.steps
    return replace(before, asks=asks, steps=steps)


_Told = tuple[str, int, datetime, str, str, int]
"""A commit without what people typed: submission, number, moment, hash, events, format."""


_Found = tuple[Submission, tuple[tuple[AnyEvent, ...], ...]]
"""What events alone tell, and the events of each commit."""


def _more(before: _Found | None, commit: _Told) -> _Found:
    """The same with one more commit."""
    name, seq, at, chained, text, written_as = commit
    known, earlier = before or (None, ())
    events = tuple(load(text, written_as=written_as))
    submission = evolve(known, Commit(name, seq, at, "", text, None, "", chained, written_as), events)
    return submission, (*earlier, events)


told = Grown(_more, most=256)
"""What the events of a journal tell.

The same journal is folded by each request that reads it, and with one commit more by each that writes, so
the last ones are kept; there is nothing in them that an erasure removes. Raises ValueError.
"""


_OF_ASKS = ("parties", "notes", "signed", "overrides", "forms", "spoken")
"""What people typed that goes by ask (by party: whom it was about); of each the last counts."""


def fold(commits: Sequence[Commit]) -> Case:
    """The case that the journal tells. Raises ValueError where it doesn't begin with `submitted`."""
    found = told(
        tuple((each.submission, each.seq, each.at, each.hash, each.events, each.format) for each in commits)
    )
    if found is None:
        raise ValueError("an empty journal")
    submission, events_of = found
    parts: list[dict[str, Any]] = []
    of_asks: dict[str, dict[str, Any]] = {kind: {} for kind in _OF_ASKS}
    reasons: dict[int, str] = {}
    amendments: list[Amendment] = []
    answers: dict[str, Any] = {}
    for commit, events in zip(commits, events_of, strict=True):
        if commit.private is not None:
            part = json.loads(commit.private)
            parts.append(part)
            for kind in part.keys() & of_asks:
                of_asks[kind].update(part[kind])
            before, answers = answers, part.get("answers", answers)
            amendments += _amendments(commit, events, before, answers)
            if "reason" in part:
                reasons[commit.seq] = part["reason"]
    if submission.state == "erased":
        goodbye = next((part["goodbye"] for part in parts if "goodbye" in part), None)
        return Case(
            submission=submission,
            commits=tuple(commits),
            private=False,
            leftover=bool(parts),
            goodbye=Addressee(**goodbye) if goodbye else None,
        )

    return Case(
        submission=submission,
        commits=tuple(commits),
        answers=answers,
        parties={party: Addressee(**who) for party, who in of_asks["parties"].items()},
        notes=of_asks["notes"],
        signed=of_asks["signed"],
        overrides=of_asks["overrides"],
        forms=of_asks["forms"],
        spoken=of_asks["spoken"],
        reasons=reasons,
        amendments=tuple(amendments),
        body=next((part["body"] for part in parts if "body" in part), ""),
        private=bool(parts),
        leftover=bool(parts),
    )


def _amendments(
    commit: Commit, events: Sequence[AnyEvent], before: dict[str, Any], after: dict[str, Any]
) -> list[Amendment]:
    """How the commit changed the answers: nothing, or one amendment."""
    ask = next((event.ask for event in events if isinstance(event, AskAnswered)), None)
    return [
        Amendment(commit.seq, commit.at, event.by, ask, before, after)
        for event in events
        if isinstance(event, Amended)
    ][:1]

"""What follows once it is known whether there is a seat: commands of whoever settles them. Pure.

Each names the request that it answers, and does nothing where that is answered already, or matters no more:
so they may be repeated, and come late.
"""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain import offers, seats, steps, turns
from chalicelib.domain.events import (
    Declined,
    Expired,
    SeatHeld,
    SeatMoved,
    SeatTaken,
    StepSettled,
    Waitlisted,
)
from chalicelib.domain.submissions import Case, Seat
from chalicelib.domain.turns import Rules, Turn
from chalicelib.domain.workflow import Decision

_NOTHING = Decision([], {})


def grant(rules: Rules, case: Case, request: int) -> Decision:
    """There is a seat: it is taken, or held and asked about; who waited for it is offered it.

    Who waited until the program has started waits no more, and gives it back.
    """
    seat = _asked_for(case, request)
    if seat is None or seats.is_settled(case.submission):
        return _NOTHING
    turn = turns.begin(rules, case)
    if seat.moving is not None:
        turn.add(SeatMoved(option=seat.moving))
    elif seats.started(rules.live, case.submission, rules.now):
        turns.end(turn, Expired(because="started"))
    elif seats.waits(case.submission):
        _offer(turn, seat)
    elif seat.kind == "take":
        turn.add(SeatTaken(step=seat.step, option=seat.option))
        turn.seat = replace(seat, state="taken")
        turns.go(turn, steps.find(rules.pinned, seat.step), turn.settled.get(seat.step, "next"))
    else:
        _hold(turn, seat)
        turns.open_place(turn, steps.place(rules.pinned, seat.step))
    return Decision(turn.events, turn.private)


def wait(rules: Rules, case: Case, request: int) -> Decision:
    """No seat is left, and it waits for one. None where it has one, and waits for another."""
    seat = _asked_for(case, request)
    if seat is None or seat.state != "wanted":
        return _NOTHING
    turn = turns.begin(rules, case)
    turn.add(Waitlisted(step=seat.step, option=seat.option))
    return Decision(turn.events, turn.private)


def refuse(rules: Rules, case: Case, request: int) -> Decision:
    """No seat is left, and nobody waits, or none waits any more: it has ended."""
    seat = _asked_for(case, request)
    if seat is None or seat.state != "wanted":
        return _NOTHING
    turn = turns.begin(rules, case)
    started = seats.started(rules.live, case.submission, rules.now)
    turns.end(turn, Expired(because="started") if started else Declined(because="full"))
    return Decision(turn.events, turn.private)


def _asked_for(case: Case, request: int) -> Seat | None:
    """The seat that the request is about, unless it has ended or another one was made since."""
    seat = case.submission.seat
    if seat is None or seat.request != request or case.submission.ended:
        return None
    return seat


def _hold(turn: Turn, seat: Seat) -> None:
    turn.add(SeatHeld(step=seat.step, option=seat.option))
    turn.seat = replace(seat, state="held")


def _offer(turn: Turn, seat: Seat) -> None:
    """Holds the seat, and asks: by the program's own step, to which those between are skipped, or besides."""
    program = turn.rules.pinned
    step = seats.offering(program, seat)
    _hold(turn, seat)
    if offers.is_offer(step.step):
        turns.open_step(turn, step)
        return
    number = steps.place(program, step.step)
    for between in steps.stages(program)[steps.place(program, seat.step) + 1 : number]:
        for each in between.steps:
            turn.add(StepSettled(step=each.step, outcome="skipped"))
            turn.settled[each.step] = "skipped"
    turns.open_place(turn, number)

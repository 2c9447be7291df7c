"""What submissions want of a program's seats: which kind, when, and in which order they wait. Pure.

`turns` asks for seats and gives them back, `seating` has what follows once one is found or none is left, and
who settles it, one after another, is a consumer: no request waits for another one's.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from chalicelib.domain import instants, offers, steps, times
from chalicelib.domain.definitions import Capacity, Program, Step
from chalicelib.domain.events import SeatReleased, SeatRequested, SeatTaken
from chalicelib.domain.submissions import Case, Seat, Submission, last_round

if TYPE_CHECKING:
    from chalicelib.domain.turns import Turn

Kind = Literal["hold", "take", "wait", "back", "move"]


def wanted_by(pinned: Program, live: Program, step: Step) -> str | None:
    """How the step wants a seat: `hold`, `take`, or not at all.

    A registration without steps of its own takes one when the address is confirmed, if they are counted.
    """
    if not pinned.workflow and step.step == steps.IMPLIED.step:
        return "take" if pinned.capacity is not None or live.capacity is not None else None
    return step.seat


def option_of(live: Program, answers: Mapping[str, Any]) -> str:
    """Of which kind of seat the answers want one; empty where there is one kind."""
    if not isinstance(live.capacity, Capacity):
        return ""
    return str(answers.get(live.capacity.by, ""))


def options(program: Program) -> list[str]:
    """The kinds of seats there are; empty where none are counted, nor wanted by any step."""
    if isinstance(program.capacity, Capacity):
        return list(program.capacity.of)
    counted = program.capacity is not None or any(step.seat for step in steps.workflow(program))
    return [""] if counted else []


def limit(live: Program, option: str) -> int | None:
    """How many seats of that kind there are; None: no end of them. Of a kind that there isn't, none."""
    if isinstance(live.capacity, Capacity):
        return live.capacity.of.get(option, 0)
    return live.capacity


def starts(live: Program) -> datetime | None:
    """From when on nobody waits for a seat any more."""
    if live.starts is None:
        return None
    return times.moment_of(live.starts, times.zone(live.timezone), end=False)


def may_wait(live: Program, now: datetime) -> bool:
    """Whether who finds no seat waits for one."""
    if live.cancelled:
        return False
    start = starts(live)
    return live.waitlist and (start is None or now < start)


def waits(submission: Submission) -> bool:
    """Whether it stands on the waitlist, or is about to: somebody decided so, or it changes its place."""
    seat = submission.seat
    if seat is None or seat.there:
        return False
    return seat.state == "waiting" or seat.kind == "wait" or submission.state == "waitlisted"


def ends_at_start(live: Program, submission: Submission) -> datetime | None:
    """When the start of the program ends the wait for a seat, or the offer of one; None where it doesn't.

    What was offered after the start has its own time.
    """
    start, seat = starts(live), submission.seat
    if start is None or seat is None or submission.ended:
        return None
    if waits(submission):
        return start
    if submission.state != "offered":
        return None
    open_ = [ask.opened for name in submission.steps for ask in last_round(submission.asks.values(), name)]
    return start if any(opened < start for opened in open_) else None


def outlasts_offers(live: Program, step: Step, opened: datetime, due: datetime) -> bool:
    """Whether a seat would be promised beyond the start, which ends every offer made before it."""
    start = starts(live)
    return step.seat == "hold" and start is not None and opened < start < due


def started(live: Program, submission: Submission, now: datetime) -> bool:
    """Whether the start of the program has ended it."""
    end = ends_at_start(live, submission)
    return end is not None and end <= now


# What a turn does.


def request(turn: Turn, step: str, kind: Kind, by: str = "concord") -> None:
    """Asks for a seat: what follows waits until it is known whether there is one."""
    option = option_of(turn.rules.live, turn.answers)
    turn.add(SeatRequested(step=step, kind=kind, option=option, by=by))
    if kind != "move":
        turn.seat = Seat("wanted", step, kind, option)


def release(turn: Turn, by: str = "concord") -> None:
    """Gives back the seat, or the place on the waitlist."""
    if turn.seat is not None:
        turn.add(SeatReleased(option=turn.seat.option, by=by))
        turn.seat = None


def take(turn: Turn) -> None:
    """The seat that is held is the submission's."""
    seat = turn.seat
    if seat is not None and seat.state == "held":
        turn.add(SeatTaken(step=seat.step, option=seat.option))
        turn.seat = replace(seat, state="taken")


def move(turn: Turn, by: str) -> None:
    """Asks for a seat of another kind, where the answers say so now."""
    seat = turn.seat
    if seat is None or option_of(turn.rules.live, turn.answers) == meant(seat):
        return
    if seat.there:
        request(turn, seat.step, "move", by)
    elif seat.kind in ("hold", "take", "wait", "back"):
        request(turn, seat.step, seat.kind, by)  # type: ignore[arg-type]  # one of them, which mypy can't see


def meant(seat: Seat) -> str:
    """The kind that it wants in the end."""
    return seat.option if seat.moving is None else seat.moving


def missing(turn: Turn, number: int) -> bool:
    """Whether a place is opened again that a submission comes to with a seat alone, and it has none."""
    if turn.seat is not None:
        return False
    rules = turn.rules
    return any(
        wanted_by(rules.pinned, rules.live, step)
        and steps.place(rules.pinned, step.step) < number
        and turn.settled.get(step.step) != "skipped"
        for step in steps.workflow(rules.pinned)
    )


def offering(program: Program, seat: Seat) -> Step:
    """The step by which a seat is offered to who waited for it: the program's own, if it has one."""
    if seat.kind in ("hold", "back"):
        return steps.find(program, seat.step)
    own = steps.holding(program)
    return own if seat.kind == "wait" and own is not None else offers.OFFER


# What the journal wants, and in which order.


@dataclass(frozen=True, slots=True)
class Want:
    """That a submission is to have a seat, and of which kind. `order`: where it waits; the least is first.

    `keeps`: whether it was told of a seat, which it keeps until it has this one.
    """

    request: int
    option: str
    order: str
    keeps: bool = False


def wanted(pinned: Program, case: Case) -> Want | None:
    """What the journal wants now; None: no seat, and no place on the waitlist."""
    submission = case.submission
    if submission.seat is None or submission.ended:
        return None
    seat = submission.seat
    return Want(seat.request, meant(seat), order(pinned, case), keeps=seat.there)


def is_settled(submission: Submission) -> bool:
    """Whether the submission knows what became of its request."""
    seat = submission.seat
    return seat is None or (seat.there and seat.moving is None)


def order(pinned: Program, case: Case) -> str:
    """Where the submission stands among those who wait, as text that sorts: the highest score first, then
    who applied first. Whom nobody has scored comes after those whom somebody has.
    """
    return f"{_descending(score(pinned, case))}#{instants.to_text(case.submission.submitted)}"


def score(pinned: Program, case: Case) -> float | None:
    """The mean of the answers given to the field that orders the waitlist; None where there are none."""
    if pinned.score is None:
        return None
    step, _, name = pinned.score.partition(".")
    given = [
        case.forms[ask.id][name]
        for ask in case.submission.asks_of(step)
        if ask.state == "answered" and name in case.forms.get(ask.id, {})
    ]
    return sum(given) / len(given) if given else None


def _descending(value: float | None) -> str:
    """Sixteen digits that sort the other way round than the numbers do (IEEE 754's bits sort like integers,
    once those of negative numbers are turned round).
    """
    if value is None:
        return "f" * 16
    (bits,) = struct.unpack(">Q", struct.pack(">d", value + 0.0))
    ascending = bits ^ (0xFFFFFFFFFFFFFFFF if bits >> 63 else 0x8000000000000000)
    return f"{ascending ^ 0xFFFFFFFFFFFFFFFF:016x}"

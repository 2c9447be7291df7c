"""Seats are given and taken back: what a submission has is made what its journal wants, and it is told.

One program's are settled one after another (the consumer `seat`); that only makes writers meet rarely, for
every step looks before it acts, and the conditions of `ports.Seats` hold whoever writes. So all of this may
be repeated, come in another order, or die between two calls.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Literal

from chalicelib import logs
from chalicelib.domain import cancelling, deadlines, programs, seating, seats
from chalicelib.domain.commits import Commit
from chalicelib.domain.definitions import Program
from chalicelib.domain.errors import Unavailable, Unknown
from chalicelib.domain.events import SeatReleased, SeatRequested, load
from chalicelib.domain.seats import Want
from chalicelib.domain.submissions import Case, Submission
from chalicelib.domain.workflow import Decision, Rules
from chalicelib.services import records
from chalicelib.services.records import Loaded
from chalicelib.services.world import World
from chalicelib.storage.ports import SeatHolder, SeatsOf, Wait

log = logs.logger("seat")

ATTEMPTS = 10
"""How often a submission is looked at again that goes on changing meanwhile."""

LONGEST = 12.0
"""Seconds after which the rest of a waitlist is left to the next look."""

_FOREMOST = "0"
"""Comes before every order that `seats.order` makes, which have sixteen digits and a time."""

_Found = Literal["grant", "wait", "refuse"]
_TELL: Mapping[str, Callable[[Rules, Case, int], Decision]] = {
    "grant": seating.grant,
    "wait": seating.wait,
    "refuse": seating.refuse,
}


def concerns(commit: Commit) -> bool:
    """Whether a seat is to be looked at after the commit: one is asked for in it, or given back."""
    events = load(commit.events, written_as=commit.format)
    return any(isinstance(event, SeatRequested | SeatReleased) for event in events)


def queue(world: World, program: str, submissions: list[str] | None = None) -> None:
    """Has the seats of submissions looked at, or those of the program as a whole."""
    bodies = [{"program": program, "submission": each} for each in submissions or ()]
    if submissions is None:
        bodies = [{"program": program}]
    world.stores.queues.send("seat", [json.dumps(body) for body in bodies], group=program)


def look_at(world: World, submission: str, *, first: bool = False) -> None:
    """Makes what the submission has what its journal wants, and tells it.

    `first`: whether it is the one whose turn it is on the waitlist. Raises Unknown, or Unavailable where it
    goes on changing.
    """
    for _ in range(ATTEMPTS):
        loaded = records.load(world, submission)
        if cancelling.is_overdue(loaded.live, loaded.case.submission):
            loaded = records.change(
                world, submission, deadlines.fire, loaded=loaded
            )  # nobody gets one any more
        before = world.stores.seats.holder(loaded.case.submission.program, submission)
        want = seats.wanted(loaded.pinned, loaded.case)
        if want is None and (before is None or world.stores.seats.change(before, None)):
            return
        if want is None:
            continue
        if before is not None and _is_left_over(before, want):
            world.stores.seats.change(before, None)
            continue
        lost = _lost(loaded.case.submission, before, want)
        if lost is not None:
            _regain(world, loaded.case.submission, before, lost)
            continue
        found = _make(world, loaded, before, want, first=first)
        if found is not None and _tell(world, loaded, found, want):
            return
    raise Unavailable


def _is_left_over(before: SeatHolder, want: Want) -> bool:
    """Whether the seat is that of an earlier request, of which the submission was never told, or which it
    gave back since.
    """
    return before.has is not None and before.request != want.request and not want.keeps


def _lost(submission: Submission, before: SeatHolder | None, want: Want) -> str | None:
    """The option of a seat that it was told of and that holders know nothing of, as after a restore."""
    if not want.keeps or submission.seat is None:
        return None
    promised = submission.seat.option
    known = before is not None and before.has in (promised, want.option)
    return None if known else promised


def _regain(world: World, submission: Submission, before: SeatHolder | None, option: str) -> None:
    """What somebody was told of is theirs, whoever waits, and however many are taken.

    In two writes: who waits, and before all others, gets one without a limit.
    """
    store = world.stores.seats
    mine = before or SeatHolder(submission.program, submission.id, submission.seq)
    if store.change(before, replace(mine, waits=Wait(option, _FOREMOST))):
        waiting = store.holder(submission.program, submission.id)
        if waiting is not None and waiting.waits == Wait(option, _FOREMOST):
            store.change(waiting, replace(waiting, has=option, waits=None))


def _make(
    world: World, loaded: Loaded, before: SeatHolder | None, want: Want, *, first: bool
) -> _Found | None:
    """What it has from now on; None where somebody else was first, and one has to look again."""
    submission, change = loaded.case.submission, world.stores.seats.change
    mine = replace(
        before or SeatHolder(submission.program, submission.id, want.request), request=want.request
    )
    if mine.has == want.option:
        after = replace(mine, waits=None)
        return "grant" if after == before or change(before, after) else None
    waiting = mine.waits is not None and mine.waits.option == want.option
    if first or not waiting:
        gained = replace(mine, has=want.option, waits=None)
        if change(before, gained, limit=seats.limit(loaded.live, want.option)):
            return "grant"
    if not (waiting or want.keeps or seats.may_wait(loaded.live, world.clock())):
        left = _is_still(world, submission, before) if before is None else change(before, None)
        return "refuse" if left else None
    after = replace(mine, waits=Wait(want.option, want.order))
    if after != before:
        return "wait" if change(before, after) else None
    return "wait" if not first or _is_still(world, submission, before) else None


def _is_still(world: World, submission: Submission, before: SeatHolder | None) -> bool:
    """Whether it has no more than it had: what was refused may have been written, and its answer lost."""
    return world.stores.seats.holder(submission.program, submission.id) == before


def _tell(world: World, loaded: Loaded, found: _Found, want: Want) -> bool:
    """Tells the submission; whether it is as it was wanted, and has not moved on."""
    submission = loaded.case.submission.id
    told = records.change(
        world, submission, lambda rules, case: _TELL[found](rules, case, want.request), loaded=loaded
    )
    now = seats.wanted(told.pinned, told.case)
    return now is not None and (now.request, now.option) == (want.request, want.option)


def fill(world: World, program: str) -> None:
    """Offers free seats to those who wait, in their order, until none is left or nobody waits.

    What takes too long is left to another look at the program, which is queued.
    """
    ends = time.monotonic() + LONGEST
    live: Program | None = None
    turns: Counter[str] = Counter()
    while time.monotonic() < ends:
        there = world.stores.seats.of(program)
        for submission in there.untold:
            _told(world, program, submission, first=False)
        if there.untold:
            continue
        if not any(tally.waiting for tally in there.tallies.values()):
            return
        live = live or programs.program(records.newest(world, "program", program).text)
        option = _free(live, there)
        first_ = None if option is None else world.stores.seats.first(program, option)
        if first_ is None:
            return
        turns[first_] += 1
        if turns[first_] > ATTEMPTS:
            log.error("stuck", extra=logs.ids(program=program, submission=first_))
            return
        _told(world, program, first_, first=True)
    log.info("goes on", extra=logs.ids(program=program))
    queue(world, program)


def _told(world: World, program: str, submission: str, *, first: bool) -> None:
    try:
        look_at(world, submission, first=first)
    except Unknown:
        # A restored table may have holders without a journal, and everybody behind would wait for them.
        log.warning("unknown", extra=logs.ids(program=program, submission=submission))
        left = world.stores.seats.holder(program, submission)
        if left is not None:  # else it was removed before, and only the mark is there still
            world.stores.seats.change(left, None)
    world.stores.seats.told(program, submission)


def _free(live: Program, there: SeatsOf) -> str | None:
    """An option of which a seat is free, and for which somebody waits; none of what was cancelled."""
    if live.cancelled:
        return None
    for option, tally in sorted(there.tallies.items()):
        limit = seats.limit(live, option)
        if tally.waiting and (limit is None or tally.taken < limit):
            return option
    return None


def position(world: World, submission: Submission) -> int | None:
    """Where a submission stands on the waitlist, from 1; None where it doesn't."""
    seat = submission.seat
    if seat is None or (seat.state != "waiting" and seat.moving is None):
        return None
    holder = world.stores.seats.holder(submission.program, submission.id)
    if holder is None or holder.waits is None:
        return None
    return world.stores.seats.position(holder)

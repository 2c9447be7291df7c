"""What a submission has of its program's seats: in words for its applicant, as data for staff."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chalicelib.domain import seats
from chalicelib.domain.definitions import Capacity, Program, fields_of
from chalicelib.domain.fields.options import OTHER
from chalicelib.language.reader import Reader
from chalicelib.services import capacity, seating
from chalicelib.services.capacity import Standing
from chalicelib.services.records import Loaded
from chalicelib.services.world import World
from chalicelib.web import promises


def waiting(loaded: Loaded, speech: Reader) -> list[str]:
    """What is waited for where a seat is: one that is being looked for, or one that becomes free."""
    seat, say = loaded.case.submission.seat, speech.gettext
    match seat.state if seat is not None else "":
        case "wanted":
            return [say("A seat is being looked for. You are told as soon as that is known.")]
        case "waiting":
            told = [say("All seats are taken. When one becomes free and it is your turn, we write to you.")]
            if loaded.live.starts is not None:
                day = promises.moment(loaded.live.starts, speech)
                told.append(say("The waitlist ends when the program starts, on {day}.").format(day=day))
            return told
        case _:
            return []


def notice(program: Program, standing: Standing, now: datetime, speech: Reader) -> str:
    """What stands above the form where not every seat can be had; empty where all can, or none at all."""
    say, waits = speech.gettext, seats.may_wait(program, now)
    if standing.status == capacity.FULL:
        return say("All seats are taken. Who sends the form now joins the waitlist.") if waits else ""
    if not standing.taken or not isinstance(program.capacity, Capacity):
        return ""
    by = program.capacity.by
    options = [
        (option.id, speech.text(option.label))
        for field in fields_of(program)
        if field.id == by
        for option in getattr(field, "options", ())
    ]
    options.append((OTHER, say("Something else")))
    taken = speech.listed([label for option, label in options if option in standing.taken])
    if waits:
        return say("All seats are taken of: {options}. Who chooses one of these joins the waitlist.").format(
            options=taken
        )
    return say("All seats are taken of: {options}. Please choose another one.").format(options=taken)


def document(world: World, loaded: Loaded) -> dict[str, Any]:
    """The member `seat` of a submission that ever asked for one, as staff see it; else nothing.

    Whoever waits has a `position` from 1 on the waitlist, and `seats` says why: how many there are of that
    kind, how many are taken, and how many wait. `score` is what it is ordered by before the time of
    submission. `moving`: the option of which it waits for one, while it keeps the one it has.
    """
    submission = loaded.case.submission
    if not submission.requests:
        return {}
    seat = submission.seat
    if seat is None:
        return {"seat": None}
    found: dict[str, Any] = {"state": seat.state, "option": seat.option or None, "step": seat.step}
    if seat.moving is not None:
        found["moving"] = seat.moving
    if loaded.pinned.score is not None:
        found["score"] = seats.score(loaded.pinned, loaded.case)
    position = seating.position(world, submission)
    if position is not None:
        found["position"] = position
        found["seats"] = capacity.of_option(world, loaded.live, seats.meant(seat))
    return {"seat": found}

"""Seats, of which there are never enough, and what must hold of them whoever comes, goes, or is moved."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import TYPE_CHECKING, Any

from chalicelib.domain import seats
from chalicelib.storage.ports import SeatHolder
from tests.domain.seats import TOUR

if TYPE_CHECKING:
    from tests.simulator.run import Run


def counted(document: dict[str, Any], chance: Random) -> None:
    """Gives the program seats that its steps want; whether that makes sense is the check's to say."""
    workflow = document["workflow"]
    alone = [place for place in workflow if "together" not in place]
    if not alone:
        return
    wanting = chance.choice(alone)
    wanting["seat"] = chance.choice(["hold", "take"])
    if wanting["seat"] == "hold":
        wanting.setdefault("due", "7d")
        wanting["on_timeout"] = chance.choice(["release", "decline", "expire"])
    document["capacity"] = chance.randint(1, 2)
    if chance.random() < 0.4:
        document["form"][0]["fields"].append(TOUR)
        document["capacity"] = {"by": "tour", "of": {"lake": chance.randint(1, 2), "hill": 1}}
    if chance.random() < 0.8:
        document["waitlist"] = True
        if isinstance(document["capacity"], int) and chance.random() < 0.2:
            document["capacity"] = 0
        before = workflow[: workflow.index(wanting)]
        steps = [each for place in before for each in place.get("together", [place])]
        deciding = [each for each in steps if isinstance(each.get("answers"), dict)]
        if deciding and chance.random() < 0.6:
            chance.choice(deciding)["answers"]["wait"] = {"label": "Wait", "then": "waitlist"}
        scored = [each["step"] for each in steps if "form" in each]
        if scored and chance.random() < 0.7:
            document["score"] = f"{chance.choice(scored)}.score"


def raised(document: dict[str, Any], chance: Random, more: str | None = None) -> None:
    """One more seat, of the kind `more` where it names one; there are never fewer.

    So what is taken can be held against the newest number.
    """
    capacity = document.get("capacity")
    if isinstance(capacity, int):
        document["capacity"] = capacity + (1 if more is not None else chance.choice([0, 0, 1]))
    elif capacity is not None:
        option = chance.choice(sorted(capacity["of"]))
        capacity["of"][option if more is None else more] += 1


def few(chance: Random) -> int | None:
    """So few seats that the few who come compete for them; None, now and then, for as many as there are."""
    return chance.choice([0, 1, 1, 1, 2, None])


def scarce(document: dict[str, Any], number: int | None) -> dict[str, Any]:
    """The program with that many seats, where it has any; None leaves it as it is."""
    capacity = document.get("capacity")
    if capacity is None or number is None:
        return document
    if isinstance(capacity, int):
        return {**document, "capacity": number}
    return {**document, "capacity": {**capacity, "of": dict.fromkeys(capacity["of"], number)}}


def has_seats(document: dict[str, Any]) -> bool:
    """Whether there is anything to compete for."""
    return "capacity" in document


def _live(run: Run) -> Any:
    return run.loaded(run.submissions[0]).live


def of_a_moment(run: Run) -> Iterator[str]:
    """The laws of seats at a moment at which every function has done its work."""
    store: Any = run.town.true.seats
    live = _live(run)
    yield from never_more_than_there_are(run, live)
    yield from nobody_is_passed_over(run)
    run.waited = _waiting(store.holders.values())
    if not run.town.weather.often and not run.town.waiting:
        yield from journals_and_holders_agree(run)
        yield from none_is_free_while_somebody_waits(run, live)


def never_more_than_there_are(run: Run, live: Any) -> Iterator[str]:
    """Law: no more seats of an option are taken than there are."""
    for option, tally in run.town.true.seats.of(live.id).tallies.items():
        limit = seats.limit(live, option)
        if limit is not None and tally.taken > limit:
            yield f"{tally.taken} seats of {option!r} are taken, of {limit}"


def journals_and_holders_agree(run: Run) -> Iterator[str]:
    """Law: who was told of a seat has it, who waits waits, and nobody else has anything."""
    for submission in run.submissions:
        now = run.loaded(submission).case.submission
        holder = run.town.true.seats.holder(now.program, submission)
        seat = now.seat
        has = seat.option if seat is not None and seat.there else None
        waits = None if seat is None else seat.moving if seat.there else seat.option
        found = (
            (holder.has, holder.waits.option if holder.waits is not None else None)
            if holder
            else (None, None)
        )
        if found != (has, waits):
            yield f"{submission} has {found}, and its journal {seat}"
        if seat is not None and seat.state == "wanted":
            yield f"{submission} was not told whether there is a seat"
        if (now.state == "waitlisted") != (seat is not None and seat.state == "waiting"):
            yield f"{submission} is {now.state}, with {seat}"
        if now.state == "offered" and (seat is None or not seat.there):
            yield f"{submission} is offered a seat that it doesn't have: {seat}"
        if now.ended and holder is not None:
            yield f"{submission} is {now.state}, and has {holder}"


def none_is_free_while_somebody_waits(run: Run, live: Any) -> Iterator[str]:
    """Law: the waitlist is empty when a seat is free."""
    for option, tally in run.town.true.seats.of(live.id).tallies.items():
        limit = seats.limit(live, option)
        if tally.waiting and (limit is None or tally.taken < limit):
            yield f"{tally.waiting} wait for {option!r}, of which {tally.taken} of {limit} are taken"


Place = tuple[str, str]
"""A submission and the option it waits for."""


def _waiting(holders: Any) -> dict[Place, str]:
    return {
        (each.submission, each.waits.option): f"{each.waits.order}#{each.submission}"
        for each in holders
        if each.waits is not None
    }


def nobody_is_passed_over(run: Run) -> Iterator[str]:
    """Law: of those who waited, nobody got a seat before who stood further up."""
    store: Any = run.town.true.seats
    now = _waiting(store.holders.values())
    for (submission, option), order in run.waited.items():
        holder: SeatHolder | None = next(
            (each for each in store.holders.values() if each.submission == submission), None
        )
        if holder is None or holder.has != option or (submission, option) in now:
            continue
        for (other, same), before in run.waited.items():
            if same == option and before < order and now.get((other, same)) == before:
                yield f"{submission} got a seat of {option!r} before {other}"


def of_a_run(run: Run) -> Iterator[str]:
    """The laws of seats when everything is over: whatever failed was done again."""
    yield from never_more_than_there_are(run, _live(run))
    yield from journals_and_holders_agree(run)
    yield from none_is_free_while_somebody_waits(run, _live(run))

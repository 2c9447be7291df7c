"""How many seats of a program are left: right within seconds, and asked for only where seats are counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib.domain import programs, seats
from chalicelib.domain.definitions import Program
from chalicelib.domain.errors import NotOpen
from chalicelib.services.world import World
from chalicelib.storage.ports import Tally

FULL = "full"
"""The status of a program of which every seat is taken."""

Tallies = Mapping[tuple[str, str], Tally]


def of_cards(world: World, cards: Sequence[Mapping[str, Any]]) -> Tallies:
    """The tallies of all these programs: one BatchGetItem for each hundred, none where none has seats."""
    return world.stores.seats.tallies(
        [(card["id"], option) for card in cards for option in card.get("options", ())]
    )


def counted(card: Mapping[str, Any], tallies: Tallies) -> dict[str, int | None]:
    """`capacity` (None: there is no end of seats), how many are `taken`, and how many are `waitlisted`."""
    capacity, mine = card.get("capacity"), _mine(card, tallies)
    return {
        "capacity": sum(capacity["of"].values()) if isinstance(capacity, Mapping) else capacity,
        "taken": sum(tally.taken for tally in mine.values()),
        "waitlisted": sum(tally.waiting for tally in mine.values()),
    }


def is_full(card: Mapping[str, Any], tallies: Tallies) -> bool:
    """Whether every seat is taken, of every option."""
    capacity = card.get("capacity")
    if capacity is None:
        return False
    limits = capacity["of"] if isinstance(capacity, Mapping) else {"": capacity}
    return len(_full(card["id"], limits, tallies)) == len(limits)


def _full(program: str, limits: Mapping[str, int | None], tallies: Tallies) -> tuple[str, ...]:
    """The options of which every seat is taken, in their order."""
    return tuple(
        option
        for option, limit in limits.items()
        if limit is not None and tallies.get((program, option), Tally()).taken >= limit
    )


def _mine(card: Mapping[str, Any], tallies: Tallies) -> dict[str, Tally]:
    found = {option: tallies.get((card["id"], option)) for option in card.get("options", ())}
    return {option: tally for option, tally in found.items() if tally is not None}


@dataclass(frozen=True, slots=True)
class Standing:
    """`upcoming`, `open`, `full` or `closed`; while it is open, the options of which all seats are taken."""

    status: str
    taken: tuple[str, ...] = ()


def standing(world: World, program: Program) -> Standing:
    """How a program stands now: one BatchGetItem where it is open and has a capacity."""
    found = programs.status(program, world.clock())
    if found != "open" or program.capacity is None:
        return Standing(found)
    limits = {option: seats.limit(program, option) for option in seats.options(program)}
    tallies = world.stores.seats.tallies([(program.id, option) for option in limits])
    taken = _full(program.id, limits, tallies)
    return Standing(FULL if len(taken) == len(limits) else found, taken)


def of_option(world: World, program: Program, option: str) -> dict[str, int | None]:
    """How many seats there are of one kind (None: no end of them), are `taken`, and are waited for.

    One BatchGetItem.
    """
    tally = _tally(world, program, option)
    return {"capacity": seats.limit(program, option), "taken": tally.taken, "waitlisted": tally.waiting}


def refuse_full(world: World, program: Program, answers: Mapping[str, Any]) -> None:
    """Raises NotOpen where no seat of the kind wanted is left, and nobody may wait for one.

    One BatchGetItem for a program with a capacity and without a waitlist; nothing for others.
    """
    option = seats.option_of(program, answers)
    limit = seats.limit(program, option)
    if limit is None or seats.may_wait(program, world.clock()):
        return
    if _tally(world, program, option).taken >= limit:
        raise NotOpen(FULL)


def _tally(world: World, program: Program, option: str) -> Tally:
    return world.stores.seats.tallies([(program.id, option)]).get((program.id, option), Tally())

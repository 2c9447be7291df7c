"""Looking at programs and communities: lists from cards, pages from the newest version."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.domain import programs
from chalicelib.domain.definitions import Community, Program
from chalicelib.domain.errors import Unknown
from chalicelib.services import capacity
from chalicelib.services.world import World
from chalicelib.storage.ports import Key


@dataclass(frozen=True, slots=True)
class Shown:
    """A program as it stands: its model, its document, version and status."""

    program: Program
    document: Mapping[str, Any]
    version: int
    status: str
    community: Community | None = None


def program(world: World, id_: str, now: datetime | None = None) -> Shown:
    """The newest version of a program: one GetItem. Raises Unknown."""
    key = Key("program", id_)
    found = world.stores.definitions.get(key)
    if key not in found:
        raise Unknown(id_)
    model = programs.program(found[key].text)
    status = programs.status(model, now or world.clock())
    return Shown(model, json.loads(found[key].text), found[key].version, status)


def community(world: World, id_: str) -> Community:
    """The newest version of a community: one GetItem. Raises Unknown."""
    key = Key("community", id_)
    found = world.stores.definitions.get(key)
    if key not in found:
        raise Unknown(id_)
    return programs.community(found[key].text)


def cards(world: World, *, community: str | None = None, area: str | None = None) -> Sequence[dict[str, Any]]:
    """Cards of all programs with `status` and `seats`, by id: one Query, and one more call for their seats,
    where any has some.
    """
    now = world.clock()
    found = [
        card
        for card in map(json.loads, world.stores.definitions.cards("program"))
        if (community is None or card["community"] == community) and (area is None or card["area"] == area)
    ]
    tallies = capacity.of_cards(world, found)
    return [
        {**card, "status": _status(card, now, tallies), "seats": capacity.counted(card, tallies)}
        for card in found
    ]


def communities(world: World) -> Sequence[dict[str, Any]]:
    """All communities and their partner cities, without staff: one Query."""
    return [json.loads(card) for card in world.stores.definitions.cards("community")]


def _status(card: Mapping[str, Any], now: datetime, tallies: capacity.Tallies) -> str:
    if card.get("cancelled"):
        return "closed"
    status = programs.status_of(card.get("opens"), card.get("closes"), card["timezone"], now)
    return capacity.FULL if status == "open" and capacity.is_full(card, tallies) else status

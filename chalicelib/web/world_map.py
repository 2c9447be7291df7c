"""The map of the world with cities on it: where each stands, and where there is room for its name.

The outlines and places are made by `infra/outlines.py`. A city of which neither itself nor its time zone is
known there is not on the map; lists have it all the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from chalicelib.web.wrapping import width

TABLE = Path(__file__).parent / "world.json"
LETTER = 17
"""The height of a name's letters in units of the drawing, as style.css has it."""

_DOT = 7
_AWAY = 13


class World(msgspec.Struct, frozen=True):
    """The drawing's size, the path of the land, and places on it by city and by IANA time zone."""

    source: str
    width: int
    height: int
    cities: dict[str, tuple[int, int]]
    zones: dict[str, tuple[int, int]]
    land: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A city on the map; `anchor`: where its name is held (SVG 2 §11.10.2.1), empty where it has no room."""

    name: str
    href: str
    x: int
    y: int
    anchor: str = ""
    text_x: float = 0
    text_y: float = 0


@dataclass(frozen=True, slots=True)
class Map:
    """What is drawn: communities as rings, partner cities as dots."""

    width: int
    height: int
    land: str
    homes: Sequence[Mark]
    cities: Sequence[Mark]


@dataclass(frozen=True, slots=True)
class Named:
    """A city to be put on the map: its document, what the reader calls it, and its page (empty for none)."""

    document: Mapping[str, Any]
    name: str
    href: str = ""


Box = tuple[float, float, float, float]


def drawn(homes: Sequence[Named], cities: Sequence[Named]) -> Map | None:
    """The map with these on it; None where no city has a place on it."""
    world = table()
    marks = [
        [Mark(each.name, each.href, *at) for each in group if (at := place(each.document)) is not None]
        for group in (homes, cities)
    ]
    if not marks[1]:
        return None
    taken: list[Box] = [_around(mark) for group in marks for mark in group]
    placed = [[_named(mark, taken, world) for mark in group] for group in marks]
    return Map(world.width, world.height, world.land, *placed)


def place(document: Mapping[str, Any]) -> tuple[int, int] | None:
    """Where a city stands: itself, or else the largest city of its time zone."""
    world = table()
    return world.cities.get(document["id"]) or world.zones.get(document.get("timezone") or "")


@lru_cache(maxsize=1)
def table() -> World:
    """The table, read at first use."""
    return msgspec.json.decode(TABLE.read_bytes(), type=World)


def _named(mark: Mark, taken: list[Box], world: World) -> Mark:
    """The mark with its name where nothing else is, right of it if possible; that place is then taken."""
    long, low = width(mark.name) * LETTER, mark.y + LETTER * 0.35
    for anchor, x, y, left in (
        ("start", mark.x + _AWAY, low, mark.x + _AWAY),
        ("end", mark.x - _AWAY, low, mark.x - _AWAY - long),
        ("middle", mark.x, mark.y + _AWAY + LETTER, mark.x - long / 2),
        ("middle", mark.x, mark.y - _AWAY - LETTER * 0.25, mark.x - long / 2),
    ):
        box = (left, y - LETTER * 0.9, left + long, y + LETTER * 0.25)
        inside = box[0] >= 0 and box[1] >= 0 and box[2] <= world.width and box[3] <= world.height
        if inside and not any(_meet(box, other) for other in taken):
            taken.append(box)
            return Mark(mark.name, mark.href, mark.x, mark.y, anchor, x, round(y, 1))
    return mark


def _around(mark: Mark) -> Box:
    return mark.x - _DOT, mark.y - _DOT, mark.x + _DOT, mark.y + _DOT


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]

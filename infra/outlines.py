"""Makes chalicelib/web/world.json: the outlines of the land, and where on them the zones of the tz database
and the cities of the catalogue are, in the units of one drawing.

Run by hand, with the file `land-110m.json` of the npm package world-atlas 2.0.2, which has the outlines of
Natural Earth 4.1.0 (public domain):

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python -m infra.outlines package/land-110m.json

What the drawing looks like is decided here: Natural Earth's own projection, a map that is cut in the Bering
Strait and not through a country, without Antarctica.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from math import hypot, radians
from pathlib import Path
from typing import Any

TABLE = Path(__file__).parent.parent / "chalicelib" / "web" / "world.json"

WIDTH, HEIGHT = 1000, 498
MIDDLE = 11.5
"""The meridian in the middle; the map is cut 180 degrees from it."""

_WIDE, _EAST = 1140, -8
"""How wide the whole earth would be, whose sides are sea, and how far it is moved within the drawing."""

NORTH, SOUTH = 83.7, -56.0
_TOLERANCE = 1.1
_SMALLEST = 16.0
"""How far a coast may be from where it is, and how large an island must be, in units and their squares."""

CITIES: Mapping[str, tuple[float, float]] = {
    "colorado-springs": (38.83, -104.82),
    "fujiyoshida": (35.44, 138.80),
    "kaohsiung": (22.62, 120.31),
    "smolensk": (54.78, 32.05),
    "bishkek": (42.87, 74.59),
    "nuevo-casas-grandes": (30.42, -107.91),
    "canterbury-bankstown": (-33.92, 151.03),
    "ancient-olympia": (37.65, 21.63),
    "kranj": (46.24, 14.36),
}
"""Latitude and longitude of the catalogue's own cities, as the gazetteer GeoNames has them, to a hundredth of
a degree. Every other city stands where the tz database puts its zone: at the zone's largest city."""

Point = tuple[float, float]


def projected(latitude: float, longitude: float) -> Point:
    """Where a place of the earth is in the drawing: to the right, and down from its upper edge.

    Tom Patterson's Natural Earth projection as a polynomial (Šavrič, Jenny, Patterson, Petrovič and Hurni:
    A polynomial equation for the Natural Earth projection, CaGIS 38/4, 2011).
    """
    x, y = _natural_earth(radians(latitude), radians((longitude - MIDDLE + 180) % 360 - 180))
    scale = _WIDE / (2 * _natural_earth(0, radians(180))[0])
    return WIDTH / 2 + _EAST + x * scale, (_natural_earth(radians(NORTH), 0)[1] - y) * scale


def _natural_earth(latitude: float, longitude: float) -> Point:
    square = latitude * latitude
    fourth = square * square
    across = (
        0.8707 - 0.131979 * square + fourth * (-0.013791 + fourth * (0.003971 * square - 0.001529 * fourth))
    )
    down = 1.007226 + square * (0.015085 + fourth * (-0.044475 + 0.028874 * square - 0.005916 * fourth))
    return longitude * across, latitude * down


def rings(topology: Mapping[str, Any]) -> Iterator[list[Point]]:
    """Every ring of the land as latitudes and longitudes (TopoJSON §2.1: arcs are shared, and in steps)."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((y * sy + ty, x * sx + tx))
        arcs.append(points)
    for geometry in topology["objects"]["land"]["geometries"]:
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for polygon in polygons:
            for ring in polygon:
                whole: list[Point] = []
                for number in ring:
                    part = arcs[number] if number >= 0 else arcs[~number][::-1]
                    whole += part[1:] if whole else part
                yield whole


def land(topology: Mapping[str, Any]) -> str:
    """The path of the land (SVG 2 §9.3), in whole units."""
    drawn = []
    for ring in rings(topology):
        if max(latitude for latitude, _ in ring) < SOUTH:
            continue
        # What Natural Earth cuts at 180 degrees stands at the right edge too, beside what it belongs to.
        line = simpler([projected(latitude, longitude) for latitude, longitude in ring[:-1]], _TOLERANCE)
        if len(line) > 2 and abs(area(line)) >= _SMALLEST:
            drawn.append(path(line))
    return "".join(drawn)


def area(ring: Sequence[Point]) -> float:
    """What a ring encloses, by the shoelace formula; negative where it goes the other way round."""
    return sum(x * b - a * y for (x, y), (a, b) in zip(ring, [*ring[1:], ring[0]], strict=True)) / 2


def simpler(ring: Sequence[Point], tolerance: float) -> list[Point]:
    """The ring without points that it goes by within the tolerance (Douglas and Peucker, 1973)."""
    far = max(range(len(ring)), key=lambda at: hypot(ring[at][0] - ring[0][0], ring[at][1] - ring[0][1]))
    there, back = ring[: far + 1], [*ring[far:], ring[0]]
    return [*_line(there, tolerance)[:-1], *_line(back, tolerance)[:-1]]


def _line(points: Sequence[Point], tolerance: float) -> list[Point]:
    if len(points) < 3:
        return list(points)
    at = max(range(1, len(points) - 1), key=lambda each: _off(points[each], points[0], points[-1]))
    if _off(points[at], points[0], points[-1]) <= tolerance:
        return [points[0], points[-1]]
    return [*_line(points[: at + 1], tolerance)[:-1], *_line(points[at:], tolerance)]


def _off(point: Point, start: Point, end: Point) -> float:
    """How far a point is from the line between two others."""
    (x, y), (ax, ay), (bx, by) = point, start, end
    length = hypot(bx - ax, by - ay)
    if not length:
        return hypot(x - ax, y - ay)
    return abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length


def path(ring: Sequence[Point]) -> str:
    """The ring as an SVG path in whole units, each point as its steps from the one before."""
    points = [(round(x), round(y)) for x, y in ring]
    (x, y), words = points[0], []
    for a, b in points[1:]:
        if (a, b) != (x, y):
            words.append(f"{a - x} {b - y}")
            x, y = a, b
    return f"M{points[0][0]} {points[0][1]}l{' '.join(words)}z".replace(" -", "-")


def zones() -> dict[str, tuple[int, int]]:
    """Where the zones of the tz database are: by zone.tab, a public-domain table of one city for each."""
    text = (resources.files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {zone: _whole(*degrees(where)) for _, where, zone, *_ in sorted(rows, key=lambda row: row[2])}


def degrees(where: str) -> Point:
    """Latitude and longitude of ISO 6709's short form, `+353916+1394441` or `-2332-04637`."""
    found = re.fullmatch(r"([+-]\d{4}|[+-]\d{6})([+-]\d{5}|[+-]\d{7})", where)
    if found is None:
        raise ValueError(where)
    latitude, longitude = (_degrees(part, whole) for part, whole in zip(found.groups(), (2, 3), strict=True))
    return latitude, longitude


def _degrees(part: str, whole: int) -> float:
    number = (
        int(part[1 : whole + 1]) + int(part[whole + 1 : whole + 3]) / 60 + int(part[whole + 3 :] or 0) / 3600
    )
    return -number if part[0] == "-" else number


def _whole(latitude: float, longitude: float) -> tuple[int, int]:
    x, y = projected(latitude, longitude)
    return round(x), round(y)


def table(topology: Mapping[str, Any]) -> dict[str, Any]:
    """The whole file."""
    return {
        "source": "Natural Earth 4.1.0 by world-atlas 2.0.2, and zone.tab of the tz database, both in the "
        "public domain; made by infra/outlines.py",
        "width": WIDTH,
        "height": HEIGHT,
        "cities": {city: _whole(*place) for city, place in CITIES.items()},
        "zones": zones(),
        "land": land(topology),
    }


def main() -> None:
    """Writes the file."""
    topology = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    members = [
        f"{json.dumps(name)}: {json.dumps(value, separators=(',', ':'))}"
        for name, value in table(topology).items()
    ]
    TABLE.write_text("{\n" + ",\n".join(members) + "\n}\n", encoding="utf-8")
    print(TABLE)


if __name__ == "__main__":
    main()

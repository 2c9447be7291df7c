from __future__ import annotations

import json
import re

import pytest

from chalicelib.web import world_map
from infra import outlines
from infra.local.catalogue import catalogue

# A square island of ten degrees, one of a tenth of a degree, and one in the far south, by TopoJSON's steps.
TOPOLOGY = {
    "transform": {"scale": [0.1, 0.1], "translate": [0, 0]},
    "arcs": [
        [[0, 0], [100, 0], [0, 100]],
        [[0, 0], [0, 100], [100, 0]],
        [[500, 0], [1, 0], [0, 1], [-1, 0], [0, -1]],
        [[0, -800], [100, 0], [0, 100], [-100, 0], [0, -100]],
    ],
    "objects": {
        "land": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "MultiPolygon", "arcs": [[[0, -2]], [[2]]]},
                {"type": "Polygon", "arcs": [[3]]},
            ],
        }
    },
}


def test_projection_has_the_middle_in_the_middle_and_is_as_far_to_each_side() -> None:
    """On the equator; what is further from it is nearer to the middle, as on a globe."""
    middle, _ = outlines.projected(0, outlines.MIDDLE)
    west, _ = outlines.projected(0, outlines.MIDDLE - 90)
    east, _ = outlines.projected(0, outlines.MIDDLE + 90)
    far, _ = outlines.projected(60, outlines.MIDDLE + 90)

    assert middle - west == pytest.approx(east - middle)
    assert middle < far < east
    assert outlines.projected(outlines.NORTH, 0)[1] == pytest.approx(0)
    assert outlines.projected(10, 190) == pytest.approx(outlines.projected(10, -170))


@pytest.mark.parametrize(
    ("latitude", "longitude", "x", "y"),
    [(0, 180, 0.8707 * 3.14159265, 0.0), (90, 0, 0.0, 1.4225)],
)
def test_projection_is_the_published_one(latitude: float, longitude: float, x: float, y: float) -> None:
    """At the ends of its axes, of a globe with the radius 1 (the equator is 0.8707 of its true length)."""
    from math import radians

    assert outlines._natural_earth(radians(latitude), radians(longitude)) == pytest.approx((x, y), abs=1e-3)


def test_rings_are_put_together_from_shared_arcs() -> None:
    """Of which one is gone along backwards."""
    first, *_ = outlines.rings(TOPOLOGY)

    assert first == [(0, 0), (0, 10), (10, 10), (10, 0), (0, 0)]


def test_land_leaves_out_what_is_too_small_and_the_far_south() -> None:
    """The square island is left, with its corners."""
    drawn = outlines.land(TOPOLOGY)

    assert re.fullmatch(r"M\d+ \d+l(-?\d+[ -]?\d+ ?)+z", drawn)
    assert drawn.count("M") == 1


def test_coast_is_simpler_by_no_more_than_the_tolerance() -> None:
    """A point that is further off stays."""
    ring = [(0.0, 0.0), (5.0, 0.4), (10.0, 0.0), (10.0, 10.0), (5.0, 13.0), (0.0, 10.0)]

    assert outlines.simpler(ring, 1) == [(0, 0), (10, 0), (10, 10), (5, 13), (0, 10)]
    assert outlines.path([(0.2, 0.4), (0.3, 0.1), (10.4, -1.0)]) == "M0 0l10-1z"


@pytest.mark.parametrize(
    ("where", "latitude", "longitude"),
    [
        ("+353916+1394441", 35.6544, 139.7447),
        ("-2332-04637", -23.5333, -46.6167),
        ("+4231+00131", 42.5167, 1.5167),
    ],
)
def test_places_of_the_tz_database_are_read(where: str, latitude: float, longitude: float) -> None:
    """Degrees and minutes, with or without seconds (ISO 6709)."""
    assert outlines.degrees(where) == pytest.approx((latitude, longitude), abs=1e-4)


def test_file_has_the_places_that_the_script_makes_and_an_outline_within_the_drawing() -> None:
    """All but the land is made again; the land needs a download, and is one path of whole units."""
    text = outlines.TABLE.read_text(encoding="utf-8")
    kept, made = json.loads(text), json.loads(json.dumps(outlines.table(TOPOLOGY)))

    assert {**kept, "land": ""} == {**made, "land": ""}
    assert len(text.encode()) < 25_000
    assert re.fullmatch(r"(M-?\d+ ?-?\d+l( ?-?\d+)+z)+", kept["land"])
    assert all(0 <= x <= kept["width"] and 0 <= y <= kept["height"] for x, y in kept["cities"].values())


def test_every_city_of_the_catalogue_is_on_the_map_near_its_time_zone() -> None:
    """Within a fifth of the map: no number is mistyped by much."""
    world = world_map.table()
    for kind, document in catalogue():
        if kind == "community":
            for city in (document, *document["partners"]):
                (x, y), (a, b) = world.cities[city["id"]], world.zones[city["timezone"]]
                assert (abs(x - a), abs(y - b)) < (60, 60), city["id"]
                assert abs(y - b) < 60, city["id"]

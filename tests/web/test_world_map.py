from __future__ import annotations

import re
from itertools import combinations

import pytest

from chalicelib.web import world_map
from chalicelib.web.world_map import LETTER, Mark, Named, drawn
from chalicelib.web.wrapping import width


def named(id_: str, name: str = "", **document: str) -> Named:
    """A city that is to be put on the map."""
    return Named({"id": id_, **document}, name or id_, f"/cities/{id_}")


def box(mark: Mark) -> tuple[float, float, float, float]:
    """Where the name of a mark stands: left, top, right, bottom."""
    long = width(mark.name) * LETTER
    left = mark.text_x - {"start": 0, "middle": 0.5, "end": 1}[mark.anchor] * long
    return left, mark.text_y - LETTER * 0.8, left + long, mark.text_y + LETTER * 0.2


def test_city_of_the_catalogue_stands_where_it_is_and_another_in_its_time_zone() -> None:
    """One with neither is not on the map."""
    world = world_map.table()

    assert world_map.place({"id": "kranj", "timezone": "Asia/Tokyo"}) == world.cities["kranj"]
    assert world_map.place({"id": "mito", "timezone": "Asia/Tokyo"}) == world.zones["Asia/Tokyo"]
    assert world_map.place({"id": "mito"}) is None
    assert world_map.place({"id": "mito", "timezone": "Mars/Olympus"}) is None


def test_map_without_any_place_is_none() -> None:
    """A home alone is no map either."""
    assert drawn([named("colorado-springs")], [named("mito")]) is None
    assert drawn([named("colorado-springs")], []) is None


@pytest.mark.parametrize("name", ["{}", "{} and the villages around it"])
def test_names_stand_on_the_map_and_on_no_other(name: str) -> None:
    """Where there is no room for a name, the dot has none."""
    known = [each for each in world_map.table().cities if each != "colorado-springs"]

    made = drawn([named("colorado-springs")], [named(each, name.format(each)) for each in known])

    assert made is not None
    marks = [mark for mark in (*made.homes, *made.cities) if mark.anchor]
    boxes = [box(mark) for mark in marks]
    assert len(marks) > 4
    assert all(x >= 0 and y >= 0 and a <= made.width and b <= made.height for x, y, a, b in boxes)
    for one, other in combinations(boxes, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def test_many_cities_of_one_place_have_names_as_long_as_there_is_room() -> None:
    """On its four sides; the others are dots alone, and in the list beside the map."""
    made = drawn([], [named(f"city-{number}", timezone="Asia/Tokyo") for number in range(9)])

    assert made is not None
    assert len({(mark.x, mark.y) for mark in made.cities}) == 1
    assert len(made.cities) == 9
    assert [bool(mark.anchor) for mark in made.cities] == [True] * 4 + [False] * 5


def test_names_are_as_high_as_the_style_sheet_has_them() -> None:
    """Else they would not have the room that was made for them."""
    from chalicelib.web import static

    assert re.search(r"\.map text \{[^}]*font-size: (\d+)px", static.file("style.css").text)[1] == str(LETTER)  # type: ignore[index]

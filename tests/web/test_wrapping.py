from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.web.wrapping import width, wrapped


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("", 5, []),
        ("   ", 5, []),
        ("Ask for changes", 20, ["Ask for changes"]),
        ("Ask for changes", 6, ["Ask for", "changes"]),
        ("no answer →\u00a0Declined", 11, ["no answer", "→\u00a0Declined"]),
        ("承認する見送る", 4, ["承認する", "見送る"]),
        ("「承認する」それから", 5, ["「承認す", "る」それか", "ら"]),
        ("「Send the answer」", 6, ["「Send the", "answer」"]),
        ("one two three four five six", 3, ["one", "two", "three", "four…"]),
    ],
)
def test_words_are_broken_where_people_break_them(text: str, room: float, lines: list[str]) -> None:
    """At spaces, and between characters of scripts that have none; never before a closing mark."""
    assert wrapped(text, room) == lines


@given(st.text(st.characters(exclude_categories=["C"]), max_size=200), st.floats(3, 40))
def test_no_line_is_wider_than_its_room(text: str, room: float) -> None:
    """Whatever staff wrote; four lines at most."""
    lines = wrapped(text, room)

    assert len(lines) <= 4
    assert all(width(line) <= room + 1e-9 for line in lines)

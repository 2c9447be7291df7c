"""What has become of rows: which is which, by all that was answered, and else by name."""

from __future__ import annotations

import pytest

from chalicelib.domain.row_marks import became


def rows(spelt: str) -> list[tuple[dict[str, str], str]]:
    """Rows such as `A1 B2`, each called by its letter; `-1` has no name."""
    return [({"all": each}, each[0].replace("-", "")) for each in spelt.split()]


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("A1 B2", "A1 B2", [0, 1]),
        ("A1 B2", "B2 A1", [1, 0]),
        ("A1 B2", "C3 B2", [None, 1]),
        ("A1 B2", "B2", [1]),
        ("A1 B2", "C3 A1 B2", [None, 0, 1]),
        ("A1 B2", "A7 B2", [0, 1]),
        ("A1 B2", "B2 A7", [1, 0]),
        ("A1 A1 B2", "A1 B2 A1", [0, 2, 1]),
        ("A1 A2", "A2 A7", [1, 0]),
        ("A1 A2", "A7 A8", [None, None]),
        ("A1", "A7 A8", [None, None]),
        ("A1 A2", "A7", [None]),
        ("-1 -2", "-2 -1", [1, 0]),
        ("-1", "-7", [None]),
        ("", "A1", [None]),
        ("A1", "", []),
    ],
)
def test_row_is_the_same_by_all_its_answers_and_else_by_its_name_alone(
    before: str, after: str, found: list[int | None]
) -> None:
    """No row becomes two, and where two could be meant, none is."""
    assert became(rows(before), rows(after)) == found

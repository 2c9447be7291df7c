from __future__ import annotations

from chalicelib.domain.growing import Grown


def listed() -> tuple[list[int], Grown[int, tuple[int, ...]]]:
    """The parts that were looked at, and a function that gives its parts."""
    looked: list[int] = []

    def more(before: tuple[int, ...] | None, part: int) -> tuple[int, ...]:
        looked.append(part)
        return (*(before or ()), part)

    return looked, Grown(more, most=2)


def test_what_is_found_is_that_of_all_parts() -> None:
    """Whether it was found before, with one part less, or never; nothing of nothing."""
    _, found = listed()

    assert found((1, 2)) == (1, 2)
    assert found((1, 2, 3)) == (1, 2, 3)
    assert found((1, 2, 3)) == (1, 2, 3)
    assert found((1, 4, 3)) == (1, 4, 3)
    assert found(()) is None


def test_one_more_part_is_looked_at_alone() -> None:
    """The parts before it were; what shares no more than its beginning is found from there."""
    looked, found = listed()

    found((1, 2))
    found((1, 2, 3))
    found((1, 2, 3))
    found((1, 4))

    assert looked == [1, 2, 3, 1, 4]


def test_only_the_last_are_kept() -> None:
    """Those that were asked for last; none once they are forgotten."""
    looked, found = listed()
    found((1,))
    found((2,))
    found((1,))
    found((3,))
    assert looked == [1, 2, 3]

    found((1,))
    assert looked == [1, 2, 3]
    found((2,))
    assert looked == [1, 2, 3, 2]
    found.forget()
    found((2,))

    assert looked == [1, 2, 3, 2, 2]

"""How answers became others: each with what it was and what it is, groups row by row. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib.domain.errors import child


@dataclass(frozen=True, slots=True)
class Change:
    """An answer that became another one; None where there was none, or is none any more.

    `pointer` is a JSON Pointer into the answers: `/essay`; `/guardians/1/email` in a row that stays and
    `/guardians/1` for a row that came, both counted as the rows are now; `/guardians/1` too for a row that
    went, counted as the rows were.
    """

    pointer: str
    before: Any
    after: Any


def between(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """What changed, in the order of the answers as they are, then those that are gone.

    >>> between({"name": "Ann", "age": 7}, {"name": "Anna", "age": 7})
    (Change(pointer='/name', before='Ann', after='Anna'),)
    """
    return tuple(_between(before, after, ""))


def _between(before: Mapping[str, Any], after: Mapping[str, Any], pointer: str) -> Iterator[Change]:
    for name in dict.fromkeys((*after, *before)):
        was, is_, place = before.get(name), after.get(name), child(pointer, name)
        if was == is_:
            continue
        if _are_rows(was) and _are_rows(is_):
            yield from _rows(was or (), is_ or (), place)
        else:
            yield Change(place, was, is_)


def _are_rows(value: Any) -> bool:
    """Whether it is a group's answer, or none at all."""
    return value is None or (isinstance(value, list) and all(isinstance(row, dict) for row in value))


def _rows(
    before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]], pointer: str
) -> Iterator[Change]:
    for was, is_ in pairs(before, after):
        if was is None:
            yield Change(f"{pointer}/{is_}", None, after[is_ or 0])
        elif is_ is None:
            yield Change(f"{pointer}/{was}", before[was], None)
        else:
            yield from _between(before[was], after[is_], f"{pointer}/{is_}")


def pairs(
    before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]
) -> list[tuple[int | None, int | None]]:
    """Which row became which, by their numbers: in order, those together that have most in common.

    None stands for a row that came or went.
    """
    # The best that can be had of the rows from `was` and `is_` on: twice for each answer in common, and once
    # for staying at all, so that a row is changed rather than gone and another one come.
    best = [[0] * (len(after) + 1) for _ in range(len(before) + 1)]
    for was in reversed(range(len(before))):
        for is_ in reversed(range(len(after))):
            together = best[was + 1][is_ + 1] + _alike(before[was], after[is_])
            best[was][is_] = max(together, best[was + 1][is_], best[was][is_ + 1])
    found: list[tuple[int | None, int | None]] = []
    was = is_ = 0
    while was < len(before) or is_ < len(after):
        if (
            was < len(before)
            and is_ < len(after)
            and best[was][is_] == best[was + 1][is_ + 1] + _alike(before[was], after[is_])
        ):
            found.append((was, is_))
            was, is_ = was + 1, is_ + 1
        elif was < len(before) and (is_ == len(after) or best[was][is_] == best[was + 1][is_]):
            found.append((was, None))
            was += 1
        else:
            found.append((None, is_))
            is_ += 1
    return found


def _alike(before: Mapping[str, Any], after: Mapping[str, Any]) -> int:
    return 1 + 2 * sum(1 for name, value in before.items() if name in after and after[name] == value)

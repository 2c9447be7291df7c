"""The graph of a workflow: which place each outcome leads to, and what can be come to from where.

Its nodes are the places of the workflow by number (steps side by side are one place) and the ends. Knows
neither documents nor people: `routes` checks by it, and pages draw it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from chalicelib.domain.closure import closure

Node = int | str
"""The number of a place, or one of `ENDS`."""

ACCEPTED = "accepted"
ENDS: tuple[str, ...] = (ACCEPTED, "declined", "withdrawn", "expired")
"""Where a submission can come to rest, as its states are called."""

_ENDING: Mapping[str, str] = {
    "decline": "declined",
    "withdraw": "withdrawn",
    "expire": "expired",
    "release": "expired",
}


@dataclass(frozen=True, slots=True)
class Member:
    """A step of a place: where its answers and its deadline lead, and whether it may be skipped."""

    outcomes: Collection[str]
    skipped: bool = False


def target(then: str, number: int, places: Mapping[str, int], count: int) -> Node:
    """The node that an outcome of a step at that place leads to; `places`: by step, `count`: how many."""
    if then in ("next", "accept"):
        return number + 1 if number + 1 < count else ACCEPTED
    return _ENDING[then] if then in _ENDING else places[then]


def ways(stages: Sequence[Sequence[Member]], places: Mapping[str, int]) -> list[set[Node]]:
    """Where each place leads. Side by side, `next` of one waits for the others: all have to be able to."""
    found: list[set[Node]] = []
    for number, stage in enumerate(stages):
        outcomes = {then for member in stage for then in member.outcomes} - {"next"}
        if all(member.skipped or "next" in member.outcomes for member in stage):
            outcomes.add("next")
        found.append({target(then, number, places, len(stages)) for then in outcomes})
    return found


def reached(ways: Sequence[Collection[Node]]) -> set[Node]:
    """Every node that can be come to from the first place."""
    return closure([0], lambda node: ways[node] if isinstance(node, int) else ())


def ending(ways: Sequence[Collection[Node]]) -> set[Node]:
    """Every node from which an end can be come to."""
    return closure(ENDS, lambda node: [place for place, targets in enumerate(ways) if node in targets])

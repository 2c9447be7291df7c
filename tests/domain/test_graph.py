from __future__ import annotations

import pytest

from chalicelib.domain import graph
from chalicelib.domain.graph import Member, Node

ON = Member({"next", "decline"})
PLACES = {"first": 0, "second": 1, "third": 2}


@pytest.mark.parametrize(
    ("then", "number", "node"),
    [
        ("next", 0, 1),
        ("accept", 0, 1),
        ("next", 2, "accepted"),
        ("accept", 2, "accepted"),
        ("decline", 0, "declined"),
        ("withdraw", 0, "withdrawn"),
        ("expire", 0, "expired"),
        ("release", 0, "expired"),
        ("third", 0, 2),
        ("first", 1, 0),
    ],
)
def test_outcome_leads_to_a_place_or_an_end(then: str, number: int, node: Node) -> None:
    """Past the last place everything that goes on is accepted."""
    assert graph.target(then, number, PLACES, 3) == node


@pytest.mark.parametrize(
    ("stage", "targets"),
    [
        ([ON], {1, "declined"}),
        ([ON, ON], {1, "declined"}),
        ([ON, Member({"decline"})], {"declined"}),
        ([ON, Member({"decline"}, skipped=True)], {1, "declined"}),
        ([ON, Member({"accept"})], {1, "declined"}),
        ([Member({"third", "next"})], {1, 2}),
        ([Member({"decline"}, skipped=True)], {1, "declined"}),
    ],
)
def test_place_leads_on_once_all_of_its_steps_can(stage: list[Member], targets: set[Node]) -> None:
    """Any outcome but `next` of one of them leads away at once."""
    assert graph.ways([stage, [ON], [ON]], PLACES)[0] == targets


def test_graph_is_explored_forwards_and_backwards() -> None:
    """What can be come to from the first place, and from where an end can be."""
    ways: list[set[Node]] = [{2, "declined"}, {2}, {3}, {2}]

    assert graph.reached(ways) == {0, 2, 3, "declined"}
    assert graph.ending(ways) == {0, *graph.ENDS}

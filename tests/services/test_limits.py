from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.services import limits
from tests.services.office import Office


@pytest.mark.parametrize(
    ("source", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("", ""),
    ],
)
def test_network_is_the_address_or_the_part_of_it_that_a_household_has(source: str, network: str) -> None:
    """Version 4 however it is written; whatever is no address stays as it is."""
    assert limits.network(source) == network


def test_links_are_asked_for_ten_times_an_hour_from_one_network() -> None:
    """Others are not hindered, an hour later it goes on, and what is counted is nobody's address."""
    office = Office()
    world = replace(office.world, limits=True)

    def asked(source: str) -> bool:
        return limits.may_ask_for_links(world, source, office.now)

    assert [asked("192.0.2.1") for _ in range(12)] == [True] * 10 + [False] * 2
    assert asked("192.0.2.2")
    assert "192.0.2" not in repr(office.stores.counters)
    office.wait(hours=1)
    assert asked("192.0.2.1")


def test_links_are_asked_for_without_a_limit_where_limits_are_off() -> None:
    """As in the demo; nothing is counted then."""
    office = Office()

    assert all(limits.may_ask_for_links(office.world, "192.0.2.1", office.now) for _ in range(100))
    assert "links" not in repr(office.stores.counters)

from __future__ import annotations

from datetime import UTC, datetime

from chalicelib.storage.ports import Stores

EXPIRES = datetime(2027, 3, 2, tzinfo=UTC)


def test_counter_counts_within_its_window(stores: Stores) -> None:
    """Each key and window has a count of its own, which begins with one."""
    keys = [
        ("a", "2027-03-01"),
        ("a", "2027-03-01"),
        ("a", "2027-03-02"),
        ("b", "2027-03-01"),
        ("a", "2027-03-01"),
    ]

    counts = [stores.counters.add(key, window, expires=EXPIRES) for key, window in keys]

    assert counts == [1, 2, 1, 1, 3]

"""Each law of seats can be broken: of a run in which nothing is wrong, one thing is made wrong."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from chalicelib.domain import desk
from chalicelib.services import records
from chalicelib.storage.ports import SeatHolder, Wait
from tests.simulator import programs, seats
from tests.simulator.run import Run, play


@pytest.fixture(scope="module")
def seed() -> int:
    """Of a run in the end of which somebody has a seat of a program that has so many and one kind."""
    for seed in range(200):
        found = play(programs.RANDOM, seed)
        store: Any = found.town.true.seats
        live = seats._live(found)
        if (
            store.holders
            and isinstance(live.capacity, int)
            and live.capacity
            and not found.town.weather.often
        ):
            assert found.wrong == []
            return seed
    raise LookupError("no such run")


@pytest.fixture
def run(seed: int) -> Run:
    """That run, of which something may be made wrong."""
    return play(programs.RANDOM, seed)


def holders(run: Run) -> dict[Any, SeatHolder]:
    """What the store has, to be changed."""
    store: Any = run.town.true.seats
    found: dict[Any, SeatHolder] = store.holders
    return found


def test_law_of_capacity_can_be_broken(run: Run) -> None:
    """One seat more than there are."""
    live = seats._live(run)
    assert list(seats.never_more_than_there_are(run, live)) == []

    for number in range(live.capacity + 1):
        holders(run)[live.id, f"more-{number}"] = SeatHolder(live.id, f"more-{number}", 1, has="")

    assert list(seats.never_more_than_there_are(run, live))


def test_law_of_agreement_can_be_broken(run: Run) -> None:
    """A seat that somebody was told of, and that is gone."""
    assert list(seats.journals_and_holders_agree(run)) == []

    holders(run).clear()

    assert list(seats.journals_and_holders_agree(run))


def test_law_of_leaks_can_be_broken(run: Run) -> None:
    """What somebody has withdrawn still has its seat."""
    (program, submission), holder = next(iter(holders(run).items()))
    records.change(run.quiet, submission, partial(desk.withdraw, by="applicant"))
    assert holders(run)[program, submission] == holder

    assert list(seats.journals_and_holders_agree(run))


def test_law_of_free_seats_can_be_broken(run: Run) -> None:
    """Somebody waits, and nobody has a seat."""
    live = seats._live(run)
    assert list(seats.none_is_free_while_somebody_waits(run, live)) == []

    holders(run).clear()
    holders(run)[live.id, "a"] = SeatHolder(live.id, "a", 1, waits=Wait("", "1"))

    assert list(seats.none_is_free_while_somebody_waits(run, live))


def test_law_of_turns_can_be_broken(run: Run) -> None:
    """Who stood behind has a seat, and who stood before still waits."""
    live = seats._live(run)
    first = SeatHolder(live.id, "a", 1, waits=Wait("", "1"))
    run.waited = {("a", ""): "1#a", ("b", ""): "2#b"}
    holders(run)[live.id, "a"] = first
    holders(run)[live.id, "b"] = SeatHolder(live.id, "b", 1, has="")

    assert list(seats.nobody_is_passed_over(run))
    holders(run)[live.id, "a"] = replace(first, has="", waits=None)
    assert list(seats.nobody_is_passed_over(run)) == []

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from infra.local.functions import Function
from infra.local.pump import Pump, Schedule
from infra.local.sources import ScheduleMapping


class Heap:
    """A source whose records are words; each may lead to others in another heap."""

    def __init__(self, name: str, *, failing: int = 0, broken: int = 0) -> None:
        self.name = name
        self.words: list[str] = []
        self.taken: list[str] = []
        self.then: Heap | None = None
        self._failing = failing
        self._broken = broken
        self._again = 0.0

    def step(self) -> bool:
        """Takes one word; the first few times it fails, or can't even be looked at."""
        if self._broken:
            self._broken -= 1
            raise ConnectionError("planted")
        if not self.words or time.monotonic() < self._again:
            return False
        if self._failing:
            self._failing -= 1
            self._again = time.monotonic() + 0.05
            return True
        word = self.words.pop(0)
        self.taken.append(word)
        if self.then is not None:
            self.then.words.append(word)
        return True

    def waiting(self) -> float | None:
        """Seconds until a word that failed is tried again."""
        return max(0.0, self._again - time.monotonic()) if self.words else None


@contextmanager
def pumping(*sources: Heap, schedules: tuple[Schedule, ...] = ()) -> Iterator[Pump]:
    """A pump at work."""
    pump = Pump(sources, schedules)
    pump.start()
    try:
        yield pump
    finally:
        pump.stop()


def schedule(handler: Any) -> Schedule:
    """A function that is called once an hour, or when it is fired."""
    return Schedule(
        ScheduleMapping(Function("sweep", handler), 3600), lambda: datetime(2026, 12, 1, tzinfo=UTC)
    )


def test_drain_follows_what_leads_to_more() -> None:
    """It is idle when the last source has done what the first one led to."""
    first, second = Heap("first"), Heap("second")
    first.then = second
    with pumping(first, second) as pump:
        first.words += ["a", "b", "c"]

        assert pump.drain(5)

    assert (first.taken, second.taken) == (["a", "b", "c"], ["a", "b", "c"])


def test_drain_waits_for_what_is_tried_again() -> None:
    """A failure that passes is no reason to stop waiting, nor is an endpoint that is down for a moment."""
    heap = Heap("heap", failing=3, broken=2)
    with pumping(heap) as pump:
        heap.words += ["a"]

        assert pump.drain(5)

    assert heap.taken == ["a"]


def test_drain_gives_up_in_time() -> None:
    """What never ends is told, after the time that was given."""
    heap = Heap("heap", failing=10**6)
    with pumping(heap) as pump:
        heap.words += ["a"]
        began = time.monotonic()

        assert not pump.drain(0.3)

    assert time.monotonic() - began < 2


def test_drain_fires_schedules_until_they_lead_to_nothing() -> None:
    """What is due is done, and what that makes due, too."""
    heap = Heap("heap")
    due = ["a", "b"]

    def sweep(event: dict[str, Any], _: Any) -> None:
        assert event["detail-type"] == "Scheduled Event"
        assert event["time"] == "2026-12-01T00:00:00Z"
        heap.words.extend(due[:1])
        del due[:1]

    with pumping(heap, schedules=(schedule(sweep),)) as pump:
        assert pump.drain(5)

    assert heap.taken == ["a", "b"]


def test_drain_is_not_idle_while_the_schedule_fails() -> None:
    """A sweep that fails is made again within the time."""
    left = [1, 1]

    def sweep(_: Any, __: Any) -> None:
        if left:
            left.pop()
            raise RuntimeError("planted")

    with pumping(Heap("heap"), schedules=(schedule(sweep),)) as pump:
        assert pump.drain(5)

    assert left == []


def test_call_is_answered_at_once() -> None:
    """Nobody waits for the next look when something was written."""
    heap = Heap("heap")
    with pumping(heap) as pump:
        assert pump.drain(5)
        heap.words += ["a"]
        began = time.monotonic()
        pump.wake()
        while not heap.taken and time.monotonic() - began < 5:
            threading.Event().wait(0.001)

    assert time.monotonic() - began < 0.5

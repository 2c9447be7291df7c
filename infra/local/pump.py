"""Plays the event sources of Lambda: keeps every function fed, each from a thread of its own, as AWS does.

Whoever writes calls `wake`, so that nothing waits for the next look; the looks in between are for what others
write, and for what becomes visible later. `drain` answers when there is nothing left to do.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from infra.local.functions import Failed, Function, complain
from infra.local.queues import QueueSource
from infra.local.sources import ScheduleMapping

IDLE = 2.0
"""Seconds between two looks where nobody calls."""


class Source(Protocol):
    """What a function is fed from."""

    name: str

    def step(self) -> bool:
        """Delivers what is there; True if there was any."""
        ...

    def waiting(self) -> float | None:
        """Seconds until something that failed is tried again; None where nothing waits."""
        ...


class Schedule:
    """Calls a function at intervals, and whenever it is fired."""

    def __init__(self, mapping: ScheduleMapping, now: Callable[[], datetime]) -> None:
        self._function: Function = mapping.function
        self.seconds = mapping.seconds
        self._now = now
        self._one = threading.Lock()

    def fire(self) -> bool:
        """Calls the function with a scheduled event; False if it failed, which the next time makes good."""
        event = {
            "version": "0",
            "id": str(uuid.uuid4()),
            "detail-type": "Scheduled Event",
            "source": "aws.events",
            "account": "",
            "time": self._now().strftime("%Y-%m-%dT%H:%M:%SZ"),
            "region": "",
            "resources": [self._function.name],
            "detail": {},
        }
        with self._one:
            try:
                self._function.call(event)
            except Failed:
                return False
        return True


class _Ledger:
    """Counts what was delivered, so that one can tell whether every source has looked since."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.count = 0
        self.looked: dict[str, int] = {}

    def delivered(self) -> int:
        """Notes that something happened; everybody's last look is out of date."""
        with self.changed:
            self.count += 1
            self.changed.notify_all()
            return self.count

    def found_nothing(self, name: str, count: int) -> None:
        """Notes that a source found nothing in a look that began at that count."""
        with self.changed:
            self.looked[name] = count
            self.changed.notify_all()

    def quiet(self, names: Sequence[str]) -> bool:
        """Has every source looked, and found nothing, since something was last delivered?"""
        return all(self.looked.get(name) == self.count for name in names)


class Pump:
    """All sources of an application, between `start` and `stop`."""

    def __init__(self, sources: Sequence[Source], schedules: Sequence[Schedule]) -> None:
        self._sources = sources
        self._schedules = schedules
        self._ledger = _Ledger()
        self._calls = [threading.Event() for _ in sources]
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(target=self._feed, args=pair, name=pair[0].name, daemon=True)
            for pair in zip(sources, self._calls, strict=True)
        ] + [
            threading.Thread(target=self._repeat, args=(schedule,), name="schedule", daemon=True)
            for schedule in schedules
        ]
        self._draining = threading.Lock()

    def start(self) -> None:
        """Feeds the functions from now on."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Ends when every function has finished what it was at, or after five seconds."""
        self._stopping.set()
        self.wake()
        with self._ledger.changed:
            self._ledger.changed.notify_all()
        until = time.monotonic() + 5
        for thread in self._threads:
            if thread.is_alive():
                thread.join(timeout=max(0.0, until - time.monotonic()))

    def wake(self) -> None:
        """Says that something may have been written."""
        for call in self._calls:
            call.set()

    def drain(self, seconds: float = 30.0) -> bool:
        """Waits until streams and queues are empty and nothing is due; False where that takes too long.

        What is due is what the schedules' functions find now: they are called until that leads to nothing.
        """
        until = time.monotonic() + seconds
        if not self._draining.acquire(timeout=seconds):
            return False
        try:
            while self._settle(until):
                before = self._ledger.count
                fired = [schedule.fire() for schedule in self._schedules]
                if not self._settle(until):
                    return False
                if all(fired) and self._ledger.count == before + 1:
                    return True
            return False
        finally:
            self._draining.release()

    def _settle(self, until: float) -> bool:
        """Waits until all sources are read to their end. Counts one for the look that it asks for."""
        names = [source.name for source in self._sources]
        self._ledger.delivered()
        while not self._stopping.is_set():
            self.wake()
            with self._ledger.changed:
                if not self._ledger.changed.wait_for(
                    lambda: self._ledger.quiet(names) or self._stopping.is_set(),
                    timeout=max(0.0, min(until - time.monotonic(), 0.5)),
                ):
                    if time.monotonic() >= until:
                        return False
                    continue
            if self._empty() and self._ledger.quiet(names):
                return True
            self._stopping.wait(0.05)
            if time.monotonic() >= until:
                return False
        return False

    def _empty(self) -> bool:
        """Are the queues empty? Not where that can't be told."""
        queues = [source for source in self._sources if isinstance(source, QueueSource)]
        try:
            return all(queue.empty() for queue in queues)
        except Exception as error:  # noqa: BLE001 - an endpoint may be down for a while
            complain(f"queues can't be looked at: {type(error).__name__}")
            return False

    def _feed(self, source: Source, call: threading.Event) -> None:
        """One source's thread: delivers while there is something, then waits to be called."""
        trouble = 0.0
        while not self._stopping.is_set():
            call.clear()
            began = self._ledger.count
            try:
                worked = source.step()
                trouble = 0.0
            except Exception as error:  # noqa: BLE001 - an endpoint may be down for a while
                if not trouble and not self._stopping.is_set():
                    complain(f"{source.name} can't be fed: {type(error).__name__}")
                trouble = min(trouble * 2 or 0.05, 2.0)
                self._stopping.wait(trouble)
                continue
            if worked:
                self._ledger.delivered()
                self.wake()
                continue
            waiting = source.waiting()
            if waiting is None:
                self._ledger.found_nothing(source.name, began)
            call.wait(IDLE if waiting is None else min(waiting, IDLE))

    def _repeat(self, schedule: Schedule) -> None:
        while not self._stopping.wait(schedule.seconds):
            schedule.fire()
            self.wake()

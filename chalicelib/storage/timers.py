"""What is due, in DynamoDB: a sparse index over summaries and message rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from chalicelib.storage import keys
from chalicelib.storage.failures import guarded
from chalicelib.storage.ports import Timer
from chalicelib.storage.tables import ByTimer, TimerItem


class Timers:
    """`ports.Timers` on the table `desk`."""

    def __init__(self, timed: type[TimerItem]) -> None:
        self._timed = timed

    def due(self, timer: Timer, now: datetime, limit: int) -> Sequence[str]:
        """One Query. What was written within the last second may be missing, or there still."""
        by_now = timer, ByTimer.fires <= now
        items = guarded(lambda: list(self._timed.timers.query(*by_now, limit=limit)))
        return [keys.timed(item.pk, item.sk) for item in items]

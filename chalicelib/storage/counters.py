"""Counts within windows of time, in DynamoDB. A lost answer may count twice: limits are no accounts."""

from __future__ import annotations

from datetime import datetime

from pynamodb.expressions.update import Action

from chalicelib.storage import keys
from chalicelib.storage.failures import guarded
from chalicelib.storage.tables import CountItem


class Counters:
    """`ports.Counters` on the table `desk`."""

    def __init__(self, counts: type[CountItem]) -> None:
        self._counts = counts

    def add(self, key: str, window: str, *, expires: datetime) -> int:
        """One UpdateItem."""
        item = self._counts(keys.count(key), window)
        actions: list[Action] = [CountItem.total.add(1), CountItem.expires.set(int(expires.timestamp()))]
        guarded(lambda: item.update(actions))
        return int(item.total)

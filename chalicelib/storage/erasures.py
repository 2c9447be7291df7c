"""The list of what was erased, in the table of the journal, so that a backup of it has the list too."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from chalicelib.storage import keys
from chalicelib.storage.failures import guarded
from chalicelib.storage.tables import ErasureItem


class Erasures:
    """`ports.Erasures` on the table `journal`."""

    def __init__(self, erasures: type[ErasureItem]) -> None:
        self._erasures = erasures

    def add(self, submission: str, at: datetime) -> None:
        """One PutItem; the same again changes nothing."""
        item = self._erasures(keys.ERASURES, submission, at=at)
        guarded(item.save)

    def all(self) -> Mapping[str, datetime]:
        """One Query for each megabyte, which is some 12,000 of them."""
        items = guarded(lambda: list(self._erasures.query(keys.ERASURES, consistent_read=True)))
        return {item.sk: item.at for item in items}

"""A store in which every upload that anybody names is there, whatever field and program it is named for.

The simulator makes answers of definitions alone, and its laws are about what follows from a form.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from chalicelib.storage.ports import Upload
from tests import memory


class Fitting(str):
    """A word that is whatever it is compared with."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        """As every word."""
        return isinstance(other, str)

    def __ne__(self, other: object) -> bool:
        """As no other thing."""
        return not isinstance(other, str)

    __hash__ = str.__hash__


_FITS = Fitting("fits")
_NEVER = datetime(2999, 1, 1, tzinfo=UTC)


class Storeroom(memory.Files):
    """Files of which none is missing."""

    def rows(self, *ids: str) -> Mapping[str, Upload]:
        """A row for each id, made where there is none."""
        with self.lock:
            for id_ in ids:
                made = Upload(id_, _FITS, _FITS, "a.pdf", _FITS, 1, expires=_NEVER)
                self.uploads.setdefault(id_, made)
            return super().rows(*ids)

"""What is found of something that grows at its end: from what was found of it before its last part came."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

Part = TypeVar("Part")
Found = TypeVar("Found")


class Grown(Generic[Part, Found]):
    """A function of a sequence that gives what it gave last, and goes on from there where one part is new.

    >>> total = Grown(lambda before, part: (before or 0) + part, most=2)
    >>> total((1, 2)), total((1, 2, 3))
    (3, 6)
    """

    def __init__(self, more: Callable[[Found | None, Part], Found], *, most: int) -> None:
        """`more`: what is found with one more part, of None at the beginning; `most`: how many are kept."""
        self._more = more
        self._most = most
        self._kept: dict[tuple[Part, ...], Found] = {}
        self._lock = Lock()

    def __call__(self, parts: tuple[Part, ...]) -> Found | None:
        """What is found of all parts; None where there are none."""
        with self._lock:
            found = self._kept.pop(parts, None)
            start = len(parts)
            if found is None and parts:
                found = self._kept.get(parts[:-1])
                start = 0 if found is None else len(parts) - 1
        for part in parts[start:]:
            found = self._more(found, part)
        if found is not None:
            with self._lock:
                self._kept[parts] = found
                while len(self._kept) > self._most:
                    del self._kept[next(iter(self._kept))]
        return found

    def forget(self) -> None:
        """Nothing is kept of what was found so far."""
        with self._lock:
            self._kept.clear()

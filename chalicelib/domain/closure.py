"""What follows from what, all the way: of places in a workflow, of fields in a form."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

Each = TypeVar("Each", bound=Hashable)


def closure(start: Iterable[Each], following: Callable[[Each], Iterable[Each]]) -> set[Each]:
    """These, and everything that follows from one of them, be it by way of others.

    >>> sorted(closure([3], lambda number: [number - 1] if number else []))
    [0, 1, 2, 3]
    """
    found: set[Each] = set()
    waiting = deque(start)
    while waiting:
        each = waiting.popleft()
        if each not in found:
            found.add(each)
            waiting.extend(following(each))
    return found

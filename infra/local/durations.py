"""How far the demo's clock is moved: `8d` as text, and back as a duration. Pure."""

from __future__ import annotations

import re
from datetime import timedelta

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def duration(text: object) -> timedelta:
    """The time that `90s`, `15m`, `1h` or `8d` says. Raises ValueError for all else, and beyond ten years.

    >>> duration("8d")
    datetime.timedelta(days=8)
    """
    found = re.fullmatch(r"([0-9]{1,9})([smhd])", text) if isinstance(text, str) else None
    if found is None:
        raise ValueError("say how far, such as 8d: a whole number and one of s, m, h, d")
    moved = timedelta(seconds=int(found[1]) * _SECONDS[found[2]])
    if moved > timedelta(days=3653):
        raise ValueError("at most ten years at once")
    return moved

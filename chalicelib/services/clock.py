"""What time it is. The demo moves it on; nothing else does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_ahead = [timedelta(0)]


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC) + _ahead[0]


def advance(by: timedelta) -> datetime:
    """Moves this process's clock on; the new instant."""
    _ahead[0] += by
    return now()


def reset() -> None:
    """Back to the machine's own time."""
    _ahead[0] = timedelta(0)

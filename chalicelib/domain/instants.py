"""Instants as text and back: aware UTC datetimes, one spelling that sorts as time does."""

from __future__ import annotations

from datetime import UTC, datetime

_SPELLING = "%Y-%m-%dT%H:%M:%S.%fZ"


def to_text(instant: datetime) -> str:
    """The instant as `2026-11-23T23:08:00.000000Z`; earlier instants sort before later ones."""
    return instant.astimezone(UTC).strftime(_SPELLING)


def from_text(text: str) -> datetime:
    """The aware UTC instant that `to_text` wrote. Raises ValueError for any other spelling."""
    return datetime.strptime(text, _SPELLING).replace(tzinfo=UTC)

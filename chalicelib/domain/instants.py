"""Instants as text and back: aware UTC datetimes, one spelling that sorts as time does."""

from __future__ import annotations

from datetime import UTC, datetime


def to_text(instant: datetime) -> str:
    """The instant as `2026-11-23T23:08:00.000000Z`; earlier instants sort before later ones."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds")[: -len("+00:00")] + "Z"


def from_text(text: str) -> datetime:
    """The aware UTC instant that `to_text` wrote. Raises ValueError for any other spelling."""
    instant = datetime.fromisoformat(text) if text.endswith("Z") else None
    if instant is None or to_text(instant) != text:
        raise ValueError(f"{text!r} does not match the spelling of instants")
    return instant

"""Finding submissions by the beginning of a word, and the places at which lists are cut into pages.

A submission's position is when it came, and its id: unique, so that no page repeats or skips what came at
the same instant. Knows nothing of tables.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from datetime import datetime

from chalicelib.domain import instants

LONGEST = 200
"""Characters of a term that count; a sort key has 1,024 bytes."""


def position(submitted: datetime, submission: str) -> str:
    """Where a submission stands in lists; later ones sort after earlier ones."""
    return f"{instants.to_text(submitted)}#{submission}"


def submitted(place: str) -> datetime:
    """When the submission at that position came."""
    return instants.from_text(place.partition("#")[0])


def trimmed(terms: Iterable[str]) -> tuple[str, ...]:
    """The terms as they are kept: once each, sorted, none empty, none longer than LONGEST."""
    return tuple(sorted({term[:LONGEST] for term in terms if term}))


def matches(q: str, terms: Iterable[str]) -> bool:
    """Does one of the terms, as they are kept, begin with it?"""
    return any(term.startswith(q[:LONGEST]) for term in terms)


def cursor(place: str) -> str:
    """What follows that position, as callers hold it."""
    return base64.urlsafe_b64encode(json.dumps([place]).encode()).decode().rstrip("=")


def place_of(text: str) -> str:
    """The position in a cursor of ours. Raises ValueError for any other text.

    >>> place_of("WyJ5ZXN0ZXJkYXkiXQ")
    Traceback (most recent call last):
    ValueError: not a cursor
    """
    try:
        (place,) = json.loads(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
        instant, _, submission = place.partition("#")
        canonical = position(instants.from_text(instant), submission)
    except (AttributeError, TypeError, ValueError):
        raise ValueError("not a cursor") from None
    if not submission or cursor(canonical) != text:
        raise ValueError("not a cursor")
    return canonical

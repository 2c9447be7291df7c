"""Which of the languages on offer a visitor reads best."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.language.catalogue import fallbacks

_LONGEST = 1_000
_MOST = 30


def best(accept_language: str | None, offered: Sequence[str]) -> str:
    """The offered language that an Accept-Language header asks for most (RFC 4647 §3.4, lookup).

    The first one on offer where there is no header, or nothing in it is offered. Who asks for `zh` and finds
    only a kind of it gets that.

    >>> best("fr, ja-JP;q=0.8, en;q=0.5", ["en", "ja"])
    'ja'
    """
    ranges = _ranges(accept_language or "")
    refused = {name for name, weight in ranges if weight == 0}
    welcome = [each for each in offered if each.lower() not in refused]
    for name, weight in ranges:
        if weight == 0:
            continue
        if name == "*":
            return next(iter(welcome), offered[0])
        found = _lookup(name, welcome)
        if found is not None:
            return found
    return offered[0]


def _lookup(name: str, offered: Sequence[str]) -> str | None:
    by_name = {each.lower(): each for each in offered}
    for candidate in fallbacks(name):
        if candidate.lower() in by_name:
            return by_name[candidate.lower()]
    return next((each for each in offered if each.lower().startswith(f"{name}-")), None)


def _ranges(header: str) -> list[tuple[str, float]]:
    """Language ranges in small letters with their weights, heaviest first; nonsense is left out."""
    found = []
    for part in header[:_LONGEST].split(",")[:_MOST]:
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        plain = name.replace("-", "")
        if name == "*" or (plain.isascii() and plain.isalnum()):
            found.append((name, _weight(parameters)))
    return sorted(found, key=lambda each: -each[1])


def _weight(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                weight = float(parameter[2:])
            except ValueError:
                return 0.0
            return weight if 0 <= weight <= 1 else 0.0
    return 1.0

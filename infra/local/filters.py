"""The filter patterns of event source mappings: which records Lambda would hand on. Pure.

Of EventBridge's pattern language it knows what Concord's templates use; anything else is an error, so that a
pattern is never silently wider here than there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

Pattern = Mapping[str, Any]


def patterns(criteria: Mapping[str, Any] | None) -> tuple[Pattern, ...]:
    """The patterns of a mapping's FilterCriteria."""
    return tuple(json.loads(item["Pattern"]) for item in (criteria or {}).get("Filters", []))


def passes(record: Mapping[str, Any], some: Iterable[Pattern]) -> bool:
    """Does the record match any of the patterns? Without patterns every record does.

    >>> passes({"eventName": "INSERT"}, [{"eventName": ["INSERT"]}])
    True
    """
    alternatives = tuple(some)
    return not alternatives or any(_matches(record, pattern) for pattern in alternatives)


def _matches(value: Any, pattern: Any) -> bool:
    """A mapping needs all its keys to match; a list, any of its conditions."""
    if isinstance(pattern, Mapping):
        return all(
            _matches(value.get(key) if isinstance(value, Mapping) else None, inner)
            for key, inner in pattern.items()
        )
    return any(_holds(value, condition) for condition in pattern)


def _holds(value: Any, condition: Any) -> bool:
    if not isinstance(condition, Mapping):
        return bool(value == condition)
    ((word, wanted),) = condition.items()
    if word not in _WORDS:
        raise ValueError(f"the filter word {word!r} is not known to the demo")
    return _WORDS[word](value, wanted)


def _prefix(value: Any, wanted: str) -> bool:
    return isinstance(value, str) and value.startswith(wanted)


def _suffix(value: Any, wanted: str) -> bool:
    return isinstance(value, str) and value.endswith(wanted)


def _exists(value: Any, wanted: object) -> bool:
    return (value is not None) is wanted


def _anything_but(value: Any, wanted: Any) -> bool:
    if isinstance(wanted, Mapping):
        return value is not None and not _holds(value, wanted)
    excluded: Sequence[Any] = wanted if isinstance(wanted, list) else [wanted]
    return value is not None and value not in excluded


_WORDS: Mapping[str, Callable[[Any, Any], bool]] = {
    "prefix": _prefix,
    "suffix": _suffix,
    "exists": _exists,
    "anything-but": _anything_but,
}

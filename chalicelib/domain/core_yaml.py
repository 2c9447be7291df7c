"""YAML 1.2's core schema, less what has no place in a definition, as JSON data with the place of each part.

The events of libyaml's parser are composed here: PyYAML's loaders speak YAML 1.1, and the one that uses
libyaml can't be told otherwise. Every wheel of PyYAML has libyaml; its parser in Python takes many times as
long, and reads what is oddly spelt in another way, so that it is no second choice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

DEEPEST = 50
"""Objects and lists within one another; a definition needs ten."""

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}

Place = tuple[int, int]
"""Line and column, counted from 1."""


class Mark(NamedTuple):
    """Where a value begins; of an object also its keys, by name; and the marks of what is in it."""

    place: Place
    keys: dict[str, Place]
    members: dict[str, Mark]


class NotYaml(Exception):
    """It is no YAML, or says what nothing here understands."""

    def __init__(self, reason: str, place: Place) -> None:
        """`reason` in PyYAML's words, or in ours."""
        super().__init__(reason)
        self.reason = reason
        self.place = place


def read(text: str) -> tuple[Any, Mark]:
    """The JSON value that the YAML means, and where each part of it stands. Raises NotYaml.

    Only `true`, `false`, `null`, and decimal numbers are more than strings; duplicate keys, anchors,
    aliases and tags are refused.
    """
    import yaml

    text = text.removeprefix("\ufeff")
    try:
        return _document(yaml.parse(text, Loader=yaml.CBaseLoader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = _place(mark) if mark else (1, 1)
        raise NotYaml(error.problem or "", min(place, _end(text))) from error
    except (yaml.YAMLError, UnicodeEncodeError) as error:  # characters that YAML does not have
        raise NotYaml(str(error), (1, 1)) from error


def _end(text: str) -> Place:
    """The end of the text; libyaml says that of a line that was never begun."""
    lines = f"{text}.".splitlines()
    return len(lines), len(lines[-1])


def _place(mark: Any) -> Place:
    return mark.line + 1, mark.column + 1


def _document(events: Iterator[Any]) -> tuple[Any, Mark]:
    """The only document of the stream; null where there is none."""
    next(events)
    if _kind(event := next(events)) == "StreamEnd":
        return None, Mark((1, 1), {}, {})
    found = _node(events, next(events), 0)
    next(events)
    if _kind(event := next(events)) != "StreamEnd":
        raise NotYaml("a second document begins here", _place(event.start_mark))
    return found


def _kind(event: Any) -> str:
    return type(event).__name__.removesuffix("Event")


def _node(events: Iterator[Any], event: Any, depth: int) -> tuple[Any, Mark]:
    place = _place(event.start_mark)
    kind = _kind(event)
    if event.anchor is not None:  # an alias has one as well
        raise NotYaml("anchors and aliases are not used here", place)
    if event.tag is not None:
        raise NotYaml("tags are not used here", place)
    if depth >= DEEPEST:
        raise NotYaml("it nests too deeply", place)
    match kind:
        case "Scalar":
            value = _plain(event.value, place) if event.implicit[0] else event.value
            return value, Mark(place, {}, {})
        case "SequenceStart":
            return _sequence(events, place, depth + 1)
        case _:
            return _mapping(events, place, depth + 1)


def _plain(text: str, place: Place) -> Any:
    """What a word without quotes means."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "-0123456789" or _NUMBER.fullmatch(text) is None:
        return text
    if _INTEGER.fullmatch(text) is None:
        return float(text)
    try:
        return int(text)
    except ValueError as error:  # longer than Python reads
        raise NotYaml(str(error), place) from error


def _sequence(events: Iterator[Any], place: Place, depth: int) -> tuple[list[Any], Mark]:
    items: list[Any] = []
    members: dict[str, Mark] = {}
    while _kind(event := next(events)) != "SequenceEnd":
        item, members[str(len(items))] = _node(events, event, depth)
        items.append(item)
    return items, Mark(place, {}, members)


def _mapping(events: Iterator[Any], place: Place, depth: int) -> tuple[dict[str, Any], Mark]:
    found: dict[str, Any] = {}
    mark = Mark(place, {}, {})
    while _kind(event := next(events)) != "MappingEnd":
        at = _place(event.start_mark)
        if _kind(event) != "Scalar":
            raise NotYaml("a key is a plain word", at)
        if event.anchor is not None or event.tag is not None:
            raise NotYaml("anchors, aliases and tags are not used here", at)
        if event.value in found:
            raise NotYaml(f"{event.value} stands here twice", at)
        mark.keys[event.value] = at
        found[event.value], mark.members[event.value] = _node(events, next(events), depth)
    return found, mark


AT_KEY = frozenset({"unknown_key", "unknown_operation"})
"""Codes of faults that are about a key, and not about what stands behind it."""


def place_of(mark: Mark, pointer: str, code: str) -> Place:
    """Where a fault is: at the value that its pointer means, or at the key; else at what lacks it."""
    at = mark.place
    for token in pointer.split("/")[1:]:
        name = token.replace("~1", "/").replace("~0", "~")
        if name not in mark.members:
            return mark.place
        at, mark = mark.keys.get(name, at), mark.members[name]
    return at if code in AT_KEY else mark.place

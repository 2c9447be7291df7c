"""Definitions as text: YAML 1.2's core schema, or JSON, into plain JSON data; and back as canonical JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from chalicelib.domain import core_yaml, words
from chalicelib.domain.core_yaml import DEEPEST, Mark, NotYaml, Place
from chalicelib.domain.errors import Fault, Invalid, child

LARGEST = 10.0**15
"""Of numbers in a definition."""

_TOO_DEEP = Fault("", "json", {"reason": "it nests too deeply"})


def from_json(text: str | bytes) -> Any:
    """The JSON value. Raises Invalid for what is no JSON, nests deeply, or names a member twice."""
    try:
        value = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Invalid([Fault("", "json", {"reason": str(error)})]) from error
    if _deep(value):
        raise Invalid([_TOO_DEEP])
    return value


def from_yaml(text: str | bytes) -> Any:
    """The JSON value that the YAML means. Raises Invalid with line and column.

    Only `true`, `false`, `null`, and decimal numbers are more than strings; duplicate keys, anchors,
    aliases and tags are refused.
    """
    return located(text)[0]


def located(text: str | bytes) -> tuple[Any, Mark]:
    """The same, and where each part of it stands (`core_yaml.place_of`)."""
    try:
        return core_yaml.read(text if isinstance(text, str) else text.decode())
    except UnicodeDecodeError as error:
        raise _no_yaml("it is not UTF-8", (1, 1)) from error
    except NotYaml as error:
        raise _no_yaml(error.reason, error.place) from error


def _no_yaml(reason: str, place: Place) -> Invalid:
    line, column = place
    return Invalid([Fault("", "yaml", {"reason": reason, "line": line, "column": column}, at=place)])


def unfit(document: Any) -> list[Fault]:
    """What JSON may say, but no definition may hold: control characters, halves of characters, numbers
    beyond what every reader of JSON knows (RFC 8259 §6), objects in objects without an end.
    """
    faults: list[Fault] = []
    waiting = [("", document, 0)]
    while waiting:
        pointer, value, depth = waiting.pop()
        match value:
            case dict() | list() if depth >= DEEPEST:
                faults.append(replace(_TOO_DEEP, pointer=pointer))
            case dict():
                waiting += [(child(pointer, key), each, depth + 1) for key, each in reversed(value.items())]
                faults += [fault for key in value for fault in _unwritten(key, child(pointer, key))]
            case list():
                waiting += [(child(pointer, n), each, depth + 1) for n, each in reversed([*enumerate(value)])]
            case str():
                faults += _unwritten(value, pointer)
            case bool():
                pass
            case int() | float() if not abs(value) <= LARGEST:
                faults.append(Fault(pointer, "too_large", {"limit": LARGEST}))
    return faults


def _unwritten(text: object, pointer: str) -> list[Fault]:
    found = words.forbidden(str(text), lines=True)
    return [] if found is None else [Fault(pointer, "forbidden_character", {"character": words.code(found)})]


def _deep(value: Any) -> bool:
    """Whether it nests deeper than anything of ours, so that nobody who walks it falls over."""
    level = [value]
    for _ in range(DEEPEST):
        level = [
            each
            for outer in level
            if isinstance(outer, dict | list)
            for each in (outer.values() if isinstance(outer, dict) else outer)
        ]
        if not level:
            return False
    return True


def to_json(document: Any) -> str:
    """Compact JSON text, members in the document's order."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError("a member is named twice")
    return members


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no number of JSON")

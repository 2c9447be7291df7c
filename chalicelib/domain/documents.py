"""Definitions as text: YAML 1.2's core schema, or JSON, into plain JSON data; and back as canonical JSON."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import lru_cache
from typing import Any

from chalicelib.domain import words
from chalicelib.domain.errors import Fault, Invalid, child

DEEPEST = 50
"""Objects and lists within one another; a definition needs ten."""

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
    import yaml

    try:
        value = yaml.load(text, Loader=_loader())  # noqa: S506 - a SafeLoader with fewer types
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = {"line": mark.line + 1, "column": mark.column + 1} if mark else {"line": 1, "column": 1}
        raise Invalid([Fault("", "yaml", {"reason": error.problem or "", **place})]) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise Invalid([Fault("", "yaml", {"reason": str(error), "line": 1, "column": 1})]) from error
    if _deep(value):
        raise Invalid([_TOO_DEEP])
    return value


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


@lru_cache(maxsize=1)
def _loader() -> Any:
    import yaml
    from yaml.constructor import ConstructorError
    from yaml.nodes import MappingNode, Node

    class Core(yaml.SafeLoader):
        """YAML 1.2's core schema less what has no place in a definition."""

        def compose_node(self, parent: Node | None, index: Any) -> Node | None:
            event = self.peek_event()  # type: ignore[no-untyped-call]  # the stubs leave it out
            if self.check_event(yaml.AliasEvent) or getattr(event, "anchor", None):
                raise ConstructorError(None, None, "anchors and aliases are not used here", event.start_mark)
            if getattr(event, "tag", None):
                raise ConstructorError(None, None, "tags are not used here", event.start_mark)
            return super().compose_node(parent, index)

        def construct_mapping(self, node: MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002 - PyYAML's
            seen: set[str] = set()
            for key, _ in node.value:
                if not hasattr(key, "value") or not isinstance(key.value, str):
                    raise ConstructorError(None, None, "a key is a plain word", key.start_mark)
                if key.value in seen:
                    raise ConstructorError(None, None, f"{key.value} stands here twice", key.start_mark)
                seen.add(key.value)
            return {key.value: self.construct_object(value, deep=deep) for key, value in node.value}

    Core.yaml_implicit_resolvers = {}
    Core.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"(?:true|false)\Z"), list("tf"))
    Core.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"(?:null|~|)\Z"), ["n", "~", ""])
    Core.add_implicit_resolver(
        "tag:yaml.org,2002:int", re.compile(r"-?(?:0|[1-9][0-9]*)\Z"), list("-0123456789")
    )
    Core.add_implicit_resolver(
        "tag:yaml.org,2002:float",
        re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?\Z"),
        list("-0123456789"),
    )
    return Core

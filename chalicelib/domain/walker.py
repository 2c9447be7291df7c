"""Names every fault in the shape of a document, where msgspec itself stops at the first.

Walks a JSON value beside the type that it should have (`msgspec.inspect`), so that one model serves
reading, checking and the published schema. Knows nothing of what a document means, save that a text is
there in every language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from msgspec import inspect

from chalicelib.domain.errors import Fault, child


def faults(model: type, document: object, *, languages: Sequence[str] = ()) -> list[Fault]:
    """Everything in which the document differs from the model, in the document's order."""
    return list(_walk(_described(model), document, "", tuple(languages)))


@lru_cache(maxsize=32)
def _described(model: type) -> inspect.Type:
    return inspect.type_info(model)


def _walk(kind: inspect.Type, value: object, pointer: str, languages: tuple[str, ...]) -> Iterator[Fault]:
    if isinstance(kind, inspect.AnyType):
        return  # JSON Logic, which has rules of its own
    match kind:
        case inspect.CustomType():
            shape = _described(getattr(kind.cls, "shape")(value))  # noqa: B009 - no type that mypy knows has one
            yield from _walk(shape, value, pointer, languages)
        case inspect.Metadata():
            yield from _walk(kind.type, value, pointer, languages)
        case inspect.UnionType():
            yield from _union(kind, value, pointer, languages)
        case inspect.StructType():
            yield from _struct(kind, value, pointer, languages)
        case inspect.VarTupleType() | inspect.ListType():
            yield from _sequence(kind, value, pointer, languages)
        case inspect.DictType():
            yield from _mapping(kind, value, pointer, languages)
        case inspect.LiteralType() if value not in kind.values or isinstance(value, bool):
            yield Fault(pointer, "not_one_of", {"options": list(kind.values)})
        case inspect.LiteralType():
            pass
        case inspect.StrType():
            yield from _string(kind, value, pointer)
        case inspect.IntType() | inspect.FloatType():
            yield from _number(kind, value, pointer)
        case inspect.BoolType() | inspect.NoneType():
            yield from _constant(kind, value, pointer)
        case _:  # a new kind in the model needs its line here
            raise TypeError(f"{pointer}: {kind}")


def _constant(kind: inspect.Type, value: object, pointer: str) -> Iterator[Fault]:
    expected = "boolean" if isinstance(kind, inspect.BoolType) else "null"
    if not (isinstance(value, bool) if expected == "boolean" else value is None):
        yield Fault(pointer, "wrong_type", {"expected": expected})


def _union(
    kind: inspect.UnionType, value: object, pointer: str, languages: tuple[str, ...]
) -> Iterator[Fault]:
    members = [member for member in kind.types if not isinstance(member, inspect.NoneType)]
    if value is None and len(members) < len(kind.types):
        # A key without a value in YAML is a slip: what is not wanted is left out.
        yield Fault(pointer, "wrong_type", {"expected": " | ".join(_word(member) for member in members)})
        return
    if len(members) == 1:
        yield from _walk(members[0], value, pointer, languages)
        return
    structs = [member for member in members if isinstance(_bare(member), inspect.StructType)]
    if isinstance(value, dict) and structs:
        yield from _one_of(structs, value, pointer, languages)
        return
    fitting = [member for member in members if _fits(_bare(member), value)]
    if not fitting:
        yield Fault(pointer, "wrong_type", {"expected": " | ".join(_word(member) for member in members)})
    elif _is_text(members):
        yield from _text(value, pointer, languages)
    else:
        yield from _walk(fitting[0], value, pointer, languages)


def _one_of(
    members: Sequence[inspect.Type], value: dict[Any, Any], pointer: str, languages: tuple[str, ...]
) -> Iterator[Fault]:
    """A struct, or one of several by its tag."""
    structs = [member for member in map(_bare, members) if isinstance(member, inspect.StructType)]
    field = structs[0].tag_field
    chosen: inspect.StructType | None = structs[0]
    if field is not None:
        tags = [struct.tag for struct in structs]
        chosen = next((struct for struct in structs if struct.tag == value.get(field)), None)
        if field not in value:
            yield Fault(child(pointer, field), "missing", {"options": tags})
        elif chosen is None:
            yield Fault(child(pointer, field), "not_one_of", {"options": tags})
    if chosen is not None:
        yield from _struct(chosen, value, pointer, languages)


def _struct(
    kind: inspect.StructType, value: object, pointer: str, languages: tuple[str, ...]
) -> Iterator[Fault]:
    if not isinstance(value, dict):
        yield Fault(pointer, "wrong_type", {"expected": "object"})
        return
    fields = {field.encode_name: field for field in kind.fields if not field.encode_name.startswith("_")}
    for key, member in value.items():
        if key in fields:
            yield from _walk(fields[key].type, member, child(pointer, key), languages)
        elif key != kind.tag_field:
            yield Fault(child(pointer, key), "unknown_key", {"options": sorted(fields)})
    for name, field in fields.items():
        if field.required and name not in value:
            yield Fault(child(pointer, name), "missing")


def _sequence(
    kind: inspect.VarTupleType | inspect.ListType, value: object, pointer: str, languages: tuple[str, ...]
) -> Iterator[Fault]:
    if not isinstance(value, list):
        yield Fault(pointer, "wrong_type", {"expected": "list"})
        return
    yield from _length(kind, len(value), pointer)
    for number, member in enumerate(value):
        yield from _walk(kind.item_type, member, child(pointer, number), languages)


def _mapping(
    kind: inspect.DictType, value: object, pointer: str, languages: tuple[str, ...]
) -> Iterator[Fault]:
    if not isinstance(value, dict):
        yield Fault(pointer, "wrong_type", {"expected": "object"})
        return
    yield from _length(kind, len(value), pointer)
    for key, member in value.items():
        yield from _walk(kind.key_type, key, child(pointer, key), languages)
        yield from _walk(kind.value_type, member, child(pointer, key), languages)


def _text(value: Any, pointer: str, languages: tuple[str, ...]) -> Iterator[Fault]:
    if isinstance(value, str):
        if not value.strip():
            yield Fault(pointer, "too_short", {"limit": 1, "actual": 0})
        return
    for language in languages:
        if not isinstance(value.get(language, ""), str):
            yield Fault(child(pointer, language), "wrong_type", {"expected": "text"})
        elif not str(value.get(language, "")).strip():
            yield Fault(child(pointer, language), "missing_language", {"language": language})
    for key, text in value.items():
        if key not in languages and not isinstance(text, str):
            yield Fault(child(pointer, key), "wrong_type", {"expected": "text"})


def _string(kind: inspect.StrType, value: object, pointer: str) -> Iterator[Fault]:
    if not isinstance(value, str):
        yield Fault(pointer, "wrong_type", {"expected": "text"})
        return
    yield from _length(kind, len(value), pointer)
    # In Python `$` holds before a last line end as well; nothing that has a spelling has one.
    if kind.pattern is not None and (re.search(kind.pattern, value) is None or value.endswith("\n")):
        yield Fault(pointer, "pattern", {"pattern": kind.pattern})


def _number(kind: inspect.IntType | inspect.FloatType, value: object, pointer: str) -> Iterator[Fault]:
    whole = isinstance(kind, inspect.IntType)
    if isinstance(value, bool) or not isinstance(value, int if whole else int | float):
        yield Fault(pointer, "wrong_type", {"expected": "integer" if whole else "number"})
        return
    if kind.ge is not None and value < kind.ge:
        yield Fault(pointer, "too_small", {"limit": kind.ge})
    if kind.le is not None and value > kind.le:
        yield Fault(pointer, "too_large", {"limit": kind.le})


def _length(kind: Any, length: int, pointer: str) -> Iterator[Fault]:
    if kind.min_length is not None and length < kind.min_length:
        yield Fault(pointer, "too_short", {"limit": kind.min_length, "actual": length})
    if kind.max_length is not None and length > kind.max_length:
        yield Fault(pointer, "too_long", {"limit": kind.max_length, "actual": length})


def _bare(kind: inspect.Type) -> inspect.Type:
    return kind.type if isinstance(kind, inspect.Metadata) else kind


def _is_text(members: Sequence[inspect.Type]) -> bool:
    """Whether the union is `texts.Text`: a string, or a map of strings."""
    bare = [_bare(member) for member in members]
    return any(isinstance(member, inspect.StrType) for member in bare) and any(
        isinstance(member, inspect.DictType) and isinstance(_bare(member.value_type), inspect.StrType)
        for member in bare
    )


def _fits(kind: inspect.Type, value: object) -> bool:
    match kind:
        case inspect.StrType():
            return isinstance(value, str)
        case inspect.LiteralType():
            return type(value) in {type(option) for option in kind.values}
        case inspect.IntType():
            return isinstance(value, int) and not isinstance(value, bool)
        case inspect.FloatType():
            return isinstance(value, int | float) and not isinstance(value, bool)
        case inspect.BoolType():
            return isinstance(value, bool)
        case inspect.DictType() | inspect.StructType():
            return isinstance(value, dict)
        case _:
            return isinstance(value, list)


def _word(kind: inspect.Type) -> str:
    bare = _bare(kind)
    return {
        inspect.StrType: "text",
        inspect.LiteralType: "word",
        inspect.IntType: "integer",
        inspect.FloatType: "number",
        inspect.BoolType: "boolean",
        inspect.DictType: "object",
        inspect.StructType: "object",
    }.get(type(bare), "list")

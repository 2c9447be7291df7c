"""JSON Schema 2020-12 of a program's and a community's document, for editors and for the API's description.

Made of the model that `walker` holds documents against: what one finds wrong in a document's shape, the other
refuses, but for texts that are missing in a language, and for `2.0`, which is a whole number to JSON Schema.
Of keys the descriptions are those of the reference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from msgspec import inspect

from chalicelib.domain import definitions, logic_words
from chalicelib.domain.docstrings import attributes, described, sentence

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"

WORDS, LOGIC, OPERATION = "Words", "Logic", "Operation"
"""Names of schemas that no struct has: of what people read, of JSON Logic, and of one operation of it."""

_LINK = re.compile(r"\[([^\]]+)\]\(#[^)]*\)")
"""A link within the reference, which leads nowhere from elsewhere."""


@dataclass(frozen=True, slots=True)
class Writing:
    """How the schemas are written: where they refer to, and how spellings are said, by regular expression."""

    prefix: str = "#/$defs/"
    spellings: Mapping[str, str] = field(default_factory=dict)

    def refer(self, name: str) -> Schema:
        """A pointer to the schema of that name."""
        return {"$ref": f"{self.prefix}{name}"}


def document(model: type, spellings: Mapping[str, str]) -> Schema:
    """The schema of a whole document; everything that it is made of stands in `$defs`."""
    writing = Writing(spellings=spellings)
    parts = components(model, writing=writing) | logic(writing)
    return {"$schema": DIALECT, **parts.pop(model.__name__), "$defs": parts}


def components(*models: type, writing: Writing) -> dict[str, Schema]:
    """The schemas of the models and of all structs in them, by name, with that of texts; `logic` apart."""
    found: dict[str, Schema] = {WORDS: _words()}
    waiting: list[type] = list(models)
    while waiting:
        kind = waiting.pop(0)
        if kind.__name__ not in found:
            shape = inspect.type_info(kind)
            if not isinstance(shape, inspect.StructType):
                raise TypeError(kind)
            found[kind.__name__] = _struct(shape, writing)
            waiting += [
                part
                for member in shape.fields
                if not member.encode_name.startswith(definitions.OWN)
                for part in _structs(member.type)
            ]
    return found


def logic(writing: Writing) -> dict[str, Schema]:
    """The schemas of JSON Logic: of any value, and of an operation, whose arguments are such values."""
    operations = {
        name: {"description": meaning, **writing.refer(LOGIC)}
        for name, meaning in logic_words.MEANINGS.items()
    }
    return {
        LOGIC: {
            "description": "JSON Logic.",
            "anyOf": [
                writing.refer(OPERATION),
                {"type": "array", "items": writing.refer(LOGIC)},
                {"type": ["string", "number", "boolean", "null"]},
            ],
        },
        OPERATION: {
            "description": "An operation of JSON Logic, with its argument, or a list of them.",
            "type": "object",
            "properties": operations,
            "additionalProperties": False,
            "minProperties": 1,
            "maxProperties": 1,
        },
    }


def _words() -> Schema:
    return {
        "description": "One text for all languages, or one for each of `languages`.",
        "anyOf": [
            {"type": "string", "pattern": r"\S"},
            {"type": "object", "additionalProperties": {"type": "string"}},
        ],
    }


def _struct(shape: inspect.StructType, writing: Writing) -> Schema:
    """An object with these keys and no other; what each is, and what it means."""
    meanings = attributes(shape.cls)
    properties: dict[str, Schema] = {}
    required = [each.encode_name for each in shape.fields if each.required]
    if shape.tag_field is not None:
        properties[shape.tag_field] = {"description": "Which type of field it is.", "const": shape.tag}
        required.insert(0, shape.tag_field)
    for each in shape.fields:
        if each.encode_name.startswith(definitions.OWN):
            continue
        properties[each.encode_name] = _property(each, meanings[each.name], writing)
    return {
        "title": str(shape.tag or shape.cls.__name__),
        "description": _plain(described(shape.cls).text),
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _property(each: inspect.Field, meaning: str, writing: Writing) -> Schema:
    """A key's value, with what it means, how it is spelled, and what it is where it is left out."""
    value = _of(each.type, writing)
    said = [sentence(_plain(meaning)), *([value.pop("description")] if "description" in value else [])]
    says_default = not each.required and isinstance(each.default, str | int | bool)
    return {"description": " ".join(said), **value, **({"default": each.default} if says_default else {})}


def _plain(text: str) -> str:
    return _LINK.sub(r"\1", text)


def _of(kind: inspect.Type, writing: Writing) -> Schema:
    """The schema of a value of that type."""
    match kind:
        case inspect.Metadata():
            return _of(kind.type, writing)
        case inspect.AnyType():
            return writing.refer(LOGIC)
        case inspect.CustomType():
            return {"anyOf": [writing.refer(each.__name__) for each in _structs(kind)]}
        case inspect.UnionType():
            return _union(kind, writing)
        case inspect.StructType():
            return writing.refer(kind.cls.__name__)
        case inspect.DictType() if isinstance(kind.value_type, inspect.AnyType):
            return writing.refer(OPERATION)
        case inspect.DictType():
            return {
                "type": "object",
                "propertyNames": _of(kind.key_type, writing),
                "additionalProperties": _of(kind.value_type, writing),
                **_bounds(minProperties=kind.min_length, maxProperties=kind.max_length),
            }
        case inspect.VarTupleType() | inspect.ListType():
            items = {"type": "array", "items": _of(kind.item_type, writing)}
            return items | _bounds(minItems=kind.min_length, maxItems=kind.max_length)
        case _:
            return _single(kind, writing)


def _single(kind: inspect.Type, writing: Writing) -> Schema:
    """The schema of what holds nothing else."""
    match kind:
        case inspect.LiteralType():
            return {"enum": list(kind.values)}
        case inspect.StrType():
            return {
                "type": "string",
                **_bounds(description=writing.spellings.get(kind.pattern or "")),
                **_bounds(minLength=kind.min_length, maxLength=kind.max_length),
                **_bounds(pattern=_spelt(kind.pattern)),
            }
        case inspect.IntType() | inspect.FloatType():
            name = "integer" if isinstance(kind, inspect.IntType) else "number"
            return {"type": name, **_bounds(minimum=kind.ge, maximum=kind.le)}
        case inspect.BoolType():
            return {"type": "boolean"}
        case _:  # a new kind in the model needs its line here
            raise TypeError(kind)


def _spelt(pattern: str | None) -> str | None:
    """The regular expression without an escape that ECMAScript does not have (ECMA-262, the flag `u`)."""
    return None if pattern is None else pattern.replace(r"\"", '"')


def _union(kind: inspect.UnionType, writing: Writing) -> Schema:
    """One of several; null is none of them, since what is not wanted is left out."""
    members = [each for each in kind.types if not isinstance(each, inspect.NoneType)]
    if _is_words(members):
        return writing.refer(WORDS)
    options = [_of(each, writing) for each in members]
    return options[0] if len(options) == 1 else {"anyOf": options}


def _is_words(members: list[inspect.Type]) -> bool:
    """Whether the union is `texts.Text`."""
    maps = [each for each in members if isinstance(each, inspect.DictType)]
    return any(isinstance(each, inspect.StrType) for each in members) and any(
        isinstance(each.value_type, inspect.StrType) for each in maps
    )


def _bounds(**limits: object) -> Schema:
    return {name: limit for name, limit in limits.items() if limit is not None}


def _structs(kind: inspect.Type) -> Iterator[type]:
    """The structs that values of a type are made of, those within them left out."""
    match kind:
        case inspect.Metadata():
            yield from _structs(kind.type)
        case inspect.StructType():
            yield kind.cls
        case inspect.CustomType(cls=definitions.Stage):
            yield from (definitions.Step, definitions.Together)
        case inspect.UnionType():
            for each in kind.types:
                yield from _structs(each)
        case inspect.VarTupleType() | inspect.ListType():
            yield from _structs(kind.item_type)
        case inspect.DictType():
            yield from _structs(kind.value_type)
        case _:
            return

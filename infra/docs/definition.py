"""The reference of programs and communities: every key, its type, what it is when left out, what it means."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Meta
from msgspec import inspect as shapes

from chalicelib.domain import definitions, logic_words, steps
from chalicelib.domain.docstrings import Undescribed, described, sentence
from chalicelib.domain.fields import choice, date, field, rows
from chalicelib.language import labels
from chalicelib.language.patterns import MEANINGS
from infra.docs.examples import EXAMPLES
from infra.docs.markdown import page, table

INTRODUCTION = """A program and a community are one YAML or JSON document each. This page lists every key
of both. [coordinators.md](../coordinators.md) tells, step by step, how to write a program.

Unknown keys are errors. YAML is read by the core schema of YAML 1.2: only `true` and `false` are
booleans, while `no`, `on`, dates, `12:30` and `0123` are words. A key that stands twice, anchors,
aliases and tags are errors. A document has at most {longest} KB as JSON. Everything that is wrong with
one is named at once, each fault at its place; [errors.md](errors.md) has the codes."""

TEXTS = """What people read is a text: either one string, which serves for all languages, or a map with
every language of `languages`, as in `{en: Peace park, ja: 平和公園}`. A language that is missing is an
error."""

ANSWERS = """A ready set brings its answers with their labels. An answer goes on (`next`), or ends the
submission (`decline`). Answers of a step's own are a map of [outcomes](#outcome)."""

CONDITIONS = """Conditions, rules and computed values are [JSON Logic](https://jsonlogic.com): an operation
is a map with one key, and behind it its argument or a list of them, in which operations may stand again, as
in `{"and": [{"==": [{"var": "meal"}, "rice"]}, {">": [{"var": "nights"}, 2]}]}`. The operations mean what
`json-logic-js` makes of them; `age`, `words` and `days` are Concord's own.

`{"var": "x"}` is the answer to the form's field `x`; in a row of a group the row's own one, and `form.x`
the form's. Where a group has `rows_from`, `from.x` is the field of that other group's row. In a step's
form, all of this is about that form alone; but `rows_from` and `options_from` may name a group of the
program's form there too, and `from.x` is then what the applicant answered in the row. In the `when` of a
step, `steps.reference.words` is what was filled in at an earlier step: a list, in the order of asking,
where several were asked. A condition may look at any field, before or behind, but not in a circle. What
is not shown counts as unanswered, and what was answered to it is dropped."""

_MODULES = (definitions, choice, date, field)
LOGIC = "[JSON Logic](#conditions)"
_STAGE: tuple[type[msgspec.Struct], ...] = (definitions.Step, definitions.Together)
"""What a place of a workflow is, told apart by the key `together`."""
_NAMES = {(date, "Moment"): "day"}
"""What a spelling goes by where another module has the same name for another one."""


def written() -> str:
    """The page."""
    return page(
        "Programs and communities",
        INTRODUCTION.format(longest=definitions.LONGEST // 1024),
        "## Texts",
        TEXTS,
        "## Spellings",
        _spellings(),
        "## Program",
        *_struct(definitions.Program),
        *_parts(definitions.Program, 3),
        "## Fields",
        *_fields(),
        "## Conditions",
        CONDITIONS,
        _operations(),
        "## Answers",
        *_answers(),
        "## Community",
        *_struct(definitions.Community),
        *_parts(definitions.Community, 3),
    )


@cache
def _aliases() -> dict[str, str]:
    """The name of each spelling, by its regular expression."""
    found: dict[str, str] = {}
    for module in _MODULES:
        for name, value in vars(module).items():
            for meta in get_args(value)[1:]:
                if isinstance(meta, Meta) and meta.pattern is not None:
                    found.setdefault(meta.pattern, _NAMES.get((module, name), name.lower()))
    return found


def _spellings() -> str:
    lines = sorted((name, MEANINGS[pattern]) for pattern, name in _aliases().items())
    seen = dict.fromkeys(lines)
    return table(["name", "how it is spelled"], [[name, meaning] for name, meaning in seen])


def _struct(kind: type[msgspec.Struct], *, without: frozenset[str] = frozenset()) -> Iterator[str]:
    """What a struct is, and a table of its keys."""
    about = described(kind)
    yield about.text
    described_here = {name: text for each in reversed(kind.__mro__[:-2]) for name, text in _of(each).items()}
    lines = []
    for each in _shape(kind).fields:
        if each.encode_name in without or each.encode_name.startswith(definitions.OWN):
            continue
        if each.name not in described_here:
            raise Undescribed(f"{kind.__name__}.{each.name}")
        meaning = sentence(described_here[each.name]) + _spelling(each.type)
        lines.append([f"`{each.encode_name}`", _words(each.type), _left_out(each), meaning])
    if lines:
        yield table(["key", "type", "left out", "meaning"], lines)


def _spelling(shape: shapes.Type) -> str:
    """How it is spelled, where no other key shares the spelling."""
    pattern = getattr(shape, "pattern", None)
    return "" if pattern is None or pattern in _aliases() else f" {MEANINGS[pattern]}"


def _of(kind: type) -> dict[str, str]:
    return described(kind).attributes if "__doc__" in vars(kind) and kind.__doc__ else {}


def _parts(kind: type[msgspec.Struct], level: int) -> Iterator[str]:
    """The structs within a struct, each once, in the order of their keys; fields stand elsewhere."""
    seen: set[type] = set(_field_types()) | {kind}
    waiting = [kind]
    while waiting:
        for part in _within(_shape(waiting.pop(0))):
            if part not in seen:
                seen.add(part)
                waiting.append(part)
                yield f"{'#' * level} {part.__name__}"
                yield from _struct(part)


def _within(shape: shapes.StructType) -> Iterator[type[msgspec.Struct]]:
    for each in shape.fields:
        if not each.encode_name.startswith(definitions.OWN):
            yield from _nearest(each.type)


def _nearest(shape: shapes.Type) -> Iterator[type[msgspec.Struct]]:
    match shape:
        case shapes.Metadata():
            yield from _nearest(shape.type)
        case shapes.StructType():
            yield shape.cls
        case shapes.UnionType():
            for each in shape.types:
                yield from _nearest(each)
        case shapes.VarTupleType():
            yield from _nearest(shape.item_type)
        case shapes.DictType():
            yield from _nearest(shape.value_type)
        case shapes.CustomType() if shape.cls is definitions.Stage:
            yield from _STAGE
        case _:
            return


def _field_types() -> list[type[field.Field]]:
    return list(rows.MODULES)


def _fields() -> Iterator[str]:
    common = frozenset(each.encode_name for each in _shape(field.Field).fields)
    yield from _struct(field.Field)
    for kind in _field_types():
        yield f"### `{kind.__struct_config__.tag}`"
        yield from _struct(kind, without=common)
        yield from _example(str(kind.__struct_config__.tag))
        yield from _parts(kind, 4)


def _example(kind: str) -> Iterator[str]:
    """A field of that type as a definition has it, and an answer. Raises Undescribed where there is none."""
    if kind not in EXAMPLES:
        raise Undescribed(f"an example of {kind}")
    example = EXAMPLES[kind]
    yield f"```yaml\n{example.field}\n```"
    if example.answer is not None:
        answer = json.dumps(example.answer, ensure_ascii=False)
        yield f"An answer to it:\n\n```json\n{answer}\n```"


def _operations() -> str:
    return table(
        ["operation", "gives"], [[f"`{name}`", meaning] for name, meaning in logic_words.MEANINGS.items()]
    )


def _answers() -> Iterator[str]:
    yield ANSWERS
    yield table(
        ["ready set", "answer", "button", "then"],
        [
            [f"`{name}`", f"`{answer}`", labels.ANSWERS[name][answer], f"`{then}`"]
            for name, answers in steps.READY.items()
            for answer, then in answers.items()
        ],
    )


def _shape(kind: type[msgspec.Struct]) -> shapes.StructType:
    shape = shapes.type_info(kind)
    if not isinstance(shape, shapes.StructType):
        raise TypeError(kind)
    return shape


def _left_out(each: shapes.Field) -> str:
    if each.required:
        return "required"
    match each.default:
        case None | ():
            return ""
        case bool() | str() | int():
            return f"`{str(each.default).lower() if isinstance(each.default, bool) else each.default}`"
        case _:
            return ""


def _words(shape: shapes.Type) -> str:
    """The type in words."""
    match shape:
        case shapes.Metadata():
            return _words(shape.type)
        case shapes.UnionType():
            return _either(shape)
        case shapes.StructType():
            return _linked(shape.cls)
        case shapes.CustomType() if shape.cls is definitions.Stage:
            return " or ".join(_linked(each) for each in _STAGE)
        case shapes.AnyType():
            return LOGIC
        case shapes.VarTupleType():
            return f"list of {_words(shape.item_type)}{_bounds(shape.min_length, shape.max_length)}"
        case shapes.DictType() if isinstance(shape.value_type, shapes.AnyType):
            return LOGIC
        case shapes.DictType():
            return f"map of {_words(shape.key_type)} to {_words(shape.value_type)}"
        case shapes.LiteralType():
            return " or ".join(f"`{each}`" for each in _orders().get(frozenset(shape.values), shape.values))
        case shapes.StrType() if shape.pattern in _aliases():
            return f"[{_aliases()[shape.pattern]}](#spellings)"
        case shapes.StrType():
            return f"string{_bounds(shape.min_length, shape.max_length)}"
        case shapes.IntType():
            return f"whole number{_bounds(shape.ge, shape.le)}"
        case shapes.FloatType():
            return f"number{_bounds(shape.ge, shape.le)}"
        case shapes.BoolType():
            return "`true` or `false`"
        case _:
            raise TypeError(shape)


def _linked(kind: type[msgspec.Struct]) -> str:
    return f"[{kind.__name__}](#{kind.__name__.lower()})"


@cache
def _orders() -> dict[frozenset[Any], tuple[Any, ...]]:
    """Words in the order in which the model has them, which msgspec does not keep."""
    structs = [each for each in vars(definitions).values() if isinstance(each, type(msgspec.Struct))]
    waiting: list[Any] = [each for kind in (*structs, date.Date) for each in get_type_hints(kind).values()]
    found = {}
    while waiting:
        hint = waiting.pop()
        if get_origin(hint) is Literal:
            found[frozenset(get_args(hint))] = get_args(hint)
        else:
            waiting += get_args(hint)
    return found


def _either(shape: shapes.UnionType) -> str:
    members = [each for each in shape.types if not isinstance(each, shapes.NoneType)]
    bare: list[Any] = [each.type if isinstance(each, shapes.Metadata) else each for each in members]
    if {type(each) for each in bare} == {shapes.StrType, shapes.DictType}:
        return "[text](#texts)"
    if any(getattr(each, "cls", None) in rows.MODULES for each in bare):
        return "[field](#fields)"
    return " or ".join(_words(each) for each in members)


def _bounds(low: float | None, high: float | None) -> str:
    match low, high:
        case None, None:
            return ""
        case _, None:
            return f", {low} or more"
        case None, _:
            return f", {high} at most"
        case _:
            return f", {low} to {high}"

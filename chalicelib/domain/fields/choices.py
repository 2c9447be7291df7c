"""`choices`: some of several options, and words of one's own."""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Meta

from chalicelib.domain.errors import Fault, child
from chalicelib.domain.fields import options
from chalicelib.domain.fields.field import Checked, Context, Field, PageForm, Speech, fault
from chalicelib.domain.fields.options import FromRows, Id, Options, ids


class Choices(Field, kw_only=True, frozen=True, tag="choices"):
    """Some of several options, either of `options` or of `options_from`. In JSON: a list of options' ids.

    The list is kept in the order of the options; an empty one is no answer.

    Attributes:
        options: what may be chosen, in order
        options_from: in their place the rows of a group; where it has none, the field is not shown
        other: adds the option `other`, whose words stand in `<id>_other`
        exclusive: options that are chosen alone, as “none of these”; one is enough, whatever `min_choices`
        min_choices: how many at least, where any are chosen
        max_choices: how many at most
    """

    options: Options = ()
    options_from: FromRows | None = None
    other: bool = False
    exclusive: tuple[Id, ...] = ()
    min_choices: Annotated[int, Meta(ge=1, le=500)] | None = None
    max_choices: Annotated[int, Meta(ge=1, le=500)] | None = None


def from_page(_field: Choices, form: PageForm, name: str) -> object:
    """What the page sent, or None for nothing."""
    return [value.strip() for value in form.get(name, ()) if value.strip()] or None


def check(field: Choices, answer: object, pointer: str, _context: Context) -> Checked:
    """The options' ids in their order, or what is wrong: with single ones each, else with all of them."""
    if not isinstance(answer, list):
        return fault(pointer, "wrong_type", expected="list")
    offered = ids(field)
    single = [
        found
        for number, each in enumerate(answer)
        if (found := _single(each, answer[:number], offered, child(pointer, number))) is not None
    ]
    if single:
        return Checked(faults=tuple(single))
    if not answer:
        return Checked()
    alone = [each for each in field.exclusive if each in answer]
    if alone and len(answer) > 1:
        called = next((each.label for each in field.options if each.id == alone[0]), alone[0])
        return fault(pointer, "alone_only", option=called)
    if field.max_choices is not None and len(answer) > field.max_choices:
        return fault(pointer, "too_many_choices", limit=field.max_choices, actual=len(answer))
    if field.min_choices is not None and len(answer) < field.min_choices and not alone:
        return fault(pointer, "too_few_choices", limit=field.min_choices, actual=len(answer))
    return Checked(sorted(answer, key=offered.index))


def _single(each: object, before: list[Any], offered: list[str], pointer: str) -> Fault | None:
    """What is wrong with one of them by itself."""
    if not isinstance(each, str):
        return Fault(pointer, "wrong_type", {"expected": "text"})
    if each not in offered:
        return Fault(pointer, "not_one_of", {"options": offered})
    return Fault(pointer, "repeated") if each in before else None


def schema(field: Choices, _context: Context) -> dict[str, object]:
    """JSON Schema of the answer."""
    described: dict[str, object] = {
        "type": "array",
        "items": options.schema(field),
        "minItems": field.min_choices or 1,
        "uniqueItems": True,
    }
    if field.max_choices is not None:
        described["maxItems"] = field.max_choices
    if not field.exclusive:
        return described
    several = {**described, "items": {**options.schema(field), "not": {"enum": list(field.exclusive)}}}
    single = {"type": "array", "items": {"enum": list(field.exclusive)}, "minItems": 1, "maxItems": 1}
    return {"anyOf": [several, single]}


BLANK = {"type": "array", "maxItems": 0}
"""JSON Schema of what is no answer, beside null."""


def shown(field: Choices, answer: object, speech: Speech) -> str:
    """The options' labels, one a line; the words for `other` are shown in its place."""
    chosen = answer if isinstance(answer, list) else []
    return "\n".join(options.label(field.options, each, speech) for each in chosen)

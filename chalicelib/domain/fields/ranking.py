"""`ranking`: several things in order, the best first, chosen from options or in words of one's own."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from chalicelib.domain import words
from chalicelib.domain.errors import Fault, child
from chalicelib.domain.fields import options
from chalicelib.domain.fields.field import NO_WORDS, Checked, Context, Field, PageForm, Speech, fault
from chalicelib.domain.fields.options import Option

_MOST = 20


class Ranking(Field, kw_only=True, frozen=True, tag="ranking"):
    """An order, the best or most important first: either of `options` or of `texts`. In JSON: a list.

    Every place is filled, and nothing stands in two of them.

    Attributes:
        options: what is put into an order; the list has their ids
        rank: how many of them; left out: all
        texts: how many free texts, each one line of at most 200 characters
    """

    options: Annotated[tuple[Option, ...], Meta(min_length=1, max_length=500)] | None = None
    rank: Annotated[int, Meta(ge=1, le=_MOST)] | None = None
    texts: Annotated[int, Meta(ge=1, le=_MOST)] | None = None


def ids(field: Ranking) -> list[str]:
    """What may be put into an order; nothing where they are free texts."""
    return [option.id for option in field.options or ()]


def places(field: Ranking) -> int:
    """How many places there are."""
    return field.texts or field.rank or len(field.options or ())


def from_page(_field: Ranking, form: PageForm, name: str) -> object:
    """What stands in each place, empty ones included, or None for nothing at all."""
    typed = [value.strip() for value in form.get(name, ())]
    return typed if any(typed) else None


def check(field: Ranking, answer: object, pointer: str, _context: Context) -> Checked:
    """What stands in each place, or everything that is wrong, place by place."""
    if not isinstance(answer, list):
        return fault(pointer, "wrong_type", expected="list")
    if all(each is None or (isinstance(each, str) and not words.clean(each)) for each in answer):
        return Checked()
    if len(answer) > places(field):
        return fault(pointer, "too_many_places", limit=places(field), actual=len(answer))
    kept: list[str] = []
    faults: list[Fault] = []
    seen: set[str] = set()
    for number in range(places(field)):
        place = child(pointer, number)
        checked = _place(field, answer[number] if number < len(answer) else None, place)
        faults += checked.faults
        if checked.value is None:
            faults += [] if checked.faults else [Fault(place, "required")]
            continue
        same = checked.value if field.options is not None else checked.value.casefold()
        faults += [Fault(place, "repeated")] if same in seen else []
        seen.add(same)
        kept.append(checked.value)
    return Checked(faults=tuple(faults)) if faults else Checked(kept)


def _place(field: Ranking, answer: object, pointer: str) -> Checked:
    """What stands in one place; None where it is empty."""
    if answer is None:
        return Checked()
    if field.options is None:
        return options.one_line(answer, pointer)
    if not isinstance(answer, str):
        return fault(pointer, "wrong_type", expected="text")
    if not answer:
        return Checked()
    return Checked(answer) if answer in ids(field) else fault(pointer, "not_one_of", options=ids(field))


def schema(field: Ranking, _context: Context) -> dict[str, object]:
    """JSON Schema of the answer; texts that differ in capitals alone are beyond it."""
    return {
        "type": "array",
        "items": options.LINE if field.options is None else {"type": "string", "enum": ids(field)},
        "minItems": places(field),
        "maxItems": places(field),
        "uniqueItems": True,
    }


BLANK = {"type": "array", "items": {**NO_WORDS, "type": ["string", "null"]}}
"""JSON Schema of what is no answer, beside null."""


def shown(field: Ranking, answer: object, speech: Speech) -> str:
    """Each place with its number, one a line."""
    stands = answer if isinstance(answer, list) else []
    named = [options.label(field.options or (), each, speech) for each in stands]
    return "\n".join(f"{speech.number(number)}. {name}" for number, name in enumerate(named, 1))

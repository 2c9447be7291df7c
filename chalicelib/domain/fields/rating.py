"""`rating`: one step of a scale."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from chalicelib.domain.fields.field import Checked, Context, Field, PageForm, Speech, fault, first
from chalicelib.domain.texts import Text, pick

_MOST = 20
_FURTHEST = 1_000


class Level(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """One step of a scale.

    Attributes:
        id: its number in answers; unique within its field
        label: what the page says
    """

    id: Annotated[int, Meta(ge=-_FURTHEST, le=_FURTHEST)]
    label: Text


class Rating(Field, kw_only=True, frozen=True, tag="rating"):
    """One step of a scale: either of `scale` or of `max`. In JSON: its whole number.

    Attributes:
        scale: the steps with their words, in order
        max: the highest of steps without words, which begin with 1
    """

    scale: Annotated[tuple[Level, ...], Meta(min_length=2, max_length=_MOST)] | None = None
    max: Annotated[int, Meta(ge=2, le=_MOST)] | None = None


def ids(field: Rating) -> list[int]:
    """What may be answered, in order."""
    if field.scale is not None:
        return [level.id for level in field.scale]
    return list(range(1, (field.max or 0) + 1))


def label(field: Rating, number: int, speech: Speech) -> str:
    """The words of a step; where it has none, the number."""
    words = next((level.label for level in field.scale or () if level.id == number), None)
    return speech.number(number) if words is None else pick(words, speech.language)


def from_page(_field: Rating, form: PageForm, name: str) -> object:
    """The number, None for nothing, or the words that are none."""
    text = first(form, name).strip()
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) < 5 else text or None


def check(field: Rating, answer: object, pointer: str, _context: Context) -> Checked:
    """The number as an integer: JSON knows no difference between 4 and 4.0."""
    if isinstance(answer, bool) or not isinstance(answer, int | float) or answer % 1 != 0:
        return fault(pointer, "wrong_type", expected="integer")
    return Checked(int(answer)) if answer in ids(field) else fault(pointer, "not_one_of", options=ids(field))


def schema(field: Rating, _context: Context) -> dict[str, object]:
    """JSON Schema of the answer."""
    return {"type": "integer", "enum": ids(field)}


def shown(field: Rating, answer: object, speech: Speech) -> str:
    """The step's label; where it has none, the number and the highest."""
    number = int(str(answer))
    if field.scale is None and field.max is not None:
        return speech.rated(number, field.max)
    return label(field, number, speech)

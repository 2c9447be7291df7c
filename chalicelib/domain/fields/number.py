"""`number`: a count or a measure."""

from __future__ import annotations

from chalicelib.domain.fields.field import Checked, Context, Field, PageForm, Speech, fault, first
from chalicelib.domain.texts import Text, pick

_LARGEST = 10.0**15  # below 2**53, so that every reader of JSON sees the same number (RFC 8259 §6)


class Number(Field, kw_only=True, frozen=True, tag="number"):
    """A count or a measure. In JSON: a number.

    Attributes:
        min: the smallest
        max: the largest
        integer: whether it has to be a whole number
        unit: what is counted or measured, shown behind the number
    """

    min: float | None = None
    max: float | None = None
    integer: bool = False
    unit: Text | None = None


def from_page(_field: Number, form: PageForm, name: str) -> object:
    """The number, or the words where they are none; a comma between digits is read as a decimal point."""
    text = first(form, name).strip()
    if not text:
        return None
    plain = text.replace(",", ".") if text.count(",") == 1 and "." not in text else text
    try:
        if not plain.isascii() or "_" in plain:
            return text
        return int(plain) if plain.lstrip("+-").isdigit() else float(plain)
    except ValueError:
        return text


def check(field: Number, answer: object, pointer: str, _context: Context) -> Checked:
    """The number (whole ones as integers), or the first rule that it breaks."""
    if isinstance(answer, bool) or not isinstance(answer, int | float):
        return fault(pointer, "wrong_type", expected="number")
    if not abs(answer) <= _LARGEST:  # so that NaN, infinity and integers beyond any float are refused too
        return fault(pointer, "too_large", limit=field.max if field.max is not None else _LARGEST)
    if field.integer and answer != int(answer):
        return fault(pointer, "integer")
    if field.min is not None and answer < field.min:
        return fault(pointer, "too_small", limit=field.min)
    if field.max is not None and answer > field.max:
        return fault(pointer, "too_large", limit=field.max)
    return Checked(int(answer) if answer == int(answer) else answer)


def schema(field: Number, _context: Context) -> dict[str, object]:
    """JSON Schema of the answer."""
    described: dict[str, object] = {
        "type": "integer" if field.integer else "number",
        "minimum": -_LARGEST if field.min is None else field.min,
        "maximum": _LARGEST if field.max is None else field.max,
    }
    return described


def shown(field: Number, answer: object, speech: Speech) -> str:
    """The number as the reader writes it, with its unit."""
    number = speech.number(float(str(answer)))
    return f"{number} {pick(field.unit, speech.language)}" if field.unit else number

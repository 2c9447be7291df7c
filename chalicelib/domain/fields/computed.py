"""`computed`: a number or a text that is worked out from other answers."""

from __future__ import annotations

import math
from typing import Annotated, Any

from msgspec import Meta

from chalicelib.domain.fields.field import Checked, Context, Field, PageForm, Speech


class Computed(Field, kw_only=True, frozen=True, tag="computed"):
    """A number or a text that is worked out and shown. Never sent: what is sent is dropped.

    Attributes:
        value: JSON Logic over the answers; true becomes 1, false 0, and what is no number or text nothing
    """

    value: Annotated[Any, Meta(description="JSON Logic")]


def kept(value: object) -> float | int | str | None:
    """What is kept of a result of JSON Logic."""
    match value:
        case bool():
            return int(value)
        case int() | float() if math.isfinite(value):
            return value
        case str():
            return value or None
        case _:
            return None


def from_page(_field: Computed, _form: PageForm, _name: str) -> object:
    """Nothing: it has no control."""
    return None


def check(_field: Computed, _answer: object, _pointer: str, _context: Context) -> Checked:
    """Nothing is kept of what was sent."""
    return Checked()


def schema(_field: Computed, _context: Context) -> dict[str, object]:
    """JSON Schema of the answer, which may be anything, since it is dropped."""
    return {"description": "Worked out from other answers; what is sent is dropped."}


def shown(_field: Computed, answer: object, speech: Speech) -> str:
    """The text, or the number as the reader writes it."""
    return answer if isinstance(answer, str) else speech.number(float(str(answer)))

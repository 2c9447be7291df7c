"""`group`: rows of the same fields, as the members of a delegation."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from chalicelib.domain.fields import rows as members
from chalicelib.domain.fields.field import Context, Field, PageForm, Speech
from chalicelib.domain.fields.rows import RowField

MOST = 200
"""Rows of a group that says no `max`."""


class Bounds(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """How many rows there may be.

    Attributes:
        min: the fewest
        max: the most
    """

    min: Annotated[int, Meta(ge=0, le=MOST)] = 0
    max: Annotated[int, Meta(ge=1, le=MOST)] = MOST


class Group(Field, kw_only=True, frozen=True, tag="group"):
    """Rows of the same fields, such as the members of a delegation. In JSON: a list of objects.

    Attributes:
        rows: how many rows
        rows_from: in place of `rows`, another group, in a step's form also one of the program's form: one row
            for each of its rows, in their order, to which conditions get by `from.`
        fields: what is asked in each row; every type but `group`
    """

    rows: Bounds = Bounds()
    rows_from: str | None = None
    fields: Annotated[tuple[RowField, ...], Meta(min_length=1)]

    @property
    def needed(self) -> bool:
        """A least number of rows asks for them: who leaves out the group has too few."""
        return least(self) > 0


def least(field: Group) -> int:
    """How many rows there must be wherever the group is shown: at least one where it is required."""
    return max(field.rows.min, 1) if field.required is True else field.rows.min


def numbers(form: PageForm, name: str) -> list[int]:
    """The numbers of the rows that a page sent, in order, empty ones included."""
    prefix = f"{name}."
    found = (key[len(prefix) :].partition(".")[0] for key in form if key.startswith(prefix))
    return sorted(
        {int(number) for number in found if number.isascii() and number.isdigit() and len(number) < 5}
    )


def schema(field: Group, context: Context) -> dict[str, object]:
    """JSON Schema of the answer."""
    return {
        "type": "array",
        "items": members.schema(field.fields, context),
        "minItems": least(field),
        "maxItems": field.rows.max,
    }


def shown(_field: Group, answer: object, speech: Speech) -> str:
    """How many rows; pages show the rows themselves, field by field."""
    return speech.number(float(len(answer))) if isinstance(answer, list) else ""

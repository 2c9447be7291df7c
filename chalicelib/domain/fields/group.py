"""`group`: rows of the same fields, as the members of a delegation."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from chalicelib.domain.errors import Fault
from chalicelib.domain.fields import rows as members
from chalicelib.domain.fields.field import Checked, Context, Field, PageForm, Speech, fault
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
        fields: what is asked in each row; every type but `group`
    """

    rows: Bounds = Bounds()
    fields: Annotated[tuple[RowField, ...], Meta(min_length=1)]

    @property
    def needed(self) -> bool:
        """A least number of rows asks for them: who leaves out the group has too few."""
        return least(self) > 0


def least(field: Group) -> int:
    """How many rows there must be: at least one where the group is required."""
    return max(field.rows.min, 1) if field.required else field.rows.min


def numbers(form: PageForm, name: str) -> list[int]:
    """The numbers of the rows that a page sent, in order, empty ones included."""
    prefix = f"{name}."
    found = (key[len(prefix) :].partition(".")[0] for key in form if key.startswith(prefix))
    return sorted(
        {int(number) for number in found if number.isascii() and number.isdigit() and len(number) < 5}
    )


def from_page(field: Group, form: PageForm, name: str) -> object:
    """The rows in which something was answered, or None for no such row."""
    read = [members.read(field.fields, form, f"{name}.{number}.") for number in numbers(form, name)]
    return [row for row in read if row] or None


def check(field: Group, answer: object, pointer: str, context: Context) -> Checked:
    """The rows as they are kept, without blank ones; a wrong number of them is a fault of the group."""
    if not isinstance(answer, list):
        return fault(pointer, "wrong_type", expected="rows")
    if len(answer) > field.rows.max:
        return fault(pointer, "too_many_rows", limit=field.rows.max, actual=len(answer))
    faults: list[Fault] = []
    kept: list[dict[str, Any]] = []
    blank = 0
    for number, row in enumerate(answer):
        place = f"{pointer}/{number}"
        if not isinstance(row, dict):
            faults.append(Fault(place, "wrong_type", {"expected": "row"}))
            continue
        value, found = members.check(field.fields, row, place, context)
        faults += found
        if value:
            kept.append(value)
        elif not found:
            blank += 1
    actual = len(answer) - blank
    if actual < least(field):
        faults.insert(0, Fault(pointer, "too_few_rows", {"limit": least(field), "actual": actual}))
    return Checked(faults=tuple(faults)) if faults else Checked(kept or None)


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

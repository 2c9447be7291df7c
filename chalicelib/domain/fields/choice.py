"""`choice`: one of several options, or words of one's own."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from chalicelib.domain import words
from chalicelib.domain.fields.field import Checked, Context, Field, PageForm, Speech, fault, first
from chalicelib.domain.texts import Text, pick

OTHER = "other"
ROW = "^(0|[1-9][0-9]{0,2})$"
"""How the number of a row is spelt."""

_LONGEST = 200


class Option(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """One of the options.

    Attributes:
        id: its name in answers; unique within its field
        label: what the page says
    """

    id: Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$")]
    label: Text


class FromRows(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """Options that are the rows of a group; their ids are the numbers of the rows, from `"0"`.

    Attributes:
        rows: the group
        label: the field of its rows that says what a row is called
    """

    rows: str
    label: str


class Choice(Field, kw_only=True, frozen=True, tag="choice"):
    """One of several options, either of `options` or of `options_from`. In JSON: the option's id.

    Attributes:
        options: what may be chosen, in order
        options_from: in their place the rows of a group; where it has none, the field is not shown
        other: adds the option `other`, whose words stand in `<id>_other`
    """

    options: Annotated[tuple[Option, ...], Meta(min_length=1, max_length=500)] = ()
    options_from: FromRows | None = None
    other: bool = False


def ids(field: Choice) -> list[str]:
    """What may be answered, in order."""
    return [option.id for option in field.options] + ([OTHER] if field.other else [])


def from_page(_field: Choice, form: PageForm, name: str) -> object:
    """What the page sent, or None for nothing."""
    return first(form, name).strip() or None


def check(field: Choice, answer: object, pointer: str, _context: Context) -> Checked:
    """The option's id."""
    if not isinstance(answer, str):
        return fault(pointer, "wrong_type", expected="text")
    if not answer:
        return Checked()
    return Checked(answer) if answer in ids(field) else fault(pointer, "not_one_of", options=ids(field))


def check_other(answer: object, pointer: str) -> Checked:
    """The words for `other`, one line of at most 200 characters."""
    if not isinstance(answer, str):
        return fault(pointer, "wrong_type", expected="text")
    text = words.clean(answer)
    if not text:
        return Checked()
    found = words.forbidden(text, lines=False)
    if found is not None:
        return fault(pointer, "forbidden_character", character=words.code(found))
    return (
        Checked(text)
        if len(text) <= _LONGEST
        else fault(pointer, "too_long", limit=_LONGEST, actual=len(text))
    )


def schema(field: Choice, _context: Context) -> dict[str, object]:
    """JSON Schema of the answer; how many rows there are to choose from is beyond it."""
    if field.options_from is not None:
        return {"type": "string", "pattern": ROW if not field.other else f"{ROW}|^{OTHER}$"}
    return {"type": "string", "enum": ids(field)}


def shown(field: Choice, answer: object, speech: Speech) -> str:
    """The option's label; the words for `other` are shown beside it."""
    return next(
        (pick(option.label, speech.language) for option in field.options if option.id == answer), str(answer)
    )

"""What is chosen from, and the words for what is not among it: alike in `choice`, `choices` and `ranking`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Protocol

import msgspec
from msgspec import Meta

from chalicelib.domain import words
from chalicelib.domain.fields.field import NO_WORDS, Checked, Speech, fault
from chalicelib.domain.texts import Text, pick

OTHER = "other"
"""The option whose words stand in `<id>_other`."""

ROW = "^(0|[1-9][0-9]{0,2})$"
"""How the number of a row is spelt."""

LONGEST = 200
"""Characters of one's own words, on one line."""

Id = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$")]


class Option(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """One of the options.

    Attributes:
        id: its name in answers; unique within its field
        label: what the page says
    """

    id: Id
    label: Text


Options = Annotated[tuple[Option, ...], Meta(max_length=500)]
"""None of them where they are the rows of a group; else `constraints` wants one."""


class FromRows(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """Options that are the rows of a group; their ids are the numbers of the rows, from `"0"`.

    Attributes:
        rows: the group, in a step's form also one of the program's form
        label: the field of its rows that says what a row is called
    """

    rows: str
    label: str


class Offering(Protocol):
    """A field that has options, and perhaps `other`."""

    @property
    def options(self) -> tuple[Option, ...]:
        """What may be chosen, in order."""
        ...

    @property
    def options_from(self) -> FromRows | None:
        """In their place the rows of a group."""
        ...

    @property
    def other(self) -> bool:
        """Whether there is the option `other`."""
        ...


def ids(field: Offering) -> list[str]:
    """What may be answered, in order."""
    return [option.id for option in field.options] + ([OTHER] if field.other else [])


def schema(field: Offering) -> dict[str, object]:
    """JSON Schema of one option's id; how many rows there are to choose from is beyond it."""
    if field.options_from is not None:
        return {"type": "string", "pattern": ROW if not field.other else f"{ROW}|^{OTHER}$"}
    return {"type": "string", "enum": ids(field)}


LINE: Mapping[str, object] = {"type": "string", "minLength": 1, "maxLength": LONGEST, "not": NO_WORDS}
"""JSON Schema of one's own words."""


def label(options: Sequence[Option], answer: object, speech: Speech) -> str:
    """What an option is called, in the reader's language; of one that there is no more its id."""
    return next((pick(each.label, speech.language) for each in options if each.id == answer), str(answer))


def chosen(answer: object) -> bool:
    """Whether `other` was chosen, alone or among several."""
    return answer == OTHER or (isinstance(answer, list) and OTHER in answer)


def one_line(answer: object, pointer: str) -> Checked:
    """One's own words on one line of at most 200 characters: those for `other`, and places of a ranking."""
    if not isinstance(answer, str):
        return fault(pointer, "wrong_type", expected="text")
    text = words.clean(answer)
    if not text:
        return Checked()
    found = words.forbidden(text, lines=False)
    if found is not None:
        return fault(pointer, "forbidden_character", character=words.code(found))
    if len(text) > LONGEST:
        return fault(pointer, "too_long", limit=LONGEST, actual=len(text))
    return Checked(text)

"""What every field has in common, and what checking an answer is told and tells. Knows no field type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Protocol

import msgspec
from msgspec import Meta

from chalicelib.domain.errors import Fault
from chalicelib.domain.texts import Text

Id = Annotated[
    str,
    Meta(
        pattern=r"^[a-z][a-z0-9_]{0,39}$",
        description="A small letter, then small letters, digits and underscores: 40 characters at most.",
    ),
]


class Field(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What every field may say, beside its `type`.

    Attributes:
        id: its name in answers: its own on its level, not `form`, `from`, `steps`, `…_other` or `…_again`
        label: the question
        hint: what helps to answer it
        required: whether there must be an answer, where the field is shown: true, false, or JSON Logic
        show_if: JSON Logic: else the field is not shown, and what was answered is dropped
        visible_to: who sees the answer: roles, `applicant`, and steps for those asked by them; left out:
            everybody who may see the submission. A step of the applicant's that is named here shows it on its
            page, such as the fee on that of an offer
        sensitive: whether it is medical or the like: never mailed, not on the status page, and exported
            only on request
    """

    id: Id
    label: Text
    hint: Text | None = None
    required: bool | dict[str, Any] = False
    show_if: Annotated[Any, Meta(description="JSON Logic")] = None
    visible_to: tuple[str, ...] | None = None
    sensitive: bool = False

    @property
    def needed(self) -> bool:
        """Whether there must be an answer wherever the field is shown."""
        return self.required is True


@dataclass(frozen=True, slots=True)
class Context:
    """What checks need beside the answer: the program's day and language rules, handed in.

    `country` is the community's (ISO 3166-1 alpha-2), whose plan national telephone numbers are read by;
    where it is empty, they can't be read.
    """

    today: date
    languages: Sequence[str]
    country: str = ""


class Checked(msgspec.Struct, frozen=True):
    """An answer as it is kept, or what is wrong with it. `value` is None where nothing was answered."""

    value: Any = None
    faults: tuple[Fault, ...] = ()


_UNSEEN = (
    r"\s\u001c-\u001f\u0085\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u180e"
    r"\u200b-\u200f\u2060-\u2064\u206a-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb"
)
NO_WORDS: Mapping[str, object] = {"type": "string", "pattern": f"^[{_UNSEEN}]*$"}
"""JSON Schema of a text that is no answer: nothing in it can be seen (`words.clean`)."""

PageForm = Mapping[str, Sequence[str]]
"""A submitted page: each control's name with its values, in order."""


class Speech(Protocol):
    """How the reader's language says things; `language` has the only real one."""

    language: str

    def day(self, day: date) -> str:
        """A date as people write it."""
        ...

    def number(self, number: float) -> str:
        """A number as people write it."""
        ...

    def money(self, amount: Decimal, currency: str) -> str:
        """An amount with its currency (ISO 4217)."""
        ...

    def yes_no(self, answer: bool) -> str:  # noqa: FBT001 - the answer itself, not a switch
        """Yes or no."""
        ...

    def rated(self, number: int, most: int) -> str:
        """A number and the highest that there is, as `4 of 5`."""
        ...

    def files(self, number: int) -> str:
        """How many files."""
        ...

    def country_name(self, code: str) -> str:
        """What a country is called (ISO 3166-1 alpha-2)."""
        ...

    def language_name(self, tag: str) -> str:
        """What a language is called (BCP 47)."""
        ...


def fault(pointer: str, code: str, **values: object) -> Checked:
    """An answer with one fault."""
    return Checked(faults=(Fault(pointer, code, values),))


def first(form: PageForm, name: str) -> str:
    """The first value of that control, or an empty text."""
    values = form.get(name, ())
    return values[0] if values else ""

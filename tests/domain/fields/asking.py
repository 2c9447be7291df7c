"""One field and one answer: what a page or a JSON body says, and what comes of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from chalicelib.domain.fields import AnyField, checking, reading, rows
from chalicelib.domain.fields.field import Context, Speech

TODAY = date(2026, 11, 23)  # a Monday
CONTEXT = Context(today=TODAY, languages=["en", "ja"], country="US")


def field(type_: str, **said: Any) -> AnyField:
    """A field `f` of that type."""
    found: AnyField = msgspec.convert({"type": type_, "id": "f", "label": "F", **said}, AnyField)
    return found


def told(answer: Any, type_: str, **said: Any) -> Any:
    """What is kept of an answer in JSON; where it is refused, the pairs of pointer and code."""
    kept, faults = checking.check([field(type_, **said)], {"f": answer}, "", CONTEXT)
    return [(fault.pointer, fault.code) for fault in faults] or kept.get("f")


def read(controls: dict[str, list[str]], type_: str, **said: Any) -> Any:
    """What a page's controls are in JSON; nothing where they were left empty."""
    return reading.read([field(type_, **said)], controls).get("f")


def sent(value: str, type_: str, **said: Any) -> Any:
    """What is kept of what was typed on a page."""
    answers = reading.read([field(type_, **said)], {"f": [value]})
    kept, faults = checking.check([field(type_, **said)], answers, "", CONTEXT)
    return [(fault.pointer, fault.code) for fault in faults] or kept.get("f")


class English:
    """A reader's language, as plain as can be."""

    language = "en"

    def day(self, day: date) -> str:
        """As ISO 8601 has it."""
        return day.isoformat()

    def number(self, number: float) -> str:
        """As Python has it."""
        return f"{number:g}"

    def money(self, amount: Decimal, currency: str) -> str:
        """As the code and the digits."""
        return f"{currency} {amount}"

    def yes_no(self, answer: bool) -> str:
        """In English."""
        return "Yes" if answer else "No"

    def rated(self, number: int, most: int) -> str:
        """In English."""
        return f"{number} of {most}"

    def files(self, number: int) -> str:
        """In English."""
        return f"{number} files"

    def country_name(self, code: str) -> str:
        """One of three."""
        return {"JP": "Japan", "SI": "Slovenia", "US": "United States"}[code]

    def language_name(self, tag: str) -> str:
        """One of two."""
        return {"en": "English", "ja": "Japanese"}[tag]


class Japanese(English):
    """The same, in Japanese."""

    language = "ja"

    def country_name(self, code: str) -> str:
        """One of two."""
        return {"JP": "日本", "US": "アメリカ合衆国"}[code]


def shown(answer: Any, type_: str, *, speech: Speech | None = None, **said: Any) -> str:
    """What people see of an answer, in English unless another way of speaking is given."""
    one = field(type_, **said)
    return str(rows.MODULES[type(one)].shown(one, answer, speech or English()))

"""`country`: a country by its code."""

from __future__ import annotations

from chalicelib.domain.fields.field import Checked, Context, Field, PageForm, Speech, fault, first
from chalicelib.domain.iso_codes import COUNTRIES


class Country(Field, kw_only=True, frozen=True, tag="country"):
    """A country. In JSON: its two capital letters (ISO 3166-1 alpha-2), as `"JP"`."""


def from_page(_field: Country, form: PageForm, name: str) -> object:
    """What the page sent, or None for nothing."""
    return first(form, name).strip() or None


def check(_field: Country, answer: object, pointer: str, _context: Context) -> Checked:
    """The code."""
    if not isinstance(answer, str):
        return fault(pointer, "wrong_type", expected="text")
    if not answer:
        return Checked()
    return Checked(answer) if answer in COUNTRIES else fault(pointer, "country_code")


def schema(_field: Country, _context: Context) -> dict[str, object]:
    """JSON Schema of the answer."""
    return {"type": "string", "enum": sorted(COUNTRIES)}


BLANK = {"const": ""}
"""JSON Schema of what is no answer, beside null."""


def shown(_field: Country, answer: object, speech: Speech) -> str:
    """The country's name in the reader's language."""
    return speech.country_name(str(answer))

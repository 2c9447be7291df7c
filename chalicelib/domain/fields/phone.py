"""`phone`: a telephone number that can be dialled from anywhere."""

from __future__ import annotations

import re

from chalicelib.domain import words
from chalicelib.domain.fields.field import NO_WORDS, Checked, Context, Field, PageForm, Speech, fault, first

# Digits in the plain and the full width, with all that people set between them.
_SPELLING = "^[0-9０-９+＋ \u00a0\u3000()（）.．/~‐‑‒–—―−ー－-]{3,40}$"

_SPELT = re.compile(_SPELLING)


class Phone(Field, kw_only=True, frozen=True, tag="phone"):
    """A telephone number. In JSON: a string, kept as E.164, as `"+17195550123"`.

    A number without `+` and the code of a country is one of the community's country.
    """


def from_page(_field: Phone, form: PageForm, name: str) -> object:
    """What the page sent, or None for nothing."""
    return first(form, name).strip() or None


def national(answer: object) -> bool:
    """Whether it is spelt like a number that only its country's plan of numbers can read."""
    return (
        isinstance(answer, str)
        and re.fullmatch(_SPELLING, answer) is not None
        and re.match(r"[^0-9０-９]*[+＋]", answer) is None
    )


def check(_field: Phone, answer: object, pointer: str, context: Context) -> Checked:
    """The number as E.164: one that its country's plan of numbers has room for, without an extension."""
    if not isinstance(answer, str):
        return fault(pointer, "wrong_type", expected="text")
    if not words.clean(answer):
        return Checked()
    number = _normalised(answer, context.country)
    return fault(pointer, "phone") if number is None else Checked(number)


def _normalised(answer: str, country: str) -> str | None:
    """The number as E.164, or None where it is none."""
    if _SPELT.fullmatch(answer) is None:
        return None
    import phonenumbers

    try:
        read = phonenumbers.parse(answer, country or None)
    except phonenumbers.NumberParseException:
        return None
    # Most numbers are the country's own; to find whose a number is takes a look at many countries.
    own = phonenumbers.country_code_for_region(country) == read.country_code if country else False
    if not (own and phonenumbers.is_valid_number_for_region(read, country)) and not (
        phonenumbers.is_valid_number(read)
    ):
        return None
    return f"+{read.country_code}{phonenumbers.national_significant_number(read)}"


def schema(_field: Phone, _context: Context) -> dict[str, object]:
    """JSON Schema of the answer: how numbers may be spelt; which there are is beyond it."""
    return {"type": "string", "pattern": _SPELLING}


BLANK = NO_WORDS
"""JSON Schema of what is no answer, beside null."""


def shown(_field: Phone, answer: object, _speech: Speech) -> str:
    """The number with the spaces that its country puts into it, as `+1 719-555-0123`."""
    import phonenumbers

    try:
        read = phonenumbers.parse(str(answer), None)
    except phonenumbers.NumberParseException:
        return str(answer)
    return phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.INTERNATIONAL)

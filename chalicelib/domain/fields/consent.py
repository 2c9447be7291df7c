"""`consent`: agreement to the exact words shown, which are kept with the answer."""

from __future__ import annotations

from chalicelib.domain.fields.field import Checked, Context, Field, PageForm, Speech, fault, first
from chalicelib.domain.texts import Text


class Consent(Field, kw_only=True, frozen=True, tag="consent"):
    """A box to tick. In JSON: `true`, or no answer: there is no recorded refusal.

    Attributes:
        statement: the exact words that are agreed to
    """

    statement: Text


def from_page(_field: Consent, form: PageForm, name: str) -> object:
    """True for a ticked box, None for nothing, or the words that are neither."""
    text = first(form, name).strip()
    return {"": None, "yes": True, "true": True, "on": True}.get(text, text)


def check(_field: Consent, answer: object, pointer: str, _context: Context) -> Checked:
    """True; `false` is no answer."""
    if not isinstance(answer, bool):
        return fault(pointer, "wrong_type", expected="consent")
    return Checked(True) if answer else Checked()


def schema(_field: Consent, _context: Context) -> dict[str, object]:
    """JSON Schema of the answer."""
    return {"const": True}


BLANK = {"const": False}
"""JSON Schema of what is no answer, beside null."""


def shown(_field: Consent, answer: object, speech: Speech) -> str:
    """Yes in the reader's language."""
    return speech.yes_no(answer is True)

"""`signature`: a typed full name under the exact words shown."""

from __future__ import annotations

from chalicelib.domain import words
from chalicelib.domain.fields.field import NO_WORDS, Checked, Context, Field, PageForm, Speech, fault, first
from chalicelib.domain.texts import Text

_LONGEST = 200


class Signature(Field, kw_only=True, frozen=True, tag="signature"):
    """A name typed as a signature. In JSON: the full name, one line of at most 200 characters.

    Attributes:
        statement: the exact words that are signed
    """

    statement: Text


def from_page(_field: Signature, form: PageForm, name: str) -> object:
    """What the page sent, or None for nothing."""
    return first(form, name).strip() or None


def check(_field: Signature, answer: object, pointer: str, _context: Context) -> Checked:
    """The name in NFC, or the first rule that it breaks."""
    if not isinstance(answer, str):
        return fault(pointer, "wrong_type", expected="text")
    text = words.clean(answer)
    found = words.forbidden(text, lines=False)
    if found is not None:
        return fault(pointer, "forbidden_character", character=words.code(found))
    if len(text) > _LONGEST:
        return fault(pointer, "too_long", limit=_LONGEST, actual=len(text))
    return Checked(text or None)


def schema(_field: Signature, _context: Context) -> dict[str, object]:
    """JSON Schema of the answer; white space is beyond it."""
    return {"type": "string", "minLength": 1, "maxLength": _LONGEST, "not": NO_WORDS}


BLANK = NO_WORDS
"""JSON Schema of what is no answer, beside null."""


def shown(_field: Signature, answer: object, _speech: Speech) -> str:
    """The name itself."""
    return str(answer)

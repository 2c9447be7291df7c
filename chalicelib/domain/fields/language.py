"""`language`: a language by its tag."""

from __future__ import annotations

import re

from chalicelib.domain.fields.field import Checked, Context, Field, PageForm, Speech, fault, first
from chalicelib.domain.iso_codes import LANGUAGES

_LONGEST = 100
# RFC 5646 §2.1 in the spelling of §2.1.1: language, extensions of it, Script, REGION, variants, extensions
# and private use. Tags of private use alone and those registered before 2006 name no language of ISO 639.
_TAG = (
    r"^[a-z]{2,3}(-[a-z]{3}){0,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?"
    r"(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(-[0-9a-wy-z](-[a-z0-9]{2,8})+)*(-x(-[a-z0-9]{1,8})+)?$"
)


class Language(Field, kw_only=True, frozen=True, tag="language"):
    """A language. In JSON: its tag (BCP 47) in the usual spelling, as `"ja"`, `"zh-Hant"` or `"pt-BR"`."""


def from_page(_field: Language, form: PageForm, name: str) -> object:
    """What the page sent, or None for nothing."""
    return first(form, name).strip() or None


def known(tag: str) -> bool:
    """Whether it is a well-formed tag, spelt as it should be, of a language of ISO 639."""
    return len(tag) <= _LONGEST and tag.partition("-")[0] in LANGUAGES and re.fullmatch(_TAG, tag) is not None


def check(_field: Language, answer: object, pointer: str, _context: Context) -> Checked:
    """The tag."""
    if not isinstance(answer, str):
        return fault(pointer, "wrong_type", expected="text")
    if not answer:
        return Checked()
    return Checked(answer) if known(answer) else fault(pointer, "language_tag")


def schema(_field: Language, _context: Context) -> dict[str, object]:
    """JSON Schema of the answer; which languages there are is beyond it."""
    return {"type": "string", "maxLength": _LONGEST, "pattern": _TAG}


BLANK = {"const": ""}
"""JSON Schema of what is no answer, beside null."""


def shown(_field: Language, answer: object, speech: Speech) -> str:
    """The language's name in the reader's language."""
    return speech.language_name(str(answer))

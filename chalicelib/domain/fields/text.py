"""`text` and `long_text`: words on one line, or on several."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Annotated

from msgspec import Meta

from chalicelib.domain import words
from chalicelib.domain.fields.field import NO_WORDS, Checked, Context, Field, PageForm, Speech, fault, first

_SHORT = 1_000
_LONG = 20_000


class Written(Field, kw_only=True, frozen=True):
    """Words; lengths count characters of the text in NFC, words are runs between Unicode white space.

    Attributes:
        min_length: the fewest characters
        max_length: the most; left out: 1,000 on one line, 20,000 on several
        min_words: the fewest words
        max_words: the most words
        pattern: a regular expression that the whole text has to match
    """

    min_length: Annotated[int, Meta(ge=0, le=_LONG)] | None = None
    max_length: Annotated[int, Meta(ge=1, le=_LONG)] | None = None
    min_words: Annotated[int, Meta(ge=0)] | None = None
    max_words: Annotated[int, Meta(ge=1)] | None = None
    pattern: str | None = None


class Text(Written, kw_only=True, frozen=True, tag="text"):
    """Words on one line. In JSON: a string."""


class LongText(Written, kw_only=True, frozen=True, tag="long_text"):
    """Words on several lines. In JSON: a string."""


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(anchored(pattern))


def anchored(pattern: str) -> str:
    """The regular expression for the whole text, as the schema has it as well. May be none at all."""
    return f"^(?:{pattern})$"


def longest(field: Written) -> int:
    """How many characters the answer may have: `max_length`, else 1,000 on one line and 20,000 on several."""
    return field.max_length or (_LONG if isinstance(field, LongText) else _SHORT)


def from_page(_field: Written, form: PageForm, name: str) -> object:
    """What the page sent, or None for nothing."""
    return first(form, name).strip() or None


def check(field: Written, answer: object, pointer: str, _context: Context) -> Checked:
    """The text in NFC, or the first rule that it breaks."""
    if not isinstance(answer, str):
        return fault(pointer, "wrong_type", expected="text")
    text = words.clean(answer)
    if not text:
        return Checked()
    found = words.forbidden(text, lines=isinstance(field, LongText))
    if found is not None:
        return fault(pointer, "forbidden_character", character=words.code(found))
    length, count = len(text), words.count(text)
    if length > longest(field):
        return fault(pointer, "too_long", limit=longest(field), actual=length)
    if field.min_length is not None and length < field.min_length:
        return fault(pointer, "too_short", limit=field.min_length, actual=length)
    if field.max_words is not None and count > field.max_words:
        return fault(pointer, "too_many_words", limit=field.max_words, actual=count)
    if field.min_words is not None and count < field.min_words:
        return fault(pointer, "too_few_words", limit=field.min_words, actual=count)
    if field.pattern is not None and _compiled(field.pattern).fullmatch(text) is None:
        return fault(pointer, "pattern")
    return Checked(text)


def schema(field: Written, _context: Context) -> dict[str, object]:
    """JSON Schema of the answer; words and white space are beyond it."""
    described: dict[str, object] = {
        "type": "string",
        "minLength": 1,
        "maxLength": longest(field),
        "not": NO_WORDS,
    }
    if field.min_length:
        described["minLength"] = field.min_length
    if field.pattern is not None:
        described["pattern"] = anchored(field.pattern)
    return described


BLANK = NO_WORDS
"""JSON Schema of what is no answer, beside null."""


def shown(_field: Written, answer: object, _speech: Speech) -> str:
    """The words themselves."""
    return str(answer)

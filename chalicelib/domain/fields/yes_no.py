"""`yes_no`: yes or no, and nothing until one of them is chosen."""

from __future__ import annotations

from chalicelib.domain.fields.field import Checked, Context, Field, PageForm, Speech, fault, first


class YesNo(Field, kw_only=True, frozen=True, tag="yes_no"):
    """Yes or no. In JSON: a boolean.

    Attributes:
        must_be: only this answer may be sent
    """

    must_be: bool | None = None


def from_page(_field: YesNo, form: PageForm, name: str) -> object:
    """The boolean, None for nothing, or the words that are neither."""
    text = first(form, name).strip()
    return {"": None, "yes": True, "true": True, "no": False, "false": False}.get(text, text)


def check(field: YesNo, answer: object, pointer: str, _context: Context) -> Checked:
    """The boolean."""
    if not isinstance(answer, bool):
        return fault(pointer, "wrong_type", expected="yes_no")
    if field.must_be is not None and answer is not field.must_be:
        return fault(pointer, "must_be", answer=field.must_be)
    return Checked(answer)


def schema(field: YesNo, _context: Context) -> dict[str, object]:
    """JSON Schema of the answer."""
    return {"type": "boolean"} if field.must_be is None else {"const": field.must_be}


def shown(_field: YesNo, answer: object, speech: Speech) -> str:
    """Yes or no in the reader's language."""
    return speech.yes_no(answer is True)

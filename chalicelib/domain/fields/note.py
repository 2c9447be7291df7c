"""`note`: words on the page, to which nothing is answered."""

from __future__ import annotations

from chalicelib.domain.fields.field import Checked, Context, Field, PageForm, Speech, fault


class Note(Field, kw_only=True, frozen=True, tag="note"):
    """Words on the page, which the label has. There is no answer."""


def from_page(_field: Note, _form: PageForm, _name: str) -> object:
    """Nothing."""
    return None


def check(_field: Note, _answer: object, pointer: str, _context: Context) -> Checked:
    """Refuses any answer."""
    return fault(pointer, "unknown_field")


def schema(_field: Note, _context: Context) -> dict[str, object]:
    """JSON Schema that nothing satisfies."""
    return {"not": {}}


def shown(_field: Note, _answer: object, _speech: Speech) -> str:
    """Nothing."""
    return ""

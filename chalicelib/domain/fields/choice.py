"""`choice`: one of several options, or words of one's own."""

from __future__ import annotations

from chalicelib.domain.fields import options
from chalicelib.domain.fields.field import Checked, Context, Field, PageForm, Speech, fault, first
from chalicelib.domain.fields.options import FromRows, Options, ids


class Choice(Field, kw_only=True, frozen=True, tag="choice"):
    """One of several options, either of `options` or of `options_from`. In JSON: the option's id.

    Attributes:
        options: what may be chosen, in order
        options_from: in their place the rows of a group; where it has none, the field is not shown
        other: adds the option `other`, whose words stand in `<id>_other`
    """

    options: Options = ()
    options_from: FromRows | None = None
    other: bool = False


def from_page(_field: Choice, form: PageForm, name: str) -> object:
    """What the page sent, or None for nothing."""
    return first(form, name).strip() or None


def check(field: Choice, answer: object, pointer: str, _context: Context) -> Checked:
    """The option's id."""
    if not isinstance(answer, str):
        return fault(pointer, "wrong_type", expected="text")
    if not answer:
        return Checked()
    return Checked(answer) if answer in ids(field) else fault(pointer, "not_one_of", options=ids(field))


def schema(field: Choice, _context: Context) -> dict[str, object]:
    """JSON Schema of the answer."""
    return options.schema(field)


BLANK = {"const": ""}
"""JSON Schema of what is no answer, beside null."""


def shown(field: Choice, answer: object, speech: Speech) -> str:
    """The option's label; the words for `other` are shown beside it."""
    return options.label(field.options, answer, speech)

"""Fields that are called as a control of the page itself: kept apart, so that neither is taken for the other.

Such a field's control is called `form.<id>` on that page; `form` is the id of no field. All others are called
as their field is.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from chalicelib.domain.fields.field import PageForm
from chalicelib.web.control import Control

ROWS = frozenset({"add", "remove"})
"""The buttons that every page with a form may have."""

_PREFIX = "form."
_WITHOUT_VALUE = frozenset({"group", "parts", "note"})


def typed(form: PageForm, own: Collection[str]) -> dict[str, Sequence[str]]:
    """What was filled in, by the names of the fields: without the page's own controls."""
    return {
        name.removeprefix(_PREFIX) if name.removeprefix(_PREFIX) in own else name: values
        for name, values in form.items()
        if name not in own
    }


def named(controls: Sequence[Control], own: Collection[str]) -> list[Control]:
    """The fields' controls, those apart that are called as one of the page's own."""
    return [_named(control, own) for control in controls]


def _named(control: Control, own: Collection[str]) -> Control:
    if control.kind in _WITHOUT_VALUE:
        # Those of a ranking all go by the field's name.
        same = (replace(part, name=name(part.name, own)) for part in control.parts)
        return replace(control, parts=tuple(same))
    return replace(control, name=name(control.name, own))


def name(field: str, own: Collection[str]) -> str:
    """What the control of a field is called."""
    return f"{_PREFIX}{field}" if field in own else field

"""A form between two pages: rows added and removed, and faults brought back to their controls."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from chalicelib.domain.errors import Fault
from chalicelib.domain.fields import rows as members
from chalicelib.domain.fields.field import Field, PageForm, first
from chalicelib.domain.fields.group import Group, least, numbers
from chalicelib.language.faults import explain
from chalicelib.language.reader import Reader
from chalicelib.web.control import Filled
from chalicelib.web.controls import row_label


@dataclass(frozen=True, slots=True)
class Mistake:
    """An entry of the list at the top of a page: the id of what it is about, and words."""

    target: str
    text: str


def pressed(form: PageForm) -> bool:
    """Whether a button that changes rows was pressed, and not the one that sends."""
    return bool(first(form, "add") or first(form, "remove"))


def changed(fields: Sequence[Field], form: PageForm) -> Filled:
    """The form with one row more or less, as its button says; nothing is checked."""
    typed, counts, focus = dict(form), dict[str, int](), ""
    removed, _, number = first(form, "remove").rpartition(".")
    for group in _groups(fields):
        order = numbers(form, group.id)
        if removed == group.id and number.isascii() and number.isdigit() and len(number) < 5:
            order = [each for each in order if each != int(number)]
        order = order[: group.rows.max]
        typed = _renumbered(typed, group.id, order)
        counts[group.id] = max(len(order), least(group), 1)
        if first(form, "add") == group.id and counts[group.id] < group.rows.max:
            focus = f"{group.id}.{counts[group.id]}.{group.fields[0].id}"
            counts[group.id] += 1
    return Filled(typed=typed, rows=counts, focus=focus)


def faulty(
    fields: Sequence[Field], form: PageForm, faults: Sequence[Fault], speech: Reader
) -> tuple[Filled, list[Mistake]]:
    """The form with its errors, and the list of them in the form's order.

    Rows in which nothing was answered are left out, as they were where the faults were found.
    """
    typed, counts = dict(form), dict[str, int]()
    for group in _groups(fields):
        order = [
            number
            for number in numbers(form, group.id)
            if members.read(group.fields, form, f"{group.id}.{number}.")
        ]
        # No page of ours has more rows than there may be; whoever made them up gets one too many back.
        order = order[: group.rows.max + 1]
        typed = _renumbered(typed, group.id, order)
        counts[group.id] = max(len(order), least(group), 1)
    errors: dict[str, str] = {}
    mistakes: list[Mistake] = []
    for fault in faults:
        name = ".".join(fault.pointer.split("/")[2:])
        errors.setdefault(name, explain(fault, speech))
        mistakes.append(Mistake(f"field-{name}", _summed_up(fields, name, fault, speech)))
    return Filled(typed=typed, rows=counts, errors=errors), mistakes


def _summed_up(fields: Sequence[Field], name: str, fault: Fault, speech: Reader) -> str:
    """The fault with the field's label, since the list stands far from it."""
    label = _label(fields, name, speech)
    if fault.code == "required":
        return explain(fault, speech, label)
    return speech.gettext("“{label}”: {fault}").format(label=label, fault=explain(fault, speech))


def _label(fields: Sequence[Field], name: str, speech: Reader) -> str:
    found = {field.id: field for field in fields}
    match name.split("."):
        case [group_id, number, member] if isinstance(group := found.get(group_id), Group):
            inner: Mapping[str, Field] = {field.id: field for field in group.fields}
            row = row_label(group, int(number), speech)
            label = _plain(inner, member, speech)
            return speech.gettext("{row}, {label}").format(row=row, label=label)
        case [only]:
            return _plain(found, only, speech)
        case _:
            return name


def _plain(fields: Mapping[str, Field], name: str, speech: Reader) -> str:
    """The label of a field, also for its second control."""
    field = (
        fields.get(name) or fields.get(name.removesuffix("_other")) or fields.get(name.removesuffix("_again"))
    )
    return speech.text(field.label) if field is not None else name


def _groups(fields: Sequence[Field]) -> Iterator[Group]:
    return (field for field in fields if isinstance(field, Group))


def _renumbered(
    form: Mapping[str, Sequence[str]], group: str, order: Sequence[int]
) -> dict[str, Sequence[str]]:
    """The form with those rows of the group alone, counted from 0."""
    others = {name: values for name, values in form.items() if not name.startswith(f"{group}.")}
    for place, number in enumerate(order):
        prefix = f"{group}.{number}."
        others |= {
            f"{group}.{place}.{name.removeprefix(prefix)}": values
            for name, values in form.items()
            if name.startswith(prefix)
        }
    return others

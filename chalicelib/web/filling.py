"""A form between two pages: rows added and removed, and faults brought back to their controls."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from chalicelib.domain.errors import Fault
from chalicelib.domain.fields import plan, reading
from chalicelib.domain.fields.address import NEEDED, Address
from chalicelib.domain.fields.choices import Choices
from chalicelib.domain.fields.field import Field, PageForm, first
from chalicelib.domain.fields.file import File
from chalicelib.domain.fields.group import Group, least, numbers
from chalicelib.domain.fields.ranking import Ranking
from chalicelib.language import addresses
from chalicelib.language.faults import explain
from chalicelib.language.reader import Reader
from chalicelib.web import apart, tied
from chalicelib.web.control import Filled
from chalicelib.web.controls import place_label, row_label


@dataclass(frozen=True, slots=True)
class Mistake:
    """An entry of the list at the top of a page: the id of what it is about, and words."""

    target: str
    text: str


def mistake(fault: Fault, speech: Reader) -> Mistake:
    """A fault of one of the page's own controls, which are no fields of a form."""
    return Mistake(f"field-{fault.pointer.removeprefix('/')}", explain(fault, speech))


def error(mistakes: Iterable[Mistake], name: str) -> str:
    """The words of the first mistake at the control of that name; empty for none."""
    return next((each.text for each in mistakes if each.target == f"field-{name}"), "")


def pressed(form: PageForm) -> bool:
    """Whether a button that changes rows was pressed, and not the one that sends."""
    return bool(first(form, "add") or first(form, "remove"))


Called = Mapping[str, Sequence[str]]
"""What the rows are called of groups of another form, by whose rows this one may go."""

_NONE: Called = MappingProxyType({})


def lengths(beside: Called) -> dict[str, int]:
    """How many rows each of these groups has."""
    return {name: len(rows) for name, rows in beside.items()}


def changed(fields: Sequence[Field], form: PageForm, own: Collection[str], beside: Called = _NONE) -> Filled:
    """The form with one row more or less, as its button says; nothing is checked.

    `own`: the controls that the page has beside those of the fields.
    """
    typed, counts, focus = apart.typed(form, own), dict[str, int](), ""
    removed, _, number = first(form, "remove").rpartition(".")
    if number.isascii() and number.isdigit() and len(number) < 5:
        typed = tied.without(fields, typed, removed, int(number))
    for group in _groups(fields):
        if group.rows_from in beside:
            continue  # none comes or goes, and one of which nothing was sent stays where it is
        order = numbers(typed, group.id)[: group.rows.max]
        typed = tied.renumbered(typed, group.id, order)
        counts[group.id] = max(len(order), least(group), 1)
        if first(form, "add") == group.id and counts[group.id] < group.rows.max:
            focus = f"{group.id}.{counts[group.id]}.{group.fields[0].id}"
            counts[group.id] += 1
    return Filled(typed=typed, rows=counts, focus=focus)


def unchecked(
    fields: Sequence[Field],
    form: PageForm,
    refused: Sequence[Fault],
    speech: Reader,
    own: Collection[str],
    beside: Called = _NONE,
) -> tuple[Filled, list[Mistake]]:
    """The form as `changed` has it, and of everything that is wrong what is wrong with its files alone."""
    return changed(fields, form, own, beside), faulty(fields, form, refused, speech, own, beside)[1]


def faulty(
    fields: Sequence[Field],
    form: PageForm,
    faults: Sequence[Fault],
    speech: Reader,
    own: Collection[str],
    beside: Called = _NONE,
) -> tuple[Filled, list[Mistake]]:
    """The form with its errors, and the list of them in the form's order; `own`: the page's own controls.

    Rows in which nothing was answered are left out, as they were where the faults were found, but for those
    that were chosen: who chose one has to see what is meant.
    """
    typed, counts = apart.typed(form, own), dict[str, int]()
    # No page of ours has more rows than there may be; whoever made them up gets one too many back.
    answered = reading.filled(fields, typed, lengths(beside))
    orders = tied.with_chosen(
        fields, typed, {group.id: answered[group.id][: group.rows.max + 1] for group in _groups(fields)}
    )
    typed = tied.kept(fields, typed, orders)
    for group in _groups(fields):
        counts[group.id] = max(len(orders[group.id]), least(group), 1)
    errors: dict[str, str] = {}
    mistakes: list[Mistake] = []
    for fault in _at_controls(fields, faults):
        name = _control(fields, _name(fault))
        errors.setdefault(name, _explained(fields, name, fault, speech))
        mistakes.append(
            Mistake(_target(fields, name, own), _summed_up(fields, name, fault, typed, speech, beside))
        )
    return Filled(typed=typed, rows=counts, errors=errors), mistakes


def _name(fault: Fault) -> str:
    """The name of the control that the fault is about."""
    return ".".join(fault.pointer.split("/")[2:])


def _control(fields: Sequence[Field], name: str) -> str:
    """The name of what the error stands at: of `choices` and of files it is all of them together."""
    place = _place(fields, name)
    chosen = place.part and isinstance(place.fields.get(place.member), Choices | File)
    return name.removesuffix(f".{place.part}") if chosen else name


def _target(fields: Sequence[Field], name: str, own: Collection[str]) -> str:
    """The id of a control; those of a ranking have one name, and are counted."""
    place = _place(fields, name)
    if not place.part or not isinstance(place.fields.get(place.member), Ranking):
        return f"field-{apart.name(name, own)}"
    all_of_them = f"field-{apart.name(name.removesuffix(f'.{place.part}'), own)}"
    return all_of_them if place.part == "0" else f"{all_of_them}-{place.part}"


def _at_controls(fields: Sequence[Field], faults: Sequence[Fault]) -> Iterator[Fault]:
    """The faults; that a whole address is missing is told at each part that it can't be without."""
    for fault in faults:
        place = _place(fields, _name(fault))
        if isinstance(place.fields.get(place.member), Address) and not place.part:
            yield from (replace(fault, pointer=f"{fault.pointer}/{part}") for part in NEEDED)
        else:
            yield fault


@dataclass(frozen=True, slots=True)
class _Place:
    """What a control's name is made of: the row that it stands in, its field among others, and its part."""

    fields: Mapping[str, Field]
    member: str
    part: str
    row: tuple[Group, int] | None = None


def _place(fields: Sequence[Field], name: str) -> _Place:
    known: Mapping[str, Field] = {field.id: field for field in fields}
    match name.split("."):
        case [group_id, number, member, *part] if isinstance(group := known.get(group_id), Group):
            inner: Mapping[str, Field] = {field.id: field for field in group.fields}
            return _Place(inner, member, ".".join(part), (group, int(number)))
        case [member, *part]:
            return _Place(known, member, ".".join(part))
        case _:
            return _Place(known, name, "")


def _summed_up(
    fields: Sequence[Field], name: str, fault: Fault, typed: PageForm, speech: Reader, beside: Called
) -> str:
    """The fault with the field's label, since the list stands far from it."""
    label = _label(fields, name, typed, speech, beside)
    if fault.code == "required":
        return explain(fault, speech, label)
    said = _explained(fields, name, fault, speech)
    return speech.gettext("“{label}”: {fault}").format(label=label, fault=said)


def _explained(fields: Sequence[Field], name: str, fault: Fault, speech: Reader) -> str:
    """What is wrong; of rows the fault knows the numbers alone, which mean nothing to people."""
    place = _place(fields, name)
    field = place.fields.get(place.member)
    if fault.code == "not_one_of" and field is not None and plan.options_source(field) is not None:
        return speech.gettext("Choose an entry that is filled in.")
    return explain(fault, speech)


def _label(fields: Sequence[Field], name: str, typed: PageForm, speech: Reader, beside: Called) -> str:
    place = _place(fields, name)
    label = _plain(place.fields, place.member, speech)
    if place.part:
        if isinstance(place.fields.get(place.member), Ranking):
            part = place_label(int(place.part), speech)
        else:
            country = first(typed, f"{name.removesuffix(place.part)}country")
            part = addresses.part(place.part, country, speech)
        label = speech.gettext("{address}, {part}").format(address=label, part=part)
    if place.row is None:
        return label
    group, number = place.row
    row = row_label(group, number, speech, beside)
    return speech.gettext("{row}, {label}").format(row=row, label=label)


def _plain(fields: Mapping[str, Field], name: str, speech: Reader) -> str:
    """The label of a field, also for its second control."""
    field = (
        fields.get(name) or fields.get(name.removesuffix("_other")) or fields.get(name.removesuffix("_again"))
    )
    return speech.text(field.label) if field is not None else name


def _groups(fields: Sequence[Field]) -> Iterator[Group]:
    return (field for field in fields if isinstance(field, Group))

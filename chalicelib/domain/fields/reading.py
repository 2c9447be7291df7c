"""Reading a whole form from a page: its rows, without blank ones, and what goes by their numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from chalicelib.domain.fields import plan, rows
from chalicelib.domain.fields.field import Field, PageForm
from chalicelib.domain.fields.group import Group, numbers

_LAST = 10_000


Counts = Mapping[str, int]
"""How many rows there are in groups of another form, by whose rows this one may go."""


def read(fields: Sequence[Field], form: PageForm, beside: Counts = MappingProxyType({})) -> dict[str, Any]:
    """Answers as a page sent them, without those that were left empty.

    Rows that go by those of another group, and choices among rows, follow them when blank ones are left out;
    a blank row that was chosen is none that there is, whatever its number was.
    """
    kept = {**_beside(beside), **filled(fields, form, beside)}
    answers: dict[str, Any] = {}
    for field in fields:
        if isinstance(field, Group):
            found = [_read(field.fields, form, f"{field.id}.{number}.", kept) for number in kept[field.id]]
            answers |= {field.id: found} if found else {}
        else:
            answers |= _read([field], form, "", kept)
    return answers


def filled(
    fields: Sequence[Field], form: PageForm, beside: Counts = MappingProxyType({})
) -> dict[str, list[int]]:
    """The numbers of the rows of each group that stay: those in which something was answered, and of a group
    that goes by another one's rows those that stay there; of one of another form that is all of them.
    """
    groups = [field for field in fields if isinstance(field, Group)]
    kept = {
        group.id: [
            number
            for number in numbers(form, group.id)
            if rows.read(group.fields, form, f"{group.id}.{number}.")
        ]
        for group in groups
    }
    found = followed(groups, {**_beside(beside), **kept})
    return {group.id: found[group.id] for group in groups}


def _beside(beside: Counts) -> dict[str, list[int]]:
    return {name: list(range(count)) for name, count in beside.items()}


def followed(groups: Sequence[Group], rows: Mapping[str, list[int]]) -> dict[str, list[int]]:
    """The rows of each group; of one that goes by another one's rows those of that one."""
    found = dict(rows)
    for _ in groups:  # one may go by another that goes by a third
        found |= {
            group.id: found[group.rows_from]
            for group in groups
            if group.rows_from is not None and group.rows_from in found
        }
    return found


def _read(
    fields: Sequence[Field], form: PageForm, prefix: str, kept: Mapping[str, list[int]]
) -> dict[str, Any]:
    answers = rows.read(fields, form, prefix)
    for field in fields:
        source = plan.options_source(field)
        if source is not None and field.id in answers:
            answers[field.id] = _renumbered(answers[field.id], kept.get(source, []))
    return answers


def _renumbered(answer: Any, kept: Sequence[int]) -> Any:
    """A row's number after those that are left out are gone, and one more than there are for one of these;
    what is no such number stays as it is.
    """
    if isinstance(answer, list):
        found = [_renumbered(each, kept) for each in answer]
        return sorted(found, key=_order)  # as a page has the rows: blank ones are behind the others there
    number = row_number(answer)
    if number is None:
        return answer
    return str(kept.index(number) if number in kept else len(kept))


def _order(answer: Any) -> int:
    number = row_number(answer)
    return _LAST if number is None else number


def row_number(answer: object) -> int | None:
    """The number of the row that a choice names; None for anything else."""
    plain = isinstance(answer, str) and answer.isascii() and answer.isdigit() and len(answer) < 5
    number = int(str(answer)) if plain else None
    return number if str(number) == answer else None

"""Rows that go by the rows of another group, and choices among rows: brought to what is in those rows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from chalicelib.domain import visibility
from chalicelib.domain.definitions import Program, fields_of
from chalicelib.domain.fields import checking, plan, reading
from chalicelib.domain.fields.choice import Choice
from chalicelib.domain.fields.choices import Choices
from chalicelib.domain.fields.field import Field, PageForm, first
from chalicelib.domain.fields.group import Group, least, numbers
from chalicelib.web import prefilled
from chalicelib.web.control import Filled


def offered(
    shown: Sequence[Field], typed: PageForm, beside: Collection[str] = frozenset()
) -> tuple[Field, ...]:
    """The fields with the rows to choose from as their options, each called as its row is.

    Not where the rows of the group (`beside`) stand on the same page: these may still change there.
    """
    return tuple(_offered(each, typed, beside) for each in shown)


def known(
    shown: Sequence[Field], program: Program, answers: Mapping[str, Any], viewer: Collection[str]
) -> tuple[Field, ...]:
    """The fields of a page without the rest of the form: with rows to choose from that were answered before.

    They are called by their numbers where `viewer` may not see what stands in them.
    """
    fields = fields_of(program)
    rows = {
        f"{each.id}.{number}.": ()
        for each in fields
        if isinstance(each, Group)
        for number in range(len(answers.get(each.id) or ()))
    }
    typed = prefilled.of(visibility.seen(fields, viewer), answers).typed
    return offered(shown, {**rows, **typed}, {each.id for each in shown})


def _offered(each: Field, typed: PageForm, beside: Collection[str]) -> Field:
    match each:
        case Group():
            return msgspec.structs.replace(each, fields=offered(each.fields, typed, beside))
        case Choice() | Choices() if each.options_from is not None and each.options_from.rows not in beside:
            source = each.options_from
            rows = numbers(typed, source.rows)
            called = [first(typed, f"{source.rows}.{row}.{source.label}").strip() for row in rows]
            labels = [words or str(place) for place, words in enumerate(called, 1)]
            return checking.with_options(each, len(rows), labels)
        case _:
            return each


def closed(fields: Sequence[Field], filled: Filled) -> Filled:
    """The form without blank rows in groups that others go by, and with as many rows in the others."""
    tied = plan.tied(fields)
    orders = {name: rows for name, rows in reading.filled(fields, filled.typed).items() if name in tied}
    if not orders:
        return filled
    counts = {
        group.id: len(orders[group.id]) if group.rows_from else max(len(orders[group.id]), least(group), 1)
        for group in fields
        if isinstance(group, Group) and group.id in orders
    }
    typed = kept(fields, filled.typed, orders)
    return Filled(typed, {**filled.rows, **counts}, filled.errors, filled.focus)


def without(fields: Sequence[Field], form: PageForm, group: str, number: int) -> dict[str, Sequence[str]]:
    """The form without that row of a group, and without whatever goes by it."""
    orders = {group: [each for each in numbers(form, group) if each != number]}
    groups = [each for each in fields if isinstance(each, Group)]
    return kept(fields, form, reading.followed(groups, orders))


def kept(
    fields: Sequence[Field], typed: PageForm, orders: Mapping[str, Sequence[int]]
) -> dict[str, Sequence[str]]:
    """The form with those rows of the groups alone, counted from 0, and what was chosen among them."""
    found: dict[str, Sequence[str]] = dict(typed)
    for group, rows in orders.items():
        found = renumbered(found, group, rows)
    sources = dict(_sources(fields))
    for name in found:
        group, _, rest = name.partition(".")
        source = sources.get((group, rest.rpartition(".")[2]))
        if source is not None and source in orders:
            places = {str(row): str(place) for place, row in enumerate(orders[source])}
            gone = {str(row) for row in numbers(typed, source)} - places.keys()
            found[name] = [places.get(value, value) for value in found[name] if value not in gone]
    return found


def with_chosen(
    fields: Sequence[Field], typed: PageForm, orders: Mapping[str, Sequence[int]]
) -> dict[str, Sequence[int]]:
    """The rows of the groups, and behind them those left out of which somebody has chosen one all the same.

    So whoever chose a blank row sees it again, still chosen, and the numbers of the others stay. There are at
    most as many as a page of ours may have, and one more.
    """
    groups = {each.id: each for each in fields if isinstance(each, Group)}
    found = {group: list(rows) for group, rows in orders.items()}
    for (name, member), named in _sources(fields):
        source = _root(groups, named)
        if source not in found:
            continue
        controls = [f"{name}.{row}.{member}" for row in numbers(typed, name)] if member else [name]
        chosen = {reading.row_number(value) for control in controls for value in typed.get(control, ())}
        blank = sorted(row for row in chosen if row is not None and row not in found[source])
        found[source] = [*found[source], *blank][: groups[source].rows.max + 1]
    return {**found, **reading.followed(list(groups.values()), found)}


def _root(groups: Mapping[str, Group], name: str) -> str:
    """The group by whose rows this one's go, in the end."""
    group = groups.get(name)
    return _root(groups, group.rows_from) if group is not None and group.rows_from is not None else name


def _sources(fields: Sequence[Field]) -> Iterator[tuple[tuple[str, str], str]]:
    """The group that is chosen from, by the field, or the group and the field in it."""
    for field in fields:
        for member in field.fields if isinstance(field, Group) else (field,):
            source = plan.options_source(member)
            if source is not None:
                yield (field.id, member.id if isinstance(field, Group) else ""), source


def renumbered(
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

"""In which order a form's fields are looked at, so that conditions may look at any of them.

What depends on an answer comes after it, wherever it stands in the form; only a circle has no such order.
A group and each field of its rows are places of their own: a row may look at the form, and the form at rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from typing import Any, NamedTuple

from chalicelib.domain.fields.computed import Computed
from chalicelib.domain.fields.field import Field
from chalicelib.domain.fields.group import Group
from chalicelib.domain.logic_paths import Path, paths


class Place(NamedTuple):
    """A field of the form, or a field in the rows of one of its groups."""

    field: str
    member: str = ""


class Form:
    """Some fields that are filled in together, compared by identity so that their plan is made once.

    `pages` has the conditions of the pages that fields stand on, by the field's id.
    """

    __slots__ = ("fields", "pages")

    def __init__(self, fields: Sequence[Field], pages: Mapping[str, Any] | None = None) -> None:
        self.fields = tuple(fields)
        self.pages: Mapping[str, Any] = pages or {}


@dataclass(frozen=True, slots=True)
class Plan:
    """`order`: every place after those it depends on. `circle`: places that depend on one another, in turn.

    `needs`: what each place depends on, itself; `tied`: the groups whose rows are counted on by others;
    `fields`: what stands at each place.
    """

    order: tuple[Place, ...]
    circle: tuple[Place, ...]
    needs: Mapping[Place, frozenset[Place]]
    tied: frozenset[str]
    fields: Mapping[Place, Field]


@lru_cache(maxsize=128)
def of(form: Form) -> Plan:
    """The plan of a form; where there is a circle, in the form's own order."""
    needs = dict(_needs(form))
    known = {place: frozenset(found & needs.keys()) for place, found in needs.items()}
    try:
        order, circle = tuple(TopologicalSorter(known).static_order()), ()
    except CycleError as error:
        order, circle = tuple(known), tuple(error.args[1][1:])
    return Plan(order, circle, known, tied(form.fields), dict(_placed(form)))


def _placed(form: Form) -> Iterator[tuple[Place, Field]]:
    for each in form.fields:
        yield Place(each.id), each
        if isinstance(each, Group):
            yield from ((Place(each.id, member.id), member) for member in each.fields)


def tied(fields: Sequence[Field]) -> frozenset[str]:
    """The groups whose rows are counted on by others: none of them is dropped for being blank."""
    found: set[str] = set()
    for each in fields:
        inner = each.fields if isinstance(each, Group) else (each,)
        if isinstance(each, Group) and each.rows_from is not None:
            found |= {each.id, each.rows_from}
        found |= {source for member in inner if (source := options_source(member)) is not None}
    return frozenset(found)


def options_source(each: Field) -> str | None:
    """The group whose rows are the options of a field."""
    source = getattr(each, "options_from", None)
    return None if source is None else str(source.rows)


def _needs(form: Form) -> Iterator[tuple[Place, set[Place]]]:
    known = {each.id: each for each in form.fields}
    for each in form.fields:
        own = set(_seen(each, known, None))
        if each.id in form.pages:
            own |= set(looked_at(form.pages[each.id], known, None))
        yield Place(each.id), own
        if isinstance(each, Group):
            for member in each.fields:
                yield Place(each.id, member.id), {Place(each.id), *_seen(member, known, each)}


def _seen(each: Field, known: Mapping[str, Field], group: Group | None) -> Iterator[Place]:
    """What decides whether the field is shown, what may be answered, and what is worked out."""
    if each.show_if is not None:
        yield from looked_at(each.show_if, known, group)
    if isinstance(each, Computed):
        yield from looked_at(each.value, known, group)
    for source in (options_source(each), each.rows_from if isinstance(each, Group) else None):
        if source is not None:
            yield Place(source)


def looked_at(condition: Any, known: Mapping[str, Field], group: Group | None) -> Iterator[Place]:
    """The places that a condition looks at; `group` is the one in whose rows it stands."""
    for path in paths(condition):
        yield from _places(path, known, group)


def _places(path: Path, known: Mapping[str, Field], group: Group | None) -> Iterator[Place]:
    """The places that a path means."""
    match path:
        case ("form", *rest):
            yield from _in_form(tuple(rest), known)
        case ("from", *rest) if group is not None and group.rows_from is not None:
            yield from _in_form((group.rows_from, "*", *rest), known)
        case (name, *_) if group is not None:
            yield Place(group.id, _chosen(name, {each.id for each in group.fields}))
        case _:
            yield from _in_form(path, known)


def _in_form(path: Path, known: Mapping[str, Field]) -> Iterator[Place]:
    if not path:
        return
    name = _chosen(path[0], known)
    yield Place(name)
    group = known.get(name)
    if not isinstance(group, Group) or path[1:2] == ("length",):
        return
    members = {each.id for each in group.fields}
    yield from (Place(name, each) for each in ({_chosen(path[2], members)} if len(path) > 2 else members))


def _chosen(name: str, known: Mapping[str, Any] | set[str]) -> str:
    """The field, also where the words for `other` are meant."""
    return name if name in known else name.removesuffix("_other")

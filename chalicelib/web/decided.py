"""Which page has to be filled in before it is known whether a field is shown, or has to be answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from chalicelib.domain import answers
from chalicelib.domain.definitions import Program, fields_of
from chalicelib.domain.fields import plan
from chalicelib.domain.fields.computed import Computed
from chalicelib.domain.fields.group import Group
from chalicelib.domain.fields.plan import Place
from chalicelib.domain.identity import Same

NONE = -1
"""The number of no page: it is known from the beginning."""


def pages(program: Program) -> Mapping[str, int]:
    """The page of each field, from 0."""
    return _pages(Same(program))


def shown(program: Program) -> Mapping[Place, int]:
    """By which page it is decided whether a place is shown, through everything that it hangs on.

    For a field in rows: beside its group itself.
    """
    return _shown(Same(program))


def needed(program: Program) -> Mapping[Place, int]:
    """By which page it is decided whether there has to be an answer, where that is a condition."""
    return _needed(Same(program))


def ruled(program: Program) -> Mapping[str, int]:
    """By which page all is there that the rules at a field look at."""
    return _ruled(Same(program))


@lru_cache(maxsize=64)
def _pages(program: Same[Program]) -> dict[str, int]:
    return {field.id: number for number, page in enumerate(program.it.form) for field in page.fields}


@lru_cache(maxsize=64)
def _shown(program: Same[Program]) -> dict[Place, int]:
    found: dict[Place, int] = {}
    form = plan.of(answers.form_of(program.it))
    for place in form.order:
        needs = form.needs[place] - {Place(place.field)}
        found[place] = _latest(program.it, needs, found)
    return found


def _latest(program: Program, needs: Iterable[Place], found: Mapping[Place, int]) -> int:
    """The last page of those places, and of those that they hang on; nobody fills in what is worked out."""
    last = NONE
    for need in needs:
        own = NONE if need in _worked_out(Same(program)) else pages(program)[need.field]
        last = max(last, own, found.get(need, NONE))
    return last


@lru_cache(maxsize=64)
def _worked_out(program: Same[Program]) -> frozenset[Place]:
    return frozenset(
        Place(field.id, member.id) if field is not member else Place(field.id)
        for field in fields_of(program.it)
        for member in (field.fields if isinstance(field, Group) else (field,))
        if isinstance(member, Computed)
    )


@lru_cache(maxsize=64)
def _needed(program: Same[Program]) -> dict[Place, int]:
    return dict(_conditional(program.it))


def _conditional(program: Program) -> Iterator[tuple[Place, int]]:
    known = {field.id: field for field in fields_of(program)}
    decided = shown(program)
    for field in known.values():
        for member in (field, *(field.fields if isinstance(field, Group) else ())):
            if not isinstance(member.required, bool):
                group = field if isinstance(field, Group) and member is not field else None
                places = set(plan.looked_at(member.required, known, group)) & decided.keys()
                yield Place(field.id, member.id if group else ""), _latest(program, places, decided)


@lru_cache(maxsize=64)
def _ruled(program: Same[Program]) -> dict[str, int]:
    known = {field.id: field for field in fields_of(program.it)}
    decided = shown(program.it)
    found: dict[str, int] = {}
    for rule in program.it.rules:
        places = set(plan.looked_at(rule.check, known, None)) & decided.keys()
        last = _latest(program.it, places, decided)
        found[rule.field] = max(found.get(rule.field, NONE), last)
    return found

"""Which fields of a form depend on which others: what changes where an answer does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from chalicelib.domain import answers
from chalicelib.domain.definitions import Program, fields_of
from chalicelib.domain.fields import plan
from chalicelib.domain.fields.field import Field
from chalicelib.domain.fields.group import Group
from chalicelib.domain.identity import Same
from chalicelib.domain.logic_paths import paths


def reach(program: Program, names: Iterable[str]) -> frozenset[str]:
    """These fields of the form, and those that depend on one of them, be it by way of others.

    A field depends on what its conditions look at (`show_if`, its page's, `required`), on the group whose
    rows it goes by (`rows_from`, `options_from`), on what it is worked out from, and on what a rule looks at
    whose fault is told there.
    """
    following = _following(Same(program))
    found: set[str] = set()
    waiting = [name for name in names if name in following]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += following[name]
    return frozenset(found)


@lru_cache(maxsize=64)
def _following(program: Same[Program]) -> Mapping[str, frozenset[str]]:
    """Those that depend on each field, by its id."""
    fields = fields_of(program.it)
    known = {each.id: each for each in fields}
    found: dict[str, set[str]] = {name: set() for name in known}
    for later, earlier in _pairs(program.it, known):
        if earlier in found and later in found:
            found[earlier].add(later)
    return {name: frozenset(each) for name, each in found.items()}


def _pairs(program: Program, known: Mapping[str, Field]) -> Iterator[tuple[str, str]]:
    """Each field with one that it depends on."""
    for place, needs in plan.of(answers.form_of(program)).needs.items():
        yield from ((place.field, each.field) for each in needs)
    for each in known.values():
        yield from ((each.id, name) for name in _demanded(each, known, None))
        if isinstance(each, Group):
            for member in each.fields:
                yield from ((each.id, name) for name in _demanded(member, known, each))
    for rule in program.rules:
        for path in paths(rule.check):
            yield from ((rule.field, place.field) for place in plan.places(path, known, None))


def _demanded(each: Field, known: Mapping[str, Field], group: Group | None) -> Iterator[str]:
    """What is looked at to say whether there has to be an answer."""
    if not isinstance(each.required, bool):
        for path in paths(each.required):
            yield from (place.field for place in plan.places(path, known, group))

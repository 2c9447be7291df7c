"""Which fields of a form depend on which others: what changes where an answer does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from chalicelib.domain import answers
from chalicelib.domain.closure import closure
from chalicelib.domain.definitions import Program, Rule, fields_of
from chalicelib.domain.fields import plan
from chalicelib.domain.fields.group import Group
from chalicelib.domain.fields.plan import Form
from chalicelib.domain.identity import Same


def reach(program: Program, names: Iterable[str]) -> frozenset[str]:
    """These fields of the form, and those that depend on one of them, be it by way of others.

    A field depends on what its conditions look at (`show_if`, its page's, `required`), on the group whose
    rows it goes by (`rows_from`, `options_from`), on what it is worked out from, and on what a rule looks at
    whose fault is told there.
    """
    following = _following(Same(program))
    return frozenset(closure((name for name in names if name in following), following.__getitem__))


@lru_cache(maxsize=64)
def _following(program: Same[Program]) -> Mapping[str, frozenset[str]]:
    """Those that depend on each field, by its id."""
    found: dict[str, set[str]] = {field.id: set() for field in fields_of(program.it)}
    for later, earlier in pairs(answers.form_of(program.it), program.it.rules):
        if earlier in found and later in found:
            found[earlier].add(later)
    return {name: frozenset(each) for name, each in found.items()}


def pairs(form: Form, rules: Iterable[Rule]) -> Iterator[tuple[str, str]]:
    """Each field of a form with one that it depends on, these rules included."""
    known = {each.id: each for each in form.fields}
    for place, needs in plan.of(form).needs.items():
        yield from ((place.field, each.field) for each in needs)
    for field_id, condition, group in _demands(form, rules):
        yield from ((field_id, place.field) for place in plan.looked_at(condition, known, group))


def _demands(form: Form, rules: Iterable[Rule]) -> Iterator[tuple[str, Any, Group | None]]:
    """What says whether there has to be an answer, and the rules, each by the field at which it is told."""
    for each in form.fields:
        yield each.id, each.required, None
        if isinstance(each, Group):
            yield from ((each.id, member.required, each) for member in each.fields)
    yield from ((rule.field, rule.check, None) for rule in rules)

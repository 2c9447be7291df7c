"""What a step's form is about, row by row: the groups of the program's form by whose rows it goes.

A jury judges each work that was sent, a curator takes some of them. The step's form names the group
(`rows_from`, `options_from`), and has one row, or one option, for each of its rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from chalicelib.domain.closure import closure
from chalicelib.domain.definitions import Program, fields_of
from chalicelib.domain.fields import plan
from chalicelib.domain.fields.field import Field
from chalicelib.domain.fields.group import Group
from chalicelib.domain.submissions import AskState, Case
from chalicelib.domain.visibility import seen

Rows = Mapping[str, Sequence[Mapping[str, Any]]]
"""The rows of groups as they were answered, by the groups' ids."""


@dataclass(frozen=True, slots=True)
class About:
    """A group of the program's form, and its rows as they were answered.

    `group` has in `fields` what whoever looks may see of a row; nothing where the group is kept from them.
    """

    group: Group
    rows: Sequence[Mapping[str, Any]]


def of(
    program: Program,
    fields: Sequence[Field],
    answers: Mapping[str, Any],
    viewer: Iterable[str],
    *,
    blind: Iterable[str] = (),
) -> dict[str, About]:
    """The groups of the program's form that these fields go by, by their ids.

    `viewer`: the words of who looks (`visibility`), `blind`: the fields that may not be seen. What is
    sensitive is left out for everybody: it is no name for a row.
    """
    known, hidden = frozenset(viewer), frozenset(blind)
    return {
        group.id: _shown(group, answers, known, visible=bool(seen((group,), known, blind=hidden)))
        for group in _named(program, fields)
    }


def own(fields: Sequence[Field], answers: Mapping[str, Any], viewer: Iterable[str]) -> dict[str, About]:
    """The groups among some fields of one form, to which others of them may go by; as `of` has them."""
    known, named = frozenset(viewer), _sources(fields)
    return {
        each.id: _shown(each, answers, known)
        for each in fields
        if isinstance(each, Group) and each.id in named
    }


def rows(program: Program, fields: Sequence[Field], answers: Mapping[str, Any]) -> Rows:
    """The rows of those groups, with everything that was answered: what conditions look at."""
    return {group.id: tuple(answers.get(group.id) or ()) for group in _named(program, fields)}


def then(case: Case, ask: AskState) -> Mapping[str, Any]:
    """The form as it was when that ask was answered: what is said by rows is about the rows of then."""
    closed = ask.closed
    later = (
        each.before
        for each in case.amendments
        if closed is not None and each.at >= closed and each.ask != ask.id
    )
    return next(later, case.answers)


def sources(fields: Sequence[Field]) -> set[str]:
    """The groups of another form by whose rows these fields go: those that are none of their own."""
    return _sources(fields) - {each.id for each in fields}


def going_by(fields: Sequence[Field], groups: Iterable[str]) -> list[Field]:
    """The fields that go by the rows of those groups, be it by way of one another, in their order."""
    known = with_those(fields, groups)
    return [each for each in fields if known & _sources((each,))]


def with_those(fields: Sequence[Field], groups: Iterable[str]) -> set[str]:
    """Those groups, and those among the fields that go by their rows, be it by way of one another."""
    tied = [each for each in fields if isinstance(each, Group)]
    return closure(groups, lambda name: (each.id for each in tied if each.rows_from == name))


def _sources(fields: Sequence[Field]) -> set[str]:
    named = set()
    for each in fields:
        for member in each.fields if isinstance(each, Group) else (each,):
            named.add(plan.options_source(member))
        named.add(each.rows_from if isinstance(each, Group) else None)
    return {name for name in named if name is not None}


def _shown(
    group: Group, answers: Mapping[str, Any], viewer: frozenset[str], *, visible: bool = True
) -> About:
    members = seen(group.fields, viewer) if visible and not group.sensitive else ()
    plain = tuple(each for each in members if not each.sensitive)
    return About(msgspec.structs.replace(group, fields=plain), tuple(answers.get(group.id) or ()))


def _named(program: Program, fields: Sequence[Field]) -> Iterator[Group]:
    names = sources(fields)
    if names:
        yield from (each for each in fields_of(program) if isinstance(each, Group) and each.id in names)

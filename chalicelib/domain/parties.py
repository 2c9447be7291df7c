"""What no shape can say of who is asked, and of who may see what: people that can't be found.

A part of the check, beside `routes`; works on the document as it was sent.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from chalicelib.domain.errors import Fault
from chalicelib.domain.lenient import Placed, by_id, fields, items, members, placed, rows

_WAYS = ("named", "each", "role")


def faults(program: dict[str, Any], each: Placed) -> Iterator[Fault]:
    """Nobody to ask, fields that don't exist or are of another type, and words that mean nobody."""
    form = by_id(fields(program))
    if each.ask or each.step.get("ask") == {}:
        yield from _asked(program, each, form)
    yield from named(each.step.get("hidden_from"), f"{each.pointer}/hidden_from", words(program))
    yield from known(each.step.get("blind"), f"{each.pointer}/blind", form)


def words(program: dict[str, Any]) -> frozenset[str]:
    """The words by which people go: `applicant`, roles, and steps for those asked by them."""
    steps = placed(program)
    roles = {*members(program.get("roles")), *(str(each.ask.get("role")) for each in steps)}
    return frozenset({"applicant", *roles, *(each.name for each in steps)})


def named(listed: object, pointer: str, known: Collection[str]) -> Iterator[Fault]:
    """A fault for each word of the list by which nobody goes, or which stands there twice."""
    yield from _twice(listed, pointer)
    for place, word in _strange(listed, pointer, known):
        yield Fault(place, "no_such_party", {"party": word})


def known(listed: object, pointer: str, form: Mapping[str, Any]) -> Iterator[Fault]:
    """A fault for each field of the list that the form doesn't have, or which stands there twice."""
    yield from _twice(listed, pointer)
    for place, word in _strange(listed, pointer, form):
        yield Fault(place, "no_such_field", {"field": word})


def _twice(listed: object, pointer: str) -> Iterator[Fault]:
    listed = items(listed)
    for number, word in enumerate(listed):
        if isinstance(word, str) and word in listed[:number]:
            yield Fault(f"{pointer}/{number}", "duplicate", {"name": word})


def _strange(listed: object, pointer: str, known: Collection[str]) -> Iterator[tuple[str, str]]:
    for number, word in enumerate(items(listed)):
        if isinstance(word, str) and word not in known:
            yield f"{pointer}/{number}", word


def _asked(program: dict[str, Any], each: Placed, form: Mapping[str, dict[str, Any]]) -> Iterator[Fault]:
    ask, pointer = each.ask, f"{each.pointer}/ask"
    ways = [way for way in _WAYS if way in ask]
    if len(ways) != 1:
        yield Fault(pointer, "wrong_keys", {"options": list(_WAYS)})
    for way in {"named", "each"} & ask.keys():
        if ask[way] == "applicant":
            # The party would go by the applicant's own word, and be taken for the applicant.
            yield Fault(f"{pointer}/{way}", "reserved", {"name": "applicant"})
    if ways == ["each"]:
        yield from _each_row(ask, pointer, form)
    elif ways == ["named"]:
        yield from _typed(ask, pointer, form, "named", "email")
        yield from _typed(ask, pointer, form, "name", "text")
        yield from _beside(ask, pointer, "named", ("email",))
    elif ways == ["role"]:
        yield from _beside(ask, pointer, "role", ("name", "email"))
    role, roles = ask.get("role"), program.get("roles", {})
    if isinstance(role, str) and isinstance(roles, dict) and not items(roles.get(role)):
        yield Fault(f"{pointer}/role", "nobody_to_ask", {"role": role})


def _each_row(ask: dict[str, Any], pointer: str, form: Mapping[str, dict[str, Any]]) -> Iterator[Fault]:
    if "email" not in ask:
        yield Fault(f"{pointer}/email", "missing")
    found = list(_typed(ask, pointer, form, "each", "group"))
    yield from found
    if not found and isinstance(ask["each"], str):
        row = by_id(rows(form[ask["each"]], ""))
        yield from _typed(ask, pointer, row, "email", "email")
        yield from _typed(ask, pointer, row, "name", "text")


def _typed(
    ask: dict[str, Any], pointer: str, form: Mapping[str, dict[str, Any]], key: str, expected: str
) -> Iterator[Fault]:
    """A field that the form doesn't have, or that is of another type."""
    field = ask.get(key)
    if isinstance(field, str) and field not in form:
        yield Fault(f"{pointer}/{key}", "no_such_field", {"field": field})
    elif isinstance(field, str) and form[field].get("type") != expected:
        yield Fault(f"{pointer}/{key}", "field_type", {"field": field, "expected": expected})


def _beside(ask: dict[str, Any], pointer: str, other: str, keys: tuple[str, ...]) -> Iterator[Fault]:
    for key in keys:
        if key in ask:
            yield Fault(f"{pointer}/{key}", "not_beside", {"other": other})

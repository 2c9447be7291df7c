"""What no shape can say of a form's conditions: that they can be read, look at what there is, and end.

A part of the check, beside `sense`; works on the document as it was sent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import msgspec

from chalicelib.domain import lenient, logic_check, logic_paths
from chalicelib.domain.errors import Fault, child
from chalicelib.domain.fields import AnyField, plan
from chalicelib.domain.fields.plan import Form
from chalicelib.domain.lenient import by_id, items, members

Found = Sequence[tuple[str, dict[str, Any]]]
"""Fields with their pointers."""

_Known = Mapping[str, dict[str, Any]]


def faults(program: dict[str, Any]) -> Iterator[Fault]:
    """Everything that is wrong with the conditions of the program's form, and of the steps' own forms."""
    form = list(lenient.fields(program))
    yield from _form(form, _pages(program))
    known = by_id(iter(form))
    for number, rule in enumerate(items(program.get("rules"))):
        pointer = f"/rules/{number}"
        if "check" in members(rule):
            yield from _condition(rule["check"], f"{pointer}/check", known, None)
        name = members(rule).get("field")
        if isinstance(name, str) and name not in known:
            yield Fault(f"{pointer}/field", "no_such_field", {"field": name})
    yield from _always_shown(program, form)
    for placed in lenient.placed(program):
        yield from _form(list(placed.fields()), {}, known)


def _pages(program: dict[str, Any]) -> dict[str, tuple[str, Any]]:
    """The conditions of the pages with their pointers, by the pointers of the fields on them."""
    return {
        f"/form/{number}/fields/{place}": (f"/form/{number}/show_if", page["show_if"])
        for number, page in enumerate(items(program.get("form")))
        if members(page).get("show_if") is not None
        for place in range(len(items(page.get("fields"))))
    }


def _form(
    form: Found, pages: Mapping[str, tuple[str, Any]], beside: _Known = MappingProxyType({})
) -> Iterator[Fault]:
    """`beside`: the fields of the program's form, by whose rows a step's form may go."""
    known = by_id(iter(form))
    sources = {**beside, **known}
    found = [
        fault for place, page in dict(pages.values()).items() for fault in _condition(page, place, known)
    ]
    for pointer, each in form:
        found += _field(each, pointer, known, sources, None)
        found += _rows_from(each, pointer, sources)
        for place, member in lenient.rows(each, pointer):
            found += _field(member, place, known, sources, each)
    yield from found
    if not found:
        yield from _circle(form, pages)


def _field(
    each: dict[str, Any], pointer: str, known: _Known, sources: _Known, group: dict[str, Any] | None
) -> Iterator[Fault]:
    """The conditions of one field; `group` is the one in whose rows it stands."""
    source = sources.get(str(group.get("rows_from")), {}) if group is not None else {}
    if each.get("show_if") is not None:
        yield from _condition(each["show_if"], f"{pointer}/show_if", known, group, source)
    if isinstance(each.get("required"), dict):
        yield from _condition(each["required"], f"{pointer}/required", known, group, source)
    if each.get("type") == "computed" and "value" in each:
        yield from _condition(each["value"], f"{pointer}/value", known, group, source)
    if each.get("type") in ("choice", "choices"):
        yield from _options(each, pointer, sources)


def _condition(
    expression: Any,
    pointer: str,
    known: _Known,
    group: dict[str, Any] | None = None,
    source: Mapping[str, Any] = MappingProxyType({}),
) -> Iterator[Fault]:
    """What is wrong with one; `source` is the group by whose rows those of `group` go."""
    malformed = list(logic_check.faults(expression, pointer))
    yield from malformed
    for path in () if malformed else logic_paths.paths(expression):
        match path:
            case () | ("form",) | ("from",):
                yield Fault(pointer, "logic_name")
                continue
            case ("form", *rest):
                there = answered(tuple(rest), known)
            case ("from", *rest) if group is not None:
                there = answered(tuple(rest), by_id(lenient.rows(dict(source), "")))
            case _ if group is not None:
                there = answered(path, by_id(lenient.rows(group, "")))
            case _:
                there = answered(path, known)
        if not there:
            yield Fault(pointer, "no_such_field", {"field": ".".join(path)})


def answered(path: Sequence[str], known: _Known) -> bool:
    """Whether there is such an answer: a field, the words for `other`, or a part of one of them."""
    name, rest = path[0], path[1:]
    if name not in known:
        chosen = known.get(name.removesuffix("_other"), {})
        return not rest and chosen.get("other") is True and name.endswith("_other")
    if known[name].get("type") == "note":
        return False
    row = by_id(lenient.rows(known[name], ""))
    if not row or not rest or rest == ("length",):
        return True
    number, inner = rest[0], rest[1:]
    return (number == "*" or number.isdigit()) and (not inner or answered(inner, row))


def _rows_from(each: dict[str, Any], pointer: str, known: _Known) -> Iterator[Fault]:
    source = each.get("rows_from")
    if each.get("type") != "group" or not isinstance(source, str):
        return
    if "rows" in each:
        yield Fault(f"{pointer}/rows_from", "not_beside", {"other": "rows"})
    yield from _group(source, f"{pointer}/rows_from", known)


def _group(name: str, pointer: str, known: _Known) -> Iterator[Fault]:
    if name not in known:
        yield Fault(pointer, "no_such_field", {"field": name})
    elif known[name].get("type") != "group":
        yield Fault(pointer, "field_type", {"field": name, "expected": "group"})


def _options(each: dict[str, Any], pointer: str, known: _Known) -> Iterator[Fault]:
    if len({"options", "options_from"} & each.keys()) != 1:
        yield Fault(pointer, "wrong_keys", {"options": ["options", "options_from"]})
    source = members(each.get("options_from"))
    name, label = source.get("rows"), source.get("label")
    if not isinstance(name, str):
        return
    missing = list(_group(name, f"{pointer}/options_from/rows", known))
    yield from missing
    if not missing and isinstance(label, str) and label not in by_id(lenient.rows(known[name], "")):
        yield Fault(f"{pointer}/options_from/label", "no_such_field", {"field": f"{name}.{label}"})


def _circle(form: Found, pages: Mapping[str, tuple[str, Any]]) -> Iterator[Fault]:
    """Conditions that look at one another, named at the first of them in the form."""
    try:
        fields = [msgspec.convert(each, AnyField) for _, each in form]
    except msgspec.ValidationError:
        return  # `walker` names it
    conditions = {
        each.id: pages[place][1] for (place, _), each in zip(form, fields, strict=True) if place in pages
    }
    circle = plan.of(Form(fields, conditions)).circle
    if not circle:
        return
    order = [each.id for each in fields]
    first = min(circle, key=lambda place: (order.index(place.field), bool(place.member)))
    pointer, each = form[order.index(first.field)]
    if first.member:
        pointer, each = next(found for found in lenient.rows(each, pointer) if found[1]["id"] == first.member)
    key = next((key for key in ("show_if", "value", "rows_from", "options_from") if key in each), None)
    names = dict.fromkeys(place.member or place.field for place in circle)
    place = child(pointer, key) if key else pages.get(pointer, (pointer, None))[0]
    yield Fault(place, "circle", {"options": list(names)})


def _always_shown(program: dict[str, Any], form: Found) -> Iterator[Fault]:
    """The applicant's address is asked for, whatever the other answers are."""
    address, pages = members(program.get("applicant")).get("email", "email"), _pages(program)
    for pointer, each in form:
        if each.get("id") == address:
            if each.get("show_if") is not None:
                yield Fault(f"{pointer}/show_if", "must_be_shown", {"field": address})
            if pointer in pages:
                yield Fault(pages[pointer][0], "must_be_shown", {"field": address})

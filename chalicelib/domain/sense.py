"""What no shape can say of a program: that it makes sense. Every fault at its place, warnings beside them.

Works on the document as it was sent, tolerating what `walker` has named already, so that one answer names
the faults of both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date
from typing import Any

from chalicelib.domain import steps, times
from chalicelib.domain.definitions import RESERVED_FIELDS, RESERVED_STEPS
from chalicelib.domain.errors import Fault
from chalicelib.domain.walker import child

Document = Any


def faults(program: Document, today: date) -> list[Fault]:
    """Everything that is wrong with the sense of the document; relative dates as of `today`."""
    if not isinstance(program, dict):
        return []
    return [*_calendar(program, today), *_applicant(program), *_form(program, today), *_workflow(program)]


def warnings(program: Document) -> list[Fault]:
    """What may be meant, but seldom is."""
    if not isinstance(program, dict):
        return []
    return list(_too_many_needed(program))


def community_faults(community: Document) -> list[Fault]:
    """The same for a community's document."""
    if not isinstance(community, dict):
        return []
    found = list(_zone(community, ""))
    partners = _list(community.get("partners"))
    for number, partner in enumerate(partners):
        if isinstance(partner, dict) and "timezone" in partner:
            found += _zone(partner, f"/partners/{number}")
    return found + list(_unique(partners, "id", "/partners"))


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _unique(items: Sequence[Any], key: str, pointer: str) -> Iterator[Fault]:
    seen: set[str] = set()
    for number, item in enumerate(items):
        name = _dict(item).get(key)
        if isinstance(name, str):
            if name in seen:
                yield Fault(f"{pointer}/{number}/{key}", "duplicate", {"name": name})
            seen.add(name)


def _zone(document: dict[str, Any], pointer: str) -> Iterator[Fault]:
    name = document.get("timezone")
    if isinstance(name, str):
        try:
            times.zone(name)
        except ValueError:
            yield Fault(f"{pointer}/timezone", "timezone", {"name": name})


def _calendar(program: dict[str, Any], today: date) -> Iterator[Fault]:
    yield from _zone(program, "")
    yield from _dates(
        program, _MOMENTS, "", today, (("opens", "closes"), ("opens", "ends"), ("starts", "ends"))
    )
    seen = _list(program.get("languages"))
    for number, language in enumerate(seen):
        if language in seen[:number]:
            yield Fault(f"/languages/{number}", "duplicate", {"name": str(language)})


def _dates(
    document: dict[str, Any],
    keys: Sequence[str],
    pointer: str,
    today: date,
    orders: Sequence[tuple[str, str]],
) -> Iterator[Fault]:
    """Dates that are none, and pairs of them in the wrong order."""
    days: dict[str, date] = {}
    for key in keys:
        text = document.get(key)
        if isinstance(text, str) and re.search(times.MOMENT, text):
            try:
                days[key] = times.day_of(text, today)
                times.moment_of(times.settled(text, today), UTC, end=False)
            except (ValueError, OverflowError):
                yield Fault(f"{pointer}/{key}", "date")
    for early, late in orders:
        if early in days and late in days and days[late] < days[early]:
            yield Fault(f"{pointer}/{late}", "before", {"other": early})


_MOMENTS = ("opens", "closes", "starts", "ends")


def _fields(program: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for page_number, page in enumerate(_list(program.get("form"))):
        for number, field in enumerate(_list(_dict(page).get("fields"))):
            if isinstance(field, dict):
                yield f"/form/{page_number}/fields/{number}", field


def _types(program: dict[str, Any]) -> dict[str, str]:
    return {
        field["id"]: str(field.get("type"))
        for _, field in _fields(program)
        if isinstance(field.get("id"), str)
    }


def _applicant(program: dict[str, Any]) -> Iterator[Fault]:
    types = _types(program)
    named = {"name": "full_name", "email": "email"} | _dict(program.get("applicant"))
    for key, allowed in (("name", {"text"}), ("email", {"email"}), ("called", {"text"})):
        field = named.get(key)
        if not isinstance(field, str):
            continue
        if field not in types:
            yield Fault(f"/applicant/{key}", "no_such_field", {"field": field})
        elif types[field] not in allowed:
            yield Fault(f"/applicant/{key}", "field_type", {"field": field, "expected": " | ".join(allowed)})
    for pointer, field in _fields(program):
        if field.get("id") == named.get("email") and field.get("required") is not True:
            yield Fault(f"{pointer}/required", "must_be_required", {"field": str(field.get("id"))})


def _form(program: dict[str, Any], today: date) -> Iterator[Fault]:
    seen: set[str] = set()
    for pointer, field in _fields(program):
        yield from _field(field, pointer, seen, today)
        if field.get("type") == "group":
            inner: set[str] = set()
            for number, member in enumerate(_list(field.get("fields"))):
                if isinstance(member, dict):
                    yield from _field(member, f"{pointer}/fields/{number}", inner, today)


def _field(field: dict[str, Any], pointer: str, seen: set[str], today: date) -> Iterator[Fault]:
    name = field.get("id")
    if isinstance(name, str):
        if name in seen:
            yield Fault(f"{pointer}/id", "duplicate", {"name": name})
        if name in RESERVED_FIELDS or name.endswith(("_other", "_again")):
            yield Fault(f"{pointer}/id", "reserved", {"name": name})
        seen.add(name)
    for low, high in (("min_length", "max_length"), ("min_words", "max_words"), ("min", "max")):
        yield from _ordered(field, low, high, pointer)
    yield from _ordered(_dict(field.get("rows")), "min", "max", f"{pointer}/rows")
    yield from _pattern(field, pointer)
    if field.get("type") == "date":
        yield from _dates(field, ("min", "max", "age_on"), pointer, today, [("min", "max")])
    options = _list(field.get("options"))
    yield from _unique(options, "id", f"{pointer}/options")
    for number, option in enumerate(options):
        if field.get("other") is True and _dict(option).get("id") == "other":
            yield Fault(f"{pointer}/options/{number}/id", "reserved", {"name": "other"})


def _ordered(limits: dict[str, Any], low: str, high: str, pointer: str) -> Iterator[Fault]:
    least, most = limits.get(low), limits.get(high)
    numbers = all(isinstance(each, int | float) and not isinstance(each, bool) for each in (least, most))
    if numbers and most < least:  # type: ignore[operator]  # both are numbers, which mypy can't see through all()
        yield Fault(f"{pointer}/{high}", "below", {"other": low, "limit": least})


def _pattern(field: dict[str, Any], pointer: str) -> Iterator[Fault]:
    if isinstance(pattern := field.get("pattern"), str):
        try:
            re.compile(pattern)
        except re.error as error:
            yield Fault(f"{pointer}/pattern", "regular_expression", {"reason": str(error)})


def _workflow(program: dict[str, Any]) -> Iterator[Fault]:
    workflow = [(f"/workflow/{n}", _dict(step)) for n, step in enumerate(_list(program.get("workflow")))]
    if not workflow and program.get("kind") == "application":
        yield Fault("/workflow", "missing")
    names = [step.get("step") for _, step in workflow]
    yield from _unique([step for _, step in workflow], "step", "/workflow")
    for number, (pointer, step) in enumerate(workflow):
        if step.get("step") in RESERVED_STEPS:
            yield Fault(f"{pointer}/step", "reserved", {"name": str(step.get("step"))})
        yield from _asked(program, step, pointer)
        yield from _targets(step, names, pointer)
        yield from _deadline(step, pointer)
        if step.get("answers") == "confirm" and (step.get("ask") != "applicant" or number > 0):
            yield Fault(f"{pointer}/answers", "confirm_first")
    yield from _unreached(workflow)


def _asked(program: dict[str, Any], step: dict[str, Any], pointer: str) -> Iterator[Fault]:
    ask = step.get("ask")
    if not isinstance(ask, dict):
        return
    types = _types(program)
    if len({"named", "role"} & ask.keys()) != 1:
        yield Fault(f"{pointer}/ask", "wrong_keys", {"options": ["named", "role"]})
    for key, expected in (("named", "email"), ("name", "text")):
        field = ask.get(key)
        if isinstance(field, str) and field not in types:
            yield Fault(f"{pointer}/ask/{key}", "no_such_field", {"field": field})
        elif isinstance(field, str) and types[field] != expected:
            yield Fault(f"{pointer}/ask/{key}", "field_type", {"field": field, "expected": expected})
    role = ask.get("role")
    if isinstance(role, str) and not _list(_dict(program.get("roles")).get(role)):
        yield Fault(f"{pointer}/ask/role", "nobody_to_ask", {"role": role})


def _targets(step: dict[str, Any], names: list[Any], pointer: str) -> Iterator[Fault]:
    for answer, outcome in _dict(step.get("answers")).items():
        then = _dict(outcome).get("then", "next")
        if isinstance(then, str) and then not in names and then not in ("next", "accept", "decline"):
            yield Fault(f"{child(f'{pointer}/answers', answer)}/then", "no_such_step", {"step": then})


def _deadline(step: dict[str, Any], pointer: str) -> Iterator[Fault]:
    due, on_timeout = step.get("due"), step.get("on_timeout")
    by_role = isinstance(step.get("ask"), dict) and "role" in step["ask"]
    if due is None and not by_role and step.get("ask") is not None:
        yield Fault(f"{pointer}/due", "missing")
    if due is not None and on_timeout is None:
        yield Fault(f"{pointer}/on_timeout", "missing")
    if due is None and on_timeout is not None and by_role:
        yield Fault(f"{pointer}/due", "missing")
    if isinstance(due, str) and re.search(times.DURATION, due) and times.duration(due) == times.Duration():
        yield Fault(f"{pointer}/due", "too_small", {"limit": "1h"})


def _unreached(workflow: list[tuple[str, dict[str, Any]]]) -> Iterator[Fault]:
    """Steps that no answer leads to, and workflows that no answer leads out of in favour."""
    names = [step.get("step") for _, step in workflow]
    reached, waiting = set(), [0] if workflow else []
    while waiting:
        number = waiting.pop()
        if number in reached or number >= len(workflow):
            continue
        reached.add(number)
        for then in _outcomes(workflow[number][1]):
            if then in ("next", "accept"):
                waiting.append(number + 1)
            elif then in names:
                waiting.append(names.index(then))
    for number, (pointer, step) in enumerate(workflow):
        if number not in reached:
            yield Fault(f"{pointer}/step", "unreachable", {"step": str(step.get("step"))})


def _outcomes(step: dict[str, Any]) -> set[str]:
    own = step.get("answers")
    ready = steps.READY.get(own, {"": "next"}) if isinstance(own, str) else {}
    found = {str(_dict(outcome).get("then", "next")) for outcome in _dict(own).values()} | set(ready.values())
    return found | ({str(step["on_timeout"])} if step.get("on_timeout") else set())


def _too_many_needed(program: dict[str, Any]) -> Iterator[Fault]:
    for number, step in enumerate(map(_dict, _list(program.get("workflow")))):
        role = _dict(step.get("ask")).get("role")
        holders = len(_list(_dict(program.get("roles")).get(role))) if isinstance(role, str) else None
        needs = step.get("needs")
        if (
            holders is not None
            and isinstance(needs, int)
            and not isinstance(needs, bool)
            and needs > holders > 0
        ):
            yield Fault(f"/workflow/{number}/needs", "more_than_holders", {"role": role, "holders": holders})

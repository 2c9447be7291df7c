"""What no shape can say of a program: that it makes sense. Every fault at its place, warnings beside them.

Works on the document as it was sent, tolerating what `walker` has named already, so that one answer names
the faults of both.
"""

from __future__ import annotations

import re
import warnings as python_warnings
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from chalicelib.domain import (
    cautions,
    constraints,
    form_conditions,
    lenient,
    one_per,
    parties,
    routes,
    seat_checks,
    times,
)
from chalicelib.domain.definitions import RESERVED_FIELDS
from chalicelib.domain.errors import Fault, child
from chalicelib.domain.fields import date as dates
from chalicelib.domain.fields import email, rows, text
from chalicelib.domain.lenient import items, members, repeated

Document = Any


def faults(program: Document, today: date) -> list[Fault]:
    """Everything that is wrong with the sense of the document; relative dates as of `today`."""
    if not isinstance(program, dict):
        return []
    return [
        *_calendar(program, today),
        *_roles(program),
        *_applicant(program),
        *one_per.faults(program),
        *_forms(program, today),
        *form_conditions.faults(program),
        *routes.faults(program),
        *seat_checks.faults(program),
        *_deadlines(program, today),
    ]


def warnings(program: Document) -> list[Fault]:
    """What may be meant, but seldom is."""
    if not isinstance(program, dict):
        return []
    return list(cautions.found(program))


def community_faults(community: Document) -> list[Fault]:
    """The same for a community's document."""
    if not isinstance(community, dict):
        return []
    found = [*_zone(community, ""), *_address(community.get("sender"), "/sender")]
    staff = items(community.get("staff"))
    found += [fault for number, person in enumerate(staff) for fault in _address(person, f"/staff/{number}")]
    found += repeated(staff, "email", "/staff", str.casefold)
    partners = items(community.get("partners"))
    for number, partner in enumerate(partners):
        if isinstance(partner, dict) and "timezone" in partner:
            found += _zone(partner, f"/partners/{number}")
    return found + list(repeated(partners, "id", "/partners"))


def _zone(document: dict[str, Any], pointer: str) -> Iterator[Fault]:
    name = document.get("timezone")
    if isinstance(name, str):
        try:
            times.zone(name)
        except ValueError:
            yield Fault(f"{pointer}/timezone", "timezone", {"name": name})


def _calendar(program: dict[str, Any], today: date) -> Iterator[Fault]:
    yield from _zone(program, "")
    orders = (("opens", "closes"), ("opens", "ends"), ("starts", "ends"))
    yield from _dates(program, ("opens", "closes", "starts", "ends"), "", today, orders)
    seen = items(program.get("languages"))
    for number, language in enumerate(seen):
        if language in seen[:number]:
            yield Fault(f"/languages/{number}", "duplicate", {"name": str(language)})


def _deadlines(program: dict[str, Any], today: date) -> Iterator[Fault]:
    for placed in lenient.placed(program):
        yield from _dates(placed.step, ("due", "announce"), placed.pointer, today, ())


def _dates(
    document: dict[str, Any],
    keys: Sequence[str],
    pointer: str,
    today: date,
    orders: Sequence[tuple[str, str]],
) -> Iterator[Fault]:
    """Dates that are none, and pairs of them in the wrong order."""
    spans: dict[str, tuple[datetime, datetime]] = {}
    for key in keys:
        spelt = document.get(key)
        if isinstance(spelt, str) and re.search(times.MOMENT, spelt):
            try:
                spans[key] = _span(spelt, today)
            except (ValueError, OverflowError):
                yield Fault(f"{pointer}/{key}", "date")
    for early, late in orders:
        if early in spans and late in spans and spans[late][1] < spans[early][0]:
            yield Fault(f"{pointer}/{late}", "before", {"other": early})


def _span(spelt: str, today: date) -> tuple[datetime, datetime]:
    """Its first and its last instant, the same for a time of day. Raises ValueError or OverflowError."""
    settled = times.settled(spelt, today)
    if not date.min.year < times.day_of(settled, today).year < date.max.year:
        raise ValueError(spelt)  # no room for the time zones, which reach into the next year
    start, end = (times.moment_of(settled, UTC, end=end) for end in (False, True))
    return start, max(start, end - timedelta.resolution)


def _roles(program: dict[str, Any]) -> Iterator[Fault]:
    for role, people in members(program.get("roles")).items():
        pointer = child("/roles", role)
        # Who stands there twice would be asked twice, and could answer for two.
        yield from repeated(items(people), "email", pointer, str.casefold)
        for number, person in enumerate(items(people)):
            yield from _address(person, f"{pointer}/{number}")


def _address(person: object, pointer: str) -> Iterator[Fault]:
    """An address that mail can't be sent to as it stands there."""
    spelt = members(person).get("email")
    if isinstance(spelt, str) and (not spelt.isascii() or email.normalised(spelt) is None):
        yield Fault(f"{pointer}/email", "email")


_TYPES = frozenset(str(kind.__struct_config__.tag) for kind in rows.MODULES)


def _applicant(program: dict[str, Any]) -> Iterator[Fault]:
    types = lenient.types(program)
    named = {"name": "full_name", "email": "email"} | members(program.get("applicant"))
    for key, expected in (("name", "text"), ("email", "email"), ("called", "text")):
        field = named.get(key)
        if not isinstance(field, str):
            continue
        if field not in types:
            yield Fault(f"/applicant/{key}", "no_such_field", {"field": field})
        elif types[field] in _TYPES - {expected}:
            yield Fault(f"/applicant/{key}", "field_type", {"field": field, "expected": expected})
    for pointer, member in lenient.fields(program):
        if member.get("id") == named.get("email") and member.get("required") is not True:
            yield Fault(f"{pointer}/required", "must_be_required", {"field": str(member.get("id"))})


def _forms(program: dict[str, Any], today: date) -> Iterator[Fault]:
    """The fields of the program's form, and those of each step's own."""
    known = parties.words(program)
    for form in (lenient.fields(program), *(placed.fields() for placed in lenient.placed(program))):
        yield from _fields(form, today, known)


def _fields(
    form: Iterable[tuple[str, dict[str, Any]]], today: date, known: Collection[str]
) -> Iterator[Fault]:
    seen: set[str] = set()
    for pointer, field in form:
        yield from _field(field, pointer, seen, today)
        yield from parties.named(field.get("visible_to"), f"{pointer}/visible_to", known)
        yield from _fields(lenient.rows(field, pointer), today, known)


_PAIRS = (
    ("min_length", "max_length"),
    ("min_words", "max_words"),
    ("min_choices", "max_choices"),
    ("min", "max"),
)


def _field(field: dict[str, Any], pointer: str, seen: set[str], today: date) -> Iterator[Fault]:
    name = field.get("id")
    if isinstance(name, str):
        if name in seen:
            yield Fault(f"{pointer}/id", "duplicate", {"name": name})
        if name in RESERVED_FIELDS or name.endswith(("_other", "_again")):
            yield Fault(f"{pointer}/id", "reserved", {"name": name})
        seen.add(name)
    for low, high in _PAIRS:
        yield from _ordered(field, low, high, pointer)
    yield from _ordered(members(field.get("rows")), "min", "max", f"{pointer}/rows")
    yield from _pattern(field, pointer)
    if field.get("type") == "date":
        yield from _dates(field, ("min", "max", "age_on"), pointer, today, [("min", "max")])
        yield from _ages(field, pointer, today)
    if field.get("type") == "rating":
        if len({"scale", "max"} & field.keys()) != 1:
            yield Fault(pointer, "wrong_keys", {"options": ["scale", "max"]})
        yield from repeated(items(field.get("scale")), "id", f"{pointer}/scale")
    yield from constraints.faults(field, pointer)
    options = items(field.get("options"))
    yield from repeated(options, "id", f"{pointer}/options")
    for number, option in enumerate(options):
        if field.get("other") is True and members(option).get("id") == "other":
            yield Fault(f"{pointer}/options/{number}/id", "reserved", {"name": "other"})


def _ordered(limits: dict[str, Any], low: str, high: str, pointer: str) -> Iterator[Fault]:
    least, most = limits.get(low), limits.get(high)
    numbers = all(isinstance(each, int | float) and not isinstance(each, bool) for each in (least, most))
    if numbers and most < least:  # type: ignore[operator]  # both are numbers, which mypy can't see through all()
        yield Fault(f"{pointer}/{high}", "below", {"other": low, "limit": least})


def _ages(field: dict[str, Any], pointer: str, today: date) -> Iterator[Fault]:
    """Ages in the wrong order, and a day on which somebody of that age was born before the calendar."""
    months: dict[str, int] = {}
    for key in ("min_age", "max_age"):
        if isinstance(age := field.get(key), str) and re.fullmatch(times.DURATION, age):
            months[key] = times.duration(age).months
    if months.get("max_age", 0) < months.get("min_age", 0) and len(months) > 1:
        yield Fault(f"{pointer}/max_age", "below", {"other": "min_age", "limit": field["min_age"]})
    on = field.get("age_on")
    if isinstance(on, str) and months and re.fullmatch(dates.DAY, on):
        try:
            day = times.day_of(on, today)
        except (ValueError, OverflowError):
            return  # named already
        if day.year * 12 - max(months.values()) < 24:
            yield Fault(f"{pointer}/age_on", "date")


def _pattern(field: dict[str, Any], pointer: str) -> Iterator[Fault]:
    if isinstance(pattern := field.get("pattern"), str):
        try:
            with python_warnings.catch_warnings():
                python_warnings.simplefilter("error")  # what Python will read otherwise some day
                # Alone as well: `a)|(b` is one only between the brackets that are put around it.
                re.compile(pattern)
                re.compile(text.anchored(pattern))
        except (re.error, OverflowError, RecursionError, Warning) as error:
            yield Fault(f"{pointer}/pattern", "regular_expression", {"reason": str(error)})

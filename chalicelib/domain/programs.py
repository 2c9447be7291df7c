"""Reading a program or community from its document, and what is told of it: status, card, public part.

Every request reads a program, and hardly any checks one: what looks into documents is imported there alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import msgspec

from chalicelib.domain import definitions, times
from chalicelib.domain.definitions import Community, Program
from chalicelib.domain.errors import Fault


def faults(document: Any, today: date, *, kind: str = "program") -> list[Fault]:
    """Every fault of a program's (or community's) document, of shape and of sense."""
    from chalicelib.domain import documents, lenient, sense, walker

    unfit = documents.unfit(document)
    if any(fault.code == "json" for fault in unfit):
        return unfit
    languages = document.get("languages") if isinstance(document, dict) else None
    spoken = [each for each in lenient.items(languages) if definitions.is_language(each)]
    if kind == "community":
        shape, meaning = (
            walker.faults(Community, document, languages=spoken),
            sense.community_faults(document),
        )
    else:
        shape, meaning = walker.faults(Program, document, languages=spoken), sense.faults(document, today)
    broken = {fault.pointer for fault in shape}
    # What has another shape makes no sense either: it is named once.
    found = shape + [fault for fault in (*meaning, *unfit) if fault.pointer not in broken]
    if len(documents.to_json(document).encode(errors="replace")) > definitions.LONGEST:
        found.append(Fault("", "too_long", {"limit": definitions.LONGEST}))
    return list({(fault.pointer, fault.code): fault for fault in reversed(found)}.values())[::-1]


def settle(document: Mapping[str, Any], today: date) -> dict[str, Any]:
    """The document with its dates made absolute, as of the day it is published.

    Also deadlines and announcements of steps, and the day on which an age counts, but for a bare `today`:
    that and the bounds of a field's days go on moving with the day on which a form is sent.
    """
    from chalicelib.domain import lenient

    settled = deepcopy(dict(document))
    _make_absolute(settled, ("opens", "closes", "starts", "ends"), today)
    steps = lenient.placed(settled)
    for placed in steps:
        _make_absolute(placed.step, ("due", "announce"), today)
    for form in (lenient.fields(settled), *(placed.fields() for placed in steps)):
        for pointer, field in form:
            for _, member in ((pointer, field), *lenient.rows(field, pointer)):
                if member.get("type") == "date" and member.get("age_on") != "today":
                    _make_absolute(member, ("age_on",), today)
    return settled


def _make_absolute(part: dict[str, Any], keys: tuple[str, ...], today: date) -> None:
    for key in keys:
        if isinstance(part.get(key), str):
            part[key] = times.settled(part[key], today)


@lru_cache(maxsize=64)
def program(text: str) -> Program:
    """The program of a stored JSON text; kept, since a version never changes."""
    return msgspec.json.decode(text, type=Program, dec_hook=definitions.decode)


@lru_cache(maxsize=16)
def community(text: str) -> Community:
    """The community of a stored JSON text."""
    return msgspec.json.decode(text, type=Community)


def day(program: Program, now: datetime) -> date:
    """The day in the program's time zone."""
    return now.astimezone(times.zone(program.timezone)).date()


def window(program: Program) -> tuple[datetime | None, datetime | None]:
    """When it opens, and when it has closed."""
    zone = times.zone(program.timezone)
    opens = times.moment_of(program.opens, zone, end=False) if program.opens else None
    closes = times.moment_of(program.closes, zone, end=True) if program.closes else None
    return opens, closes


def status(program: Program, now: datetime) -> str:
    """`upcoming`, `open` or `closed`; what was cancelled is closed."""
    return "closed" if program.cancelled else status_of(program.opens, program.closes, program.timezone, now)


def status_of(opens: str | None, closes: str | None, timezone: str, now: datetime) -> str:
    """The same, of the dates as a card has them."""
    zone = times.zone(timezone)
    if opens and now < times.moment_of(opens, zone, end=False):
        return "upcoming"
    return "closed" if closes and now >= times.moment_of(closes, zone, end=True) else "open"


CANCELLED = "_cancelled"
"""The key under which a stored version keeps that its program was cancelled."""

_CARD = (
    "id",
    "title",
    "summary",
    "community",
    "partners",
    "area",
    "kind",
    "opens",
    "closes",
    "timezone",
    "languages",
    "capacity",
    "waitlist",
)


def card(document: Mapping[str, Any]) -> dict[str, Any]:
    """What lists show of a program; its status is worked out when it is shown.

    `options`: of which kinds of seats there is something to count; `cancelled`: when it was.
    """
    options = _options(document)
    return {
        **{key: document[key] for key in _CARD if key in document},
        **({"cancelled": document[CANCELLED]["at"]} if CANCELLED in document else {}),
        **({"options": options} if options else {}),
    }


def _options(document: Mapping[str, Any]) -> list[str]:
    from chalicelib.domain import lenient

    capacity = document.get("capacity")
    if isinstance(capacity, Mapping):
        return list(capacity["of"])
    wanting = any(placed.step.get("seat") for placed in lenient.placed(dict(document)))
    return [""] if capacity is not None or wanting else []


def public(document: Mapping[str, Any], version: int) -> dict[str, Any]:
    """The definition as everybody may see it: with its version, without people, retention, what is hidden.

    `cancelled`: when it was, and the words for everybody, where it was.
    """
    from chalicelib.domain import lenient

    hidden = ("roles", "retention", CANCELLED)
    shown = deepcopy({key: value for key, value in document.items() if key not in hidden})
    if CANCELLED in document:
        shown["cancelled"] = {
            key: document[CANCELLED][key] for key in ("at", "message") if key in document[CANCELLED]
        }
    shown["roles"] = {role: [] for role in document.get("roles", {})}
    for placed in lenient.placed(shown):
        for key in ("hidden_from", "blind"):
            placed.step.pop(key, None)
    return {**shown, "version": version}


def public_community(document: Mapping[str, Any]) -> dict[str, Any]:
    """The community as everybody may see it: without its staff."""
    return {key: value for key, value in document.items() if key != "staff"}

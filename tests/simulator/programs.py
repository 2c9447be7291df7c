"""What is played: the programs of the catalogue, and programs that are made by chance."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from random import Random
from typing import Any

from chalicelib.domain import documents, programs
from infra.local import catalogue
from tests.domain.examples import COMMUNITY, EXCHANGE, changed
from tests.simulator import seats

START = datetime(2026, 11, 23, 23, 8, tzinfo=UTC)
"""When all of them were published."""

RANDOM = "random"
"""The name of a program that the seed makes."""


@cache
def _documents() -> dict[str, dict[str, Any]]:
    """The catalogue's documents, by id; each says its kind by having a form or not."""
    return {document["id"]: document for _, document in catalogue.catalogue()}


def names() -> list[str]:
    """The programs of the catalogue."""
    return [name for name, document in _documents().items() if "form" in document]


def document(name: str) -> dict[str, Any]:
    """A program of the catalogue."""
    return _documents()[name]


def of(name: str, seed: int) -> tuple[str, ...]:
    """The texts of a program and of its community, the community first."""
    if name == RANDOM:
        return documents.to_json(COMMUNITY), documents.to_json(_random(Random(f"program {seed}")))
    return _with_seats(name, seats.few(Random(f"seats of {name} {seed}")))


@cache
def _with_seats(name: str, number: int | None) -> tuple[str, ...]:
    """The texts of a program of the catalogue that has so many seats, and of its community."""
    program = seats.scarce(_documents()[name], number)
    return documents.to_json(_documents()[program["community"]]), documents.to_json(program)


def with_others(text: str, chance: Random, more: str | None = None) -> dict[str, Any]:
    """The program of that text with other holders of its roles, other dates that are always the newest, and
    questions that were not asked before; with one seat more of the kind `more`, where it names one.
    """
    document: dict[str, Any] = json.loads(text)
    for role, holders in document.get("roles", {}).items():
        document["roles"][role] = _others(role, holders, chance)
    if chance.random() < 0.5:
        document["retention"] = chance.choice(["30d", "6m", "2y", "5y"])
    seats.raised(document, chance, more)
    if chance.random() < 0.3 and "ends" in document:
        document["ends"] = "2028-01-01"
    if chance.random() < 0.5:
        page = document["form"][-1]
        more = {"id": f"more_{len(page['fields'])}", "label": "More", "required": chance.random() < 0.3}
        page["fields"].append({**more, **chance.choice(_MORE)})
    return document


_MORE: tuple[dict[str, Any], ...] = (
    {"type": "text", "max_length": 40},
    {"type": "yes_no"},
    {"type": "choice", "options": [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}], "other": True},
)


def _others(role: str, holders: Sequence[dict[str, Any]], chance: Random) -> list[dict[str, Any]]:
    """Some of those who hold it, and new ones; at least one."""
    stay = [holder for holder in holders if chance.random() < 0.6]
    new = [
        {"name": f"New {role}", "email": f"{role}{chance.randint(10, 99)}@concord.example", "language": "ja"}
        for _ in range(chance.choice([0, 0, 1, 2]))
    ]
    found = [*stay, *new] or list(holders)
    chance.shuffle(found)
    return list({holder["email"]: holder for holder in found}.values())


# Programs made by chance.

_NAMES = ("one", "two", "three", "four", "five", "six")
_ROLES = ("coordinator", "reviewer", "partner")
_NAMED: tuple[Any, ...] = (
    {"each": "guardians", "name": "name", "email": "email"},
    {"named": "teacher_email", "name": "teacher_name"},
)
_FORM = [
    {"id": "score", "type": "number", "label": "Score", "min": 1, "max": 5, "required": True},
    {"id": "words", "type": "long_text", "label": "Words"},
    {"id": "fit", "type": "yes_no", "label": "Fit"},
    {
        "id": "strengths",
        "type": "choices",
        "label": "Strengths",
        "options": [{"id": name, "label": name} for name in ("curious", "kind", "none")],
        "other": True,
        "exclusive": ["none"],
        "max_choices": 2,
    },
    {"id": "reasons", "type": "ranking", "label": "Reasons", "texts": 2},
    {"id": "grant", "type": "money", "label": "Grant", "currency": "USD", "min": 0, "max": "500.00"},
]


_AMEND = (["essay", "diet"], ["bursary", "essay"], ["guardians"])
"""Fields that the applicant may change at a step."""


def _random(chance: Random) -> dict[str, Any]:
    """A program that makes sense."""
    with_seats = chance.random() < 0.5
    one = chance.random() < 0.3
    while True:
        shown = {"type": "text", "label": "Why", "required": True, "show_if": {"var": "bursary"}}
        document = changed(
            EXCHANGE,
            ("/workflow", _workflow(chance)),
            ("/roles", _holders(chance)),
            ("/form/0/fields/-", {"id": "why_bursary", **shown}),
        )
        del document["amend_until"]
        if with_seats:
            seats.counted(document, chance)
        if one:
            document["one_per"] = chance.choice(["email", "full_name"])
        if not programs.faults(document, START.date()):
            return document


def _holders(chance: Random) -> dict[str, Any]:
    def person(role: str, number: int) -> dict[str, str]:
        return {"name": f"{role} {number}", "email": f"{role}{number}@concord.example"}

    return {role: [person(role, number) for number in range(chance.randint(1, 4))] for role in _ROLES}


def _workflow(chance: Random) -> list[dict[str, Any]]:
    """One to six steps, some of them side by side."""
    names = list(_NAMES[: chance.randint(1, 6)])
    found: list[dict[str, Any]] = []
    waiting = list(names)
    if chance.random() < 0.7:
        first = waiting.pop(0)
        found.append(
            {"step": first, "ask": "applicant", "answers": "confirm", "due": "3d", "on_timeout": "expire"}
        )
    while waiting:
        beside = [waiting.pop(0) for _ in range(min(len(waiting), chance.choice([1, 1, 1, 2, 3])))]
        steps = [_step(name, names, chance) for name in beside]
        found += steps if len(steps) == 1 else [{"together": steps}]
    if chance.random() < 0.3:
        found[1:1] = _sent_back(chance)
    return found


def _sent_back(chance: Random) -> list[dict[str, Any]]:
    """The applicant goes over the form once more, and who judges it can send it back there."""
    role, amend = chance.choice(_ROLES), chance.choice([True, *_AMEND])
    back = {"label": "Send back", "then": "improve"}
    return [
        {"step": "improve", "ask": "applicant", "amend": amend, "due": "14d", "on_timeout": "next"},
        {"step": "judge", "ask": {"role": role}, "answers": {"on": {"label": "On"}, "back": back}},
    ]


def _step(name: str, names: Sequence[str], chance: Random) -> dict[str, Any]:
    ask = chance.choice(["applicant", *_NAMED, *({"role": role} for role in _ROLES)])
    step: dict[str, Any] = {"step": name, "ask": ask}
    if ask == "applicant" and chance.random() < 0.3:
        step["amend"] = chance.choice([True, *_AMEND])
    elif chance.random() < 0.4:
        step["form"] = _FORM
    answers = chance.choice(["consent", "decide", "accept", "own", "own"])
    if answers == "own":
        step["answers"] = _outcomes(names, chance)
    elif not ({"form", "amend"} & step.keys()) or chance.random() < 0.5:
        step["answers"] = answers
    if chance.random() < 0.4:
        step["needs"] = chance.choice(["all", "any", 1, 2, 3])
    if not isinstance(ask, dict) or "role" not in ask or chance.random() < 0.5:
        step["due"] = chance.choice(["1h", "3d", "14d", "2m", "2027-02-15"])
        step["on_timeout"] = chance.choice(["expire", "decline", "next", "release"])
        if chance.random() < 0.5:
            step["remind"] = chance.sample(["30m", "1d", "2d", "7d"], chance.randint(1, 3))
    if chance.random() < 0.2:
        step["when"] = _condition(names[: names.index(name)], chance)
    if chance.random() < 0.2:
        step["announce"] = chance.choice(["2026-12-10", "2027-03-01", "2027-03-15T12:00"])
    if chance.random() < 0.15:
        step["verify"] = "code"
    return step


def _outcomes(names: Sequence[str], chance: Random) -> dict[str, Any]:
    found = {}
    for answer in chance.sample(["yes", "no", "perhaps"], chance.randint(1, 3)):
        then = chance.choice(["next", "next", "accept", "decline", "withdraw", *names])
        found[answer] = {"label": answer, "then": then}
        if chance.random() < 0.3:
            found[answer]["needs"] = chance.choice(["all", "any", 1, 2])
    return found


def _condition(earlier: Sequence[str], chance: Random) -> Any:
    bursary = {"==": [{"var": "bursary"}, True]}
    if not earlier or chance.random() < 0.6:
        return bursary
    return {"==": [{"var": f"steps.{chance.choice(earlier)}.fit"}, True]}

"""A program and a community without fault, and ways to change them at one place."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

from chalicelib.domain import documents, programs
from chalicelib.domain.definitions import Community, Program

HERE = Path(__file__).parent
TODAY = date(2026, 11, 23)
ABSENT = object()
"""In place of a value: the member is taken out."""

PROGRAM: dict[str, Any] = documents.from_yaml((HERE / "visit.yaml").read_bytes())

EXCHANGE: dict[str, Any] = documents.from_yaml((HERE / "exchange.yaml").read_bytes())

COMMUNITY: dict[str, Any] = documents.from_yaml((HERE / "springs.yaml").read_bytes())

ANSWERS: dict[str, Any] = {
    "full_name": "Jane Doe",
    "nickname": "Jane",
    "email": "jane@school.example",
    "dob": "2013-06-01",
    "teacher_name": "Tom Teach",
    "teacher_email": "tom@school.example",
    "people": [{"name": "Ann", "role": "head"}, {"name": "Bob"}],
    "nights": 3,
    "meal": "other",
    "meal_other": "Soup",
    "purpose": "To learn and to teach.",
    "press": False,
    "agreement": True,
    "phone": "+17195550123",
    "fluency": 2,
    "eagerness": 5,
    "nationality": "JP",
    "tongue": "zh-Hant",
    "home": {"line1": "1 Main Street", "city": "Colorado Springs", "country": "US"},
    "signed": "Jane Doe",
}


APPLICATION: dict[str, Any] = {
    "full_name": "Mary Ann Miller",
    "nickname": "Mary",
    "email": "mary@people.example",
    "dob": "2013-06-01",
    "essay": "I would like to see the mountain.",
    "diet": "No fish",
    "teacher_name": "Tom Teach",
    "teacher_email": "tom@school.example",
    "guardians": [
        {"name": "Gail Miller", "email": "gail@people.example"},
        {"name": "Bob Miller", "email": "bob@people.example"},
    ],
}
"""Answers to the form of the exchange."""


def changed(document: dict[str, Any], *changes: tuple[str, Any]) -> dict[str, Any]:
    """The document with a value at each pointer (`-` at its end: one more in that list)."""
    copy = deepcopy(document)
    for pointer, value in changes:
        *path, last = [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]
        place: Any = copy
        for name in path:
            place = place[int(name)] if isinstance(place, list) else place[name]
        if last == "-":
            place.append(value)
        elif value is ABSENT:
            del place[int(last) if isinstance(place, list) else last]
        else:
            place[int(last) if isinstance(place, list) else last] = value
    return copy


def program(*changes: tuple[str, Any], document: dict[str, Any] | None = None) -> Program:
    """The program of a document without fault."""
    whole = changed(document or PROGRAM, *changes)
    assert programs.faults(whole, TODAY) == []
    return programs.program(json.dumps(whole))


def community(*changes: tuple[str, Any]) -> Community:
    """The community of a document without fault."""
    whole = changed(COMMUNITY, *changes)
    assert programs.faults(whole, TODAY, kind="community") == []
    return programs.community(json.dumps(whole))

"""A program and a community without fault, and ways to change them at one place."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import date
from typing import Any

from chalicelib.domain import documents, programs
from chalicelib.domain.definitions import Community, Program

TODAY = date(2026, 11, 23)
ABSENT = object()
"""In place of a value: the member is taken out."""

PROGRAM: dict[str, Any] = documents.from_yaml("""
id: visit
community: springs
partners: [kranj]
area: economy
kind: application
title: {en: A visit, ja: 訪問}
summary: Come and see.
opens: 2026-11-01
closes: 2027-01-31T23:59
starts: 2027-06-20
ends: 2027-07-05
timezone: America/Denver
languages: [en, ja]
applicant: {name: full_name, email: email, called: nickname}
retention: 2y
roles:
  coordinator:
    - {name: Exchange desk, email: exchange@concord.example, language: en}
  reviewer:
    - {name: First, email: first@concord.example}
    - {name: Second, email: second@concord.example}
    - {name: Third, email: third@concord.example}
form:
  - page: {en: About you, ja: あなたについて}
    fields:
      - {id: full_name, type: text, label: Name, required: true, max_length: 120}
      - {id: nickname, type: text, label: Called}
      - {id: email, type: email, label: {en: Address, ja: アドレス}, required: true}
      - {id: dob, type: date, label: Born, min_age: 12y, max_age: 15y6m, age_on: 2027-06-01}
      - {id: teacher_name, type: text, label: Teacher}
      - {id: teacher_email, type: email, label: Teacher's address}
  - page: The journey
    fields:
      - id: people
        type: group
        label: People
        rows: {min: 1, max: 4}
        fields:
          - {id: name, type: text, label: Name, required: true}
          - {id: role, type: choice, label: Role, options: [{id: head, label: Head}, {id: member, label: Member}]}
      - {id: nights, type: number, label: Nights, min: 0, max: 10, integer: true, unit: nights}
      - {id: meal, type: choice, label: Meal, options: [{id: fish, label: Fish}, {id: rice, label: Rice}], other: true}
      - {id: purpose, type: long_text, label: Purpose, min_words: 2, max_words: 500}
      - {id: press, type: yes_no, label: Press}
      - {id: agreement, type: consent, label: Agreement, statement: I agree., required: true}
      - {id: thanks, type: note, label: Thank you}
workflow:
  - {step: confirm, ask: applicant, answers: confirm, due: 3d, on_timeout: expire}
  - {step: reference, ask: {named: teacher_email, name: teacher_name}, answers: consent, due: 21d, on_timeout: decline}
  - {step: review, ask: {role: reviewer}, answers: {good: {label: Good}, poor: {label: Poor, then: decline}}, needs: 2}
  - {step: decide, ask: {role: coordinator}, answers: {yes: {label: "Yes", then: accept}, again: {label: Again, then: review}, no: {label: "No", then: decline}}}
  - {step: offer, ask: applicant, answers: accept, due: 7d, on_timeout: expire}
""")

COMMUNITY: dict[str, Any] = documents.from_yaml("""
id: springs
name: {en: Springs, ja: 泉}
organisation: Sister Cities of Springs
country: US
timezone: America/Denver
languages: [en, ja]
sender: {name: Springs, email: desk@concord.example}
look: {accent: "#1b5e8c"}
staff:
  - {name: Desk, email: staff@concord.example, role: administrator}
partners:
  - {id: kranj, name: {en: Kranj, ja: クラン市, sl: Kranj}, country: SI, timezone: Europe/Ljubljana, languages: [sl], since: "2022"}
  - {id: bishkek, name: Bishkek, country: KG, since: 1994, dormant: true}
""")

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
}


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

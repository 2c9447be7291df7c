"""Answers to the catalogue's forms as people might give them: for examples, journeys and benchmarks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any


def weekday(today: date, days: int) -> str:
    """The first Monday to Friday at least that many days from today."""
    day = today + timedelta(days=days)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day.isoformat()


def visit(today: date, **changed: Any) -> dict[str, Any]:
    """A mayor's office asks to visit; `changed` replaces answers, None leaves them out."""
    answers = {
        "full_name": "Office of the Mayor",
        "position": "Head of international relations",
        "organisation": "Fujiyoshida City Hall",
        "email": "international@fujiyoshida.example",
        "city": "Fujiyoshida",
        "country": "Japan",
        "acting_for": "own",
        "topic": "anniversary",
        "purpose": "We would like to celebrate our long partnership, and to prepare the next exchange.",
        "visit_date": weekday(today, 45),
        "length_of_stay": "one_day",
        "existing_ties": True,
        "ties_details": "Sister cities since 1962; a student exchange every summer.",
        "others_approached": False,
        "delegates": [
            {"name": "The mayor", "title": "Mayor of Fujiyoshida"},
            {"name": "The president of the council", "title": "President of the city council"},
        ],
        "attend_mayor": True,
        "attend_council": True,
        "attend_staff": False,
        "attend_others": False,
        "interpreter": "needed",
        "interpreter_language": "Japanese",
        "invite_press": True,
        "own_press": False,
        "vehicles": 1,
        "agreement": True,
    } | changed
    return {name: answer for name, answer in answers.items() if answer is not None}


def family(**changed: Any) -> dict[str, Any]:
    """A family registers for the festival; `changed` replaces answers, None leaves them out."""
    answers = {
        "full_name": "A family of the West Side",
        "email": "family@people.example",
        "adult": True,
        "adults": 2,
        "children_6_12": 1,
        "volunteer": False,
        "agreement": True,
    } | changed
    return {name: answer for name, answer in answers.items() if answer is not None}

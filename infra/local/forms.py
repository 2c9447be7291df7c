"""Answers to the catalogue's forms as people might give them: for examples, journeys and benchmarks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

ESSAY = """\
Every morning I see Pikes Peak from our kitchen. My grandmother says that people who grow up below a big \
mountain are never quite lost, because they always know which way is west. In Fujiyoshida there must be \
children who know their way by Mount Fuji, and I would like to find out what else we have in common.

I am curious about small things: what people have for breakfast, how a class cleans its own room, what one \
says when somebody sneezes. I have learned to read the first letters of Japanese from a comic book, and I \
would like to read a whole page before I come home.

I would like to show my host family how we live at six thousand feet: the deer in the yard, the hail in \
June, the drums in our school band. When I am back, I want to tell the fifth grade about it, and to help the \
students from Fujiyoshida who come to visit us, because then I will know how it feels to be new.\
"""
"""Of some 180 words, where the form asks for 150 to 350."""


def weekday(today: date, days: int) -> str:
    """The first Monday to Friday at least that many days from today."""
    day = today + timedelta(days=days)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day.isoformat()


def thirteen_on(day: date) -> str:
    """The birthday of somebody who is thirteen years and some months old on that day."""
    return (day - timedelta(days=13 * 365 + 100)).isoformat()


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


def exchange(today: date, **changed: Any) -> dict[str, Any]:
    """A pupil of thirteen applies for the exchange; `changed` replaces answers, None leaves them out."""
    answers = {
        "filled_in_by": "student",
        "full_name": "A pupil of the West Side",
        "nickname": "Pupil",
        "email": "pupil@people.example",
        "dob": thirteen_on(today + timedelta(days=200)),
        "home_address": {
            "line1": "1 Example Street",
            "city": "Colorado Springs",
            "region": "CO",
            "postal_code": "80904",
            "country": "US",
        },
        "school": "A school of the West Side",
        "grade": "8",
        "languages": [
            {"language": "en", "level": "at_home"},
            {"language": "ja", "level": "few_words"},
        ],
        "guardians": [
            {
                "name": "A mother of the West Side",
                "email": "mother@people.example",
                "phone": "+17195550123",
                "language": "en",
                "relation": "mother",
            },
            {
                "name": "A father of the West Side",
                "email": "father@people.example",
                "phone": "+17195550124",
                "language": "ja",
                "relation": "father",
            },
        ],
        "teacher_name": "A teacher of the West Side",
        "teacher_email": "teacher@school.example",
        "teacher_language": "en",
        "essay": ESSAY,
        "interests": "I play the drums, I run, and I look after two cats. On weekends I bake with my family.",
        "bring": "How to bake biscuits at six thousand feet, and a clapping game from our school.",
        "dietary_needs": "No pork, please.",
        "emergency_name": "A neighbor of the West Side",
        "emergency_phone": "+17195550125",
        "emergency_relation": "Neighbor",
        "rules_of_exchange": True,
        "agreement": True,
    } | changed
    return {name: answer for name, answer in answers.items() if answer is not None}


def agreement(_today: date, **changed: Any) -> dict[str, Any]:
    """A citizens' group proposes a sister city; `changed` replaces answers, None leaves them out."""
    answers = {
        "full_name": "A chairperson of the West Side",
        "called": "Chairperson",
        "email": "chair@people.example",
        "phone": "+17195550126",
        "proposer": "citizens",
        "organisation": "Friends of the Mountain Cities",
        "position": "Chairperson",
        "city": "Mizuumi",
        "country": "JP",
        "counterpart_name": "International desk",
        "counterpart_position": "Town planning division",
        "counterpart_email": "international@town.example",
        "counterpart_language": "ja",
        "other_mayor_title": "Mayor of Mizuumi",
        "other_mayor_name": "Office of the Mayor",
        "other_mayor_email": "mayor@town.example",
        "other_mayor_language": "ja",
        "friendship_city": False,
        "profile": "A town of some 20,000 people between a mountain and a lake. It lives on its visitors.",
        "reasons": "Both lie below a famous mountain, and care for its trails and its many visitors.",
        "main_area": "municipal",
        "supporters_home": [
            {"organisation": "Friends of the Mountain Cities", "contribution": "Looks after it."},
            {"organisation": "A trail club of the West Side", "contribution": "Hosts the trail crew."},
        ],
        "supporters_away": [
            {"organisation": "A hiking club of the lake", "contribution": "Sends a trail crew each fall."},
        ],
        "plan": "In spring, two schools begin to write letters. In fall, a trail crew visits each city.",
        "contact_plan": "A call each month, in English and Japanese; members of both clubs interpret.",
        "budget_total": 18000,
        "budget": "Travel 12,000, promised by the clubs; meals and stays 6,000, which we hope to raise.",
        "ongoing_support": "Both clubs have put the partnership into their yearly budgets.",
        "agreement": True,
    } | changed
    return {name: answer for name, answer in answers.items() if answer is not None}


CONSENT: Mapping[str, Any] = {"parental_consent": True, "emergency_phone": "+17195550123"}
"""What a guardian fills in with an answer in favour."""

REFERENCE: Mapping[str, Any] = {
    "known_for": "Two years, in science class",
    "responsibility": 4,
    "openness": 3,
    "perseverance": 4,
    "recommends": True,
    "comments": "The student listens first and then asks good questions.",
}
"""What a teacher fills in."""

REVIEW: Mapping[str, Any] = {"score": 4, "comments": "Curious, and glad to share what the student knows."}
"""What somebody of the committee fills in."""


def spelt(answers: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """The answers by the names of their controls, as a browser would send them."""
    for name, answer in answers.items():
        match answer:
            case None:
                pass
            case bool():
                yield f"{prefix}{name}", "yes" if answer else "no"
            case list():
                for number, each in enumerate(answer):
                    if isinstance(each, dict):
                        yield from spelt(each, f"{prefix}{name}.{number}.")
                    else:
                        yield f"{prefix}{name}", str(each)
            case dict():
                yield from spelt(answer, f"{prefix}{name}.")
            case _:
                yield f"{prefix}{name}", str(answer)

"""Examples that several tests of the web begin with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bs4 import Tag

from chalicelib.services import fire
from chalicelib.storage.ports import Stores
from infra.local import forms
from tests.web.site import Page, Site

CONFIRM = "confirm.applicant.1"


DECIDE = "decide.coordinator.0.1"


PLACES = {"{id}": "delegation-visit", "{ask}": "confirm.applicant.1", "{token}": "x", "{name}": "style.css"}


REFEREE = [
    {"id": "full_name", "type": "text", "label": "Name", "required": True},
    {"id": "nickname", "type": "text", "label": "What friends say"},
    {"id": "email", "type": "email", "label": "Address", "required": True},
    {"id": "teacher", "type": "email", "label": "Teacher"},
    {"id": "secret", "type": "text", "label": "Secret"},
]


PLACE = {
    "id": "home",
    "type": "address",
    "label": "Home address",
    "hint": "Where you live.",
    "required": True,
}


DETAILS: list[dict[str, Any]] = [
    *(REFEREE[0], REFEREE[2]),
    {"id": "phone", "type": "phone", "label": "Telephone"},
    {"id": "stars", "type": "rating", "label": "Stars", "max": 5, "required": True},
    {
        "id": "level",
        "type": "rating",
        "label": "Level",
        "scale": [{"id": 0, "label": "Beginner"}, {"id": 1, "label": "Fluent"}],
    },
    {"id": "nationality", "type": "country", "label": "Nationality"},
    {"id": "tongue", "type": "language", "label": "First language"},
    PLACE,
    {
        "id": "hosts",
        "type": "group",
        "label": "Hosts",
        "rows": {"max": 3},
        "fields": [{"id": "name", "type": "text", "label": "Name"}, PLACE],
    },
    {"id": "signed", "type": "signature", "label": "Your full name", "statement": "All of this is true."},
]
"""A field of each type that has more to it than one line of text."""


DETAILED: dict[str, Any] = {
    "full_name": "Ann",
    "email": "ann@people.example",
    "phone": "(719) 555-0123",
    "stars": 4,
    "level": 0,
    "nationality": "JP",
    "tongue": "zh-Hant",
    "home": {
        "line1": "1 Main Street",
        "city": "Colorado Springs",
        "region": "CO",
        "postal_code": "80903",
        "country": "US",
    },
    "hosts": [{"name": "Bea", "home": {"line1": "Slovenski trg 1", "city": "Kranj", "country": "SI"}}],
    "signed": "Ann Example",
}
"""Answers to them, as somebody in the United States might type them."""


def definition(**changed: Any) -> dict[str, Any]:
    """A small program; `changed` replaces members, None leaves them out."""
    document = {
        "id": "tea-time",
        "community": "colorado-springs",
        "area": "youth",
        "kind": "registration",
        "title": "Pen pals",
        "summary": "Letters across the sea.",
        "timezone": "America/Denver",
        "languages": ["en"],
        "form": [
            {
                "page": "You",
                "fields": [
                    {"id": "full_name", "type": "text", "label": "Name", "required": True},
                    {"id": "email", "type": "email", "label": "Address", "required": True},
                ],
            }
        ],
    } | changed
    return {name: value for name, value in document.items() if value is not None}


def told(answer: Any) -> Any:
    """The JSON that was answered."""
    return json.loads(answer.body)


def decided_by(site: Site, **changed: Any) -> tuple[str, str]:
    """A confirmed submission, and the path of the coordinator's ask."""
    submission = site.visit(**changed)
    site.answer(site.link("ask", submission, CONFIRM), "yes", sure="yes")
    return submission, site.link("ask", submission, DECIDE)


def referee_asked(site: Site) -> str:
    """The path of the ask of somebody named in the answers."""
    document = definition(
        applicant={"called": "nickname"},
        form=[{"page": "You", "fields": REFEREE}],
        workflow=[
            {
                "step": "support",
                "ask": {"named": "teacher"},
                "answers": "consent",
                "due": "2w",
                "on_timeout": "decline",
            }
        ],
    )
    assert site.api("PUT", "/v1/programs/tea-time", document).status == 201
    answers = {
        "full_name": "Real Name",
        "nickname": "Ann",
        "email": "ann@people.example",
        "teacher": "teacher@school.example",
        "secret": "hidden words",
    }
    sent = site.api("POST", "/v1/programs/tea-time/submissions", {"answers": answers}, token="")
    return site.link("ask", sent.headers["Location"].rpartition("/")[2], "support.teacher.1")


GUARDIAN, FATHER = "consent.guardians.0.1", "consent.guardians.1.1"
TEACHER = "reference.teacher_email.1"
REVIEWER = "review.reviewer.0.1"
COORDINATOR = "decide.coordinator.0.1"
OFFER = "offer.applicant.1"
ANNOUNCED = datetime(2027, 3, 15, 7, tzinfo=UTC)

GUARDIANS = [
    {"name": "Planted Mother", "email": "mother@people.example"},
    {"name": "Planted Father", "email": "father@people.example"},
]

PUPIL: dict[str, Any] = {
    "full_name": "Planted Name",
    "nickname": "Pupil",
    "email": "pupil@people.example",
    "hobby": "planted hobby",
    "health": "planted illness",
    "guardians": GUARDIANS,
    "teacher_email": "teacher@school.example",
    "rules": True,
}

STATEMENT = {"en": "I agree that the pupil travels.", "ja": "渡航に同意します。"}


def exchange() -> dict[str, Any]:
    """A program with all that pages have to show: rows, forms, side by side, blind, kept back, a code."""
    text = {"type": "text", "required": True}
    form = [
        {
            "page": "You",
            "fields": [
                {"id": "full_name", "label": "Name", **text},
                {"id": "nickname", "type": "text", "label": "What friends say"},
                {"id": "email", "type": "email", "label": "Address", "required": True},
                {"id": "hobby", "label": "What you like", **text},
                {"id": "health", "type": "long_text", "label": "Health", "sensitive": True},
            ],
        },
        {
            "page": "Others",
            "fields": [
                {
                    "id": "guardians",
                    "type": "group",
                    "label": "Parents",
                    "rows": {"min": 1, "max": 3},
                    "fields": [
                        {"id": "name", "label": "Name", **text},
                        {"id": "email", "type": "email", "label": "Address", "required": True},
                    ],
                },
                {"id": "teacher_email", "type": "email", "label": "Teacher"},
                {
                    "id": "rules",
                    "type": "consent",
                    "label": "Rules",
                    "required": True,
                    "statement": {"en": "I keep the rules.", "ja": "規則を守ります。"},
                },
            ],
        },
    ]
    reference = [
        {"id": "recommends", "type": "yes_no", "label": "Do you recommend the pupil?", "required": True},
        {
            "id": "examples",
            "type": "group",
            "label": "Examples",
            "rows": {"max": 2},
            "fields": [{"id": "what", "label": "What happened", **text}],
        },
    ]
    workflow = [
        {"step": "confirm", "ask": "applicant", "answers": "confirm", "due": "3d", "on_timeout": "expire"},
        {
            "together": [
                {
                    "step": "consent",
                    "ask": {"each": "guardians", "name": "name", "email": "email"},
                    "answers": "consent",
                    "due": "14d",
                    "on_timeout": "expire",
                    "form": [
                        {
                            "id": "travels",
                            "type": "consent",
                            "label": "Travel",
                            "required": True,
                            "statement": STATEMENT,
                        },
                        {"id": "phone", "type": "text", "label": "Where you are reached"},
                    ],
                },
                {
                    "step": "reference",
                    "ask": {"named": "teacher_email"},
                    "due": "21d",
                    "on_timeout": "decline",
                    "hidden_from": ["applicant"],
                    "form": reference,
                },
            ]
        },
        {
            "step": "review",
            "ask": {"role": "reviewer"},
            "needs": 2,
            "hidden_from": ["applicant"],
            "blind": ["full_name", "nickname", "email", "guardians", "teacher_email"],
            "form": [{"id": "score", "type": "number", "label": "Score", "required": True, "max": 5}],
        },
        {
            "step": "decide",
            "ask": {"role": "coordinator"},
            "answers": {
                "offer": {"label": "Offer a place"},
                "refuse": {"label": "Decline", "then": "decline"},
            },
            "announce": "2027-03-15",
        },
        {
            "step": "offer",
            "ask": "applicant",
            "answers": "accept",
            "due": "7d",
            "on_timeout": "release",
            "verify": "code",
            "form": [{"id": "meals", "label": "What you eat", **text}],
        },
    ]
    people = [{"name": f"Reviewer {n}", "email": f"r{n}@concord.example"} for n in range(3)]
    coordinator = [{"name": "Exchange desk", "email": "exchange@concord.example"}]
    return definition(
        id="exchange",
        kind="application",
        title="Exchange",
        languages=["en", "ja"],
        applicant={"called": "nickname"},
        roles={"reviewer": people, "coordinator": coordinator},
        form=form,
        workflow=workflow,
    )


def applied(site: Site, document: dict[str, Any] | None = None, **changed: Any) -> str:
    """An application to that program, just sent; None leaves an answer out."""
    whole = document or exchange()
    published = site.api("PUT", f"/v1/programs/{whole['id']}", whole)
    assert published.status in (200, 201), published.body
    answers = {name: each for name, each in {**PUPIL, **changed}.items() if each is not None}
    sent = site.api("POST", f"/v1/programs/{whole['id']}/submissions", {"answers": answers}, token="")
    assert sent.status == 201, sent.body
    return sent.headers["Location"].rpartition("/")[2]


def confirmed(site: Site, document: dict[str, Any] | None = None, **changed: Any) -> str:
    """One whose guardians and teacher are asked."""
    submission = applied(site, document, **changed)
    assert site.answer(site.link("ask", submission, CONFIRM), "yes", sure="yes").status == 200
    return submission


def consented(site: Site, document: dict[str, Any] | None = None, **changed: Any) -> str:
    """One that waits for the reviewers."""
    submission = confirmed(site, document, **changed)
    for ask in (GUARDIAN, FATHER):
        agreed = {"signed_by": "Planted Guardian", "travels": "yes", "phone": "planted number"}
        assert site.answer(site.link("ask", submission, ask), "agree", **agreed).status == 200
    teacher = {"sure": "yes", "recommends": "yes", "examples__0__what": "hidden example"}
    assert site.answer(site.link("ask", submission, TEACHER), "submit", **teacher).status == 200
    return submission


def reviewed(site: Site, **changed: Any) -> str:
    """One that waits for the coordinator."""
    submission = consented(site, **changed)
    for number in range(2):
        path = site.link("ask", submission, f"review.reviewer.{number}.1")
        assert site.answer(path, "submit", sure="yes", score="4").status == 200
    return submission


def offered(site: Site, **changed: Any) -> str:
    """One to which a place is offered, since the day of the announcement has come."""
    submission = reviewed(site, **changed)
    path = site.link("ask", submission, COORDINATOR)
    assert site.answer(path, "offer", signed_by="The desk").status == 200
    site.now = ANNOUNCED
    fire.fire(site.world, submission)
    return submission


def errand(site: Site, submission: str, do: str) -> Page:
    """The page that asks for the code which the status page has just had sent."""
    return site.get(site.link("status", submission)).press(button=("do", do))


def beside(path: str, page: str) -> str:
    """The page beside an ask, under the same token."""
    return path.replace("/asks/", f"/{page}/")


def filled(route: str) -> str:
    """The route with something in its braces."""
    for brace, value in PLACES.items():
        route = route.replace(brace, value)
    return route


class Failing:
    """A store that answers every call with the same exception, as one behind a broken network would."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def __getattr__(self, name: str) -> Any:
        def fail(*_: Any, **__: Any) -> Any:
            raise self.error

        return fail


def failing(site: Site, error: Exception) -> Site:
    """The site with nothing behind it but this exception; links can still be read."""
    broken: Any = Failing(error)
    stores: Stores = replace(
        site.stores,
        journal=broken,
        definitions=broken,
        summaries=broken,
        messages=broken,
        tokens=broken,
    )
    site.stores = stores
    return site


def visit(site: Site, **changed: Any) -> dict[str, Any]:
    """A whole form."""
    return forms.visit(site.now.date(), **changed)


def with_rows(page: Page) -> Page:
    """The visit's page with a second row of delegates."""
    return page.press(button=("add", "delegates"))


def walked(page: Page, answers: Mapping[str, Any]) -> list[Page]:
    """The pages of a long form from this one to its review, each filled in and gone on from."""
    pages = [page]
    while ("go", "send") not in pages[-1].buttons:
        pages.append(onward(pages[-1], answers))
        assert pages[-1].status == 200, pages[-1].errors
    return pages


def onward(page: Page, answers: Mapping[str, Any]) -> Page:
    """The page after this one is filled in, as far as the answers are asked for on it, and gone on from."""
    for group, rows in answers.items():
        while ("add", group) in page.buttons and f"{group}.{len(rows) - 1}" not in _rows(page):
            page = page.press(button=("add", group))
    here = {str(tag["name"]) for tag in page.form.find_all(CONTROLS, attrs={"name": True}) if _seen(tag)}
    asked = here | {name.split(".")[0] for name in here}
    own = {name: answer for name, answer in answers.items() if name in asked}
    return page.fill(own, button=("go", "next"))


CONTROLS = ["input", "select", "textarea"]


def _seen(tag: Tag) -> bool:
    return tag.get("type") != "hidden"


def _rows(page: Page) -> set[str]:
    return {".".join(name.split(".")[:2]) for name in page.names}

"""A submission is shown with the version that it was filled in with, and asked what is new besides."""

from __future__ import annotations

import json
from email.message import EmailMessage
from typing import Any

import pytest

from chalicelib.consumers import notify
from chalicelib.language.reader import reader
from chalicelib.mail import compose
from chalicelib.services import project, records
from chalicelib.services.records import Loaded
from chalicelib.storage.ports import MessageRow
from chalicelib.web import export
from tests.web.examples import CONFIRM, definition, told
from tests.web.site import Page, Site

ENGLISH = reader("en", "America/Denver")
DECIDE, NEW = "decide.coordinator.0.1", "_new1.applicant.1"
DESK = [{"name": "Desk", "email": "desk@concord.example", "language": "en"}]
STEPS: list[dict[str, Any]] = [
    {"step": "confirm", "ask": "applicant", "answers": "confirm", "due": "30d", "on_timeout": "expire"},
    {
        "step": "decide",
        "ask": {"role": "coordinator"},
        "answers": {"good": {"label": "Lovely"}, "poor": {"label": "Too bad", "then": "decline"}},
        "form": [{"id": "mark", "type": "choice", "label": "Mark", "options": [{"id": "x", "label": "Ten"}]}],
    },
]
NAMED = [
    {"id": "full_name", "type": "text", "label": "Name", "required": True},
    {"id": "email", "type": "email", "label": "Address", "required": True},
]


def fruit(label: str, *options: str) -> dict[str, Any]:
    """A choice of these."""
    return {
        "id": "fruit",
        "type": "choice",
        "label": label,
        "options": [{"id": option[0].lower(), "label": option} for option in options],
    }


OLD = definition(
    id="songs",
    kind="application",
    title="Old songs",
    roles={"coordinator": DESK},
    form=[
        {
            "page": "Old page",
            "fields": [
                *NAMED,
                fruit("Old fruit", "Apples", "Bananas"),
                {"id": "town", "type": "text", "label": "Old town"},
            ],
        }
    ],
    workflow=STEPS,
)
HEIGHT = {"id": "height", "type": "number", "label": "New height", "required": True, "min": 50}
BLOOD = {"id": "blood", "type": "text", "label": "New blood group", "sensitive": True}
HIDDEN = {"id": "hidden", "type": "text", "label": "New secret", "visible_to": ["applicant"]}
NEWER = {
    **OLD,
    "title": "New songs",
    "applicant": {"email": "mail"},
    "form": [
        {
            "page": "New page",
            "fields": [
                NAMED[0],
                {"id": "mail", "type": "email", "label": "New address", "required": True},
                fruit("New fruit", "Avocados", "Cherries"),
                HEIGHT,
                BLOOD,
                HIDDEN,
            ],
        }
    ],
    "workflow": [
        STEPS[0],
        {
            **STEPS[1],
            "answers": {"good": {"label": "New good"}, "bad": {"label": "New bad", "then": "decline"}},
            "form": [{"id": "points", "type": "number", "label": "New points"}],
        },
    ],
}
ANSWERS = {"full_name": "Ann Example", "email": "ann@people.example", "fruit": "b", "town": "Kranj"}
BODY = {"answers": ANSWERS, "language": "en"}


def publish(site: Site, document: dict[str, Any]) -> None:
    """A version of the program."""
    assert site.api("PUT", "/v1/programs/songs", document).status in (200, 201)


@pytest.fixture
def old(site: Site) -> str:
    """A submission whose coordinator is asked, of a program that is quite another one by now."""
    publish(site, OLD)
    sent = site.api("POST", "/v1/programs/songs/submissions", BODY, idempotency_key="one")
    submission: str = told(sent)["id"]
    site.answer(site.link("ask", submission, CONFIRM), "yes", sure="yes")
    publish(site, NEWER)
    return submission


def old_and_nothing_new(text: str, *words: str) -> None:
    """What stands there is of the old version."""
    assert [word for word in words if word not in text] == []
    assert "New" not in text


def test_pages_show_the_version_that_was_filled_in(site: Site, old: str) -> None:
    """Who decides sees old questions, options and buttons; so does where it stands, and what was sent."""
    asked = site.get(site.link("ask", old, DECIDE))
    old_and_nothing_new(asked.text, "Old songs", "Old page", "Old fruit", "Bananas", "Old town", "Kranj")
    old_and_nothing_new(asked.text, "Mark", "Ten", "Lovely", "Too bad")

    old_and_nothing_new(site.get(site.link("status", old)).text, "Old songs")
    old_and_nothing_new(site.get(site.link("sent", old)).text, "Old songs")
    answered = asked.press("good", signed_by="Desk", mark="x")
    old_and_nothing_new(answered.text, "Old songs", "Lovely")


def test_what_is_taken_home_is_of_that_version(site: Site, old: str) -> None:
    """Labels and options as they were when they were answered."""
    loaded = records.load(site.world, old)

    text = export.text(site.world, loaded, ENGLISH)

    old_and_nothing_new(text, "Old songs", "Old fruit", "Bananas", "Old town")
    assert json.loads(text)["program"] == {"id": "songs", "version": 1, "title": "Old songs"}


def test_api_shows_and_takes_answers_of_that_version(site: Site, old: str) -> None:
    """Its number, its answers, and its own fields where staff change them."""
    shown = told(site.api("GET", f"/v1/submissions/{old}"))
    assert (shown["version"], shown["answers"]) == (1, ANSWERS)

    changed = {"answers": {"fruit": "a", "town": None}, "reason": "By telephone"}
    amended = site.api("POST", f"/v1/submissions/{old}/amend", changed)
    assert told(amended)["answers"] == {
        **{n: each for n, each in ANSWERS.items() if n != "town"},
        "fruit": "a",
    }
    refused = site.api("POST", f"/v1/submissions/{old}/amend", {**changed, "answers": {"height": 60}})
    assert [each["code"] for each in told(refused)["errors"]] == ["unknown_field"]


def test_repeated_request_is_told_of_the_same_address(site: Site, old: str) -> None:
    """By the field that held it then."""
    again = site.api("POST", "/v1/programs/songs/submissions", BODY, idempotency_key="one")

    assert again.status == 201
    assert (told(again)["id"], told(again)["sent_to"]) == (old, "a…@people.example")


def test_form_is_changed_as_it_was_asked(site: Site) -> None:
    """With the old questions, before the address is confirmed and anybody decides."""
    publish(site, OLD)
    early: str = told(site.api("POST", "/v1/programs/songs/submissions", BODY))["id"]
    publish(site, NEWER)

    page = site.get(site.link("status", early)).press(button=("do", "amend"))
    typed = page.press(code=site.code(early), signed_by="Ann")

    old_and_nothing_new(typed.text, "Old fruit", "Bananas", "Old town")


def test_messages_are_of_that_version(site: Site, old: str) -> None:
    """What the coordinator is asked by, and the applicant told."""
    loaded = records.load(site.world, old)

    for row in project.rows(loaded):
        message = mailed(site, loaded, row)
        old_and_nothing_new(f"{message['Subject']} {message.get_body(('plain',))}", "Old songs")


def mailed(site: Site, loaded: Loaded, row: MessageRow) -> EmailMessage:
    """The message of that row."""
    return compose.compose(notify._occasion(site.world, loaded, row, site.now))


def ask_new(site: Site, submission: str, **body: Any) -> Any:
    """The answer to staff's asking what is new."""
    return site.api("POST", f"/v1/submissions/{submission}/ask-new", {"reason": "For the hosts", **body})


@pytest.fixture
def asked(site: Site, old: str) -> str:
    """The same, asked what is new."""
    assert ask_new(site, old).status == 200
    return old


def test_new_questions_are_an_ask_in_the_api(site: Site, asked: str) -> None:
    """With the version and the fields; no step is open besides, and why it was asked is said."""
    shown = told(site.api("GET", f"/v1/submissions/{asked}"))

    (new,) = (each for each in shown["asks"] if each["id"] == NEW)
    assert (new["step"], new["party"], new["state"], new["version"], new["fields"]) == (
        "_new1",
        "applicant",
        "open",
        2,
        ["mail", "height", "blood", "hidden"],
    )
    assert new["due"] == "2026-12-07T23:08:00.000000Z"
    assert (shown["steps"], shown["version"]) == (["decide"], 1)
    assert [(each["type"], each["by"], each["reason"]) for each in shown["events"][-2:]] == [
        ("new_asked", "token:administrator", "For the hosts"),
        ("ask_opened", "concord", "For the hosts"),
    ]


def answered(site: Site, submission: str) -> Page:
    """The new questions, answered on their page."""
    page = site.get(site.link("ask", submission, NEW))
    return page.press(
        "submit", sure="yes", height="170", blood="Zero", hidden="Unseen", mail="ann@people.example"
    )


def test_page_asks_what_is_new_and_nothing_else(site: Site, asked: str) -> None:
    """Under the newer form's headings; mistakes are named, and what was typed is kept."""
    page = site.get(site.link("ask", asked, NEW))

    assert page.heading == "There are new questions"
    for words in ("New page", "New height", "New blood group", "New secret", "Old songs"):
        assert words in page.text
    assert "New fruit" not in page.text
    assert "Old fruit" not in page.text
    wrong = page.press("submit", sure="yes", height="7", blood="Zero")
    assert (wrong.status, sorted(wrong.errors)) == (422, ["field-height", "field-mail"])
    assert wrong.values["blood"] == ["Zero"]


def test_answers_are_seen_by_those_who_decide_and_may(site: Site, asked: str) -> None:
    """Under a heading of their own, beside what was answered first."""
    assert answered(site, asked).heading == "Thank you"

    text = site.get(site.link("ask", asked, DECIDE)).text

    for words in ("New questions, answered later", "New height 170", "New blood group Zero", "Old fruit"):
        assert words in text
    assert "New secret" not in text
    shown = told(site.api("GET", f"/v1/submissions/{asked}"))
    (new,) = (each for each in shown["asks"] if each["id"] == NEW)
    assert (new["form"]["height"], new["form"]["hidden"]) == (170, "Unseen")
    assert shown["answers"] == ANSWERS


def test_status_page_says_what_was_asked_later_and_nothing_that_was_typed(site: Site, asked: str) -> None:
    """The questions, less those about sensitive things, and what became of them."""
    before = site.get(site.link("status", asked)).text
    assert "New questions" in before
    assert "Please answer by Monday, December 7, 2026" in before
    answered(site, asked)

    after = site.get(site.link("status", asked)).text

    assert "Answered on Monday, November 23, 2026" in after
    assert "New height" in after
    for words in ("New blood group", "170", "Zero", "Unseen"):
        assert words not in after


def test_what_is_taken_home_has_the_new_answers_too(site: Site, asked: str) -> None:
    """All that the applicant typed."""
    answered(site, asked)

    found = json.loads(export.text(site.world, records.load(site.world, asked), ENGLISH))

    (new,) = (each for each in found["filled_in"] if each["ask"] == NEW)
    assert [(each["label"], each["text"]) for each in new["answers"]] == [
        ("New address", "ann@people.example"),
        ("New height", "170"),
        ("New blood group", "Zero"),
        ("New secret", "Unseen"),
    ]


def test_message_says_that_there_are_new_questions(site: Site, asked: str) -> None:
    """And that the form goes on without them."""
    loaded = records.load(site.world, asked)

    message = mailed(site, loaded, project.rows(loaded)[-1])

    assert message["To"] == "Ann Example <ann@people.example>"
    assert "asks more now than when you sent it" in str(message.get_body(("plain",)))


def test_a_version_published_since_changes_nothing_that_was_asked(site: Site, asked: str) -> None:
    """The question is that of the version that it was asked of."""
    publish(site, {**OLD, "title": "Newest songs"})

    page = site.get(site.link("ask", asked, NEW))

    assert "New height" in page.text
    assert answered(site, asked).heading == "Thank you"


@pytest.mark.parametrize(
    ("body", "status", "found"),
    [
        ({"fields": ["height"]}, 200, []),
        ({"fields": ["height"], "due": "2027-01-31"}, 200, []),
        ({"fields": ["town"]}, 422, [("/fields/0", "not_one_of")]),
        ({"fields": "height"}, 422, [("/fields", "wrong_type")]),
        ({"fields": []}, 422, [("/fields", "nothing_new")]),
        ({"due": "soon"}, 422, [("/due", "moment")]),
        ({"due": "2026-11-01"}, 422, [("/due", "in_the_past")]),
        ({"reason": ""}, 422, [("/reason", "required")]),
    ],
)
def test_command_takes_new_fields_and_a_deadline(
    site: Site, old: str, body: dict[str, Any], status: int, found: list[tuple[str, str]]
) -> None:
    """And names what is wrong with them."""
    answer = ask_new(site, old, **body)

    assert answer.status == status
    assert [(each["pointer"], each["code"]) for each in told(answer).get("errors", [])] == found


def test_nothing_new_is_refused_and_so_is_what_has_ended(site: Site, old: str) -> None:
    """A submission of the newest version has been asked everything."""
    site.api("POST", f"/v1/submissions/{old}/withdraw", {"reason": "No more"})
    assert ask_new(site, old).status == 409
    body = {"answers": {"full_name": "Bea", "mail": "bea@people.example", "height": 60}}
    newest = told(site.api("POST", "/v1/programs/songs/submissions", body))["id"]

    refused = ask_new(site, newest)

    assert [each["code"] for each in told(refused)["errors"]] == ["nothing_new"]

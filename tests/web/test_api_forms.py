"""What is filled in with an answer, by the API: checked as the step's own form, and kept with the ask."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.services import staff
from chalicelib.storage.ports import Holder
from tests.web.examples import CONFIRM, definition, told
from tests.web.exchanges import BOB, GAIL, REVIEWER, TEACHER, behalf, consenting, kept_back, reviewing
from tests.web.site import Site


def answer(site: Site, submission: str, ask: str, given: str, form: Any = None, **named: Any) -> Any:
    """The answer to an answer on somebody's behalf."""
    body = {"answer": given, "on_behalf": "telephoned"} | ({} if form is None else {"form": form})
    return site.api("POST", f"/v1/submissions/{submission}/asks/{ask}", body, **named)


def faults(answered: Any) -> list[tuple[str, str]]:
    """Where and what is wrong, of a 422."""
    assert answered.status == 422, answered.body
    return [(error["pointer"], error["code"]) for error in told(answered)["errors"]]


def asked(document: Any, ask: str) -> Any:
    """One ask of a submission."""
    (found,) = [each for each in document["asks"] if each["id"] == ask]
    return found


def test_form_of_an_answer_is_kept_with_its_ask(site: Site) -> None:
    """As staff see it; the event names the fields alone, and who answered for whom."""
    submission = consenting(site)

    answered = answer(site, submission, TEACHER, "submit", {"recommends": True, "words": " Kind. "})

    assert answered.status == 200
    assert asked(told(answered), TEACHER)["form"] == {"recommends": True, "words": "Kind."}
    events = [event for event in told(answered)["events"] if event["seq"] == 3]
    assert [(event["type"], event.get("fields"), event.get("reason")) for event in events[:2]] == [
        ("ask_answered", ["recommends", "words"], None),
        ("overridden", None, "telephoned"),
    ]


def test_form_repeated_is_200_and_an_answer_otherwise_409(site: Site) -> None:
    """The first one stands, whatever a repetition has in its form."""
    submission = consenting(site)
    first = answer(site, submission, GAIL, "agree", {"phone": "719 555 0123"})

    again = answer(site, submission, GAIL, "agree", {"phone": "another"})
    other = answer(site, submission, GAIL, "refuse")

    assert (first.status, again.status, other.status) == (200, 200, 409)
    assert told(again) == told(first)
    assert told(other)["code"] == "ask_closed"
    assert site.commits(submission) == 3


@pytest.mark.parametrize(
    ("ask", "given", "form", "found"),
    [
        (TEACHER, "submit", None, [("/form/recommends", "required")]),
        (TEACHER, "submit", {"words": "Kind."}, [("/form/recommends", "required")]),
        (
            TEACHER,
            "submit",
            {"recommends": "maybe", "bus": 1},
            [("/form/recommends", "wrong_type"), ("/form/bus", "unknown_field")],
        ),
        (TEACHER, "approve", {"recommends": True}, [("/answer", "not_one_of")]),
        (GAIL, "agree", {"phone": "\0"}, [("/form/phone", "forbidden_character")]),
        (GAIL, "refuse", {"phone": 5}, [("/form/phone", "wrong_type")]),
        (BOB, "agree", [], [("/form", "wrong_type")]),
    ],
)
def test_form_with_something_wrong_is_422_at_its_place(
    site: Site, ask: str, given: str, form: Any, found: list[tuple[str, str]]
) -> None:
    """All of it at once; nothing is answered."""
    submission = consenting(site)

    assert sorted(faults(answer(site, submission, ask, given, form))) == sorted(found)
    assert site.commits(submission) == 2


def test_refusal_needs_no_form(site: Site) -> None:
    """Only who agrees has to fill it in."""
    document = definition(
        workflow=[
            {
                "step": "check",
                "ask": {"role": "coordinator"},
                "answers": "decide",
                "form": [{"id": "room", "type": "text", "label": "Room", "required": True}],
            }
        ],
        roles={"coordinator": [{"name": "Desk", "email": "desk@concord.example"}]},
    )
    path = "/v1/programs/tea-time"
    assert site.api("PUT", path, document).status == 201
    answers = {"full_name": "Ann", "email": "ann@people.example"}
    sent = told(site.api("POST", f"{path}/submissions", {"answers": answers}))["id"]

    approved = answer(site, sent, "check.coordinator.0.1", "approve")
    declined = answer(site, sent, "check.coordinator.0.1", "decline")

    assert faults(approved) == [("/form/room", "required")]
    assert (declined.status, told(declined)["state"]) == (200, "declined")


def test_rows_of_a_form_are_checked_one_by_one(site: Site) -> None:
    """A fault in a row is pointed at there; rows are kept as they were sent."""
    hosts = {
        "id": "hosts",
        "type": "group",
        "label": "Hosts",
        "rows": {"min": 1, "max": 2},
        "fields": [
            {"id": "name", "type": "text", "label": "Name", "required": True},
            {"id": "beds", "type": "number", "label": "Beds", "min": 1},
        ],
    }
    document = definition(
        workflow=[{"step": "host", "ask": {"role": "coordinator"}, "form": [hosts]}],
        roles={"coordinator": [{"name": "Desk", "email": "desk@concord.example"}]},
    )
    path = "/v1/programs/tea-time"
    assert site.api("PUT", path, document).status == 201
    answers = {"full_name": "Ann", "email": "ann@people.example"}
    sent = told(site.api("POST", f"{path}/submissions", {"answers": answers}))["id"]
    ask = "host.coordinator.0.1"
    rows = [{"name": "West Side", "beds": 2}, {"name": "East Side"}]

    wrong = answer(site, sent, ask, "submit", {"hosts": [{"name": "West Side"}, {"beds": 0, "x": 1}]})
    too_many = answer(site, sent, ask, "submit", {"hosts": [*rows, *rows]})
    none = answer(site, sent, ask, "submit")
    right = answer(site, sent, ask, "submit", {"hosts": rows})

    assert sorted(faults(wrong)) == [
        ("/form/hosts/1/beds", "too_small"),
        ("/form/hosts/1/name", "required"),
        ("/form/hosts/1/x", "unknown_field"),
    ]
    assert faults(too_many) == [("/form/hosts", "too_many_rows")]
    assert faults(none) == [("/form/hosts", "required")]
    assert asked(told(right), ask)["form"] == {"hosts": rows}


def test_own_ask_is_answered_with_its_form_and_is_no_override(site: Site) -> None:
    """A reviewer's token answers what the reviewer was asked."""
    submission = reviewing(site)
    site.stores.tokens.put(
        staff.digest("first"), Holder("first", "first@concord.example", "colorado-springs", "member")
    )
    body = {"answer": "submit", "form": {"score": 4}}

    answered = site.api("POST", f"/v1/submissions/{submission}/asks/{REVIEWER}", body, token="first")

    assert answered.status == 200
    assert asked(told(answered), REVIEWER)["form"] == {"score": 4}
    last = [event for event in told(answered)["events"] if event["seq"] == told(answered)["seq"]]
    assert [(event["type"], event["by"]) for event in last] == [("ask_answered", "reviewer.0")]


def test_form_of_an_amending_step_is_the_program_s_own(site: Site) -> None:
    """Only what the step lets change: the rest is named as not to be changed."""
    submission = kept_back(site)
    site.api("POST", f"/v1/submissions/{submission}/announce", {"step": "partner_city"})
    behalf(site, submission, "decide.coordinator.0.1", "improve")
    site.api("POST", f"/v1/submissions/{submission}/announce", {"step": "decide"})

    refused = answer(site, submission, "improve.applicant.1", "improved", {"nickname": "Mae"})
    amended = answer(site, submission, "improve.applicant.1", "improved", {"essay": "Better.", "diet": "All"})

    assert faults(refused) == [("/form/nickname", "not_amendable")]
    assert amended.status == 200, amended.body
    assert (told(amended)["answers"]["essay"], told(amended)["steps"]) == ("Better.", ["review"])


def test_confirmation_takes_no_form(site: Site) -> None:
    """A step without fields knows none."""
    submission = consenting(site)
    site.api("POST", f"/v1/submissions/{submission}/reopen", {"step": "confirm", "reason": "Asked"})

    refused = answer(site, submission, CONFIRM.replace(".1", ".2"), "yes", {"sure": True})

    assert faults(refused) == [("/form/sure", "unknown_field")]

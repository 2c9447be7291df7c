"""What staff do by the API: each command, its repetition, its reason, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.errors import Unavailable
from chalicelib.domain.instants import from_text, to_text
from tests.web.examples import CONFIRM, failing, told
from tests.web.exchanges import (
    BOB,
    GAIL,
    REVIEWER,
    TEACHER,
    applied,
    behalf,
    consenting,
    kept_back,
    reviewing,
)
from tests.web.site import START, Site

WHY = "Asked for by telephone"
Begin = Callable[[Site], str]
COMMANDS: list[tuple[str, Begin, dict[str, Any]]] = [
    ("withdraw", consenting, {}),
    ("erase", consenting, {}),
    ("amend", consenting, {"answers": {"essay": "Another essay."}}),
    ("reopen", reviewing, {"step": "consent"}),
    ("announce", kept_back, {"step": "partner_city"}),
    (f"asks/{BOB}/extend", consenting, {"due": "2027-03-01"}),
    (f"asks/{BOB}/replace", consenting, {"email": "bo@people.example"}),
]
"""Every command that, repeated, does nothing more: its path, from where, and what it needs."""
NEED_NO_REASON = {"withdraw", "erase", "announce", "resend"}
NAMES = [path.rpartition("/")[2] for path, _, _ in COMMANDS]


def command(site: Site, submission: str, path: str, body: Any = None, **named: Any) -> Any:
    """The answer to a command."""
    return site.api("POST", f"/v1/submissions/{submission}/{path}", body, **named)


def done(site: Site, submission: str, path: str, body: Any = None) -> Any:
    """The submission after a command."""
    answer = command(site, submission, path, body)
    assert answer.status == 200, answer.body
    return told(answer)


def faults(answer: Any) -> list[tuple[str, str]]:
    """Where and what is wrong, of a 422."""
    assert answer.status == 422, answer.body
    return [(error["pointer"], error["code"]) for error in told(answer)["errors"]]


def asked(document: Any, ask: str) -> Any:
    """One ask of a submission."""
    (found,) = [each for each in document["asks"] if each["id"] == ask]
    return found


@pytest.mark.parametrize(("path", "begin", "body"), COMMANDS, ids=NAMES)
def test_commands_repeated_are_done_once(site: Site, path: str, begin: Begin, body: dict[str, Any]) -> None:
    """200 and the same submission, with one commit more than before."""
    submission = begin(site)
    before = site.commits(submission)

    first = command(site, submission, path, {**body, "reason": WHY})
    again = command(site, submission, path, {**body, "reason": "Once more"})

    assert (first.status, again.status) == (200, 200), (first.body, again.body)
    assert told(first) == told(again)
    assert site.commits(submission) == before + 1
    assert told(site.api("GET", f"/v1/submissions/{submission}")) == told(again)
    assert again.headers["ETag"] == first.headers["ETag"]


@pytest.mark.parametrize(("path", "begin", "body"), COMMANDS, ids=NAMES)
def test_reasons_stay_with_every_event_of_their_command(
    site: Site, path: str, begin: Begin, body: dict[str, Any]
) -> None:
    """And with no other one; what was erased keeps none."""
    submission = begin(site)

    after = done(site, submission, path, {**body, "reason": f" {WHY} "})

    reasons = [event.get("reason") for event in after["events"] if event["seq"] == after["seq"]]
    others = [
        event.get("reason")
        for event in after["events"]
        if event["seq"] < after["seq"] and event["type"] != "overridden"
    ]
    assert reasons == [None if path == "erase" else WHY] * len(reasons)
    assert others == [None] * len(others)


@pytest.mark.parametrize(("path", "begin", "body"), COMMANDS, ids=NAMES)
def test_reasons_may_be_left_out_where_nobody_needs_them(
    site: Site, path: str, begin: Begin, body: dict[str, Any]
) -> None:
    """Withdrawing, erasing, announcing and resending; all others say that it is missing."""
    submission = begin(site)
    before = site.commits(submission)

    left_out = command(site, submission, path, body)
    blank = command(site, submission, path, {**body, "reason": " "})

    if path in NEED_NO_REASON:
        assert (left_out.status, blank.status) == (200, 200)
    else:
        assert faults(left_out) == faults(blank) == [("/reason", "required")]
        assert site.commits(submission) == before


@pytest.mark.parametrize(("path", "begin", "body"), COMMANDS, ids=NAMES)
def test_commands_are_staff_s_of_that_community(
    site: Site, path: str, begin: Begin, body: dict[str, Any]
) -> None:
    """Without a token 401; another community's is 404, as is what there isn't; any member may do it."""
    submission = begin(site)
    body = {**body, "reason": WHY}

    statuses = [
        command(site, submission, path, body, token="").status,
        command(site, submission, path, body, token="nobody").status,
        command(site, submission, path, body, token="stranger").status,
        command(site, "0" * 20, path, body).status,
        command(site, "no-id", path, body).status,
        site.api("GET", f"/v1/submissions/{submission}/{path}").status,
        command(site, submission, path, body, token="member").status,
    ]

    assert statuses == [401, 401, 404, 404, 404, 405, 200]


@pytest.mark.parametrize(("path", "begin", "body"), COMMANDS, ids=NAMES)
def test_commands_with_bodies_that_are_wrong_change_nothing(
    site: Site, path: str, begin: Begin, body: dict[str, Any]
) -> None:
    """No JSON, another type, members that nobody knows, reasons that can't be kept."""
    submission = begin(site)
    before = site.commits(submission)
    target = f"/v1/submissions/{submission}/{path}"
    token = {"authorization": "Bearer administrator"}

    statuses = [
        site.send("POST", target, b"{", content_type="application/json", **token).status,
        site.send("POST", target, b"reason=x", content_type="text/plain", **token).status,
        site.send("POST", target, b'{"reason": "%s"}' % (b"x" * 262_144), **token).status,
        command(site, submission, path, []).status,
    ]

    assert statuses == [400, 415, 413, 422]
    assert faults(command(site, submission, path, {**body, "reason": 1, "why": WHY})) == [
        ("/reason", "wrong_type"),
        ("/why", "unknown_key"),
    ]
    assert faults(command(site, submission, path, {**body, "reason": "x" * 1001})) == [
        ("/reason", "too_long")
    ]
    assert site.commits(submission) == before


@pytest.mark.parametrize(("path", "begin", "body"), COMMANDS, ids=NAMES)
def test_commands_answer_503_when_aws_fails(
    site: Site, path: str, begin: Begin, body: dict[str, Any]
) -> None:
    """Nothing is half done, and the same may be sent again."""
    submission = begin(site)

    answer = command(failing(site, Unavailable()), submission, path, {**body, "reason": WHY})

    assert (answer.status, answer.headers["Retry-After"]) == (503, "2")


@pytest.mark.parametrize("path", ["withdraw", "erase", "resend"])
@pytest.mark.parametrize("body", [b"", b" \r\n", b"{}"])
def test_commands_that_need_nothing_take_an_empty_body(site: Site, path: str, body: bytes) -> None:
    """Of whatever type it is said to be."""
    submission = consenting(site)

    answer = site.send(
        "POST",
        f"/v1/submissions/{submission}/{path}",
        body,
        authorization="Bearer administrator",
        **({} if body == b"{}" else {"content_type": "application/x-www-form-urlencoded"}),
    )

    assert answer.status == 200


def test_withdrawing_what_has_ended_otherwise_is_409(site: Site) -> None:
    """It says how it ended."""
    submission = consenting(site)
    behalf(site, submission, GAIL, "refuse")

    refused = command(site, submission, "withdraw", {"reason": WHY})

    assert (refused.status, told(refused)["code"]) == (409, "ended")
    assert told(refused)["detail"] == "This has ended already: Declined."


def test_nothing_is_done_to_what_is_erased_but_erasing(site: Site) -> None:
    """All other commands are refused; nothing that was typed is shown."""
    submission = kept_back(site)
    shown = done(site, submission, "erase", {"reason": WHY})

    statuses = {
        path: command(site, submission, path, {**body, "reason": WHY}).status for path, _, body in COMMANDS
    }
    statuses["resend"] = command(site, submission, "resend").status

    assert statuses == dict.fromkeys(statuses, 409) | {"erase": 200}
    assert (shown["state"], shown["answers"]) == ("erased", {})
    assert not [ask for ask in shown["asks"] if {"form", "note", "signed_by"} & set(ask)]
    assert not [event for event in shown["events"] if "reason" in event]


def test_resending_sends_once_more_each_time(site: Site) -> None:
    """It is a new command every time: what is open is asked again."""
    submission = consenting(site)

    done(site, submission, "resend")
    after = done(site, submission, "resend", {"reason": WHY})

    resent = [event for event in after["events"] if event["type"] == "resent"]
    assert [(event["asks"], event.get("reason")) for event in resent] == [
        ([GAIL, BOB, TEACHER], None),
        ([GAIL, BOB, TEACHER], WHY),
    ]


def test_amending_changes_only_what_is_sent_and_takes_back_with_null(site: Site) -> None:
    """The events name the fields."""
    submission = consenting(site)
    before = told(site.api("GET", f"/v1/submissions/{submission}"))["answers"]

    after = done(site, submission, "amend", {"answers": {"diet": None, "essay": "Another."}, "reason": WHY})

    del before["diet"]
    assert after["answers"] == {**before, "essay": "Another."}
    (amended,) = [event for event in after["events"] if event["type"] == "amended"]
    assert (sorted(amended["fields"]), amended["by"]) == (["diet", "essay"], "token:administrator")


def test_amending_with_faults_names_all_of_them_and_the_reason(site: Site) -> None:
    """At their places below `/answers`."""
    submission = consenting(site)
    wrong = {"full_name": None, "email": "no address", "bus": 3, "guardians": []}

    found = faults(command(site, submission, "amend", {"answers": wrong}))

    assert sorted(found) == [
        ("/answers/bus", "unknown_field"),
        ("/answers/email", "email"),
        ("/answers/full_name", "required"),
        ("/answers/guardians", "too_few_rows"),
        ("/reason", "required"),
    ]


@pytest.mark.parametrize("body", [{}, {"answers": None}, {"answers": []}])
def test_amending_without_answers_is_422(site: Site, body: Any) -> None:
    """An object of those that change."""
    found = faults(command(site, consenting(site), "amend", {**body, "reason": WHY}))

    assert found == [("/answers", "wrong_type" if body else "missing")]


@pytest.mark.parametrize(
    ("due", "until"),
    [
        ("2027-03-01", "2027-03-02T07:00:00.000000Z"),
        ("2027-03-01T17:00", "2027-03-02T00:00:00.000000Z"),
        ("20d", to_text(START + timedelta(days=20))),
        ("400h", to_text(START + timedelta(hours=400))),
    ],
)
def test_extending_takes_days_times_and_lengths(site: Site, due: str, until: str) -> None:
    """By the program's clock, for that person alone."""
    submission = consenting(site)
    before = told(site.api("GET", f"/v1/submissions/{submission}"))

    after = done(site, submission, f"asks/{BOB}/extend", {"due": due, "reason": WHY})

    assert asked(after, BOB) == {**asked(before, BOB), "due": until}
    assert asked(after, GAIL) == asked(before, GAIL)
    (event,) = [each for each in after["events"] if each["type"] == "ask_extended"]
    assert (event["ask"], event["due"], event["reason"]) == (BOB, until, WHY)


@pytest.mark.parametrize(
    ("due", "code"),
    [
        ("2026-11-01", "in_the_past"),
        ("0d", "in_the_past"),
        ("12h", "not_later"),
        ("2026-02-30", "moment"),
        ("2027-03-01T17:00Z", "moment"),
        ("2027-03-01T17:00+02:00", "moment"),
        ("2027-03-01T25:00", "moment"),
        ("today+7d", "moment"),
        ("9999-12-31", "moment"),
        ("next week", "moment"),
        ("７d", "moment"),
        ("", "moment"),
    ],
)
def test_extending_until_no_such_time_is_422(site: Site, due: str, code: str) -> None:
    """Nothing is changed."""
    submission = consenting(site)

    found = faults(command(site, submission, f"asks/{BOB}/extend", {"due": due, "reason": WHY}))

    assert found == [("/due", code)]


def test_extending_or_replacing_needs_an_ask_that_is_open(site: Site) -> None:
    """Of no such ask 404; of one that is answered, or of a submission that has ended, 409."""
    submission = consenting(site)
    behalf(site, submission, GAIL, "agree")
    bodies = {
        "extend": {"due": "2027-03-01", "reason": WHY},
        "replace": {"email": "x@y.example", "reason": WHY},
    }

    for word, body in bodies.items():
        none = command(site, submission, f"asks/consent.guardians.7.1/{word}", body)
        answered = command(site, submission, f"asks/{GAIL}/{word}", body)
        assert (none.status, answered.status, told(answered)["code"]) == (404, 409, "ask_closed")
    done(site, submission, "withdraw")
    for word, body in bodies.items():
        assert command(site, submission, f"asks/{BOB}/{word}", body).status == 409


def test_replacing_somebody_named_asks_the_new_one_by_a_new_link(site: Site) -> None:
    """The answers say it too; the old link says that it is superseded."""
    submission = consenting(site)
    old = site.link("ask", submission, TEACHER)
    body = {"email": "New@School.example", "name": "Nina New", "language": "ja", "reason": WHY}

    after = done(site, submission, f"asks/{TEACHER}/replace", body)

    assert (after["answers"]["teacher_email"], after["answers"]["teacher_name"]) == (
        "New@school.example",
        "Nina New",
    )
    assert [event["type"] for event in after["events"] if event["seq"] == after["seq"]] == [
        "amended",
        "ask_replaced",
    ]
    assert site.get(old).status == 410
    assert site.get(site.link("ask", submission, TEACHER, 2)).status == 200


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ({"email": "no address"}, [("/email", "email")]),
        ({"email": " "}, [("/email", "required")]),
        ({"name": "Nina"}, [("/email", "missing")]),
        ({"email": "x@y.example", "language": "fr"}, [("/language", "not_one_of")]),
        ({"email": "x", "language": "fr"}, [("/email", "email"), ("/language", "not_one_of")]),
    ],
)
def test_replacing_with_something_wrong_is_422_at_its_place(
    site: Site, body: Any, found: list[tuple[str, str]]
) -> None:
    """All of it at once."""
    submission = consenting(site)

    assert faults(command(site, submission, f"asks/{TEACHER}/replace", {**body, "reason": WHY})) == found


def test_replacing_who_is_not_named_in_the_answers_is_422_and_says_what_to_do(site: Site) -> None:
    """Roles are the program's, the applicant's address is an answer."""
    for submission, ask in ((applied(site), CONFIRM), (reviewing(site), REVIEWER)):
        body = {"email": "x@y.example", "reason": WHY}
        assert faults(command(site, submission, f"asks/{ask}/replace", body)) == [("/email", "not_named")]


def test_reopening_what_has_expired_asks_again(site: Site) -> None:
    """The old asks stay as they were."""
    submission = consenting(site)
    behalf(site, submission, GAIL, "refuse")

    after = done(site, submission, "reopen", {"step": "consent", "reason": WHY})

    assert (after["state"], after["steps"]) == ("in_progress", ["consent", "reference"])
    assert asked(after, GAIL)["answer"] == "refuse"
    assert [ask["id"] for ask in after["asks"] if ask["state"] == "open"] == [
        "consent.guardians.0.2",
        "consent.guardians.1.2",
        "reference.teacher_email.2",
    ]


@pytest.mark.parametrize("word", ["reopen", "announce"])
def test_steps_that_there_are_not_are_422(site: Site, word: str) -> None:
    """Whatever else is wrong is said too."""
    submission = kept_back(site)

    assert faults(command(site, submission, word, {"reason": WHY})) == [("/step", "missing")]
    assert faults(command(site, submission, word, {"step": "interview", "reason": "x" * 1001})) == [
        ("/step", "not_one_of"),
        ("/reason", "too_long"),
    ]


def test_announcing_what_is_not_kept_back_is_422(site: Site) -> None:
    """A step that still asks has no outcome yet."""
    submission = consenting(site)

    assert faults(command(site, submission, "announce", {"step": "consent"})) == [("/step", "not_kept_back")]


def test_what_was_typed_with_an_answer_is_shown_with_its_ask(site: Site) -> None:
    """The step's form, the note and the name that signed it; nothing where there was nothing."""
    submission = consenting(site)
    page = site.get(site.link("ask", submission, GAIL))
    page.press("agree", signed_by="Gail Miller", phone="719 555 0123")
    path = f"/v1/submissions/{submission}/asks/{BOB}"

    after = told(
        site.api("POST", path, {"answer": "agree", "note": "Gladly", "on_behalf": "telephoned", "form": {}})
    )

    typed = {"form", "note", "signed_by"}
    shown = {ask["id"]: {name: ask[name] for name in typed & set(ask)} for ask in after["asks"]}
    assert shown == {
        CONFIRM: {},
        GAIL: {"form": {"phone": "719 555 0123"}, "signed_by": "Gail Miller"},
        BOB: {"note": "Gladly"},
        TEACHER: {},
    }


def test_the_deadline_of_an_ask_that_was_extended_is_its_new_one(site: Site) -> None:
    """After the old one an answer still counts."""
    submission = consenting(site)
    after = done(site, submission, f"asks/{BOB}/extend", {"due": "30d", "reason": WHY})
    site.now = from_text(asked(after, BOB)["due"]) - timedelta(seconds=1)

    behalf(site, submission, BOB, "agree")

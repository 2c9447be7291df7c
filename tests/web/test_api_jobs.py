"""What staff do to a whole program by the API: cancelled, extended, and how far that is."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.domain.instants import to_text
from chalicelib.services import jobs
from tests.domain.examples import EXCHANGE, changed
from tests.domain.seats import PLACES
from tests.web.examples import told
from tests.web.site import Site

WHY = "The river is over its banks"
WORDS = {"en": "We are sorry.\nPlease keep the day free next year.", "ja": "申し訳ありません。"}
PROGRAM = "exchange"
TOO_MUCH = dict.fromkeys(("en", "ja", "fr", "ko"), "長" * 5000)


@pytest.fixture
def exchange(site: Site) -> Site:
    """A site with an exchange in two languages."""
    document = changed(EXCHANGE, ("/community", "colorado-springs"), ("/partners", []))
    assert site.api("PUT", f"/v1/programs/{PROGRAM}", document).status == 201
    return site


def command(site: Site, path: str, body: Any, **named: Any) -> Any:
    """The answer to a command."""
    return site.api("POST", f"/v1/programs/{PROGRAM}/{path}", body, **named)


def faults(answer: Any) -> list[tuple[str, str]]:
    """Where and what is wrong, of a 422."""
    assert answer.status == 422, answer.body
    return [(error["pointer"], error["code"]) for error in told(answer)["errors"]]


def test_cancelling_answers_with_the_job_and_where_it_is_seen(exchange: Site) -> None:
    """202, and the same again the second time; members see how far it is."""
    first = command(exchange, "cancel", {"reason": WHY, "message": WORDS})
    again = command(exchange, "cancel", {"reason": "Another"})

    job = told(first)
    assert (first.status, again.status, told(again)) == (202, 202, job)
    assert job == {
        "job": job["job"],
        "kind": "cancel",
        "state": "counting",
        "total": 0,
        "done": 0,
        "failed": 0,
        "began": to_text(exchange.now),
        "ended": None,
    }
    assert first.headers["Location"] == f"/v1/programs/{PROGRAM}/jobs/{job['job']}"
    jobs.work(exchange.world, PROGRAM, job["job"])
    seen = exchange.api("GET", first.headers["Location"], token="member")
    assert told(seen) == {**job, "state": "done", "ended": to_text(exchange.now)}


def test_cancelled_program_is_closed_and_says_why_it_is(exchange: Site) -> None:
    """In lists, in the definition, on its page, and where a form is sent; never the reason, nor by whom."""
    command(exchange, "cancel", {"reason": WHY, "message": WORDS})

    programs = told(exchange.api("GET", "/v1/programs", token=""))["programs"]
    shown = told(exchange.api("GET", f"/v1/programs/{PROGRAM}", token=""))
    page = exchange.get(f"/programs/{PROGRAM}", accept_language="ja")
    english = exchange.get(f"/programs/{PROGRAM}", accept_language="en")
    refused = exchange.api("POST", f"/v1/programs/{PROGRAM}/submissions", {"answers": {}}, token="")

    assert [each["status"] for each in programs if each["id"] == PROGRAM] == ["closed"]
    assert shown["cancelled"] == {"at": to_text(exchange.now), "message": WORDS}
    assert not [key for key in shown if key.startswith("_")]
    assert WORDS["ja"] in page.text
    assert "This has been cancelled. We are sorry. Please keep the day free next year." in english.text
    assert "Cancelled on Monday, November 23, 2026" in english.text
    assert (refused.status, told(refused)["detail"]) == (409, "This has been cancelled.")
    assert not [text for text in (str(shown), page.text, english.text) if WHY in text or "token:" in text]


def test_front_page_says_that_it_is_cancelled(exchange: Site) -> None:
    """And not that it has closed on a day that is still to come."""
    assert "Open until" in exchange.get("/").text
    command(exchange, "cancel", {"reason": WHY})

    text = exchange.get("/").text

    assert "Cancelled on Monday, November 23, 2026" in text
    assert "Closed since" not in text


def test_extending_answers_with_a_job_of_its_own_each_time(exchange: Site) -> None:
    """Unless a key says that it is the same."""
    body = {"closes": "2027-02-28", "steps": {"consent": "20d"}, "reason": WHY}

    first, second = (told(command(exchange, "extend", body)) for _ in range(2))
    third, fourth = (told(command(exchange, "extend", body, idempotency_key="k")) for _ in range(2))
    reused = command(exchange, "extend", {**body, "reason": "Another"}, idempotency_key="k")

    assert len({each["job"] for each in (first, second, third)}) == 3
    assert fourth == third
    assert (reused.status, told(reused)["code"]) == (422, "key_reused")
    shown = told(exchange.api("GET", f"/v1/programs/{PROGRAM}", token=""))
    assert (shown["closes"], shown["version"]) == ("2027-02-28", 2)


@pytest.mark.parametrize(
    ("path", "body", "expected"),
    [
        ("cancel", {}, [("/reason", "missing")]),
        ("cancel", {"reason": " ", "message": "Sorry"}, [("/reason", "required")]),
        ("cancel", {"reason": WHY, "message": {"en": "Sorry"}}, [("/message/ja", "missing_language")]),
        ("cancel", {"reason": WHY, "message": " "}, [("/message", "too_short")]),
        ("cancel", {"reason": WHY, "message": ["Sorry"]}, [("/message", "wrong_type")]),
        ("cancel", {"reason": WHY, "message": "So\x00rry"}, [("/message", "forbidden_character")]),
        ("cancel", {"reason": WHY, "message": {"en": "x" * 5001, "ja": "x"}}, [("/message/en", "too_long")]),
        ("cancel", {"reason": WHY, "message": TOO_MUCH}, [("/message", "too_long")]),
        (
            "cancel",
            {"reason": WHY, "message": {"en": "x", "ja": "x", "\ud800": "\udfff"}},
            [("/message/?", "forbidden_character")] * 2,
        ),
        ("cancel", {"reason": "\ud800"}, [("/reason", "forbidden_character")]),
        ("extend", {"reason": WHY, "closes": "9999-12-31"}, [("/closes", "date")]),
        (
            "extend",
            {"reason": WHY, "steps": {"consent": "9999-12-31", "\ud800": "9999d"}},
            [("/steps/consent", "moment"), ("/steps/?", "not_one_of")],
        ),
        ("extend", {"reason": WHY}, [("/steps", "required")]),
        ("extend", {"reason": WHY, "steps": ["consent"]}, [("/steps", "wrong_type")]),
        ("extend", {"reason": WHY, "steps": {"a/b": "7d"}}, [("/steps/a~1b", "not_one_of")]),
        ("extend", {"reason": WHY, "closes": "2027-13-41"}, [("/closes", "date")]),
    ],
)
def test_commands_that_make_no_sense_are_refused(
    exchange: Site, path: str, body: Any, expected: list[tuple[str, str]]
) -> None:
    """With every fault at its place; the program is as it was."""
    assert faults(command(exchange, path, body)) == expected

    assert told(exchange.api("GET", f"/v1/programs/{PROGRAM}", token=""))["version"] == 1


@pytest.mark.parametrize("path", ["cancel", "extend"])
def test_only_administrators_of_the_community_may(exchange: Site, path: str) -> None:
    """Neither members, nor others' administrators, nor anybody; and only what there is."""
    body = {"reason": WHY, "steps": {"consent": "7d"}} if path == "extend" else {"reason": WHY}

    statuses = [command(exchange, path, body, token=token).status for token in ("", "member", "stranger")]
    unknown = exchange.api("POST", f"/v1/programs/nothing/{path}", body)

    assert statuses == [401, 403, 403]
    assert unknown.status == 404


def test_job_of_others_or_of_nobody_is_not_found(exchange: Site) -> None:
    """404, whoever asks."""
    job = told(command(exchange, "cancel", {"reason": WHY}))["job"]

    answers = [
        exchange.api("GET", f"/v1/programs/{PROGRAM}/jobs/{job}", token=token).status
        for token in ("", "stranger", "member")
    ]

    assert answers == [401, 404, 200]
    assert exchange.api("GET", f"/v1/programs/{PROGRAM}/jobs/{'0' * 20}").status == 404
    assert exchange.api("GET", f"/v1/programs/peace-park/jobs/{job}").status == 404
    assert command(exchange, "extend", {"reason": WHY, "steps": {"consent": "7d"}}).status == 409


def test_extension_promises_no_seat_beyond_the_start(site: Site) -> None:
    """The offers end when the program starts, whatever a message said."""
    document = {**changed(PLACES, ("/community", "colorado-springs")), "partners": [], "id": PROGRAM}
    assert site.api("PUT", f"/v1/programs/{PROGRAM}", document).status == 201
    (hold,) = [step["step"] for step in document["workflow"] if step.get("seat") == "hold"]

    def extended(until: str) -> Any:
        return command(site, "extend", {"steps": {hold: until}, "reason": WHY})

    assert faults(extended("2027-09-01")) == [(f"/steps/{hold}", "after_start")]
    assert extended("2027-06-01").status == 202

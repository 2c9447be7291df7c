"""How many calls of AWS each request makes: warm cost is nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from moto import mock_aws

from infra.local import forms
from tests.faults.transport import Sent, counted
from tests.services.samples import PDF
from tests.storage.deployment import deployed
from tests.web.examples import CONFIRM, DECIDE, REFEREE, TEACHER, beside, confirmed, definition, onward
from tests.web.filed import JPEG, NAMED, publish_gallery, upload
from tests.web.site import Site

SUBMIT = "/v1/programs/delegation-visit/submissions"


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """The site on moto, warm: its clients are made and its keys are read."""
    with mock_aws():
        site = Site(stores=deployed(monkeypatch))
        site.world.keys()
        yield site


def operations(calls: list[Sent]) -> list[str]:
    """The calls, in order."""
    return [call.operation for call in calls]


def test_submission_by_the_api_is_two_calls(aws: Site) -> None:
    """The program is read, and one commit is written; a repetition finds it there."""
    body = {"answers": forms.visit(aws.now.date())}
    with counted() as first:
        assert aws.api("POST", SUBMIT, body, token="", idempotency_key="k").status == 201
    with counted() as again:
        assert aws.api("POST", SUBMIT, body, token="", idempotency_key="k").status == 201

    assert operations(first) == ["GetItem", "PutItem"]
    assert len(again) <= 4


def test_files_are_two_calls_each_and_one_for_all_that_are_claimed(aws: Site) -> None:
    """An object and a row; then the rows are read, and claimed by the transaction that has the commit."""
    publish_gallery(aws)
    with counted() as sent:
        cv = upload(aws, "cv", PDF)
    works = [upload(aws, "works", JPEG, "image/jpeg") for _ in range(2)]
    body = {"answers": {**NAMED, "cv": cv, "works": works}}
    with counted() as first:
        submitted = aws.api("POST", "/v1/programs/gallery/submissions", body, token="", idempotency_key="k")
    with counted() as again:
        aws.api("POST", "/v1/programs/gallery/submissions", body, token="", idempotency_key="k")
    submission = json.loads(submitted.body)["id"]
    with counted() as looked:
        assert aws.get(aws.link("ask", submission, CONFIRM)).status == 200

    assert operations(sent) == ["GetItem", "PutObject", "PutItem"]
    assert operations(first) == ["GetItem", "BatchGetItem", "TransactWriteItems"]
    assert operations(again)[:3] == ["GetItem", "BatchGetItem", "PutItem"]
    assert len(again) <= 6
    assert operations(looked) == ["Query", "BatchGetItem"]


def test_submission_by_a_page_is_two_calls(aws: Site) -> None:
    """The same, up to the page that follows."""
    page = aws.get("/programs/delegation-visit").press(button=("add", "delegates"))
    with counted() as calls:
        after = page.fill(forms.visit(aws.now.date()))

    assert after.heading == "Your application was sent"
    assert operations(calls)[:2] == ["GetItem", "PutItem"]
    assert operations(calls)[2:] == ["Query", "BatchGetItem"]  # the page after the redirect


def test_submission_of_which_there_may_be_one_is_two_calls_too(aws: Site) -> None:
    """The write is a transaction. A second one costs the reads of the first, its message, and a draft."""
    assert aws.api("PUT", "/v1/programs/tea-time", definition(one_per="email")).status == 201
    pages = [aws.get("/programs/tea-time") for _ in range(2)]
    body = {"full_name": "Ann", "email": "ann@people.example"}
    with counted() as first:
        pages[0].fill(body)
    with counted() as second:
        pages[1].fill(body)

    after = ["Query", "BatchGetItem", "Query"]  # the page after the redirect
    assert operations(first) == ["GetItem", "TransactWriteItems", *after]
    refused = ["GetItem", "TransactWriteItems", "GetItem", "GetItem", "Query"]
    assert operations(second)[: len(refused)] == refused
    kept, told, shown = (
        ["Query", "PutItem"],
        ["Query", "BatchGetItem", "PutItem"],
        ["Query", "Query", "BatchGetItem", "BatchGetItem"],
    )
    assert operations(second)[len(refused) :] == [*kept, *told, *shown]


def test_page_of_a_long_form_is_two_reads_and_the_last_one_the_same_as_all_at_once(aws: Site) -> None:
    """The program and its community, also with a telephone number that only its country can tell."""
    answers = forms.exchange(aws.now.date(), phone="719-555-0123")
    page = aws.get("/programs/youth-exchange-fujiyoshida")
    seen = []
    while ("go", "send") not in page.buttons:
        with counted() as calls:
            page = onward(page, answers)
        assert page.status == 200
        seen.append(set(operations(calls)) == {"GetItem"} and len(calls) % 2 == 0)
    with counted() as back:
        page.press(button=("go", "back"))
    with counted() as sending:
        assert page.press().heading == "Your application was sent"

    assert seen == [True] * 7
    assert operations(back) == ["GetItem", "GetItem"]
    assert operations(sending)[:3] == ["GetItem", "GetItem", "PutItem"]


@pytest.mark.parametrize(
    ("number", "reads"),
    [("+1 719 555 0123", ["GetItem"]), (None, ["GetItem"]), ("719-555-0123", ["GetItem", "GetItem"])],
)
def test_submission_reads_the_community_for_a_national_number_alone(
    aws: Site, number: str | None, reads: list[str]
) -> None:
    """Neither for one that says its country, nor for none."""
    fields = [*REFEREE[:1], REFEREE[2], {"id": "phone", "type": "phone", "label": "Telephone"}]
    document = definition(form=[{"page": "You", "fields": fields}])
    assert aws.api("PUT", "/v1/programs/tea-time", document).status == 201
    answers = {"full_name": "Ann", "email": "ann@people.example", "phone": number}
    with counted() as calls:
        body = {"answers": answers}
        assert aws.api("POST", "/v1/programs/tea-time/submissions", body, token="").status == 201

    assert operations(calls) == [*reads, "PutItem"]


def test_decision_is_three_calls(aws: Site) -> None:
    """The journal and the definitions are read, and one commit is written; so is a confirmation."""
    submission = aws.visit()
    for ask, given, control in (
        (CONFIRM, "yes", {"sure": "yes"}),
        (DECIDE, "approve", {"signed_by": "Desk"}),
    ):
        page = aws.get(aws.link("ask", submission, ask))
        with counted() as calls:
            assert page.press(given, **control).heading == "Thank you"

        assert operations(calls) == ["Query", "BatchGetItem", "PutItem"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("amend", {"answers": {"organisation": "Another office"}, "reason": "telephoned"}),
        (f"asks/{CONFIRM}/extend", {"due": "2027-03-01", "reason": "telephoned"}),
        (f"asks/{CONFIRM}", {"answer": "yes", "on_behalf": "telephoned"}),
        ("resend", {}),
        ("withdraw", {}),
        ("reopen", {"step": "confirm", "reason": "telephoned"}),
        ("erase", {}),
    ],
)
def test_commands_of_staff_are_five_calls(aws: Site, path: str, body: dict[str, Any]) -> None:
    """The token, the journal and the definitions are read, one commit is written, the messages are shown."""
    submission = aws.visit()
    if path == "reopen":
        aws.api("POST", f"/v1/submissions/{submission}/withdraw")

    with counted() as calls:
        answer = aws.api("POST", f"/v1/submissions/{submission}/{path}", body)

    assert answer.status == 200, answer.body
    assert operations(calls) == ["GetItem", "Query", "BatchGetItem", "PutItem", "Query"]


def test_publishing_other_people_is_one_call_more(aws: Site) -> None:
    """The version is written in one transaction, then the program is queued to be looked at."""
    document = definition(
        workflow=[{"step": "decide", "ask": {"role": "coordinator"}, "answers": "decide"}],
        roles={"coordinator": [{"name": "Desk", "email": "desk@concord.example"}]},
    )
    made = []
    for address in ("desk@concord.example", "another@concord.example"):
        document["roles"]["coordinator"][0]["email"] = address
        with counted() as calls:
            assert aws.api("PUT", "/v1/programs/tea-time", document).status in (200, 201)
        made.append(operations(calls))

    assert made[1] == [*made[0], "SendMessageBatch"]
    assert made[0].count("TransactWriteItems") == 1


def test_looks_make_the_same_few_calls_whatever_they_show(aws: Site) -> None:
    """Pages and lists, with one submission and with three."""
    counts = []
    for _ in range(2):
        submission = aws.visit()
        paths = {
            "/": 3,
            "/?q=fuji": 3,
            "/cities/fujiyoshida": 3,
            "/programs/delegation-visit": 2,
            "/v1/programs": 2,
            "/v1/programs/delegation-visit": 1,
            "/v1/communities": 1,
            aws.link("ask", submission, CONFIRM): 2,
            aws.link("sent", submission): 2,
            aws.link("status", submission): 3,
            beside(aws.link("ask", submission, CONFIRM), "fresh"): 2,
            "/links": 1,
        }
        for path, most in paths.items():
            with counted() as calls:
                assert aws.send("GET", path).status == 200
            assert len(calls) == most, path
        with counted() as calls:
            assert aws.api("GET", "/v1/submissions").status == 200
        counts.append(len(calls))
        aws.visit()

    assert counts == [2, 2]


def test_errands_are_a_few_calls_each(aws: Site) -> None:
    """The case and its definitions are read, and what happens is written; a file needs the messages too."""
    submission = aws.visit()
    path = aws.link("status", submission)
    for do, expected in (
        ("download", ["Query", "BatchGetItem", "Query"]),
        ("amend", ["Query", "BatchGetItem"]),
        ("withdraw", ["Query", "BatchGetItem", "PutItem", "Query"]),
        ("erase", ["Query", "BatchGetItem", "PutItem"]),
    ):
        page = aws.get(path)
        with counted() as first:
            asked = page.press(button=("do", do))
        with counted() as wrong:
            assert asked.fill({"code": "x", "signed_by": "Ann"}).status == 422
        with counted() as right:
            assert asked.fill({"code": aws.code(submission), "signed_by": "Ann"}).status == 200

        assert operations(first) == operations(wrong)[:3] == ["Query", "BatchGetItem", "PutItem"]
        # Among them is the reading of the code by the test itself.
        assert operations(right) == ["Query", *expected]


def test_pages_beside_an_ask_are_three_calls(aws: Site) -> None:
    """As an answer is: the case, its definitions, one commit."""
    submission = aws.visit()
    confirm, decide = (aws.link("ask", submission, ask) for ask in (CONFIRM, DECIDE))
    page = aws.get(beside(confirm, "fresh"))
    with counted() as fresh:
        assert page.press().status == 200
    aws.answer(confirm, "yes", sure="yes")
    page = aws.get(beside(decide, "cannot"))
    with counted() as cannot:
        assert page.press(sure="yes", reason="Away").status == 200
    submission = confirmed(aws)
    page = aws.get(beside(aws.link("ask", submission, TEACHER), "stop"))
    with counted() as stop:
        assert page.press(sure="yes").status == 200

    assert operations(fresh) == operations(cannot) == operations(stop) == ["Query", "BatchGetItem", "PutItem"]


def test_lost_links_of_nobody_are_a_query_for_each_kind_of_term(aws: Site) -> None:
    """One more each for the page and for the communities; of somebody, the case is read and written to."""
    submission = aws.visit()
    aws.projected(submission)
    page = aws.get("/links")
    with counted() as nobody:
        assert page.fill({"email": "nobody@people.example"}).status == 200
    with counted() as somebody:
        assert page.fill({"email": forms.visit(aws.now.date())["email"]}).status == 200

    assert operations(nobody) == ["Query"] * 4
    read = ["BatchGetItem", "Query", "BatchGetItem", "Query", "BatchGetItem"]
    assert operations(somebody) == ["Query", "Query", "Query", *read, "PutItem"]


def test_links_that_are_not_ours_ask_no_table(aws: Site) -> None:
    """A thousand guesses cost nothing, and lock nobody out."""
    path = aws.link("ask", aws.visit(), CONFIRM)
    with counted() as calls:
        for number in range(1000):
            assert aws.send("GET", f"/asks/{number:064x}").status == 404

    assert calls == []
    assert aws.get(path).status == 200


def test_health_and_files_ask_nothing(aws: Site) -> None:
    """Neither does the description."""
    with counted() as calls:
        for path in ("/health", "/openapi.json", "/static/style.css", "/robots.txt"):
            assert aws.send("GET", path).status == 200

    assert calls == []

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from chalicelib.services import project, records
from infra.local import forms
from tests.web.site import Site

SUBMIT = "/v1/programs/delegation-visit/submissions"


def told(answer: Any) -> Any:
    """The JSON that was answered."""
    return json.loads(answer.body)


def answers(site: Site, **changed: Any) -> dict[str, Any]:
    """A whole form."""
    return forms.visit(site.now.date(), **changed)


def projected(site: Site, *submissions: str) -> None:
    """Lists as they are once the stream's consumer was there."""
    for submission in submissions:
        project.project(site.world, records.load(site.world, submission))


def test_sent_form_is_201_with_where_it_is_and_what_comes_next(site: Site) -> None:
    """The address comes back masked."""
    answer = site.api("POST", SUBMIT, {"answers": answers(site)}, token="")

    sent = told(answer)
    assert answer.status == 201
    assert answer.headers["Location"] == f"/v1/submissions/{sent['id']}"
    assert re.fullmatch("[0-9a-z]{20}", sent["id"])
    assert sent == {
        "id": sent["id"],
        "reference": f"{sent['id'][:4]}-{sent['id'][4:8]}".upper(),
        "state": "unconfirmed",
        "steps": ["confirm"],
        "sent_to": "i…@fujiyoshida.example",
    }


def test_repeated_key_is_the_same_submission_whatever_has_happened_since(site: Site) -> None:
    """The same 201 and id, although it was confirmed, and although the program has closed."""
    body = {"answers": answers(site), "language": "ja"}
    first = site.api("POST", SUBMIT, body, token="", idempotency_key="k")
    submission = told(first)["id"]
    site.answer(site.link("ask", submission, "confirm.applicant.1"), "yes", sure="yes")
    site.wait(days=500)

    again = site.api("POST", SUBMIT, dict(reversed(body.items())), token="", idempotency_key="k")

    assert (again.status, told(again)["id"]) == (201, submission)
    assert told(again)["state"] == "in_progress"
    assert site.commits(submission) == 2


def test_repeated_key_with_another_body_is_422(site: Site) -> None:
    """A key stands for one form."""
    site.api("POST", SUBMIT, {"answers": answers(site)}, token="", idempotency_key="k")

    other = site.api(
        "POST", SUBMIT, {"answers": answers(site, remarks="More")}, token="", idempotency_key="k"
    )

    assert (other.status, told(other)["code"]) == (422, "key_reused")


def test_key_belongs_to_who_calls(site: Site) -> None:
    """Two callers may use the same key for two forms."""
    body = {"answers": answers(site)}

    ids = [
        told(site.api("POST", SUBMIT, body, token=token, idempotency_key="k"))["id"]
        for token in ("", "member", "administrator", "member")
    ]

    assert (len(set(ids)), ids[1]) == (3, ids[3])


@pytest.mark.parametrize("key", ["", " ", "x" * 201, "a b", "é"])
def test_key_that_is_none_is_400(site: Site, key: str) -> None:
    """1 to 200 visible ASCII characters."""
    answer = site.api("POST", SUBMIT, {"answers": answers(site)}, token="", idempotency_key=key)

    assert (answer.status, told(answer)["code"]) == (400, "bad_parameter")
    assert site.api("POST", SUBMIT, {"answers": answers(site)}, idempotency_key="~" * 200).status == 201


def test_faults_of_body_and_answers_are_named_together_with_pointers_into_the_body(site: Site) -> None:
    """Unknown members, wrong kinds, and every answer that is missing or wrong."""
    body = {
        "answers": answers(site, email="nobody", city=None, delegates=[{"name": "Ann"}], shoe_size=44),
        "language": 1,
        "answer": {},
    }

    answer = site.api("POST", SUBMIT, body, token="")

    assert answer.status == 422
    assert [(error["pointer"], error["code"]) for error in told(answer)["errors"]] == [
        ("/language", "wrong_type"),
        ("/answer", "unknown_key"),
        ("/answers/email", "email"),
        ("/answers/city", "required"),
        ("/answers/delegates/0/title", "required"),
        ("/answers/shoe_size", "unknown_field"),
    ]


@pytest.mark.parametrize(
    ("body", "pointer"), [([], ""), ("text", ""), ({}, "/answers"), ({"answers": []}, "/answers")]
)
def test_body_without_answers_is_422(site: Site, body: Any, pointer: str) -> None:
    """It points to where they should be."""
    answer = site.api("POST", SUBMIT, body, token="")

    assert (answer.status, told(answer)["errors"][0]["pointer"]) == (422, pointer)


def test_form_of_a_closed_program_is_409(site: Site) -> None:
    """The API has no minutes of grace: nobody has begun a page."""
    site.wait(days=366)

    answer = site.api("POST", SUBMIT, {"answers": answers(site)}, token="")

    assert (answer.status, told(answer)["code"]) == (409, "not_open")


def test_token_that_is_not_ours_is_401_also_where_none_is_needed(site: Site) -> None:
    """Who says who they are has to be it."""
    for authorization in ("Bearer nobody", "Bearer", "Basic bWVtYmVyOg==", ""):
        answer = site.send(
            "POST", SUBMIT, json.dumps({"answers": answers(site)}).encode(), authorization=authorization
        )

        assert (answer.status, answer.headers["WWW-Authenticate"]) == (401, "Bearer")


def test_submission_is_shown_whole_to_its_community_s_staff(site: Site) -> None:
    """Just these members; parties are words, and no address but what was answered."""
    submission = site.visit()

    shown = told(site.api("GET", f"/v1/submissions/{submission}", token="member"))

    kept, events = shown.pop("answers"), shown.pop("events")
    at = "2026-11-23T23:08:00.000000Z"
    assert kept["delegates"][1] == {
        "name": "The president of the council",
        "title": "President of the city council",
    }
    assert shown == {
        "id": submission,
        "reference": f"{submission[:4]}-{submission[4:8]}".upper(),
        "program": "delegation-visit",
        "version": 1,
        "kind": "application",
        "state": "unconfirmed",
        "steps": ["confirm"],
        "seq": 1,
        "language": "en",
        "asks": [
            {
                "id": "confirm.applicant.1",
                "step": "confirm",
                "party": "applicant",
                "state": "open",
                "opened": at,
                "due": "2026-11-26T23:08:00.000000Z",
                "answer": None,
            }
        ],
        "messages": [{"template": "confirm", "to": "applicant", "state": "planned", "at": at}],
        "changes": [],
    }
    assert [(event["seq"], event["type"], event["at"], event["by"]) for event in events] == [
        (1, "submitted", at, "visitor"),
        (1, "ask_opened", at, "concord"),
    ]
    assert "@" not in json.dumps([shown, events])


def test_etag_changes_with_the_submission_and_spares_who_has_it(site: Site) -> None:
    """304 while nothing has changed; a message's state is a change too."""
    submission = site.visit()
    path = f"/v1/submissions/{submission}"
    tag = site.api("GET", path).headers["ETag"]

    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        spared = site.api("GET", path, if_none_match=known)
        assert (spared.status, spared.body, spared.headers["ETag"]) == (304, "", tag)

    (row,) = project.rows(records.load(site.world, submission))
    site.stores.messages.plan(row, fires=site.now)
    claimed = site.stores.messages.claim(row.id, now=site.now, stale=site.now - site.now, fires=site.now)
    assert claimed is not None
    site.stores.messages.mark(claimed, "sent")
    after = site.api("GET", path, if_none_match=tag)
    assert (after.status, told(after)["messages"][0]["state"]) == (200, "sent")
    assert tag.startswith('"1-')


@pytest.mark.parametrize(
    ("token", "status"), [("", 401), ("nobody", 401), ("stranger", 404), ("member", 200)]
)
def test_submission_is_nobody_else_s(site: Site, token: str, status: int) -> None:
    """For another community's staff it does not exist."""
    assert site.api("GET", f"/v1/submissions/{site.visit()}", token=token).status == status


@pytest.mark.parametrize("name", ["0" * 20, "x", "ILOU" * 5, "%2e%2e"])
def test_unknown_submission_is_404(site: Site, name: str) -> None:
    """Also where the id could never be one."""
    assert site.api("GET", f"/v1/submissions/{name}").status == 404
    assert (
        site.api("POST", f"/v1/submissions/{name}/asks/decide.coordinator.0.1", {"answer": "approve"}).status
        == 404
    )


def test_list_shows_the_newest_first_and_finds_by_the_beginning_of_a_word(site: Site) -> None:
    """By name, address and reference; pages of a list have no gaps."""
    submissions = []
    for name in ("Ann Anders", "Bea Berg", "Cy Chu"):
        submissions.append(site.visit(full_name=name, email=f"{name[0].lower()}@people.example"))
        site.wait(minutes=1)
    projected(site, *submissions)

    def listed(query: str = "") -> list[str]:
        return [row["name"] for row in told(site.api("GET", f"/v1/submissions{query}"))["submissions"]]

    assert listed() == ["Cy Chu", "Bea Berg", "Ann Anders"]
    assert listed("?q=BER") == listed("?q=b%40people") == ["Bea Berg"]
    assert listed(f"?q={submissions[2][:4]}") == ["Cy Chu"]
    assert listed("?state=accepted") == listed("?program=cultural-festival") == listed("?q=nobody") == []
    first = told(site.api("GET", "/v1/submissions?limit=2"))
    rest = told(site.api("GET", f"/v1/submissions?limit=2&cursor={first['next']}"))
    assert [row["name"] for page in (first, rest) for row in page["submissions"]] == listed()
    assert rest["next"] is None
    assert told(site.api("GET", "/v1/submissions?limit=1000")) == told(site.api("GET", "/v1/submissions"))
    assert first["submissions"][0] == {
        "id": submissions[2],
        "reference": f"{submissions[2][:4]}-{submissions[2][4:8]}".upper(),
        "program": "delegation-visit",
        "name": "Cy Chu",
        "state": "unconfirmed",
        "steps": ["confirm"],
        "submitted": "2026-11-23T23:10:00.000000Z",
        "updated": "2026-11-23T23:10:00.000000Z",
    }


def test_list_is_one_s_own_community_s(site: Site) -> None:
    """Another community's staff sees none of ours; nobody without a token sees any."""
    projected(site, site.visit())

    assert told(site.api("GET", "/v1/submissions", token="stranger"))["submissions"] == []
    assert site.api("GET", "/v1/submissions", token="").status == 401


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=1e3", "limit=x", "limit=-1", "state=done", "cursor=x", "q=" + "x" * 201]
)
def test_list_parameter_without_a_meaning_is_400(site: Site, query: str) -> None:
    """Named, and not repeated."""
    answer = site.api("GET", f"/v1/submissions?{query}")

    assert (answer.status, told(answer)["code"]) == (400, "bad_parameter")

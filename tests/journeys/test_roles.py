"""That every call of AWS which journeys make is one that the function's role in resources.yaml allows.

moto asks nobody for permission, so a role that is too narrow would show in AWS only.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib import aws
from infra.local import catalogue, forms, template
from infra.local.front import Front
from infra.local.functions import Function
from tests.domain.examples import changed
from tests.domain.seats import FAIR
from tests.faults.transport import Fault, Plan, Sent, faults, on
from tests.infra.packaged import FUNCTIONS
from tests.infra.test_roles import allowed
from tests.journeys.story import Story

RESOURCES = {
    "CONCORD_JOURNAL": "Journal",
    "CONCORD_DESK": "Desk",
    "CONCORD_MAIL_QUEUE": "MailQueue",
    "CONCORD_REPAIR_QUEUE": "RepairQueue",
    "CONCORD_SEAT_QUEUE": "SeatQueue",
    "CONCORD_KEYS": "Keys",
}
Call = tuple[str, str, str]


def calling() -> str:
    """The role of the function played further up this thread's stack; empty for the demo itself."""
    frame = sys._getframe()
    while frame is not None:
        match frame.f_locals.get("self"):
            case Function(name=name):
                return f"{name.capitalize()}Role"
            case Front():
                return "APIHandlerRole"
        frame = frame.f_back  # type: ignore[assignment]
    return ""


def needed(service: str, operation: str, params: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What a call has to be allowed: resource and action (service authorization reference)."""
    names = {os.environ[variable]: resource for variable, resource in RESOURCES.items()}
    match service, operation:
        case "dynamodb", "TransactWriteItems":
            for item in params["TransactItems"]:
                for kind, one in item.items():
                    action = "ConditionCheckItem" if kind == "ConditionCheck" else f"{kind}Item"
                    yield names[one["TableName"]], f"dynamodb:{action}"
        case "dynamodb", "BatchGetItem" | "BatchWriteItem":
            for table in params["RequestItems"]:
                yield names[table], f"dynamodb:{operation}"
        case "dynamodb", _:
            index = f"/index/{params['IndexName']}" if "IndexName" in params else ""
            yield names[params["TableName"]] + index, f"dynamodb:{operation}"
        case "sqs", _:
            yield names[params["QueueUrl"]], f"sqs:{operation.removesuffix('Batch')}"
        case "secretsmanager", _:
            yield names[params["SecretId"]], f"secretsmanager:{operation}"
        case "sesv2", _:
            for action in ("ses:SendEmail", "ses:SendRawEmail"):
                yield "identity/${SenderDomain}", action
                yield "configuration-set/${MailSettings}", action
        case _:
            yield service, operation


@pytest.fixture
def calls() -> Iterator[set[Call]]:
    """Role, resource and action of every call that functions make while a test runs."""
    made: set[Call] = set()

    def note(params: Mapping[str, Any], model: Any, **_: Any) -> None:
        role = calling()
        if role:
            made.update(
                (role, *need) for need in needed(model.service_model.service_name, model.name, params)
            )

    aws.session().register("provide-client-params", note)
    yield made
    aws.session().unregister("provide-client-params", note)


def permitted() -> set[Call]:
    """Role, resource and action of everything that resources.yaml allows."""
    roles = template.read().of_type("AWS::IAM::Role")
    return {
        (name, resource, action)
        for name, role in roles.items()
        if "Policies" in role
        for resource, actions in allowed(dict(role)).items()
        for action in actions
    }


@pytest.fixture
def recorded(monkeypatch: pytest.MonkeyPatch, calls: set[Call], request: pytest.FixtureRequest) -> Story:
    """A journey with all limits on, whose clients are made after the note-taking began."""
    monkeypatch.setenv("CONCORD_LIMITS", "on")
    story: Story = request.getfixturevalue("story")
    return story


def link(story: Story, address: str, kind: str) -> str:
    """A link of the last message to the address, which no scanner has opened before."""
    story.demo.drain()
    return story.inbox.to(address)[-1].link(kind)


def play(story: Story) -> None:
    """Both programs, by forms, links, deadlines and the staff's API."""
    office = "international@fujiyoshida.example"
    story.fill_in("delegation-visit", forms.visit(datetime.now(UTC).date()))
    story.confirm(link(story, office, "asks"))
    story.decide(link(story, "visits@concord.example", "asks"), "approve")
    story.open(link(story, office, "status"))

    visit = story.submission("delegation-visit")
    decided = {"answer": "approve", "on_behalf": "telephoned"}
    story.api("POST", f"/v1/submissions/{visit['id']}/asks/decide.coordinator.0.1", json=decided)
    story.api("GET", f"/v1/submissions?q={visit['reference'].lower()}")
    story.api("GET", "/v1/submissions")
    story.api("GET", "/v1/communities")
    program = story.api("GET", "/v1/programs/delegation-visit").json()
    story.api("PUT", "/v1/programs/delegation-visit", json=program)

    compete(story)
    cancel(story)
    save(story)
    story.fill_in("cultural-festival", forms.family())
    story.fill_in("delegation-visit", forms.visit(datetime.now(UTC).date()))
    story.demo.drain()
    story.demo.advance("4d")
    story.demo.drain()
    change_hands(story)
    story.demo.advance("2000d")  # past everything's retention: it is erased
    story.demo.drain()
    story.demo.advance("1d")
    story.demo.drain()


def compete(story: Story) -> None:
    """Two want the one seat of a fair: one has it, one waits, and is offered it."""
    fair = {**changed(FAIR, ("/capacity", 1)), "community": "colorado-springs"}
    assert story.api("PUT", "/v1/programs/fair", json=fair).status_code == 201
    for name in ("ann", "ben"):
        address = f"{name}@people.example"
        sent = story.api(
            "POST",
            "/v1/programs/fair/submissions",
            json={"answers": {"full_name": name, "email": address}},
            token=None,
        )
        story.confirm(link(story, address, "asks"))
        story.demo.drain()
    assert story.api("GET", sent.headers["Location"]).json()["seat"]["position"] == 1
    assert story.api("PUT", "/v1/programs/fair", json={**fair, "capacity": 2}).status_code == 200
    assert story.open(link(story, "ben@people.example", "asks")).status == 200
    story.api("GET", "/v1/programs")


def cancel(story: Story) -> None:
    """The fair is extended, somebody is let in late, and then it is cancelled."""
    path, why = "/v1/programs/fair", {"reason": "rain"}
    fair = {**changed(FAIR, ("/capacity", 1)), "community": "colorado-springs", "closes": "today+2d"}
    assert story.api("PUT", path, json=fair).status_code == 200
    longer = {**why, "closes": "today+3d", "steps": {"confirm": "9d"}}
    assert story.api("POST", f"{path}/extend", json=longer).status_code == 202
    late = {**why, "email": "late@people.example", "until": "20d"}
    assert story.api("POST", f"{path}/late", json=late).status_code == 201
    assert story.open(link(story, "late@people.example", "drafts")).status == 200
    job = story.api("POST", f"{path}/cancel", json=why)
    assert job.status_code == 202
    story.demo.drain()
    assert story.api("GET", job.headers["Location"]).json()["state"] == "done"


def save(story: Story) -> None:
    """A form that is saved, gone on with and sent, one that is deleted, and one that is left alone."""
    answers = forms.visit(datetime.now(UTC).date(), email="saved@people.example")
    for end in ("sent", "deleted", "left"):
        blank = story.browser.open("/programs/delegation-visit")
        story.turn(blank, answers).form.press("save")
        page = story.open(link(story, "saved@people.example", "drafts"))
        story.api("GET", "/v1/programs/delegation-visit/drafts")
        if end == "deleted":
            assert page.forms[-1].fill({"_sure": True}).press().status == 200
        while end == "sent" and not page.url.startswith(f"{story.demo.base_url}/sent/"):
            page = story.turn(page, answers)
    assert story.api("GET", "/v1/programs/delegation-visit/drafts").json() == {"drafts": 1}


def change_hands(story: Story) -> None:
    """Staff's commands, and a coordinator who leaves while an answer is awaited."""
    sent = story.api(
        "POST",
        "/v1/programs/delegation-visit/submissions",
        json={"answers": forms.visit(datetime.now(UTC).date())},
    )
    path = f"{sent.headers['Location']}"
    confirm = f"{path}/asks/confirm.applicant.1"
    commands: list[tuple[str, dict[str, Any]]] = [
        (f"{confirm}/extend", {"due": "30d", "reason": "telephoned"}),
        (f"{path}/amend", {"answers": {"full_name": "The office"}, "reason": "telephoned"}),
        (f"{path}/resend", {}),
        (confirm, {"answer": "yes", "on_behalf": "telephoned"}),
    ]
    for target, body in commands:
        assert story.api("POST", target, json=body).status_code == 200
    story.demo.drain()
    (document,) = [each for _, each in catalogue.catalogue() if each["id"] == "delegation-visit"]
    desk = {"name": "Another desk", "email": "another@concord.example", "language": "en"}
    document["roles"]["coordinator"] = [desk]
    assert story.api("PUT", "/v1/programs/delegation-visit", json=document).status_code == 200
    story.demo.drain()
    assert [ask["id"] for ask in story.api("GET", path).json()["asks"] if ask["state"] == "open"] == [
        "decide.coordinator.1.1"
    ]
    for command in ("withdraw", "erase"):
        assert story.api("POST", f"{path}/{command}").status_code == 200
    story.demo.drain()


def losing(sent: Sent) -> Fault | None:
    """Every answer to a write is lost once, but SES's, which is asked once only."""
    return "lost" if sent.writes and sent.service != "sesv2" else None


@pytest.mark.long
@pytest.mark.parametrize(
    "plan", [pytest.param(lambda _: None, id="nothing fails"), pytest.param(losing, id="answers are lost")]
)
def test_roles_allow_every_call_of_both_programs(recorded: Story, calls: set[Call], plan: Plan) -> None:
    """Nothing asks for more than its role has, and every function had something to ask for."""
    with faults(plan):
        play(recorded)

    assert calls - permitted() == set()
    assert {role for role, _, _ in calls} == {f"{name}Role" for name in FUNCTIONS}
    updating = {role for role, *call in calls if call == ["Journal", "dynamodb:UpdateItem"]}
    assert updating == {"RepairRole"}


@pytest.mark.long
def test_roles_allow_what_follows_when_ses_is_busy(recorded: Story, calls: set[Call]) -> None:
    """A message that SES would not take is found by the sweep, queued again, and sent."""
    with faults(on("SendEmail", "throttled", times=6)):
        recorded.fill_in("delegation-visit", forms.visit(datetime.now(UTC).date()))
        recorded.demo.drain()
        recorded.demo.advance("20m")
        recorded.demo.drain()

    assert calls - permitted() == set()
    assert ("SweepRole", "Desk", "dynamodb:UpdateItem") in calls
    assert len(recorded.inbox.all()) == 1

"""The programs in docs/operators.md do what the page says, on a deployment that moto plays."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from moto import mock_aws

from chalicelib.domain import documents
from chalicelib.services import publish, staff, submit
from chalicelib.services.world import World
from chalicelib.storage.connect import stores
from chalicelib.storage.ports import Kind
from chalicelib.storage.settings import Settings
from infra.local import forms, resources, template
from tests.docs.documents import document
from tests.docs.play import CATALOGUE
from tests.storage.deployment import surroundings

PAGE = document("operators.md")
TEMPLATE = template.read()
OUTPUTS = ("Journal", "Desk", "MailQueue", "RepairQueue", "SeatQueue", "Uploads", "Keys")
PUBLISHED: tuple[tuple[Kind, str], ...] = (
    ("community", "communities/colorado-springs.yaml"),
    ("program", "programs/cultural-festival.yaml"),
)


class Deployed:
    """A deployment on moto, with its outputs in the environment as the page has them."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        surroundings(patch)
        services = ("dynamodb", "dynamodbstreams", "s3", "sqs", "secretsmanager")
        self.clients = {service: boto3.client(service) for service in services}
        made = resources.make(TEMPLATE, self.clients, "operated")
        self.outputs = {**made.tables, **made.queues, **made.secrets, **made.buckets}
        for output in OUTPUTS:
            patch.setenv(output, self.outputs[output])
        settings = Settings(
            journal=self.outputs["Journal"],
            desk=self.outputs["Desk"],
            mail_queue=self.outputs["MailQueue"],
            repair_queue=self.outputs["RepairQueue"],
            seat_queue=self.outputs["SeatQueue"],
            keys=self.outputs["Keys"],
            uploads=self.outputs["Uploads"],
            base_url="",
        )
        self.world = World(stores=stores(settings), base_url="https://concord.example")

    def submit(self, days_ago: int = 0) -> str:
        """A registration for the festival, sent so many days ago."""
        earlier = replace(self.world, clock=lambda: datetime.now(UTC) - timedelta(days=days_ago))
        for kind, path in PUBLISHED:
            definition = documents.from_yaml((CATALOGUE / path).read_bytes())
            publish.publish(earlier, definition, by="test", kind=kind)
        form = submit.Form(program="cultural-festival", answers=forms.family())
        return submit.submit(earlier, form).case.submission.id

    def items(self, table: str) -> list[dict[str, Any]]:
        """Everything that a table has."""
        found: list[dict[str, Any]] = self.clients["dynamodb"].scan(TableName=self.outputs[table])["Items"]
        return sorted(found, key=lambda item: (item["pk"]["S"], item["sk"]["S"]))

    def queued(self) -> list[str]:
        """The submissions that wait to be looked at; a program whose dates have moved waits beside them."""
        url = self.outputs["RepairQueue"]
        answer = self.clients["sqs"].receive_message(QueueUrl=url, MaxNumberOfMessages=10)
        bodies = [json.loads(message["Body"]) for message in answer.get("Messages", [])]
        return [body["submission"] for body in bodies if "submission" in body]


@pytest.fixture
def deployed(monkeypatch: pytest.MonkeyPatch) -> Iterator[Deployed]:
    """A new deployment."""
    with mock_aws():
        yield Deployed(monkeypatch)


def run(name: str, **replaced: str) -> None:
    """Runs the program of the page that bears the name, with lines that begin with a word replaced."""
    (code,) = [block.code for block in PAGE.blocks if block.words == (name,)]
    for word, line in replaced.items():
        code, times = re.subn(rf"(?m)^{word}\b.*$", line, code)
        assert times == 1
    exec(compile(code, f"docs/operators.md: {name}", "exec"), {})  # noqa: S102 - as a reader would


def test_token_that_the_page_makes_opens_the_api(
    deployed: Deployed, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is printed is the token, and only its digest is stored."""
    run("token")

    token = capsys.readouterr().out.strip()
    assert staff.holder(deployed.world, token).role == "administrator"
    assert token not in json.dumps(deployed.items("Desk"))


def test_submissions_of_the_days_asked_for_are_looked_at(deployed: Deployed) -> None:
    """Those of the time, each once, and no definition."""
    deployed.submit(days_ago=9)
    newer = deployed.submit(days_ago=1)
    since = (datetime.now(UTC) - timedelta(days=3)).isoformat()[:19]

    run("look", SINCE=f'SINCE, UNTIL = "{since}", "9999"')

    assert deployed.queued() == [newer]


def test_copying_brings_back_what_is_missing_and_touches_nothing_else(deployed: Deployed) -> None:
    """Items that were lost are as they were; one that has changed since stays as it is."""
    deployed.submit()
    before = deployed.items("Journal")
    dynamodb, journal = deployed.clients["dynamodb"], deployed.outputs["Journal"]
    described = dynamodb.describe_table(TableName=journal)["Table"]
    dynamodb.create_table(
        TableName="journal-restored",
        KeySchema=described["KeySchema"],
        AttributeDefinitions=described["AttributeDefinitions"],
        BillingMode="PAY_PER_REQUEST",
    )
    for item in before:
        dynamodb.put_item(TableName="journal-restored", Item=item)
    lost, changed, *others = before
    dynamodb.delete_item(TableName=journal, Key={key: lost[key] for key in ("pk", "sk")})
    newer = {**changed, "by": {"S": "somebody else"}}
    dynamodb.put_item(TableName=journal, Item=newer)

    run("copy")

    assert deployed.items("Journal") == [lost, newer, *others]


def test_copying_leaves_out_lists_search_and_saved_forms(deployed: Deployed) -> None:
    """A desk's backup may name somebody who was erased since, and have forms that their owners deleted;
    message rows and tokens come back.
    """
    dynamodb, desk = deployed.clients["dynamodb"], deployed.outputs["Desk"]
    keys = [("token#1", "token"), ("submission#1", "message#000001.00"), ("submission#1", "summary")]
    dynamodb.create_table(
        TableName="journal-restored",
        KeySchema=dynamodb.describe_table(TableName=desk)["Table"]["KeySchema"],
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")],
        BillingMode="PAY_PER_REQUEST",
    )
    left = [("search#springs", "jane#1"), ("submission#2", "draft#visit")]
    for pk, sk in (*keys, *left):
        dynamodb.put_item(TableName="journal-restored", Item={"pk": {"S": pk}, "sk": {"S": sk}})

    run("copy", SOURCE=f'SOURCE, TARGET = "journal-restored", "{desk}"')

    copied = [(item["pk"]["S"], item["sk"]["S"]) for item in deployed.items("Desk")]
    assert copied == sorted(keys[:2])

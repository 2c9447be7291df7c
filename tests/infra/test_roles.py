"""The roles of the packaged template: what each function may do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.infra.packaged import FUNCTIONS, Package, as_list, target

pytestmark = pytest.mark.package


def statements(role: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every statement of a role's own policies."""
    for policy in role["Policies"]:
        yield from as_list(policy["PolicyDocument"]["Statement"])


def allowed(role: dict[str, Any]) -> dict[str, set[str]]:
    """What a role may do, by what it may do it to."""
    may: dict[str, set[str]] = {}
    for statement in statements(role):
        for resource in as_list(statement["Resource"]):
            may.setdefault(target(resource), set()).update(as_list(statement["Action"]))
    return may


GET = {"dynamodb:GetItem"}
QUERY = {"dynamodb:Query"}
READ = {"dynamodb:BatchGetItem", "dynamodb:Query"}
BATCH_GET = {"dynamodb:BatchGetItem"}
PUT = {"dynamodb:PutItem"}
UPDATE = {"dynamodb:UpdateItem"}
DELETE = {"dynamodb:DeleteItem"}
BATCH = {"dynamodb:BatchWriteItem"}
STREAM = {
    "dynamodb:DescribeStream",
    "dynamodb:GetRecords",
    "dynamodb:GetShardIterator",
    "dynamodb:ListStreams",
}
CONSUME = {"sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"}
LOG = {"logs:CreateLogStream", "logs:PutLogEvents"}
SEND = {"sqs:SendMessage"}
MAIL = {"ses:SendEmail", "ses:SendRawEmail"}
KEYS = {"secretsmanager:GetSecretValue"}


def test_roles_each_function_has_its_own(package: Package) -> None:
    """No two functions share a role, and none has one from outside the template."""
    functions = package.of_type("AWS::Lambda::Function")

    roles = {name: function["Role"] for name, function in functions.items()}

    assert roles == {name: {"Fn::GetAtt": [f"{name}Role", "Arn"]} for name in FUNCTIONS}


def test_roles_may_do_what_their_function_does_and_no_more(package: Package) -> None:
    """The whole of what each function may do: a new call of AWS is a change here that somebody reads."""
    roles = package.of_type("AWS::IAM::Role")

    assert {name: allowed(roles[f"{name}Role"]) for name in FUNCTIONS} == {
        "APIHandler": {
            "APIHandlerLog": LOG,
            "Journal": READ | GET | PUT,
            "Desk": READ | GET | PUT | UPDATE | DELETE,
            "Desk/index/by_community": QUERY,
            "Desk/index/by_program": QUERY,
            "Desk/index/timers": QUERY,
            "Uploads/files/*": {"s3:GetObject", "s3:PutObject", "s3:PutObjectTagging"},
            "Uploads/incoming/*": {"s3:GetObject", "s3:PutObject", "s3:DeleteObject"},
            "RepairQueue": SEND,
            "SeatQueue": SEND,
            "Keys": KEYS,
        },
        "Project": {
            "ProjectLog": LOG,
            "Journal.StreamArn": STREAM,
            "StreamFailures": SEND,
            "Journal": READ,
            "Desk": GET | PUT | BATCH,
            "RepairQueue": SEND,
        },
        "Relay": {
            "RelayLog": LOG,
            "Journal.StreamArn": STREAM,
            "StreamFailures": SEND,
            "Journal": READ,
            "Desk": GET | BATCH_GET | PUT | UPDATE,
            "Uploads/files/*": {"s3:PutObjectTagging"},
            "MailQueue": SEND,
            "RepairQueue": SEND,
            "SeatQueue": SEND,
        },
        "Notify": {
            "NotifyLog": LOG,
            "MailQueue": CONSUME,
            "RepairQueue": SEND,
            "Journal": READ,
            "Desk": GET | QUERY | UPDATE,
            "identity/${SenderDomain}": MAIL,
            "configuration-set/${MailSettings}": MAIL,
            "Keys": KEYS,
        },
        "Repair": {
            "RepairLog": LOG,
            "RepairQueue": CONSUME | SEND,
            "Journal": READ | GET | PUT | UPDATE | DELETE,
            "Desk": GET | BATCH_GET | QUERY | PUT | UPDATE | DELETE | BATCH,
            "Uploads/files/*": {"s3:PutObjectTagging", "s3:DeleteObject"},
            "Desk/index/by_program": QUERY,
            "MailQueue": SEND,
            "SeatQueue": SEND,
        },
        "Seat": {
            "SeatLog": LOG,
            "SeatQueue": CONSUME | SEND,
            "Journal": READ | GET | PUT,
            "Desk": GET | QUERY | PUT | UPDATE | DELETE,
        },
        "Sweep": {
            "SweepLog": LOG,
            "Desk/index/timers": QUERY,
            "Desk": GET | UPDATE,
            "MailQueue": SEND,
            "RepairQueue": SEND,
        },
    }


def test_roles_update_the_journal_in_its_private_part_alone(package: Package) -> None:
    """One function may, and of commits only; it appends commits and the list of erasures, deletes guards."""
    roles = package.of_type("AWS::IAM::Role")

    conditions = {
        (name, action): statement.get("Condition")
        for name in FUNCTIONS
        for statement in statements(roles[f"{name}Role"])
        for action in as_list(statement["Action"])
        if "Journal" in map(target, as_list(statement["Resource"]))
        and action in ("dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem")
    }

    assert conditions == {
        ("APIHandler", "dynamodb:PutItem"): None,
        ("Repair", "dynamodb:PutItem"): {
            "ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["submission#*", "erasures"]},
            "Null": {"dynamodb:LeadingKeys": "false"},
        },
        ("Repair", "dynamodb:DeleteItem"): {
            "ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["guard#*"]},
            "Null": {"dynamodb:LeadingKeys": "false"},
        },
        ("Repair", "dynamodb:UpdateItem"): {
            "ForAllValues:StringEquals": {"dynamodb:Attributes": ["pk", "sk", "private"]},
            "ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["submission#*"]},
            "StringEqualsIfExists": {"dynamodb:ReturnValues": "NONE"},
            "Null": {"dynamodb:Attributes": "false", "dynamodb:LeadingKeys": "false"},
        },
        ("Seat", "dynamodb:PutItem"): {
            "ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["submission#*"]},
            "Null": {"dynamodb:LeadingKeys": "false"},
        },
    }


def test_role_of_seat_has_the_seats_of_the_desk_alone(package: Package) -> None:
    """It reads and writes holders, tallies and waitlists, and nothing else of the desk."""
    role = package.of_type("AWS::IAM::Role")["SeatRole"]

    conditions = [
        statement.get("Condition")
        for statement in statements(role)
        if "Desk" in map(target, as_list(statement["Resource"]))
    ]

    assert conditions == [
        {
            "ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["seats#*"]},
            "Null": {"dynamodb:LeadingKeys": "false"},
        }
    ]


def test_roles_let_requests_write_drafts_and_uploads_alone_beside_the_journal(package: Package) -> None:
    """What the API may put on the desk, or delete there, is in the partition of a submission or an upload."""
    role = package.of_type("AWS::IAM::Role")["APIHandlerRole"]

    conditions = [
        statement.get("Condition")
        for statement in statements(role)
        if {"dynamodb:PutItem", "dynamodb:DeleteItem"} & set(as_list(statement["Action"]))
        and "Desk" in map(target, as_list(statement["Resource"]))
    ]

    assert conditions == [
        {
            "ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["submission#*", "upload#*", "jobs#*"]},
            "Null": {"dynamodb:LeadingKeys": "false"},
        }
    ]


def test_roles_name_no_action_or_resource_by_a_wildcard(package: Package) -> None:
    """Whatever is added to a role, it is never everything: of a bucket, the objects of one folder."""
    roles = package.of_type("AWS::IAM::Role")

    everything = [
        statement
        for name in FUNCTIONS
        for statement in statements(roles[f"{name}Role"])
        if "*"
        in json.dumps([statement["Action"], statement["Resource"]])
        .replace("${Uploads.Arn}/files/*", "")
        .replace("${Uploads.Arn}/incoming/*", "")
    ]

    assert everything == []
    assert {name for name, role in roles.items() if role.get("ManagedPolicyArns")} == {"ApiLogWriter"}

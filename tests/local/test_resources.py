from __future__ import annotations

import json
from typing import Any

import pytest

from infra.local import resources, template
from infra.local.resources import Resources
from infra.local.template import Template


def test_tables_are_those_of_the_template(clients: dict[str, Any], made: Resources) -> None:
    """Keys, indexes and the stream are as deployed."""
    journal = clients["dynamodb"].describe_table(TableName=made.tables["Journal"])["Table"]
    desk = clients["dynamodb"].describe_table(TableName=made.tables["Desk"])["Table"]

    assert journal["StreamSpecification"] == {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}
    assert journal["LatestStreamArn"] == made.streams["Journal"]
    assert set(made.streams) == {"Journal"}
    assert {index["IndexName"] for index in desk["GlobalSecondaryIndexes"]} == {
        "by_community",
        "by_program",
        "timers",
    }


def test_queues_have_their_dead_letters(clients: dict[str, Any], made: Resources) -> None:
    """A message is tried as often as at AWS, then moved to the queue that the template names."""
    found = clients["sqs"].get_queue_attributes(QueueUrl=made.queues["MailQueue"], AttributeNames=["All"])

    assert found["Attributes"]["VisibilityTimeout"] == "360"
    assert json.loads(found["Attributes"]["RedrivePolicy"]) == {
        "deadLetterTargetArn": made.arns["MailDeadLetters"],
        "maxReceiveCount": 5,
    }


def test_what_is_there_is_left_alone(clients: dict[str, Any]) -> None:
    """Making everything a second time finds the same, with the same keys."""
    first = resources.make(template.read(), clients, "twice")
    secret = clients["secretsmanager"].get_secret_value(SecretId=first.secrets["Keys"])["SecretString"]

    second = resources.make(template.read(), clients, "twice")

    assert second == first
    assert clients["secretsmanager"].get_secret_value(SecretId="twice-keys")["SecretString"] == secret
    assert len(json.loads(secret)["seed"]) == 64


def test_functions_find_everything_by_the_variables_of_the_template(made: Resources) -> None:
    """The environment has the names that the deployed functions have, as far as resources have them."""
    environment = made.environment(template.read())

    assert environment == {
        "CONCORD_JOURNAL": made.tables["Journal"],
        "CONCORD_DESK": made.tables["Desk"],
        "CONCORD_MAIL_QUEUE": made.queues["MailQueue"],
        "CONCORD_REPAIR_QUEUE": made.queues["RepairQueue"],
        "CONCORD_SEAT_QUEUE": made.queues["SeatQueue"],
        "CONCORD_KEYS": made.secrets["Keys"],
        "CONCORD_UPLOADS": made.buckets["Uploads"],
    }


def test_senders_are_verified_once(clients: dict[str, Any]) -> None:
    """A domain that SES knows already is no error."""
    resources.verify_senders(clients["sesv2"], ["one.example", "one.example"])
    resources.verify_senders(clients["sesv2"], ["one.example", "two.example"])

    listed = clients["sesv2"].list_email_identities()["EmailIdentities"]
    assert {"one.example", "two.example"} <= {identity["IdentityName"] for identity in listed}


def test_removing_leaves_nothing(clients: dict[str, Any]) -> None:
    """Tables, queues, keys and files are gone; removing them again is no error."""
    gone = resources.make(template.read(), clients, "gone")
    clients["s3"].put_object(Bucket=gone.buckets["Uploads"], Key="files/one", Body=b"1")

    resources.remove(gone, clients)
    resources.remove(gone, clients)

    assert not [name for name in clients["dynamodb"].list_tables()["TableNames"] if name.startswith("gone")]
    assert not [each["Name"] for each in clients["s3"].list_buckets()["Buckets"] if "gone" in each["Name"]]
    assert not clients["sqs"].list_queues(QueueNamePrefix="gone").get("QueueUrls")


def test_dead_letters_in_a_circle_are_refused(clients: dict[str, Any]) -> None:
    """A template that can't be made is named, and does not hang."""
    round_and_round = Template(
        {
            name: {
                "Type": "AWS::SQS::Queue",
                "Properties": {
                    "RedrivePolicy": {
                        "deadLetterTargetArn": {"Fn::GetAtt": [other, "Arn"]},
                        "maxReceiveCount": 1,
                    }
                },
            }
            for name, other in (("A", "B"), ("B", "A"))
        }
    )

    with pytest.raises(ValueError, match="circle: A, B"):
        resources.make(round_and_round, clients, "circle")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"Ref": "Journal"}, "Journal"),
        ({"Fn::GetAtt": ["Journal", "StreamArn"]}, "Journal"),
        ({"Fn::Sub": "${Journal.Arn}"}, "Journal"),
        ({"Fn::Sub": "${Journal.Arn}/index/x"}, ""),
        ("Journal", ""),
        (None, ""),
    ],
)
def test_target_is_the_logical_id_that_is_pointed_at(value: object, expected: str) -> None:
    """References of all kinds lead to the same resource; everything else to none."""
    assert template.target(value) == expected

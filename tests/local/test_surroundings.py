from __future__ import annotations

import os

import pytest

from infra.local.surroundings import VARIABLES, foreign, surrounded, variables

HERE = "http://127.0.0.1:1"
THERE = "http://127.0.0.1:2"


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, {}),
        ({"AWS_ENDPOINT_URL": HERE}, dict.fromkeys(VARIABLES, HERE)),
        ({"AWS_ENDPOINT_URL_SQS": HERE}, {"sqs": HERE}),
        ({"AWS_ENDPOINT_URL_DYNAMODB": HERE}, {"dynamodb": HERE, "dynamodbstreams": HERE}),
        (
            {"AWS_ENDPOINT_URL_DYNAMODB": HERE, "AWS_ENDPOINT_URL_DYNAMODB_STREAMS": THERE},
            {"dynamodb": HERE, "dynamodbstreams": THERE},
        ),
        (
            {"AWS_ENDPOINT_URL": HERE, "AWS_ENDPOINT_URL_DYNAMODB": THERE},
            {**dict.fromkeys(VARIABLES, HERE), "dynamodb": THERE, "dynamodbstreams": THERE},
        ),
    ],
)
def test_each_service_has_the_endpoint_that_was_set_for_it(
    environ: dict[str, str], expected: dict[str, str]
) -> None:
    """One service's variable comes before the one for all; streams follow DynamoDB."""
    assert foreign(environ) == expected


def test_variables_make_up_what_is_absent() -> None:
    """No command needs AWS_* to be set."""
    made = variables({}, {"sqs": HERE})

    assert made["AWS_ACCESS_KEY_ID"] == made["AWS_SECRET_ACCESS_KEY"] == "demo"
    assert made["AWS_REGION"] == made["AWS_DEFAULT_REGION"] == "us-west-2"
    assert made["AWS_ENDPOINT_URL_SQS"] == HERE
    assert made["NO_PROXY"] == "127.0.0.1,localhost"


def test_variables_leave_a_region_and_credentials_as_they_are() -> None:
    """Somebody's own endpoint may want somebody's own keys."""
    given = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_DEFAULT_REGION": "eu-central-1"}

    made = variables({**given, "NO_PROXY": "intranet.example"}, {})

    assert {"AWS_ACCESS_KEY_ID", "AWS_PROFILE"} & set(made) == set()
    assert made["AWS_REGION"] == "eu-central-1"
    assert made["NO_PROXY"] == "intranet.example,127.0.0.1,localhost"


def test_environment_is_put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the demo changes is as before when it has ended."""
    monkeypatch.setenv("CONCORD_KEPT", "old")
    monkeypatch.delenv("CONCORD_NEW", raising=False)

    with surrounded({"CONCORD_KEPT": None, "CONCORD_NEW": "new"}):
        during = (os.environ.get("CONCORD_KEPT"), os.environ.get("CONCORD_NEW"))

    assert during == (None, "new")
    assert (os.environ.get("CONCORD_KEPT"), os.environ.get("CONCORD_NEW")) == ("old", None)

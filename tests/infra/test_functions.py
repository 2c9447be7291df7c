"""The functions of the packaged template: what they are called with, and by whom."""

from __future__ import annotations

import json

import pytest

from tests.infra.packaged import FUNCTIONS, Package, target

pytestmark = pytest.mark.package


def test_functions_are_the_seven_of_app_py(package: Package) -> None:
    """What resources.yaml says of a function that app.py does not have would make a broken resource."""
    functions = package.of_type("AWS::Lambda::Function")

    assert {name: function["Handler"] for name, function in functions.items()} == {
        "APIHandler": "app.app",
        "Project": "app.project",
        "Relay": "app.relay",
        "Notify": "app.notify",
        "Repair": "app.repair",
        "Seat": "app.seat",
        "Sweep": "app.sweep",
    }


def test_functions_all_have_the_same_environment(package: Package) -> None:
    """Each function can do its part from exactly these names, and no value is written into the code."""
    functions = package.of_type("AWS::Lambda::Function")

    environments = {name: function["Environment"]["Variables"] for name, function in functions.items()}

    same = {
        "CONCORD_JOURNAL": {"Ref": "Journal"},
        "CONCORD_DESK": {"Ref": "Desk"},
        "CONCORD_MAIL_QUEUE": {"Ref": "MailQueue"},
        "CONCORD_REPAIR_QUEUE": {"Ref": "RepairQueue"},
        "CONCORD_SEAT_QUEUE": {"Ref": "SeatQueue"},
        "CONCORD_KEYS": {"Ref": "Keys"},
        "CONCORD_UPLOADS": {"Ref": "Uploads"},
        "CONCORD_BASE_URL": {"Ref": "BaseUrl"},
        "CONCORD_LIMITS": {"Ref": "Limits"},
        "CONCORD_MAIL_SETTINGS": {"Ref": "MailSettings"},
    }
    assert environments == dict.fromkeys(FUNCTIONS, same)


def test_functions_can_be_invoked_by_nobody_else(package: Package) -> None:
    """API Gateway invokes one function, the schedule another, and mappings the rest."""
    permissions = package.of_type("AWS::Lambda::Permission")

    assert {(target(one["FunctionName"]), one["Principal"]) for one in permissions.values()} == {
        ("APIHandler", "apigateway.amazonaws.com"),
        ("Sweep", "events.amazonaws.com"),
    }


def test_mappings_of_the_stream_retry_alone_and_to_the_end(package: Package) -> None:
    """Nothing is skipped: from the first record, until it leaves the stream, and then noted on a queue."""
    mappings = package.of_type("AWS::Lambda::EventSourceMapping")

    streams = {
        name: {key: value for key, value in mapping.items() if key != "FilterCriteria"}
        for name, mapping in mappings.items()
        if "StartingPosition" in mapping
    }

    assert streams == {
        f"{name}{name}DynamodbEventSource": {
            "FunctionName": {"Ref": name},
            "EventSourceArn": {"Fn::GetAtt": ["Journal", "StreamArn"]},
            "StartingPosition": "TRIM_HORIZON",
            "BatchSize": 100,
            "MaximumBatchingWindowInSeconds": {"Ref": "AWS::NoValue"},
            "BisectBatchOnFunctionError": True,
            "MaximumRetryAttempts": -1,
            "FunctionResponseTypes": ["ReportBatchItemFailures"],
            "DestinationConfig": {"OnFailure": {"Destination": {"Fn::GetAtt": ["StreamFailures", "Arn"]}}},
        }
        for name in ("Project", "Relay")
    }


def test_mappings_of_the_stream_see_new_commits_only(package: Package) -> None:
    """Versions of programs and erasures are written to the same table, and call nobody."""
    mappings = package.of_type("AWS::Lambda::EventSourceMapping")

    patterns = [
        [json.loads(one["Pattern"]) for one in mapping["FilterCriteria"]["Filters"]]
        for mapping in mappings.values()
        if "FilterCriteria" in mapping
    ]

    commits = {"eventName": ["INSERT"], "dynamodb": {"Keys": {"sk": {"S": [{"prefix": "commit#"}]}}}}
    assert patterns == [[commits], [commits]]


def test_mappings_of_queues_report_each_failure_alone(package: Package) -> None:
    """One message that fails takes no other with it, and a full queue leaves functions to the API."""
    mappings = package.of_type("AWS::Lambda::EventSourceMapping")

    queues = {name: mapping for name, mapping in mappings.items() if "StartingPosition" not in mapping}

    assert queues == {
        f"{name}{name}SqsEventSource": {
            "FunctionName": {"Ref": name},
            "EventSourceArn": {"Fn::GetAtt": [queue, "Arn"]},
            "BatchSize": 10,
            "MaximumBatchingWindowInSeconds": {"Ref": "AWS::NoValue"},
            "FunctionResponseTypes": ["ReportBatchItemFailures"],
            "ScalingConfig": {"MaximumConcurrency": 5},
        }
        for name, queue in (("Notify", "MailQueue"), ("Repair", "RepairQueue"), ("Seat", "SeatQueue"))
    }


def test_sweep_runs_every_minute_and_is_not_retried(package: Package) -> None:
    """A sweep that failed is made up for by the next one."""
    assert [rule["ScheduleExpression"] for rule in package.of_type("AWS::Events::Rule").values()] == [
        "rate(1 minute)"
    ]
    assert package.of_type("AWS::Lambda::EventInvokeConfig")["SweepEventInvokeConfig"] == {
        "FunctionName": {"Ref": "Sweep"},
        "Qualifier": "$LATEST",
        "MaximumRetryAttempts": 0,
        "MaximumEventAgeInSeconds": 60,
        "DestinationConfig": {},
    }

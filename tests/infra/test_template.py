"""What the packaged template promises, read from what SAM makes of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.infra.conftest import Package

pytestmark = pytest.mark.package

FUNCTIONS = {"APIHandler", "Project", "Relay", "Notify", "Repair", "Sweep"}


def as_list(value: Any) -> list[Any]:
    """A policy's action, resource or statement, which may stand alone."""
    return value if isinstance(value, list) else [value]


def target(resource: Any) -> str:
    """The logical id that a Ref, GetAtt or Sub names, and what of it: `Desk/index/timers`."""
    match resource:
        case {"Ref": str(name)} | {"Fn::GetAtt": [str(name), "Arn"]}:
            return name
        case {"Fn::GetAtt": [str(name), str(attribute)]}:
            return f"{name}.{attribute}"
        case {"Fn::Sub": str(text)}:
            return re.sub(r"^\$\{(\w+)\.Arn\}", r"\1", text).removeprefix(
                "arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}:"
            )
    return json.dumps(resource)


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


READ = {"dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"}
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
PROJECT = {
    "dynamodb:GetItem",
    "dynamodb:Query",
    "dynamodb:PutItem",
    "dynamodb:UpdateItem",
    "dynamodb:DeleteItem",
    "dynamodb:BatchWriteItem",
}


def test_functions_are_the_six_of_app_py(package: Package) -> None:
    """What resources.yaml says of a function that app.py does not have would make a broken resource."""
    functions = package.of_type("AWS::Lambda::Function")

    assert {name: function["Handler"] for name, function in functions.items()} == {
        "APIHandler": "app.app",
        "Project": "app.project",
        "Relay": "app.relay",
        "Notify": "app.notify",
        "Repair": "app.repair",
        "Sweep": "app.sweep",
    }


def test_functions_all_have_the_same_environment(package: Package) -> None:
    """Each function can do its part from exactly these names, and no value is written into the code."""
    functions = package.of_type("AWS::Lambda::Function")

    environments = {name: function["Environment"]["Variables"] for name, function in functions.items()}

    assert environments == dict.fromkeys(
        FUNCTIONS,
        {
            "CONCORD_JOURNAL": {"Ref": "Journal"},
            "CONCORD_DESK": {"Ref": "Desk"},
            "CONCORD_MAIL_QUEUE": {"Ref": "MailQueue"},
            "CONCORD_REPAIR_QUEUE": {"Ref": "RepairQueue"},
            "CONCORD_KEYS": {"Ref": "Keys"},
            "CONCORD_BASE_URL": {"Ref": "BaseUrl"},
            "CONCORD_LIMITS": {"Ref": "Limits"},
            "CONCORD_MAIL_SETTINGS": {"Ref": "MailSettings"},
        },
    )


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
            "Journal": READ | {"dynamodb:PutItem", "dynamodb:ConditionCheckItem"},
            "Desk": READ | {"dynamodb:UpdateItem"},
            "Desk/index/by_community": {"dynamodb:Query"},
            "Desk/index/by_program": {"dynamodb:Query"},
            "MailQueue": SEND,
            "RepairQueue": SEND,
            "Keys": KEYS,
        },
        "Project": {
            "ProjectLog": LOG,
            "Journal.StreamArn": STREAM,
            "StreamFailures": SEND,
            "Journal": READ,
            "Desk": PROJECT,
            "RepairQueue": SEND,
        },
        "Relay": {
            "RelayLog": LOG,
            "Journal.StreamArn": STREAM,
            "StreamFailures": SEND,
            "Journal": READ,
            "Desk": {"dynamodb:PutItem"},
            "MailQueue": SEND,
            "RepairQueue": SEND,
        },
        "Notify": {
            "NotifyLog": LOG,
            "MailQueue": CONSUME | SEND,
            "Journal": READ,
            "Desk": {"dynamodb:GetItem", "dynamodb:UpdateItem"},
            "identity/${SenderDomain}": MAIL,
            "configuration-set/${MailSettings}": MAIL,
            "Keys": KEYS,
        },
        "Repair": {
            "RepairLog": LOG,
            "RepairQueue": CONSUME | SEND,
            "Journal": READ | {"dynamodb:PutItem"},
            "Desk": PROJECT,
            "MailQueue": SEND,
            "Keys": KEYS,
        },
        "Sweep": {
            "SweepLog": LOG,
            "Desk/index/timers": {"dynamodb:Query"},
            "MailQueue": SEND,
            "RepairQueue": SEND,
        },
    }


def test_roles_name_no_action_or_resource_by_a_wildcard(package: Package) -> None:
    """Whatever is added to a role, it is never everything; a log's streams are the one exception, by GetAtt."""
    roles = package.of_type("AWS::IAM::Role")

    everything = [
        statement
        for name in FUNCTIONS
        for statement in statements(roles[f"{name}Role"])
        if "*" in json.dumps(statement)
    ]

    assert everything == []
    assert {name for name, role in roles.items() if role.get("ManagedPolicyArns")} == {"ApiLogWriter"}


def test_functions_can_be_invoked_by_nobody_else(package: Package) -> None:
    """API Gateway invokes one function, the schedule another; the rest are invoked by their mappings alone."""
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
    """One message that fails takes no other with it, and a full queue leaves the API its share of functions."""
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
        for name, queue in (("Notify", "MailQueue"), ("Repair", "RepairQueue"))
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


def test_queues_are_encrypted_and_end_in_dead_letters(package: Package) -> None:
    """A message is hidden for six time-outs of its function, tried five times, and kept for two weeks then."""
    timeouts = {name: one["Timeout"] for name, one in package.of_type("AWS::Lambda::Function").items()}

    working = {
        queue: {
            "SqsManagedSseEnabled": True,
            "VisibilityTimeout": 6 * timeouts[function],
            "MessageRetentionPeriod": 4 * 24 * 3600,
            "RedrivePolicy": {
                "deadLetterTargetArn": {"Fn::GetAtt": [letters, "Arn"]},
                "maxReceiveCount": 5,
            },
        }
        for queue, function, letters in (
            ("MailQueue", "Notify", "MailDeadLetters"),
            ("RepairQueue", "Repair", "RepairDeadLetters"),
        )
    }

    assert package.of_type("AWS::SQS::Queue") == working | dict.fromkeys(
        ("MailDeadLetters", "RepairDeadLetters", "StreamFailures"),
        {"SqsManagedSseEnabled": True, "MessageRetentionPeriod": 14 * 24 * 3600},
    )


@pytest.mark.parametrize("table", ["Journal", "Desk"])
def test_tables_survive_mistakes(package: Package, table: str) -> None:
    """Encrypted, kept when the stack goes, not deletable by a slip, and restorable to any second."""
    resource = package.translated["Resources"][table]

    promised = {
        "BillingMode": "PAY_PER_REQUEST",
        "DeletionProtectionEnabled": True,
        "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
        "SSESpecification": {"SSEEnabled": True},
    }
    assert (resource["DeletionPolicy"], resource["UpdateReplacePolicy"]) == ("Retain", "Retain")
    assert {key: resource["Properties"][key] for key in promised} == promised


def test_journal_streams_keys_only(package: Package) -> None:
    """No personal data leaves the table by the stream."""
    assert package.of_type("AWS::DynamoDB::Table")["Journal"]["StreamSpecification"] == {
        "StreamViewType": "KEYS_ONLY"
    }


def test_keys_are_made_by_aws_and_kept(package: Package) -> None:
    """Nobody has ever seen the seed, and no stack takes it with it: links would die."""
    resource = package.translated["Resources"]["Keys"]

    assert resource["Properties"]["GenerateSecretString"] == {
        "SecretStringTemplate": "{}",
        "GenerateStringKey": "seed",
        "PasswordLength": 64,
        "ExcludePunctuation": True,
    }
    assert (resource["DeletionPolicy"], resource["UpdateReplacePolicy"]) == ("Retain", "Retain")


def test_mail_is_neither_opened_nor_clicked_through_anybody(package: Package) -> None:
    """SES rewrites no link: no tracking, nobody who is told of opens and clicks, no engagement metrics."""
    settings = package.of_type("AWS::SES::ConfigurationSet")["MailSettings"]
    destinations = package.of_type("AWS::SES::ConfigurationSetEventDestination")

    assert "TrackingOptions" not in settings
    assert settings["VdmOptions"] == {
        "DashboardOptions": {"EngagementMetrics": "DISABLED"},
        "GuardianOptions": {"OptimizedSharedDelivery": "DISABLED"},
    }
    assert [
        kind
        for destination in destinations.values()
        for kind in destination["EventDestination"]["MatchingEventTypes"]
        if kind.upper() in ("OPEN", "CLICK")
    ] == []


def test_logs_are_kept_for_a_time(package: Package) -> None:
    """Each function writes to a log of its own, and every log forgets."""
    functions = package.of_type("AWS::Lambda::Function")
    logs = package.of_type("AWS::Logs::LogGroup")

    assert {name: function["LoggingConfig"] for name, function in functions.items()} == {
        name: {"LogGroup": {"Ref": f"{name}Log"}} for name in FUNCTIONS
    }
    assert logs == dict.fromkeys([*(f"{name}Log" for name in FUNCTIONS), "ApiLog"], {"RetentionInDays": 90})


def test_access_log_has_no_path(package: Package) -> None:
    """A path has a token in it; the resource has only its name. No address of a visitor either."""
    (stage,) = package.of_type("AWS::ApiGateway::Stage").values()

    logged = json.loads(stage["AccessLogSetting"]["Format"])

    assert set(logged.values()) == {
        "$context.requestId",
        "$context.requestTime",
        "$context.httpMethod",
        "$context.resourcePath",
        "$context.status",
        "$context.responseLatency",
        "$context.error.responseType",
    }
    (method,) = stage["MethodSettings"]
    assert (method["LoggingLevel"], method["DataTraceEnabled"]) == ("OFF", False)


ALARMS = {
    "ApiFailsAlarm",
    "BouncesAlarm",
    "ComplaintsAlarm",
    "FunctionErrorsAlarm",
    "FunctionThrottlesAlarm",
    "MailDeadLettersAlarm",
    "MailWaitsAlarm",
    "ProjectIsBehindAlarm",
    "RelayIsBehindAlarm",
    "RepairDeadLettersAlarm",
    "StreamFailuresAlarm",
    "SweepIsSilentAlarm",
    "TableThrottlesAlarm",
}


def test_alarms_reach_the_topic(package: Package) -> None:
    """Every alarm says what to do, and tells the topic when it goes off and when it is over."""
    alarms = package.of_type("AWS::CloudWatch::Alarm")

    assert set(alarms) == ALARMS
    for alarm in alarms.values():
        assert (alarm["AlarmActions"], alarm["OKActions"]) == ([{"Ref": "Alarms"}], [{"Ref": "Alarms"}])
        assert alarm["AlarmDescription"].endswith((".", "?"))


def test_alarms_topic_is_encrypted_by_a_key_that_cloudwatch_may_use(package: Package) -> None:
    """With the key that AWS keeps for SNS, alarms of CloudWatch would not arrive."""
    topic = package.of_type("AWS::SNS::Topic")["Alarms"]
    key = package.of_type("AWS::KMS::Key")["AlarmsKey"]
    policy = package.of_type("AWS::SNS::TopicPolicy")["AlarmsPolicy"]

    cloudwatch = {"Service": "cloudwatch.amazonaws.com"}
    assert topic["KmsMasterKeyId"] == {"Ref": "AlarmsKey"}
    assert [
        statement["Action"]
        for statement in key["KeyPolicy"]["Statement"]
        if statement["Principal"] == cloudwatch
    ] == [["kms:Decrypt", "kms:GenerateDataKey"]]
    assert [
        (statement["Principal"], statement["Action"]) for statement in policy["PolicyDocument"]["Statement"]
    ] == [(cloudwatch, "sns:Publish")]


def test_alarms_sum_over_every_function_and_table(package: Package) -> None:
    """A function or an index that is added is watched too."""
    alarms = package.of_type("AWS::CloudWatch::Alarm")

    def watched(alarm: str) -> set[tuple[str, ...]]:
        return {
            tuple(
                target(one["Value"]) if isinstance(one["Value"], dict) else one["Value"]
                for one in metric["MetricStat"]["Metric"]["Dimensions"]
            )
            for metric in alarms[alarm]["Metrics"]
            if "MetricStat" in metric
        }

    indexes = {
        (table, index["IndexName"])
        for table, properties in package.of_type("AWS::DynamoDB::Table").items()
        for index in properties.get("GlobalSecondaryIndexes", [])
    }
    assert watched("FunctionErrorsAlarm") == {(name,) for name in FUNCTIONS}
    assert watched("FunctionThrottlesAlarm") == {(name,) for name in FUNCTIONS}
    assert watched("TableThrottlesAlarm") == {("Journal",), ("Desk",)} | indexes

"""Tables, queues, keys, mail and logs of the packaged template."""

from __future__ import annotations

import json

import pytest

from tests.infra.packaged import FUNCTIONS, Package

pytestmark = pytest.mark.package


def test_queues_are_encrypted_and_end_in_dead_letters(package: Package) -> None:
    """Hidden for six time-outs of its function, tried five times, and then kept for two weeks.

    Seats are tried ten times: what can't be settled holds up its program.
    """
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

    working["SeatQueue"] = {
        "FifoQueue": True,
        "SqsManagedSseEnabled": True,
        "VisibilityTimeout": 6 * timeouts["Seat"],
        "MessageRetentionPeriod": 4 * 24 * 3600,
        "RedrivePolicy": {
            "deadLetterTargetArn": {"Fn::GetAtt": ["SeatDeadLetters", "Arn"]},
            "maxReceiveCount": 10,
        },
    }
    letters = {"SqsManagedSseEnabled": True, "MessageRetentionPeriod": 14 * 24 * 3600}
    assert package.of_type("AWS::SQS::Queue") == {
        **working,
        "MailDeadLetters": letters,
        "RepairDeadLetters": letters,
        "SeatDeadLetters": {"FifoQueue": True, **letters},
        "StreamFailures": letters,
    }


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
    assert logs == {
        name: {"RetentionInDays": 90} for name in (*(f"{name}Log" for name in FUNCTIONS), "ApiLog")
    }


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


def test_bucket_is_private_and_forgets(package: Package) -> None:
    """Encrypted, closed to the public, by TLS alone, and without versions of what is erased."""
    bucket = package.of_type("AWS::S3::Bucket")["Uploads"]
    policy = package.of_type("AWS::S3::BucketPolicy")["UploadsPolicy"]

    (encryption,) = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert encryption == {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    assert len(bucket["PublicAccessBlockConfiguration"]) == 4
    assert "VersioningConfiguration" not in bucket
    assert bucket["CorsConfiguration"]["CorsRules"] == [
        {
            "AllowedOrigins": [{"Ref": "BaseUrl"}],
            "AllowedMethods": ["POST"],
            "AllowedHeaders": ["*"],
            "MaxAge": 3000,
        }
    ]
    (denied,) = policy["PolicyDocument"]["Statement"]
    assert (denied["Effect"], denied["Principal"], denied["Action"]) == ("Deny", "*", "s3:*")
    assert denied["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_bucket_removes_what_nobody_claimed(package: Package) -> None:
    """What was posted and not looked into after a day; what is nobody's after two, since it may be claimed
    within the first one and is seen to within the second.
    """
    from chalicelib.services.uploads import LIFE
    from chalicelib.storage.files import NOBODYS

    rules = {
        rule["Id"]: rule
        for rule in package.of_type("AWS::S3::Bucket")["Uploads"]["LifecycleConfiguration"]["Rules"]
    }

    key, _, value = NOBODYS.partition("=")
    assert {rule["Status"] for rule in rules.values()} == {"Enabled"}
    assert rules["nobody-claimed"]["TagFilters"] == [{"Key": key, "Value": value}]
    assert rules["nobody-claimed"]["ExpirationInDays"] == LIFE.days + 1
    assert (rules["nobody-looked"]["Prefix"], rules["nobody-looked"]["ExpirationInDays"]) == ("incoming/", 1)
    assert rules["never-whole"]["AbortIncompleteMultipartUpload"] == {"DaysAfterInitiation": 1}

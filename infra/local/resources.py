"""Makes what `infra/resources.yaml` describes at an endpoint, where it is not there yet.

Tables and queues come from the template's properties, by direct calls, so that any endpoint will do; a
secret is a new one, a bucket keeps its things until it is removed. Knows nothing of what is kept in them.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from infra.local.template import Template, target

_TABLE = (
    "AttributeDefinitions",
    "KeySchema",
    "BillingMode",
    "GlobalSecondaryIndexes",
    "LocalSecondaryIndexes",
)
_QUEUE = ("VisibilityTimeout", "MessageRetentionPeriod", "DelaySeconds", "MaximumMessageSize")


@dataclass(frozen=True, slots=True)
class Resources:
    """What was made or found, by the template's logical ids.

    `tables`, `secrets` and `buckets` are names, `queues` URLs, `streams` and `arns` (of queues) ARNs.
    """

    tables: Mapping[str, str]
    streams: Mapping[str, str]
    queues: Mapping[str, str]
    arns: Mapping[str, str]
    secrets: Mapping[str, str]
    buckets: Mapping[str, str]

    def environment(self, template: Template) -> dict[str, str]:
        """The variables by which the functions find all this, as the template names them."""
        known = {**self.tables, **self.queues, **self.secrets, **self.buckets}
        return {
            name: known[target(value)] for name, value in template.variables.items() if target(value) in known
        }


def physical(prefix: str, logical: str) -> str:
    """The name of a resource.

    >>> physical("concord", "MailDeadLetters")
    'concord-mail-dead-letters'
    """
    return "-".join([prefix, *re.findall(r"[A-Z]+[^A-Z]*", logical)]).lower()


def make(template: Template, clients: Mapping[str, Any], prefix: str) -> Resources:
    """Makes the tables, queues, keys and buckets that are absent; `clients` are botocore's, by service."""
    dynamodb, sqs = clients["dynamodb"], clients["sqs"]
    tables, streams = {}, {}
    for logical, properties in template.of_type("AWS::DynamoDB::Table").items():
        tables[logical] = physical(prefix, logical)
        stream = _table(dynamodb, tables[logical], properties)
        if stream:
            streams[logical] = stream
    queues: dict[str, str] = {}
    arns: dict[str, str] = {}
    waiting = dict(template.of_type("AWS::SQS::Queue"))
    while waiting:
        logical, properties = _next(waiting, arns)
        queues[logical], arns[logical] = _queue(sqs, physical(prefix, logical), properties, arns)
        del waiting[logical]
    hidden = {}
    for logical, properties in template.of_type("AWS::SecretsManager::Secret").items():
        hidden[logical] = physical(prefix, logical)
        _secret(clients["secretsmanager"], hidden[logical], properties)
    buckets = {logical: physical(prefix, logical) for logical in template.of_type("AWS::S3::Bucket")}
    for bucket in buckets.values():
        _bucket(clients["s3"], bucket)
    return Resources(tables, streams, queues, arns, hidden, buckets)


def verify_senders(ses: Any, domains: Iterable[str]) -> None:
    """Makes SES accept mail from those domains, where it does not yet."""
    for domain in sorted(set(domains)):
        try:
            ses.create_email_identity(EmailIdentity=domain)
        except ses.exceptions.AlreadyExistsException:
            continue


def _table(dynamodb: Any, name: str, properties: Mapping[str, Any]) -> str:
    """Makes the table if absent; answers its stream's ARN, or nothing."""
    wanted = {key: properties[key] for key in _TABLE if key in properties}
    stream = properties.get("StreamSpecification")
    if stream:
        wanted["StreamSpecification"] = {"StreamEnabled": True, **stream}
    try:
        described = dynamodb.create_table(TableName=name, **wanted)["TableDescription"]
    except dynamodb.exceptions.ResourceInUseException:
        described = dynamodb.describe_table(TableName=name)["Table"]
    if described["TableStatus"] != "ACTIVE":
        dynamodb.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 1})
    return str(described.get("LatestStreamArn", ""))


def _next(waiting: Mapping[str, Mapping[str, Any]], made: Mapping[str, str]) -> tuple[str, Mapping[str, Any]]:
    """A queue whose dead-letter queue is there already."""
    for logical, properties in waiting.items():
        dead = target((properties.get("RedrivePolicy") or {}).get("deadLetterTargetArn"))
        if not dead or dead in made:
            return logical, properties
    raise ValueError(f"queues whose dead letters go round in a circle: {', '.join(sorted(waiting))}")


def _queue(sqs: Any, name: str, properties: Mapping[str, Any], arns: Mapping[str, str]) -> tuple[str, str]:
    """URL and ARN of the queue, made if absent."""
    fifo = str(properties.get("FifoQueue", "")).lower() == "true"
    name = f"{name}.fifo" if fifo else name
    try:
        url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
    except sqs.exceptions.QueueDoesNotExist:
        attributes = {key: str(properties[key]) for key in _QUEUE if key in properties}
        if fifo:
            by_content = properties.get("ContentBasedDeduplication", False)
            attributes |= {"FifoQueue": "true", "ContentBasedDeduplication": str(by_content).lower()}
        redrive = properties.get("RedrivePolicy")
        if redrive:
            dead = arns[target(redrive["deadLetterTargetArn"])]
            attributes["RedrivePolicy"] = json.dumps(
                {"deadLetterTargetArn": dead, "maxReceiveCount": int(redrive["maxReceiveCount"])}
            )
        url = sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
    described = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
    return url, described["Attributes"]["QueueArn"]


def _secret(secretsmanager: Any, name: str, properties: Mapping[str, Any]) -> None:
    """Makes the secret unless it is there, generated as CloudFormation would."""
    generate = properties["GenerateSecretString"]
    content = json.loads(generate["SecretStringTemplate"])
    content[generate["GenerateStringKey"]] = secrets.token_hex(int(generate.get("PasswordLength", 32)) // 2)
    try:
        secretsmanager.create_secret(Name=name, SecretString=json.dumps(content))
    except secretsmanager.exceptions.ResourceExistsException:
        return


def _bucket(s3: Any, name: str) -> None:
    """Makes the bucket unless it is there. In one region S3 takes no word about where (CreateBucket)."""
    region = s3.meta.region_name
    where = {"CreateBucketConfiguration": {"LocationConstraint": region}} if region != "us-east-1" else {}
    try:
        s3.create_bucket(Bucket=name, **where)
    except (s3.exceptions.BucketAlreadyOwnedByYou, s3.exceptions.BucketAlreadyExists):
        return


def remove(resources: Resources, clients: Mapping[str, Any]) -> None:
    """Removes what was made; what is gone already, or can't be reached any more, is left alone."""
    from botocore.exceptions import BotoCoreError, ClientError

    for name in resources.tables.values():
        with suppress(BotoCoreError, ClientError):
            clients["dynamodb"].delete_table(TableName=name)
    for url in resources.queues.values():
        with suppress(BotoCoreError, ClientError):
            clients["sqs"].delete_queue(QueueUrl=url)
    for name in resources.secrets.values():
        with suppress(BotoCoreError, ClientError):
            clients["secretsmanager"].delete_secret(SecretId=name, ForceDeleteWithoutRecovery=True)
    for name in resources.buckets.values():
        with suppress(BotoCoreError, ClientError):
            for each in clients["s3"].list_objects_v2(Bucket=name).get("Contents", ()):
                clients["s3"].delete_object(Bucket=name, Key=each["Key"])
            clients["s3"].delete_bucket(Bucket=name)

"""What moto answers to a little of everything, printed.

python -m tests.local.conversation [brisk | wrong]
"""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from typing import Any
from unittest.mock import patch

import boto3
from botocore.exceptions import ClientError
from moto.core import serialize
from moto.moto_api._internal import mock_random

from infra.local import brisk, template
from infra.local.cloud import Cloud
from infra.local.resources import make

NOBODY = {"aws_access_key_id": "nobody", "aws_secret_access_key": "nothing"}
SERVICES = ("dynamodb", "dynamodbstreams", "s3", "sqs", "sesv2", "secretsmanager")


def main() -> None:
    """Says everything once."""
    mock_random.seed(7)
    cloud, said = Cloud(), list[Any]()
    endpoint = {"endpoint_url": cloud.start(), "region_name": "us-east-1"}
    clients = {each: boto3.client(each, **endpoint, **NOBODY) for each in SERVICES}
    for client in clients.values():
        client.meta.events.register("after-call", lambda parsed, **_: said.append(parsed))
    made = make(template.read(), clients, "talk")
    _tables(clients, made)
    _queues(clients, made)
    cloud.stop()
    print(json.dumps(said, default=_spelt, indent=1))


def _tables(clients: dict[str, Any], made: Any) -> None:
    dynamodb, streams = clients["dynamodb"], clients["dynamodbstreams"]
    table = next(name for logical, name in made.tables.items() if logical in made.streams)
    item = {
        "pk": {"S": "S#1"},
        "sk": {"S": "1"},
        "number": {"N": "1"},
        "bytes": {"B": b"\x00\x01"},
        "set": {"SS": ["a", "b"]},
        "list": {"L": [{"S": "x"}, {"NULL": True}, {"BOOL": False}, {"M": {"S": {"N": "2"}}}]},
    }
    key = {"pk": item["pk"], "sk": item["sk"]}
    dynamodb.put_item(TableName=table, Item=item, ReturnConsumedCapacity="TOTAL")
    update = {
        "TableName": table,
        "Key": key,
        "UpdateExpression": "ADD #n :one SET #l[0] = :x, #m = :m REMOVE #b",
        "ExpressionAttributeNames": {"#n": "number", "#l": "list", "#m": "map", "#b": "bytes"},
        "ExpressionAttributeValues": {":one": {"N": "1"}, ":x": {"S": "y"}, ":m": {"M": {"N": {"L": []}}}},
    }
    dynamodb.update_item(**update, ReturnValues="ALL_NEW")
    check = {"Update": {**update, "ConditionExpression": "#n < :one"}}
    other = {"Put": {"TableName": table, "Item": {**item, "sk": {"S": "2"}}}}
    for writes in ([other, check], [other]):  # the first is refused, and nothing of it stays
        with suppress(ClientError):
            dynamodb.transact_write_items(TransactItems=writes, ClientRequestToken="token")
        dynamodb.scan(TableName=table)
    dynamodb.query(
        TableName=table,
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues={":pk": item["pk"]},
        ReturnConsumedCapacity="INDEXES",
    )
    dynamodb.batch_get_item(RequestItems={table: {"Keys": [key]}})
    dynamodb.get_item(TableName=table, Key={**key, "sk": {"S": "none"}})
    dynamodb.describe_table(TableName=table)
    with suppress(ClientError):
        dynamodb.get_item(TableName="none", Key=key)
    described = streams.describe_stream(StreamArn=next(iter(made.streams.values())))["StreamDescription"]
    at = streams.get_shard_iterator(
        StreamArn=described["StreamArn"],
        ShardId=described["Shards"][0]["ShardId"],
        ShardIteratorType="TRIM_HORIZON",
    )
    streams.get_records(ShardIterator=at["ShardIterator"])


def _queues(clients: dict[str, Any], made: Any) -> None:
    sqs, url = clients["sqs"], next(url for url in made.queues.values() if not url.endswith(".fifo"))
    sqs.send_message_batch(QueueUrl=url, Entries=[{"Id": "1", "MessageBody": "<RequestId>none</RequestId>"}])
    for message in sqs.receive_message(QueueUrl=url, AttributeNames=["All"])["Messages"]:
        sqs.change_message_visibility(
            QueueUrl=url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=1
        )
    with suppress(ClientError):
        sqs.get_queue_url(QueueName="none")
    secret, bucket = next(iter(made.secrets.values())), next(iter(made.buckets.values()))
    clients["secretsmanager"].describe_secret(SecretId=secret)
    clients["s3"].put_object(Bucket=bucket, Key="folder/file", Body=b"<RequestId>none</RequestId>")
    clients["s3"].list_objects_v2(Bucket=bucket)
    with suppress(ClientError):
        clients["s3"].head_object(Bucket=bucket, Key="none")
    clients["sesv2"].create_email_identity(EmailIdentity="concord.example")
    clients["sesv2"].list_email_identities()


def _spelt(value: Any) -> str:
    """What JSON has no spelling for; of a time, that it is one."""
    return value.hex() if isinstance(value, bytes) else type(value).__name__


def _wrong(_: Any, key: str) -> str:
    return "none" if key == "MD5OfMessageBody" else key


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["brisk"]:
            main()
        case ["wrong"]:
            with patch.object(brisk, "moto"), patch.object(serialize.NoAlias, "get_alias", _wrong):
                main()
        case _:
            with patch.object(brisk, "moto"):
                main()

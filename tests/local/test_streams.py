from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from infra.local.functions import Function
from infra.local.resources import Resources
from infra.local.sources import StreamMapping
from infra.local.streams import StreamSource

Handler = Callable[[dict[str, Any], Any], Any]


class Reading:
    """A function on the journal's stream, stepped by hand; `batches` are the sort keys that it was given."""

    def __init__(self, clients: dict[str, Any], made: Resources, handler: Handler, **settings: Any) -> None:
        self.batches: list[list[str]] = []
        self.events: list[dict[str, Any]] = []
        self._handler = handler
        self._dynamodb, self._table = clients["dynamodb"], made.tables["Journal"]
        mapping = StreamMapping(
            Function("relay", self._take),
            "Journal",
            batch=10,
            patterns=({"dynamodb": {"Keys": {"sk": {"S": [{"prefix": "commit#"}]}}}},),
            **settings,
        )
        failures = made.queues["StreamFailures"]
        self.source = StreamSource(
            mapping, clients["dynamodbstreams"], made.streams["Journal"], clients["sqs"], failures
        )

    def _take(self, event: dict[str, Any], context: Any) -> Any:
        self.events.append(event)
        self.batches.append([record["dynamodb"]["Keys"]["sk"]["S"] for record in event["Records"]])
        return self._handler(event, context)

    def write(self, *sort_keys: str) -> None:
        """Puts items into the journal."""
        for sort_key in sort_keys:
            item = {"pk": {"S": "submission#1"}, "sk": {"S": sort_key}, "private": {"S": "typed"}}
            self._dynamodb.put_item(TableName=self._table, Item=item)

    def to_the_end(self) -> None:
        """Steps until nothing is left and nothing waits."""
        while self.source.step() or self.source.waiting() is not None:
            pass


def nothing_failed(_: dict[str, Any], __: Any) -> Any:
    """Takes everything."""
    return {"batchItemFailures": []}


def sequence(event: dict[str, Any], sort_key: str) -> str:
    """The sequence number of the record with that sort key."""
    return next(
        str(record["dynamodb"]["SequenceNumber"])
        for record in event["Records"]
        if record["dynamodb"]["Keys"]["sk"]["S"] == sort_key
    )


def test_records_come_in_order_and_once(clients: dict[str, Any], made: Resources) -> None:
    """What is written is handed on, what the filter leaves out is not, and nothing comes again."""
    reading = Reading(clients, made, nothing_failed)
    reading.write("commit#1", "version#1", "commit#2")
    reading.to_the_end()
    reading.write("commit#3")
    reading.to_the_end()

    assert reading.batches == [["commit#1", "commit#2"], ["commit#3"]]


def test_record_has_keys_and_no_more(clients: dict[str, Any], made: Resources) -> None:
    """The event is Lambda's: where it comes from, keys only, a time in seconds."""
    reading = Reading(clients, made, nothing_failed)
    reading.write("commit#1")
    reading.to_the_end()

    ((record,),) = [event["Records"] for event in reading.events]
    assert record["eventName"] == "INSERT"
    assert record["eventSource"] == "aws:dynamodb"
    assert record["eventSourceARN"] == made.streams["Journal"]
    assert record["dynamodb"]["Keys"] == {"pk": {"S": "submission#1"}, "sk": {"S": "commit#1"}}
    assert record["dynamodb"]["StreamViewType"] == "KEYS_ONLY"
    assert "NewImage" not in record["dynamodb"]
    assert json.loads(json.dumps(record)) == record


def test_reported_record_is_tried_again_before_those_behind_it(
    clients: dict[str, Any], made: Resources
) -> None:
    """What came before the first failure counts as done; what comes behind waits for it."""
    failing = ["commit#2"]

    def handler(event: dict[str, Any], _: Any) -> Any:
        if not failing:
            return {"batchItemFailures": []}
        return {"batchItemFailures": [{"itemIdentifier": sequence(event, failing.pop())}]}

    reading = Reading(clients, made, handler)
    reading.write("commit#1", "commit#2", "commit#3")
    reading.to_the_end()

    assert reading.batches == [["commit#1", "commit#2", "commit#3"], ["commit#2", "commit#3"]]


@pytest.mark.parametrize(
    "answer",
    [
        {"batchItemFailures": [{"itemIdentifier": ""}]},
        {"batchItemFailures": [{"itemIdentifier": "unknown"}]},
        {"batchItemFailures": [{}]},
        {"batchItemFailures": 7},
    ],
)
def test_answer_that_lambda_does_not_understand_fails_the_batch(
    clients: dict[str, Any], made: Resources, answer: Any
) -> None:
    """An identifier that is none of the batch's means that all of it is tried again."""
    answers = [answer]
    reading = Reading(clients, made, lambda _, __: answers.pop() if answers else None)
    reading.write("commit#1", "commit#2")
    reading.to_the_end()

    assert reading.batches == [["commit#1", "commit#2"], ["commit#1", "commit#2"]]


def test_batch_that_raises_is_halved_until_the_culprit_is_alone(
    clients: dict[str, Any], made: Resources
) -> None:
    """One record that breaks the function is given up; its metadata, never its content, goes to the queue."""

    def handler(event: dict[str, Any], _: Any) -> Any:
        if any(record["dynamodb"]["Keys"]["sk"]["S"] == "commit#2" for record in event["Records"]):
            raise RuntimeError("planted")

    reading = Reading(clients, made, handler, bisect=True, attempts=1, failures="StreamFailures")
    reading.write("commit#1", "commit#2", "commit#3")
    reading.to_the_end()

    assert reading.batches == [
        ["commit#1", "commit#2", "commit#3"],
        ["commit#1", "commit#2"],
        ["commit#1"],
        ["commit#2", "commit#3"],
        ["commit#2"],
        ["commit#2"],
        ["commit#3"],
    ]
    received = clients["sqs"].receive_message(QueueUrl=made.queues["StreamFailures"])
    (message,) = received["Messages"]
    told = json.loads(message["Body"])["DDBStreamBatchInfo"]
    assert told["streamArn"] == made.streams["Journal"]
    assert (
        told["startSequenceNumber"] == told["endSequenceNumber"] == sequence(reading.events[-2], "commit#2")
    )
    assert "submission#1" not in message["Body"]


def test_record_is_tried_again_without_end_where_the_template_sets_none(
    clients: dict[str, Any], made: Resources
) -> None:
    """With -1 attempts nothing is given up within a day."""
    left = [1] * 3

    def handler(_: dict[str, Any], __: Any) -> Any:
        if left:
            left.pop()
            raise RuntimeError("planted")

    reading = Reading(clients, made, handler)
    reading.write("commit#1")
    reading.to_the_end()

    assert reading.batches == [["commit#1"]] * 4


def test_rolled_back_transaction_does_not_deafen(clients: dict[str, Any], made: Resources) -> None:
    """After moto has exchanged the table, what is written later is still seen, and no ghost is."""
    reading = Reading(clients, made, nothing_failed)
    reading.write("commit#1")
    reading.to_the_end()
    table, dynamodb = made.tables["Journal"], clients["dynamodb"]
    taken = {"pk": {"S": "submission#1"}, "sk": {"S": "commit#1"}}
    ghost = {"pk": {"S": "submission#1"}, "sk": {"S": "commit#ghost"}}
    fresh = "attribute_not_exists(pk)"

    with pytest.raises(dynamodb.exceptions.TransactionCanceledException):
        dynamodb.transact_write_items(
            TransactItems=[
                {"Put": {"TableName": table, "Item": ghost}},
                {"Put": {"TableName": table, "Item": taken, "ConditionExpression": fresh}},
            ]
        )
    reading.to_the_end()
    reading.write("commit#2")
    reading.to_the_end()

    assert reading.batches == [["commit#1"], ["commit#2"]]

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from infra.local import queues
from infra.local.functions import Function
from infra.local.queues import QueueSource
from infra.local.resources import Resources
from infra.local.sources import QueueMapping


class Reading:
    """A function on the mail queue, stepped by hand; `batches` are the bodies that it was given."""

    def __init__(
        self, clients: dict[str, Any], made: Resources, handler: Callable[[dict[str, Any]], Any]
    ) -> None:
        self.batches: list[list[str]] = []
        self.events: list[dict[str, Any]] = []
        self._handler = handler
        self._sqs, self._url = clients["sqs"], made.queues["MailQueue"]
        mapping = QueueMapping(Function("notify", self._take), "MailQueue", batch=10)
        self.source = QueueSource(mapping, clients["sqs"], self._url, made.arns["MailQueue"])

    def _take(self, event: dict[str, Any], _: Any) -> Any:
        self.events.append(event)
        self.batches.append(sorted(record["body"] for record in event["Records"]))
        return self._handler(event)

    def send(self, *bodies: str) -> None:
        """Queues some messages."""
        for body in bodies:
            self._sqs.send_message(QueueUrl=self._url, MessageBody=body)

    def to_the_end(self) -> None:
        """Steps until nothing is left and nothing waits."""
        while self.source.step() or self.source.waiting() is not None:
            pass


def test_messages_come_once_and_are_deleted(clients: dict[str, Any], made: Resources) -> None:
    """What the function took is gone for good."""
    reading = Reading(clients, made, lambda _: {"batchItemFailures": []})
    reading.send("a", "b")
    assert not reading.source.empty()

    reading.to_the_end()

    assert reading.batches == [["a", "b"]]
    assert reading.source.empty()


def test_record_is_spelt_as_lambda_spells_it(clients: dict[str, Any], made: Resources) -> None:
    """Body, attributes and where it comes from are where a handler looks for them."""
    reading = Reading(clients, made, lambda _: None)
    clients["sqs"].send_message(
        QueueUrl=made.queues["MailQueue"],
        MessageBody="a",
        MessageAttributes={
            "word": {"DataType": "String", "StringValue": "w"},
            "bytes": {"DataType": "Binary", "BinaryValue": b"\xff"},
        },
    )
    reading.to_the_end()

    ((record,),) = [event["Records"] for event in reading.events]
    assert record["body"] == "a"
    assert record["eventSource"] == "aws:sqs"
    assert record["eventSourceARN"] == made.arns["MailQueue"]
    assert record["awsRegion"] == "us-west-2"
    assert record["attributes"]["ApproximateReceiveCount"] == "1"
    assert record["messageAttributes"] == {
        "word": {"stringListValues": [], "binaryListValues": [], "dataType": "String", "stringValue": "w"},
        "bytes": {
            "stringListValues": [],
            "binaryListValues": [],
            "dataType": "Binary",
            "binaryValue": "/w==",
        },
    }
    assert json.loads(json.dumps(record)) == record


def test_reported_message_comes_again_alone(clients: dict[str, Any], made: Resources) -> None:
    """The others of its batch are done."""
    failing = ["b"]

    def handler(event: dict[str, Any]) -> Any:
        names = [record["messageId"] for record in event["Records"] if record["body"] in failing]
        failing.clear()
        return {"batchItemFailures": [{"itemIdentifier": name} for name in names]}

    reading = Reading(clients, made, handler)
    reading.send("a", "b", "c")
    reading.to_the_end()

    assert reading.batches == [["a", "b", "c"], ["b"]]
    assert reading.source.empty()


def test_message_that_always_fails_ends_among_the_dead_letters(
    clients: dict[str, Any], made: Resources
) -> None:
    """It is tried as often as the redrive policy says, then lies where the alarm looks."""

    def handler(_: dict[str, Any]) -> Any:
        raise RuntimeError("planted")

    reading = Reading(clients, made, handler)
    redrive = {"deadLetterTargetArn": made.arns["MailDeadLetters"], "maxReceiveCount": 2}
    clients["sqs"].set_queue_attributes(
        QueueUrl=made.queues["MailQueue"], Attributes={"RedrivePolicy": json.dumps(redrive)}
    )
    reading.send("a")
    reading.to_the_end()

    assert reading.batches == [["a"], ["a"]]
    assert reading.source.empty()
    dead = clients["sqs"].receive_message(QueueUrl=made.queues["MailDeadLetters"])
    assert [message["Body"] for message in dead["Messages"]] == ["a"]


class SlowQueue:
    """A queue with one message, which is seen again while an empty answer is on its way."""

    def __init__(self, clock: list[float]) -> None:
        self._clock = clock
        self._answers = [_MESSAGE, None, _MESSAGE]

    def receive_message(self, **_: Any) -> dict[str, Any]:
        """The next answer; an empty one takes two seconds."""
        message = self._answers.pop(0)
        if message is None:
            self._clock[0] += 2
            return {}
        return {"Messages": [message]}

    def change_message_visibility(self, **_: Any) -> None:
        """Taken without a word, as SQS does."""

    def delete_message_batch(self, **_: Any) -> dict[str, Any]:
        """Without a failure."""
        return {}


_MESSAGE = {
    "MessageId": "m",
    "ReceiptHandle": "r",
    "Body": "a",
    "MD5OfBody": "",
    "Attributes": {"ApproximateReceiveCount": "2"},
}


def test_message_seen_again_during_an_empty_answer_still_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else whoever steps until nothing waits would leave it behind."""
    clock = [100.0]
    monkeypatch.setattr(queues.time, "monotonic", lambda: clock[0])
    outcomes = iter([{"batchItemFailures": [{"itemIdentifier": "m"}]}, {"batchItemFailures": []}])
    function = Function("notify", lambda *_: next(outcomes))
    arn = "arn:aws:sqs:us-west-2:123456789012:mail"
    source = QueueSource(QueueMapping(function, "MailQueue", batch=10), SlowQueue(clock), "url", arn)

    assert source.step()
    assert not source.step()
    assert source.waiting() is not None
    assert source.step()
    assert next(outcomes, None) is None

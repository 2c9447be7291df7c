"""Feeds a function from an SQS queue, as Lambda's event source mapping does.

What succeeded is deleted; what failed becomes visible again, at once the first time and after a growing pause
later, until the queue's own redrive policy moves it to the dead letters. Knows nothing of what is queued.
"""

from __future__ import annotations

import base64
import time
from collections.abc import Mapping, Sequence
from typing import Any

from infra.local.functions import Failed, complain
from infra.local.sources import QueueMapping

_COUNTS = (
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesNotVisible",
    "ApproximateNumberOfMessagesDelayed",
)


class QueueSource:
    """One function's reading of one queue."""

    def __init__(self, mapping: QueueMapping, sqs: Any, url: str, arn: str) -> None:
        self.name = mapping.function.name
        self._mapping = mapping
        self._client = sqs
        self._url = url
        self._arn = arn
        self._again: list[float] = []

    def step(self) -> bool:
        """Delivers one batch; True if there was any."""
        # Read before the queue is: what becomes visible while it answers still waits.
        asked = time.monotonic()
        received = self._client.receive_message(
            QueueUrl=self._url,
            MaxNumberOfMessages=self._mapping.batch,
            WaitTimeSeconds=0,
            MessageSystemAttributeNames=["All"],
            MessageAttributeNames=["All"],
        )
        messages = received.get("Messages") or []
        self._again = [moment for moment in self._again if moment > asked]
        if not messages:
            return False
        names = [message["MessageId"] for message in messages]
        event = {"Records": [self._event(message) for message in messages]}
        try:
            failed = self._mapping.function.failures(event, names)
        except Failed:
            failed = set(names)
        self._settle([message for message in messages if message["MessageId"] not in failed])
        for message in messages:
            if message["MessageId"] in failed:
                self._put_back(message)
        return True

    def waiting(self) -> float | None:
        """Seconds until something that failed is seen again; None where nothing waits."""
        return max(0.0, min(self._again) - time.monotonic()) if self._again else None

    def empty(self) -> bool:
        """Is nothing in the queue, neither visible nor in flight nor delayed?"""
        answer = self._client.get_queue_attributes(QueueUrl=self._url, AttributeNames=list(_COUNTS))
        return not any(int(answer["Attributes"].get(name, 0)) for name in _COUNTS)

    def _settle(self, messages: Sequence[Mapping[str, Any]]) -> None:
        """Deletes what was dealt with; what can't be deleted will be delivered again."""
        if not messages:
            return
        entries = [
            {"Id": str(number), "ReceiptHandle": message["ReceiptHandle"]}
            for number, message in enumerate(messages)
        ]
        answer = self._client.delete_message_batch(QueueUrl=self._url, Entries=entries)
        if answer.get("Failed"):
            complain(f"{len(answer['Failed'])} messages for {self.name} could not be deleted")

    def _put_back(self, message: Mapping[str, Any]) -> None:
        """Makes the message visible again after 0, 1, 2, 4 and at most 8 seconds."""
        received = int(message["Attributes"]["ApproximateReceiveCount"])
        pause = min(2 ** (received - 2), 8) if received > 1 else 0
        self._client.change_message_visibility(
            QueueUrl=self._url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=pause
        )
        self._again.append(time.monotonic() + pause)

    def _event(self, message: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "messageId": message["MessageId"],
            "receiptHandle": message["ReceiptHandle"],
            "body": message["Body"],
            "attributes": dict(message.get("Attributes") or {}),
            "messageAttributes": {
                name: _attribute(value) for name, value in (message.get("MessageAttributes") or {}).items()
            },
            "md5OfBody": message["MD5OfBody"],
            "eventSource": "aws:sqs",
            "eventSourceARN": self._arn,
            "awsRegion": self._arn.split(":")[3],
        }


def _attribute(value: Mapping[str, Any]) -> dict[str, Any]:
    """A message attribute in Lambda's spelling."""
    shown: dict[str, Any] = {"stringListValues": [], "binaryListValues": [], "dataType": value["DataType"]}
    if "StringValue" in value:
        shown["stringValue"] = value["StringValue"]
    if "BinaryValue" in value:
        shown["binaryValue"] = base64.b64encode(value["BinaryValue"]).decode("ascii")
    return shown

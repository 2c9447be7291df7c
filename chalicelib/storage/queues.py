"""The queues, on SQS. Knows nothing about what is queued but that it is text."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from functools import cached_property, partial
from typing import Any

from chalicelib import aws
from chalicelib.domain.errors import Unavailable
from chalicelib.storage.failures import PAUSES, guarded, pause_for
from chalicelib.storage.ports import Queue

TOGETHER = 10
"""Messages in one SendMessageBatch."""


class Queues:
    """`ports.Queues` on SQS, by the queues' URLs."""

    def __init__(self, urls: Mapping[Queue, str]) -> None:
        self._urls = urls

    def send(self, queue: Queue, bodies: Sequence[str], *, group: str = "") -> None:
        """One SendMessageBatch for each ten; what SQS did not take is sent again, four times at most.

        Of a group, no two are the same to SQS, whatever their bodies: what is looked at twice is harmless.
        """
        for start in range(0, len(bodies), TOGETHER):
            entries = [
                {"Id": str(number), "MessageBody": body}
                for number, body in enumerate(bodies[start : start + TOGETHER])
            ]
            if group:
                for entry in entries:
                    entry |= {"MessageGroupId": group, "MessageDeduplicationId": secrets.token_hex(16)}
            self._send(self._urls[queue], entries)

    def _send(self, url: str, entries: list[dict[str, str]]) -> None:
        for pause in (*PAUSES, 0.0):
            answer = guarded(partial(self._sqs.send_message_batch, QueueUrl=url, Entries=entries))
            refused = {entry["Id"] for entry in answer.get("Failed", ())}
            entries = [entry for entry in entries if entry["Id"] in refused]
            if not entries:
                return
            pause_for(pause)
        raise Unavailable

    @cached_property
    def _sqs(self) -> Any:
        return aws.client("sqs")

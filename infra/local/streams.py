"""Feeds a function from a table's stream, as Lambda's event source mapping does.

Each shard is read in order, from its beginning, parents before their children. A record that fails holds up
those behind it; it is tried again after a growing pause, and at last its metadata goes to the on-failure
queue. Every read begins with a fresh iterator behind the last record seen, since moto's go deaf when a
transaction is rolled back. Knows nothing of what the records mean.
"""

from __future__ import annotations

import json
import time
import uuid
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from infra.local.filters import passes
from infra.local.functions import Failed, complain
from infra.local.sources import StreamMapping

_SHARDS_EVERY = 15.0
_DAY = 24 * 3600.0


@dataclass(slots=True)
class _Shard:
    """Where the function is in one shard: `pending` was read and not dealt with."""

    id: str
    parent: str
    size: int
    position: str = ""
    closed: bool = False
    pending: deque[dict[str, Any]] = field(default_factory=deque)
    attempts: int = 0
    since: float = 0.0
    not_before: float = 0.0

    @property
    def done(self) -> bool:
        return self.closed and not self.pending


class StreamSource:
    """One function's reading of one stream."""

    def __init__(self, mapping: StreamMapping, streams: Any, arn: str, sqs: Any, failures: str) -> None:
        """`failures` is the URL of the on-failure queue, or empty."""
        self.name = mapping.function.name
        self._mapping = mapping
        self._client = streams
        self._arn = arn
        self._sqs = sqs
        self._failures = failures
        self._shards: dict[str, _Shard] = {}
        self._looked = 0.0

    def step(self) -> bool:
        """Delivers what is there, a batch a shard; True if there was any."""
        worked = False
        for shard in self._ready():
            if not shard.pending and not shard.closed:
                self._read(shard)
            if shard.pending and time.monotonic() >= shard.not_before:
                self._deliver(shard)
                worked = True
        return worked

    def waiting(self) -> float | None:
        """Seconds until something that failed is tried again; None where nothing waits."""
        times = [shard.not_before for shard in self._shards.values() if shard.pending]
        return max(0.0, min(times) - time.monotonic()) if times else None

    def _ready(self) -> list[_Shard]:
        """The shards whose parents are read to the end."""
        if not self._shards or time.monotonic() - self._looked > _SHARDS_EVERY:
            self._look()
        return [
            shard
            for shard in self._shards.values()
            if not shard.done and (shard.parent not in self._shards or self._shards[shard.parent].done)
        ]

    def _look(self) -> None:
        """Finds shards that are new, and forgets those that are gone."""
        present: dict[str, str] = {}
        start: dict[str, str] = {}
        while True:
            described = self._client.describe_stream(StreamArn=self._arn, **start)["StreamDescription"]
            for shard in described["Shards"]:
                present[shard["ShardId"]] = shard.get("ParentShardId", "")
            if not described.get("LastEvaluatedShardId"):
                break
            start = {"ExclusiveStartShardId": described["LastEvaluatedShardId"]}
        known = self._shards
        self._shards = {
            name: known.get(name) or _Shard(name, parent, self._mapping.batch)
            for name, parent in present.items()
        }
        self._looked = time.monotonic()

    def _read(self, shard: _Shard) -> None:
        where = (
            {"ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": shard.position}
            if shard.position
            else {"ShardIteratorType": "TRIM_HORIZON"}
        )
        iterator = self._client.get_shard_iterator(StreamArn=self._arn, ShardId=shard.id, **where)
        answer = self._client.get_records(ShardIterator=iterator["ShardIterator"], Limit=1000)
        for record in answer["Records"]:
            shard.position = record["dynamodb"]["SequenceNumber"]
            if passes(record, self._mapping.patterns):
                shard.pending.append(record)
        shard.closed = not answer.get("NextShardIterator") and not answer["Records"]
        shard.since = time.monotonic()

    def _deliver(self, shard: _Shard) -> None:
        batch = [shard.pending[i] for i in range(min(shard.size, len(shard.pending)))]
        sequence = [record["dynamodb"]["SequenceNumber"] for record in batch]
        function = self._mapping.function
        try:
            failed = function.failures({"Records": [self._event(record) for record in batch]}, sequence)
        except Failed:
            if self._mapping.bisect and len(batch) > 1:
                shard.size = (len(batch) + 1) // 2
                return
            good = 0
        else:
            good = min((sequence.index(number) for number in failed), default=len(batch))
        for _ in range(good):
            shard.pending.popleft()
        if good:
            shard.attempts, shard.size, shard.since = 0, self._mapping.batch, time.monotonic()
        if good == len(batch):
            return
        shard.attempts += 1
        shard.not_before = time.monotonic() + min(0.05 * 2 ** min(shard.attempts, 10), 5.0)
        if self._given_up(shard):
            self._discard(shard, shard.pending.popleft())
            shard.attempts, shard.not_before, shard.since = 0, 0.0, time.monotonic()

    def _given_up(self, shard: _Shard) -> bool:
        limit = self._mapping.attempts
        return (0 <= limit < shard.attempts) or time.monotonic() - shard.since > _DAY

    def _event(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """The record as Lambda shows it: seconds for a time, and where it came from."""
        created = record["dynamodb"].get("ApproximateCreationDateTime")
        change = dict(record["dynamodb"])
        if isinstance(created, datetime):
            change["ApproximateCreationDateTime"] = created.timestamp()
        return {
            **record,
            "eventSource": "aws:dynamodb",
            "dynamodb": change,
            "eventSourceARN": self._arn,
        }

    def _discard(self, shard: _Shard, record: Mapping[str, Any]) -> None:
        """Sends where the record is, never what is in it, to the on-failure queue."""
        number = record["dynamodb"]["SequenceNumber"]
        complain(f"{self.name} gave up on record {number}")
        if self._failures:
            body = json.dumps(_metadata(self._mapping, self._arn, shard.id, [number], shard.attempts))
            self._sqs.send_message(QueueUrl=self._failures, MessageBody=body)


def _metadata(
    mapping: StreamMapping, arn: str, shard: str, numbers: Sequence[str], attempts: int
) -> dict[str, Any]:
    now = datetime.now(UTC).isoformat()
    return {
        "requestContext": {
            "requestId": str(uuid.uuid4()),
            "functionArn": mapping.function.name,
            "condition": "RetryAttemptsExhausted",
            "approximateInvokeCount": attempts,
        },
        "responseContext": {"statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"},
        "version": "1.0",
        "timestamp": now,
        "DDBStreamBatchInfo": {
            "shardId": shard,
            "startSequenceNumber": numbers[0],
            "endSequenceNumber": numbers[-1],
            "approximateArrivalOfFirstRecord": now,
            "approximateArrivalOfLastRecord": now,
            "batchSize": len(numbers),
            "streamArn": arn,
        },
    }

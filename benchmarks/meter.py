"""Counts what a stretch of work asks of AWS: calls, capacity units, and CPU of this process."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from benchmarks import capacity
from chalicelib import aws

_WRITES = ("PutItem", "UpdateItem", "DeleteItem")


@dataclass(slots=True)
class Stretch:
    """What one stretch cost. `cpu` in seconds; units as the developer guide counts them."""

    name: str
    calls: list[str] = field(default_factory=list)
    read_units: float = 0.0
    write_units: float = 0.0
    cpu: float = 0.0
    times: int = 0


class Meter:
    """Hears every call of the clients that are made after it."""

    def __init__(self) -> None:
        self.stretches: dict[str, Stretch] = {}
        self._now: Stretch | None = None
        aws.session().register("before-call", self._before)
        aws.session().register("after-call", self._after)
        self._asked: dict[int, tuple[str, dict[str, Any]]] = {}

    @contextmanager
    def measuring(self, name: str) -> Iterator[None]:
        """Adds what happens within to the stretch of that name."""
        self._now = self.stretches.setdefault(name, Stretch(name))
        began = time.process_time()
        try:
            yield
        finally:
            self._now.cpu += time.process_time() - began
            self._now.times += 1
            self._now = None

    def forget(self) -> None:
        """Begins anew, with everything warm."""
        self.stretches.clear()

    def _before(self, model: Any, params: dict[str, Any], context: dict[str, Any], **_: Any) -> None:
        service = model.service_model.service_name
        body = params.get("body")
        document = json.loads(body) if service == "dynamodb" and body else {}
        context["asked"] = (f"{service}.{model.name}", document)

    def _after(self, parsed: dict[str, Any], context: dict[str, Any], **_: Any) -> None:
        if self._now is None or "asked" not in context:
            return
        name, asked = context["asked"]
        self._now.calls.append(name.partition(".")[2])
        if not name.startswith("dynamodb."):
            return
        reads, writes = units(name.partition(".")[2], asked, parsed)
        self._now.read_units += reads
        self._now.write_units += writes


def units(operation: str, asked: dict[str, Any], answered: dict[str, Any]) -> tuple[float, float]:
    """Read and write units of one request. An update counts the item as it was answered, or its parts."""
    consistent = bool(asked.get("ConsistentRead"))
    match operation:
        case "GetItem":
            return capacity.read(capacity.size(answered.get("Item", {})), consistent=consistent), 0.0
        case "Query":
            return capacity.read(sum(map(capacity.size, answered["Items"])), consistent=consistent), 0.0
        case "BatchGetItem":
            tables = asked["RequestItems"]
            return sum(
                capacity.read(capacity.size(item), consistent=bool(tables[table].get("ConsistentRead")))
                for table, items in answered["Responses"].items()
                for item in items
            ), 0.0
        case "PutItem":
            return 0.0, capacity.write(asked["Item"])
        case "UpdateItem":
            item = answered.get("Attributes") or {
                **asked["Key"],
                **{f"attribute{name}": value for name, value in asked["ExpressionAttributeValues"].items()},
            }
            timed = {"timer": {"S": "message"}, "fires": {"S": "0" * 27}}
            return 0.0, capacity.write({**timed, **item})
        case "BatchWriteItem":
            return 0.0, sum(
                capacity.write(request["PutRequest"]["Item"]) if "PutRequest" in request else 1.0
                for requests in asked["RequestItems"].values()
                for request in requests
            )
        case "TransactWriteItems":
            # What is updated or deleted in one is small: an item of counts, or one of nothing but its keys.
            return 0.0, sum(
                capacity.write(part["Put"]["Item"], transactional=True) if "Put" in part else 2.0
                for part in asked["TransactItems"]
            )
        case _:
            return 0.0, 0.0

"""Faults below botocore's retries, between it and whatever plays AWS: moto, its server, DynamoDB Local.

    with faults(on_write(2, "lost")) as sent:
        ...

carries out the second write and loses its answer, so that botocore sends it again; `sent` has every request
that left. Nothing waits between attempts meanwhile. `counted()` only records.
"""

from __future__ import annotations

import copy
import io
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Literal

import pytest
from botocore import endpoint as transport
from botocore.awsrequest import AWSResponse
from botocore.exceptions import ConnectionClosedError, EndpointConnectionError, ReadTimeoutError
from botocore.retries.quota import RetryQuota

from chalicelib.storage import failures

Fault = Literal[
    "lost",  # carried out, then the connection breaks; the repetition is answered
    "lost_for_good",  # every attempt is carried out, and none is answered in time
    "refused",  # no attempt reaches AWS: no connection
    "throttled",  # AWS answers every attempt that there was too much
    "broken",  # AWS answers every attempt with 500, and has done nothing
    "conflict",  # DynamoDB answers that another transaction is at the item; botocore does not repeat that
]

WRITES = frozenset(
    {
        "BatchWriteItem",
        "DeleteItem",
        "PutItem",
        "SendEmail",
        "SendMessage",
        "SendMessageBatch",
        "TransactWriteItems",
        "UpdateItem",
    }
)

_TOO_MUCH = {
    "dynamodb": "ProvisionedThroughputExceededException",
    "sesv2": "TooManyRequestsException",
    "sqs": "RequestThrottled",
}


@dataclass(frozen=True, slots=True)
class Sent:
    """One HTTP request. `target`: tables, queue or secret; `call`: the how-manieth, without repetitions.

    `attempt` is 1 for what was sent first, more for its repetitions.
    """

    service: str
    operation: str
    target: str
    call: int
    attempt: int

    @property
    def writes(self) -> bool:
        """Does it change something that Concord relies on?"""
        return self.operation in WRITES


Plan = Callable[[Sent], Fault | None]
"""Asked once for each call, before its first attempt; what it says holds for all attempts of that call."""


def on_write(number: int, fault: Fault) -> Plan:
    """That fault on that write, counted from 1, and on no other."""
    written = 0

    def plan(sent: Sent) -> Fault | None:
        nonlocal written
        written += sent.writes
        return fault if sent.writes and written == number else None

    return plan


def on(operation: str, fault: Fault, *, times: int | None = None) -> Plan:
    """That fault on every call of an operation, or on the first so many."""
    left = times

    def plan(sent: Sent) -> Fault | None:
        nonlocal left
        if sent.operation != operation or left == 0:
            return None
        left = None if left is None else left - 1
        return fault

    return plan


@contextmanager
def counted() -> Iterator[list[Sent]]:
    """Every request that is sent meanwhile, by all clients and threads of this process."""
    with pytest.MonkeyPatch.context() as patch:
        yield _watch(patch, lambda _: None)


@contextmanager
def faults(plan: Plan) -> Iterator[list[Sent]]:
    """The same, with faults as planned, and without the pauses between attempts."""
    with pytest.MonkeyPatch.context() as patch:
        hurried = SimpleNamespace(sleep=lambda _: None)
        patch.setattr(transport, "time", hurried)
        patch.setattr(failures, "time", hurried)
        patch.setattr(RetryQuota, "acquire", lambda *_: True)  # else many faults use one client's quota up
        yield _watch(patch, plan)


def _watch(patch: pytest.MonkeyPatch, plan: Plan) -> list[Sent]:
    """Puts the plan between botocore and whatever answers."""
    sent: list[Sent] = []
    decided: dict[str, tuple[int, Fault | None]] = {}
    lock = threading.RLock()  # a plan may send requests of its own
    carry_out = transport.Endpoint._do_get_response

    def respond(endpoint: Any, request: Any, operation: Any, context: Mapping[str, Any]) -> Any:
        attempt, call_id = context["retries"]["attempt"], context["retries"]["invocation-id"]
        with lock:
            first = call_id not in decided
            call, fault = decided.setdefault(call_id, (len(decided) + 1, None))
            this = Sent(operation.service_model.service_name, operation.name, _target(request), call, attempt)
            sent.append(this)
            if first:
                fault = plan(this)
                decided[call_id] = call, fault
        match fault:
            case "lost" if attempt == 1:
                carry_out(endpoint, request, operation, context)
                return None, ConnectionClosedError(endpoint_url=request.url)
            case "lost_for_good":
                carry_out(endpoint, request, operation, context)
                return None, ReadTimeoutError(endpoint_url=request.url)
            case "refused":
                return None, EndpointConnectionError(endpoint_url=request.url)
            case "throttled" | "broken" | "conflict":
                answer = _refusal(fault, this, request)
                return carry_out(_answering(endpoint, answer), request, operation, context)
            case _:
                return carry_out(endpoint, request, operation, context)

    patch.setattr(transport.Endpoint, "_do_get_response", respond)
    return sent


def _body(request: Any) -> dict[str, Any]:
    try:
        body = json.loads(request.body)
    except (TypeError, ValueError):
        return {}
    return body if isinstance(body, dict) else {}


def _target(request: Any) -> str:
    match _body(request):
        case {"TableName": str(name)} | {"QueueUrl": str(name)} | {"SecretId": str(name)}:
            return name
        case {"RequestItems": dict(tables)}:
            return ",".join(sorted(tables))
        case {"TransactItems": list(items)}:
            return ",".join(sorted({action["TableName"] for item in items for action in item.values()}))
        case _:
            return ""


def _refusal(fault: Fault, sent: Sent, request: Any) -> AWSResponse:
    """What AWS would answer, as it stands on the wire."""
    status, code, more = 400, "", {}
    if fault == "broken":
        status, code = 500, "InternalServerError"
    elif fault == "throttled":
        code = _TOO_MUCH.get(sent.service, "ThrottlingException")
    elif sent.operation == "TransactWriteItems":
        code = "TransactionCanceledException"
        reasons = [{"Code": "None"} for _ in _body(request)["TransactItems"]]
        reasons[0] = {"Code": "TransactionConflict", "Message": "Transaction is ongoing for the item"}
        more = {"CancellationReasons": reasons}
    else:
        code = "TransactionConflictException"
    body = json.dumps({"__type": f"com.amazonaws#{code}", "message": "planned by a test", **more}).encode()
    headers = {"content-type": "application/x-amz-json-1.0", "x-amzn-errortype": code}
    return AWSResponse(request.url, status, headers, _Raw(body))


def _answering(endpoint: Any, answer: AWSResponse) -> Any:
    """The endpoint, with that answer in place of AWS's. What moto would do on `before-send` is not done."""
    emitter = endpoint._event_emitter

    def emit(event: str, **arguments: Any) -> Any:
        if event.startswith("before-send."):
            return [(None, answer)]
        return emitter.emit(event, **arguments)

    double = copy.copy(endpoint)
    double._event_emitter = SimpleNamespace(emit=emit)
    return double


class _Raw(io.BytesIO):
    """The bytes of an answer, as urllib3 gives them."""

    def stream(self, **_: Any) -> Iterator[bytes]:
        """All of them at once."""
        yield self.read()

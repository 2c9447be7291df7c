"""HTTP requests as the events that API Gateway REST makes of them, and Lambda's answers as HTTP. Pure."""

from __future__ import annotations

import base64
import json
import time
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from infra.local.routes import Match

STAGE = "api"


@dataclass(frozen=True, slots=True)
class Request:
    """An HTTP request as it came in: `target` is the raw path with the query."""

    method: str
    target: str
    headers: Sequence[tuple[str, str]] = ()
    body: bytes = b""
    source: str = "127.0.0.1"

    @property
    def path(self) -> str:
        """The raw path without the query, nor the host that a proxy would name."""
        path = self.target.partition("?")[0]
        return f"/{path.split('://')[1].partition('/')[2]}" if path.startswith("http") else path

    def header(self, name: str) -> str:
        """The last value of a header, or nothing."""
        return next((value for key, value in reversed(self.headers) if key.lower() == name), "")


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer. `close`: the connection can't be used again."""

    status: int
    headers: Sequence[tuple[str, str]] = ()
    body: bytes = b""
    close: bool = False


HANG_UP = Answer(0, close=True)
"""Not an answer at all: the connection is closed without one."""


@dataclass(frozen=True, slots=True)
class Context:
    """What Lambda hands to a function beside the event."""

    function_name: str
    timeout: float = 30.0
    memory_limit_in_mb: int = 1024
    function_version: str = "$LATEST"
    invoked_function_arn: str = ""
    aws_request_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    began: float = field(default_factory=time.monotonic)

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until Lambda would end the function."""
        return max(0, round((self.timeout - (time.monotonic() - self.began)) * 1000))


def to_event(request: Request, match: Match, binary_types: Iterable[str]) -> dict[str, Any]:
    """The event of a Lambda proxy integration.

    A body whose type is not among the binary ones is text: bytes that are no UTF-8 are lost here, as they are
    at API Gateway.
    """
    came_from = ", ".join(filter(None, (request.header("x-forwarded-for"), request.source)))
    forwarded = {"x-forwarded-for": came_from, "x-forwarded-proto": "http"}
    headers = [(name, value) for name, value in request.headers if name.lower() not in forwarded]
    headers += [("X-Forwarded-For", came_from), ("X-Forwarded-Proto", "http")]
    many: dict[str, list[str]] = {}
    for name, value in headers:
        many.setdefault(name, []).append(value)
    query = parse_qs(request.target.partition("?")[2], keep_blank_values=True, errors="replace")
    binary = is_among(request.header("content-type"), binary_types)
    return {
        "resource": match.route,
        "path": request.path,
        "httpMethod": request.method,
        "headers": {name: values[-1] for name, values in many.items()},
        "multiValueHeaders": many,
        "queryStringParameters": {name: values[-1] for name, values in query.items()} or None,
        "multiValueQueryStringParameters": query or None,
        "pathParameters": dict(match.parameters) or None,
        "stageVariables": None,
        "requestContext": {
            "resourcePath": match.route,
            "httpMethod": request.method,
            "path": request.path,
            "stage": STAGE,
            "protocol": "HTTP/1.1",
            "requestId": str(uuid.uuid4()),
            "identity": {"sourceIp": request.source, "userAgent": request.header("user-agent") or None},
        },
        "body": _text(request.body, binary=binary),
        "isBase64Encoded": binary and bool(request.body),
    }


def _text(body: bytes, *, binary: bool) -> str | None:
    if not body:
        return None
    return base64.b64encode(body).decode("ascii") if binary else body.decode("utf-8", "replace")


def to_answer(result: dict[str, Any], request: Request, binary_types: Iterable[str]) -> Answer:
    """What API Gateway makes of a function's result.

    A base64 body is turned into bytes only for those whose first accepted type is a binary one: the others
    see the base64 text, there as here.
    """
    headers = [
        (name, str(value))
        for name, value in (result.get("headers") or {}).items()
        if name not in (result.get("multiValueHeaders") or {})
    ]
    for name, values in (result.get("multiValueHeaders") or {}).items():
        headers += [(name, str(value)) for value in values]
    text = result.get("body") or ""
    body = text if isinstance(text, bytes) else str(text).encode()
    if result.get("isBase64Encoded") and is_among(request.header("accept").partition(",")[0], binary_types):
        body = base64.b64decode(body)
    if body and not any(name.lower() == "content-type" for name, _ in headers):
        headers.append(("Content-Type", "application/json"))
    return Answer(int(result["statusCode"]), headers, body)


def is_among(content_type: str, types: Iterable[str]) -> bool:
    """Is that type, whatever its parameters, one of these?

    >>> is_among("multipart/form-data; boundary=x", ["multipart/form-data"])
    True
    """
    mine = content_type.partition(";")[0].strip().lower()
    return any(kind == "*/*" or kind.lower() == mine for kind in types)


def problem(status: int, title: str, detail: str) -> bytes:
    """RFC 9457 in bytes, for what the demo itself has to refuse."""
    return json.dumps({"type": "about:blank", "title": title, "status": status, "detail": detail}).encode()

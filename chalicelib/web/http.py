"""Requests and answers as our own code sees them: frozen, and the same whoever serves them.

Knows neither Chalice (`gateway` does) nor what any path means.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
"""What every path is registered for: API Gateway can't tell a wrong method from an unknown path."""

PROBLEM = "application/problem+json"
JSON = "application/json"
HTML = "text/html; charset=utf-8"
TEXT = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Request:
    """One request. `route` is the path as the table has it, with `parameters` for its braces.

    Header names are in small letters; `query` has every value of each name; `source` is the network
    address that called.
    """

    method: str
    route: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, Sequence[str]] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    source: str = ""

    @property
    def path(self) -> str:
        """The path that was asked for, with its parameters filled in."""
        path = self.route
        for name, value in self.parameters.items():
            path = path.replace(f"{{{name}}}", value)
        return path

    @property
    def media_type(self) -> str:
        """The body's type without parameters, in small letters; empty where it isn't told."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    def asked(self, name: str) -> str | None:
        """The last value of a query parameter, or None."""
        values = self.query.get(name)
        return values[-1] if values else None


@dataclass(frozen=True, slots=True)
class Response:
    """One answer. `type` is its Content-Type; an empty body has none.

    `personal`: nobody may keep a copy; `indexed`: search engines may list it; `styles`: digests of the
    style elements in it, and `scripts`: whether files of ours run in it, for its Content-Security-Policy.
    """

    status: int = 200
    body: str = ""
    type: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)
    personal: bool = True
    indexed: bool = False
    styles: tuple[str, ...] = ()
    scripts: bool = False


def json_answer(
    document: object, *, status: int = 200, headers: Mapping[str, str] | None = None, personal: bool = True
) -> Response:
    """An answer with a JSON document."""
    body = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return Response(status=status, body=body, headers=headers or {}, personal=personal)

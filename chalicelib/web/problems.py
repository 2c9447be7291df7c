"""The one place where exceptions become answers: problems (RFC 9457) for programs, pages for people.

What nobody foresaw is logged by place and kind, never with its words, which may be somebody's.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from chalicelib import logs
from chalicelib.domain.errors import (
    Another,
    AskClosed,
    ConcordError,
    Conflict,
    Ended,
    Fault,
    Invalid,
    KeyReused,
    NotAllowed,
    NotAuthenticated,
    NotOpen,
    TooLate,
    TooManyRequests,
    Unavailable,
    Unknown,
    UnknownAnswer,
)
from chalicelib.domain.links import BadLink
from chalicelib.web.http import PROBLEM, Request, Response
from chalicelib.web.refusals import (
    BadParameter,
    FromElsewhere,
    NoSuchPage,
    NotJson,
    NotThisType,
    Refused,
    TooLarge,
    WrongMethod,
)
from chalicelib.web.visitors import reader_of

if TYPE_CHECKING:
    from chalicelib.language.reader import Reader

log = logs.logger("web")

PHRASES: Mapping[int, str] = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    409: "Conflict",
    410: "Gone",
    413: "Content Too Large",
    415: "Unsupported Media Type",
    422: "Unprocessable Content",
    429: "Too Many Requests",
    500: "Internal Server Error",
    503: "Service Unavailable",
}
"""Titles of problems: the phrases of the statuses (RFC 9457 §4.2.1, RFC 9110 §15)."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, before it is put into words for a program or for a person."""

    status: int
    code: str
    headers: Mapping[str, str] = field(default_factory=dict)
    faults: Sequence[Fault] = ()


def of(error: Exception) -> Problem:
    """The problem that an exception means; 500 for whatever isn't foreseen."""
    code = error.code if isinstance(error, ConcordError | Refused) else "unexpected"
    match error:
        case Unavailable() | TooManyRequests():
            status = 503 if isinstance(error, Unavailable) else 429
            return Problem(status, code, {"Retry-After": str(error.retry_after)})
        case Unknown() | NoSuchPage() | BadLink():
            return Problem(404, "unknown")
        case Invalid():
            return Problem(422, code, faults=error.faults)
        case UnknownAnswer():
            fault = Fault("/answer", "not_one_of", {"options": list(error.offered)})
            return Problem(422, code, faults=[fault])
        case KeyReused():
            return Problem(422, code)
        case NotOpen() | Another() | AskClosed() | Ended() | TooLate() | Conflict():
            return Problem(409, code)
        case NotAuthenticated():
            return Problem(401, code, {"WWW-Authenticate": "Bearer"})
        case NotAllowed() | FromElsewhere():
            return Problem(403, code)
        case WrongMethod():
            return Problem(405, code, {"Allow": ", ".join(error.allowed)})
        case TooLarge():
            return Problem(413, code)
        case NotThisType():
            return Problem(415, code, {"Accept": ", ".join(error.taken)})
        case NotJson() | BadParameter():
            return Problem(400, code)
        case _:
            return Problem(500, code)


def answer(request: Request, error: Exception) -> Response:
    """The answer to a request that raised: a problem for programs, a page for people."""
    problem = of(error)
    if problem.status == 500:
        _log(request, error)
    return _said(request, problem, error)


def refused(request: Request, status: int) -> Response:
    """The answer where Chalice itself refused with that status, or failed."""
    known = status if status in PHRASES else 500
    return _said(request, Problem(known, PHRASES[known].lower().replace(" ", "_")), None)


def wants_problem(request: Request) -> bool:
    """Whether a program is asking: the API's own paths, and who accepts JSON but no page."""
    accept = request.headers.get("accept", "").lower()
    return request.route.startswith(("/v1", "/openapi", "/health")) or (
        "json" in accept and "html" not in accept
    )


def errors(faults: Sequence[Fault], reader: Reader) -> list[dict[str, Any]]:
    """The faults as the API tells them: where, in words, and by code; of YAML with line and column."""
    from chalicelib.language.faults import explain

    return [
        {
            "pointer": fault.pointer,
            "detail": explain(fault, reader),
            "code": fault.code,
            **({"line": fault.at[0], "column": fault.at[1]} if fault.at is not None else {}),
        }
        for fault in faults
    ]


def _said(request: Request, problem: Problem, error: Exception | None) -> Response:
    if not wants_problem(request):
        from chalicelib.web.pages import error as page

        return page.show(request, problem, error)
    from chalicelib.web import words

    reader = reader_of(request)
    document: dict[str, Any] = {
        "type": "about:blank",
        "title": PHRASES[problem.status],
        "status": problem.status,
        "detail": words.detail(problem.status, error, reader),
        "instance": request.path,
        "code": problem.code,
    }
    if problem.faults:
        document["errors"] = errors(problem.faults, reader)
    return Response(
        status=problem.status,
        body=json.dumps(document),
        type=PROBLEM,
        headers={"Content-Language": reader.language, **problem.headers},
    )


def _log(request: Request, error: Exception) -> None:
    """Where it happened, and what kind it is; the route, whose token stands in braces."""
    log.error("unforeseen", extra=logs.fault(error, method=request.method, route=request.route))

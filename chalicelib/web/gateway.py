"""Where Chalice ends: its request becomes ours exactly once, and our answer becomes its own.

Chalice 1.34.0 keeps the request of the moment on the application object, which threads would share. The HTTP
middleware is handed the request of the very call (`RestAPIEventHandler.__call__`), so it is taken from there
and put into a context variable for the view. No content types are given to Chalice, which would apply them to
GET as well: `bodies` looks at them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from typing import Any
from urllib.parse import unquote

from chalice.app import Chalice
from chalice.app import Request as ChaliceRequest
from chalice.app import Response as ChaliceResponse

from chalicelib.services.world import World
from chalicelib.web import dispatch, headers, problems
from chalicelib.web.http import METHODS, Request, Response
from chalicelib.web.refusals import NoSuchPage, WrongMethod
from chalicelib.web.routes import ROUTES

_asked: ContextVar[Request] = ContextVar("asked")

_OFFICE = "application/vnd.openxmlformats-officedocument"
BINARY = (
    "multipart/form-data",
    "application/pdf",
    "image/jpeg",
    "image/png",
    "image/webp",
    f"{_OFFICE}.wordprocessingml.document",
    f"{_OFFICE}.spreadsheetml.sheet",
    f"{_OFFICE}.presentationml.presentation",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.oasis.opendocument.presentation",
    "audio/mpeg",
    "video/mp4",
)
"""Request bodies that API Gateway must not take for text, beside those that Chalice names itself: forms with
files, and each type in `domain.media`, which is not asked here because every cold start would pay for it."""


def register(app: Chalice, world: Callable[[], World]) -> None:
    """Gives every path of the table, with every method, to the application."""
    app.api.binary_types.extend(each for each in BINARY if each not in app.api.binary_types)
    app.register_middleware(_remembered, "http")

    def view(**_parameters: str) -> ChaliceResponse:
        return to_chalice(dispatch.respond(_asked.get(), world))

    for path in ROUTES:
        app.route(path, methods=list(METHODS), content_types=[], name=f"answer_{path}")(view)


def _remembered(request: ChaliceRequest, get_response: Callable[[Any], ChaliceResponse]) -> ChaliceResponse:
    """Hands the view its request. What Chalice itself refuses becomes a problem like all others."""
    ours = from_chalice(request)
    token = _asked.set(ours)
    try:
        response = get_response(request)
    finally:
        _asked.reset(token)
    if isinstance(response.body, Mapping):  # {"Code": …, "Message": …}; ours are always text
        return to_chalice(_refused(ours, response.status_code))
    return response


def _refused(request: Request, status: int) -> Response:
    if request.route not in ROUTES:  # which Chalice takes for a method that isn't allowed
        return problems.answer(request, NoSuchPage())
    if status == 405:  # a method that no path is registered for, such as TRACE
        return problems.answer(request, WrongMethod(ROUTES[request.route].allowed))
    return problems.refused(request, status)


def from_chalice(request: ChaliceRequest) -> Request:
    """The request as Chalice has it.

    Path parameters are decoded here, since API Gateway and Chalice's own server don't agree on who does it;
    nothing of ours has a percent sign in its path.
    """
    event = request.to_original_event()
    body = request.raw_body
    identity = request.context.get("identity") or {}
    return Request(
        method=request.method,
        route=request.path,
        parameters={name: unquote(value) for name, value in (request.uri_params or {}).items()},
        query=event.get("multiValueQueryStringParameters") or {},
        headers=dict(request.headers),
        body=body if isinstance(body, bytes) else body.encode(),
        source=str(identity.get("sourceIp") or ""),
    )


def to_chalice(response: Response) -> ChaliceResponse:
    """The answer with all its headers."""
    return ChaliceResponse(
        body=response.body, status_code=response.status, headers=dict(headers.complete(response))
    )

"""From a request to its answer: finds the function, calls it, and lets `problems` answer what it raises."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from chalicelib.services.world import World
from chalicelib.web import problems, routes
from chalicelib.web.http import Request, Response
from chalicelib.web.refusals import NoSuchPage, WrongMethod


def respond(request: Request, world: Callable[[], World]) -> Response:
    """The answer, whatever happens; HEAD is GET without a body, OPTIONS tells what is allowed."""
    try:
        response = _answered(request, world)
    except Exception as error:  # noqa: BLE001 - the one place where exceptions become answers
        response = problems.answer(request, error)
    if request.method == "HEAD":
        # The type stays, as GET would have told it (RFC 9110 §9.3.2).
        return replace(response, body="", headers={"Content-Type": response.type, **response.headers})
    return response


def _answered(request: Request, world: Callable[[], World]) -> Response:
    route = routes.ROUTES.get(request.route)
    if route is None:
        raise NoSuchPage
    if request.method == "OPTIONS":
        return Response(status=204, headers={"Allow": ", ".join(route.allowed)})
    name = route.methods.get("GET" if request.method == "HEAD" else request.method)
    if name is None:
        raise WrongMethod(route.allowed)
    answer = routes.function(name)
    return answer(request, world()) if route.configured else answer(request)

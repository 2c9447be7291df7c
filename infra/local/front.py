"""Plays API Gateway before the application's Chalice object.

Chalice keeps the request of the moment in the attributes `current_request` and `lambda_context` of the one
app object, because Lambda never gives a process two requests at once. Everything else in `Chalice.__call__`
(1.34.0) is made anew for each request: `RestAPIEventHandler`, its request, its chain of middleware. So it is
enough that these two attributes are another one in every thread; blueprints read them through the app.
Chalice's own local server does the same with the first of them.
"""

from __future__ import annotations

import threading
import traceback
from typing import Any

from chalice.app import Chalice

from infra.local.refusals import Refusals
from infra.local.requests import Answer, Context, Request, problem, to_answer, to_event
from infra.local.routes import Routes


class _ChaliceByThread(Chalice):
    """A Chalice object that several threads may call at once."""

    _of_thread = threading.local()

    @property
    def current_request(self) -> Any:
        """The request that this thread is at."""
        return getattr(self._of_thread, "request", None)

    @current_request.setter
    def current_request(self, request: Any) -> None:
        self._of_thread.request = request

    @property
    def lambda_context(self) -> Any:
        """The context of this thread's request."""
        return getattr(self._of_thread, "context", None)

    @lambda_context.setter
    def lambda_context(self, context: Any) -> None:
        self._of_thread.context = context


def by_thread(application: Chalice) -> Chalice:
    """The same object, made fit for several threads; safe to repeat."""
    application.__class__ = _ChaliceByThread
    return application


class Front:
    """Answers HTTP requests by asking a Chalice application, as API Gateway does."""

    def __init__(self, application: Chalice, refusals: Refusals, *, timeout: float = 29.0) -> None:
        self._application = by_thread(application)
        self._refusals = refusals
        self._routes = Routes(application.routes)
        self._timeout = timeout

    def respond(self, request: Request) -> Answer:
        """The application's answer, or API Gateway's own refusal."""
        match = self._routes.match(request.path)
        if match is None:
            return self._refusals.of("MISSING_AUTHENTICATION_TOKEN")
        methods = self._application.routes[match.route]
        if request.method not in methods:
            return _not_allowed(self._refusals, sorted(methods))
        binary_types = self._application.api.binary_types
        event = to_event(request, match, binary_types)
        try:
            result = self._application(event, Context("APIHandler", self._timeout))
        except Exception:  # noqa: BLE001 - as Lambda does, whatever it was
            traceback.print_exc()
            return self._refusals.of("DEFAULT_5XX", status=502)
        return to_answer(result, request, binary_types)


def _not_allowed(refusals: Refusals, methods: list[str]) -> Answer:
    """405, for what API Gateway does not even know, such as TRACE; every path registers the other methods."""
    like = refusals.of("DEFAULT_4XX", status=405)
    headers = [(name, value) for name, value in like.headers if name.lower() not in ("content-type", "allow")]
    headers += [("Content-Type", "application/problem+json"), ("Allow", ", ".join(methods))]
    detail = f"This page understands {', '.join(methods)}."
    return Answer(405, headers, problem(405, "Method Not Allowed", detail))

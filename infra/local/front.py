"""Plays API Gateway before the application's Chalice object.

Chalice leaves the request of the moment in attributes of the one application object, because Lambda never
gives a process two requests at once; here fifty threads may call it together. That is safe as long as nobody
reads `app.current_request` or `app.lambda_context`: everything else in `Chalice.__call__` (1.34.0) is made
anew for each call (`RestAPIEventHandler`, its request, its chain of middleware), and
`chalicelib.web.gateway` takes the request from there. A test sends fifty at once.
"""

from __future__ import annotations

from chalice.app import Chalice

from infra.local.functions import complain, described
from infra.local.refusals import Refusals
from infra.local.requests import Answer, Context, Request, to_answer, to_event
from infra.local.routes import Routes


class Front:
    """Answers HTTP requests by asking a Chalice application, as API Gateway does."""

    def __init__(self, application: Chalice, refusals: Refusals, *, timeout: float = 29.0) -> None:
        """`timeout` is Lambda's, in seconds; it is shown to the function and not enforced."""
        self._application = application
        self._refusals = refusals
        self._routes = Routes(application.routes)
        self._timeout = timeout

    def respond(self, request: Request) -> Answer:
        """The application's answer, or API Gateway's own refusal.

        Methods that API Gateway does not know, such as TRACE, go to the application too, which refuses them.
        """
        match = self._routes.match(request.path)
        if match is None:
            return self._refusals.of("MISSING_AUTHENTICATION_TOKEN")
        binary_types = self._application.api.binary_types
        event = to_event(request, match, binary_types)
        try:
            result = self._application(event, Context("APIHandler", self._timeout))
        except Exception as error:  # noqa: BLE001 - as Lambda does, whatever it was
            complain(f"APIHandler failed: {described(error)}")
            return self._refusals.of("DEFAULT_5XX")
        return to_answer(result, request, binary_types)

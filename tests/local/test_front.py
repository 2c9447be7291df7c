from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from chalice.app import Chalice, Response

from chalicelib.services import world
from chalicelib.web import gateway
from infra.local import template
from infra.local.front import Front
from infra.local.refusals import Refusals
from infra.local.requests import Request
from infra.local.template import Template

REFUSALS = Refusals(template.read())


@pytest.fixture(scope="module")
def front() -> Front:
    """The front before Concord's own paths, of which /health needs nothing else."""
    app = Chalice("concord", configure_logs=False)
    gateway.register(app, world.current)
    return Front(app, REFUSALS)


def test_application_is_asked(front: Front) -> None:
    """A path of the application has its own answer."""
    answer = front.respond(Request("GET", "/health"))

    assert answer.status == 200
    assert json.loads(answer.body)["status"] == "ok"


def test_unknown_path_is_what_the_gateway_responses_say(front: Front) -> None:
    """404 as a problem, with the headers of every answer."""
    answer = front.respond(Request("GET", "/nothing/here"))

    assert (answer.status, json.loads(answer.body)) == (
        404,
        {
            "type": "about:blank",
            "title": "Not Found",
            "status": 404,
            "code": "unknown",
            "detail": "There is nothing at this address.",
        },
    )
    assert dict(answer.headers) == {
        "Content-Type": "application/problem+json",
        "Content-Security-Policy": "default-src; base-uri; form-action; frame-ancestors",
        "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
        "X-Robots-Tag": "noindex",
    }


@pytest.mark.parametrize("method", ["POST", "DELETE", "TRACE", "BREW"])
def test_wrong_method_is_405_and_says_the_right_ones(front: Front, method: str) -> None:
    """Also for methods that nobody has registered."""
    answer = front.respond(Request(method, "/health"))

    assert answer.status == 405
    assert dict(answer.headers)["Allow"] == "GET, HEAD, OPTIONS"


def test_fifty_requests_at_once_keep_apart() -> None:
    """Each of fifty threads within one view at the same time has its own request, and its own answer."""
    app = Chalice("concord", configure_logs=False)
    together = Barrier(50)
    seen: dict[str, str] = {}

    def remembered(request: object, get_response: object) -> Response:
        number = request.to_original_event()["pathParameters"]["number"]  # type: ignore[attr-defined]
        together.wait(timeout=10)
        answer: Response = get_response(request)  # type: ignore[operator]
        seen[number] = answer.body
        return answer

    def view(number: str) -> Response:
        together.wait(timeout=10)
        return Response(number, {"Content-Type": "text/plain"}, 200)

    app.register_middleware(remembered, "http")
    app.route("/{number}", methods=["GET"])(view)
    front = Front(app, REFUSALS)

    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda number: front.respond(Request("GET", f"/{number}")), range(50)))

    assert [answer.body for answer in answers] == [str(number).encode() for number in range(50)]
    assert seen == {str(number): str(number) for number in range(50)}


def test_function_that_ends_badly_is_as_at_lambda(capsys: pytest.CaptureFixture[str]) -> None:
    """What Chalice does not catch becomes API Gateway's 5xx, to be repeated."""
    app = Chalice("concord", configure_logs=False)

    def view() -> Response:
        return Response("no bytes", {"Content-Type": "image/png"}, 200)

    app.route("/", methods=["GET"])(view)

    answer = Front(app, REFUSALS).respond(Request("GET", "/", (("Accept", "image/png"),)))

    assert (answer.status, dict(answer.headers)["Retry-After"]) == (503, "5")
    assert "ValueError" in capsys.readouterr().err


def test_template_without_gateway_responses_is_refused_plainly() -> None:
    """What the template leaves out is a problem still."""
    answer = Refusals(Template({})).of("REQUEST_TOO_LARGE")

    assert (answer.status, answer.close) == (413, True)
    assert json.loads(answer.body)["status"] == 413

from __future__ import annotations

import base64
import json
import threading
from typing import Any

import pytest
from chalice.app import Chalice

import app as application
from chalicelib.web import gateway
from chalicelib.web.http import METHODS
from chalicelib.web.routes import ROUTES
from infra.local.requests import Context, Request, to_event
from infra.local.routes import Routes
from tests.web.examples import CONFIRM
from tests.web.site import Site


class Gateway:
    """API Gateway before the Chalice application of a site."""

    def __init__(self, site: Site) -> None:
        self.app = Chalice(app_name="tested", configure_logs=False)
        gateway.register(self.app, lambda: site.world)
        self.routes = Routes(self.app.routes)

    def send(self, method: str, target: str, body: bytes = b"", **named: str) -> dict[str, Any]:
        """What Lambda answers."""
        headers = tuple((name.replace("_", "-").title(), value) for name, value in named.items())
        request = Request(method, target, headers, body)
        match = self.routes.match(request.path)
        assert match is not None
        event = to_event(request, match, self.app.api.binary_types)
        answer: dict[str, Any] = self.app(event, Context("APIHandler"))
        return answer


@pytest.fixture
def chalice(site: Site) -> Gateway:
    """The site behind Chalice."""
    return Gateway(site)


def test_application_registers_every_path_with_every_method() -> None:
    """API Gateway refuses what it doesn't know before we could."""
    assert {path: tuple(methods) for path, methods in application.app.routes.items()} == dict.fromkeys(
        ROUTES, METHODS
    )


def test_application_names_its_functions_as_the_template_does() -> None:
    """`infra/resources.yaml` refers to them."""
    handlers = {handler.name for handler in application.app.pure_lambda_functions}
    handlers |= {config.name for config in application.app.event_sources}

    assert handlers == {"project", "relay", "notify", "repair", "seat", "sweep"}


def test_application_takes_forms_with_files_for_bytes() -> None:
    """API Gateway would take them for text."""
    assert set(gateway.BINARY) <= set(application.app.api.binary_types)


def test_request_comes_through_chalice_as_it_was_sent(site: Site, chalice: Gateway) -> None:
    """Query, headers and body; and the answer goes back with all its headers."""
    answer = chalice.send("GET", "/?city=kranj&lang=ja", accept_language="en")

    assert answer["statusCode"] == 200
    assert answer["headers"]["Content-Language"] == "ja"
    assert answer["headers"]["Content-Type"] == "text/html; charset=utf-8"
    assert "クラーニ市とのプログラム" in answer["body"]
    assert "isBase64Encoded" not in answer


def test_form_is_posted_and_followed_through_chalice(site: Site, chalice: Gateway) -> None:
    """With the content type that browsers send, and a GET of the same path, which has none."""
    path = site.link("ask", site.visit(), CONFIRM)
    nonce = site.get(path).values["_nonce"][0]
    body = f"_nonce={nonce}&answer=yes&sure=yes".encode()

    posted = chalice.send("POST", path, body, content_type="application/x-www-form-urlencoded; charset=UTF-8")
    looked = chalice.send("GET", path, content_type="application/x-www-form-urlencoded")

    assert (posted["statusCode"], looked["statusCode"]) == (200, 200)
    assert "Thank you" in posted["body"]


def test_path_parameters_are_decoded(site: Site, chalice: Gateway) -> None:
    """Whoever stands before us may or may not have done it."""
    path = site.link("ask", site.visit(), CONFIRM)

    assert chalice.send("GET", f"{path}%3E")["statusCode"] == 200
    assert chalice.send("GET", f"{path}%253E")["statusCode"] == 200
    assert chalice.send("GET", "/programs/delegation%2Dvisit")["statusCode"] == 200


def test_body_that_came_as_base64_is_read(site: Site, chalice: Gateway) -> None:
    """As it does where the type is among the binary ones."""
    event = {
        "resource": "/v1/programs/check",
        "path": "/v1/programs/check",
        "httpMethod": "POST",
        "headers": {"Authorization": "Bearer administrator"},
        "multiValueHeaders": {},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "pathParameters": None,
        "stageVariables": None,
        "requestContext": {"resourcePath": "/v1/programs/check", "httpMethod": "POST", "identity": None},
        "body": base64.b64encode(b"{}").decode(),
        "isBase64Encoded": True,
    }

    answer = chalice.app(event, None)

    assert answer["statusCode"] == 200
    assert json.loads(answer["body"])["errors"]


def test_method_that_no_path_is_registered_for_is_405_as_ours(site: Site, chalice: Gateway) -> None:
    """TRACE never reaches a view, and still gets our answer with our headers."""
    answer = chalice.send("TRACE", "/v1/programs")

    assert (answer["statusCode"], answer["headers"]["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert json.loads(answer["body"])["code"] == "method_not_allowed"
    assert answer["headers"]["X-Content-Type-Options"] == "nosniff"


def test_path_that_chalice_does_not_know_is_404_as_ours(site: Site, chalice: Gateway) -> None:
    """Should the table and the template ever differ."""
    event = to_event(Request("GET", "/v1/programs"), chalice.routes.match("/v1/programs"), [])  # type: ignore[arg-type]
    event["requestContext"]["resourcePath"] = "/v1/elsewhere"

    answer = chalice.app(event, None)

    assert (answer["statusCode"], json.loads(answer["body"])["status"]) == (404, 404)
    assert answer["headers"]["Content-Type"] == "application/problem+json"


def test_threads_each_get_their_own_answer(site: Site, chalice: Gateway) -> None:
    """Chalice keeps the request of the moment on the object that they share."""
    wrong: list[str] = []

    def ask(number: int) -> None:
        for turn in range(30):
            name = f"none-{number}-{turn}"
            answer = chalice.send("GET", f"/v1/programs/{name}")
            if json.loads(answer["body"])["instance"] != f"/v1/programs/{name}":
                wrong.append(answer["body"])

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []

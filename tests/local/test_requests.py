from __future__ import annotations

import base64
from typing import Any

import pytest

from infra.local.requests import Answer, Context, Request, is_among, to_answer, to_event
from infra.local.routes import Match

BINARY = ["multipart/form-data", "image/png"]


def event_of(request: Request) -> dict[str, Any]:
    """The event of a request to a route with one parameter."""
    return to_event(request, Match("/programs/{id}", {"id": "pen-pals"}), BINARY)


def test_event_has_what_a_proxy_integration_has() -> None:
    """Route, parameters, every value of header and query, and who calls are where Lambda has them."""
    request = Request(
        "POST",
        "/programs/pen-pals?tag=a&tag=b%20c&empty=",
        (
            ("Host", "concord.example"),
            ("Accept", "text/html"),
            ("Accept", "*/*"),
            ("X-Forwarded-For", "192.0.2.1"),
        ),
        "naïve".encode(),
        "127.0.0.1",
    )

    event = event_of(request)

    request_id = event["requestContext"].pop("requestId")
    assert len(request_id) == 36
    assert event == {
        "resource": "/programs/{id}",
        "path": "/programs/pen-pals",
        "httpMethod": "POST",
        "headers": {
            "Host": "concord.example",
            "Accept": "*/*",
            "X-Forwarded-For": "192.0.2.1, 127.0.0.1",
            "X-Forwarded-Proto": "http",
        },
        "multiValueHeaders": {
            "Host": ["concord.example"],
            "Accept": ["text/html", "*/*"],
            "X-Forwarded-For": ["192.0.2.1, 127.0.0.1"],
            "X-Forwarded-Proto": ["http"],
        },
        "queryStringParameters": {"tag": "b c", "empty": ""},
        "multiValueQueryStringParameters": {"tag": ["a", "b c"], "empty": [""]},
        "pathParameters": {"id": "pen-pals"},
        "stageVariables": None,
        "requestContext": {
            "resourcePath": "/programs/{id}",
            "httpMethod": "POST",
            "path": "/programs/pen-pals",
            "stage": "api",
            "protocol": "HTTP/1.1",
            "identity": {"sourceIp": "127.0.0.1", "userAgent": None},
        },
        "body": "naïve",
        "isBase64Encoded": False,
    }


def test_nothing_is_null_as_at_api_gateway() -> None:
    """No query and no body are null, not empty."""
    event = event_of(Request("GET", "/programs/pen-pals"))

    assert (event["multiValueQueryStringParameters"], event["queryStringParameters"]) == (None, None)
    assert (event["body"], event["isBase64Encoded"]) == (None, False)


@pytest.mark.parametrize(
    ("content_type", "encoded", "body"),
    [
        ("multipart/form-data; boundary=x", True, base64.b64encode(b"\xff\x00").decode()),
        ("Image/PNG", True, base64.b64encode(b"\xff\x00").decode()),
        ("application/json", False, "\N{REPLACEMENT CHARACTER}\x00"),
        ("", False, "\N{REPLACEMENT CHARACTER}\x00"),
    ],
)
def test_body_keeps_its_bytes_only_where_its_type_is_binary(
    content_type: str, encoded: bool, body: str
) -> None:
    """A type that was forgotten in binary_types shows here, not only at AWS."""
    event = event_of(Request("POST", "/programs/pen-pals", (("Content-Type", content_type),), b"\xff\x00"))

    assert (event["isBase64Encoded"], event["body"]) == (encoded, body)


def test_target_with_a_host_is_its_path() -> None:
    """A proxy's form of the target asks for the same page."""
    assert Request("GET", "http://concord.example/programs/a?b").path == "/programs/a"
    assert Request("GET", "http://concord.example").path == "/"


@pytest.mark.parametrize(
    ("result", "accept", "expected"),
    [
        (
            {"statusCode": 201, "headers": {"Content-Type": "text/plain"}, "body": "ä"},
            "",
            Answer(201, [("Content-Type", "text/plain")], "ä".encode()),
        ),
        (
            {
                "statusCode": 200,
                "headers": {},
                "multiValueHeaders": {"Set-Cookie": ["a=1", "b=2"]},
                "body": "{}",
            },
            "",
            Answer(
                200,
                [("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"), ("Content-Type", "application/json")],
                b"{}",
            ),
        ),
        (
            {"statusCode": 303, "headers": {"Location": "/x"}, "body": ""},
            "",
            Answer(303, [("Location", "/x")], b""),
        ),
        (
            {
                "statusCode": 200,
                "headers": {"Content-Type": "image/png"},
                "body": "/wA=",
                "isBase64Encoded": True,
            },
            "image/png,*/*",
            Answer(200, [("Content-Type", "image/png")], b"\xff\x00"),
        ),
        (
            {
                "statusCode": 200,
                "headers": {"Content-Type": "image/png"},
                "body": "/wA=",
                "isBase64Encoded": True,
            },
            "text/html,image/png",
            Answer(200, [("Content-Type", "image/png")], b"/wA="),
        ),
    ],
)
def test_result_becomes_the_answer_that_api_gateway_makes(
    result: dict[str, Any], accept: str, expected: Answer
) -> None:
    """Headers of both kinds, a type where there is a body, and bytes for those who accept them first."""
    assert to_answer(result, Request("GET", "/", (("Accept", accept),)), BINARY) == expected


def test_any_type_may_be_binary() -> None:
    """The wildcard of API Gateway counts."""
    assert is_among("text/html", ["*/*"])
    assert not is_among("text/html", ["text/plain"])


def test_context_says_how_much_time_is_left() -> None:
    """It counts down from the function's time-out, and not below nothing."""
    assert 9_000 < Context("APIHandler", 10).get_remaining_time_in_millis() <= 10_000
    assert Context("APIHandler", 0).get_remaining_time_in_millis() == 0

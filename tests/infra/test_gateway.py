"""What API Gateway answers by itself, and what it lets through, read from the packaged template."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.infra.packaged import Package

pytestmark = pytest.mark.package

HEADERS = {
    "Content-Type": "'application/problem+json'",
    "Content-Security-Policy": "'default-src; base-uri; form-action; frame-ancestors'",
    "Strict-Transport-Security": "'max-age=63072000; includeSubDomains'",
    "X-Content-Type-Options": "'nosniff'",
    "Referrer-Policy": "'no-referrer'",
    "Cache-Control": "'no-store'",
    "X-Robots-Tag": "'noindex'",
}


@pytest.fixture(scope="module")
def api(package: Package) -> dict[str, Any]:
    """The definition of the API, as Chalice wrote it and SAM added to it."""
    body: dict[str, Any] = package.of_type("AWS::ApiGateway::RestApi")["RestAPI"]["Body"]
    return body


@pytest.fixture(scope="module")
def responses(api: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The gateway responses, by type."""
    answered: dict[str, dict[str, Any]] = api["x-amazon-apigateway-gateway-responses"]
    return answered


def test_binary_types_are_those_of_the_application(api: dict[str, Any]) -> None:
    """API Gateway spoils the bytes of every type that is not named here."""
    from app import app

    assert api["x-amazon-apigateway-binary-media-types"] == app.api.binary_types
    assert "multipart/form-data" in app.api.binary_types


def test_api_has_one_stage(package: Package) -> None:
    """SAM adds a second one, named Stage, unless it is told not to."""
    stages = package.of_type("AWS::ApiGateway::Stage")

    assert [stage["StageName"] for stage in stages.values()] == ["api"]


def test_api_is_reached_by_the_host_of_the_base_url(package: Package) -> None:
    """Pages link to each other from the root, which API Gateway has only under a host of one's own."""
    domain = package.of_type("AWS::ApiGateway::DomainName")["Domain"]
    mapping = package.of_type("AWS::ApiGateway::BasePathMapping")["DomainMapping"]

    assert domain["DomainName"] == {"Fn::Select": [2, {"Fn::Split": ["/", {"Ref": "BaseUrl"}]}]}
    assert domain["SecurityPolicy"] == "TLS_1_2"
    assert "BasePath" not in mapping


def test_gateway_responses_are_problems_with_every_header(responses: dict[str, dict[str, Any]]) -> None:
    """Nobody ever gets an answer without the headers, whoever made it."""
    later = {"Retry-After": "'5'"}

    for kind, response in responses.items():
        headers = {
            name.removeprefix("gatewayresponse.header."): value
            for name, value in response["responseParameters"].items()
        }
        assert headers == (HEADERS | later if response.get("statusCode") in ("503", "429") else HEADERS), kind


@pytest.mark.parametrize(
    ("kind", "status", "title", "code"),
    [
        ("MISSING_AUTHENTICATION_TOKEN", 404, "Not Found", "unknown"),
        ("INVALID_SIGNATURE", 404, "Not Found", "unknown"),
        ("RESOURCE_NOT_FOUND", 404, "Not Found", "unknown"),
        ("BAD_REQUEST_BODY", 400, "Bad Request", "bad_request"),
        ("BAD_REQUEST_PARAMETERS", 400, "Bad Request", "bad_request"),
        ("REQUEST_TOO_LARGE", 413, "Content Too Large", "too_large"),
        ("UNSUPPORTED_MEDIA_TYPE", 415, "Unsupported Media Type", "unsupported_type"),
        ("THROTTLED", 429, "Too Many Requests", "too_many_requests"),
        ("QUOTA_EXCEEDED", 429, "Too Many Requests", "too_many_requests"),
        ("INTEGRATION_FAILURE", 503, "Service Unavailable", "unavailable"),
        ("INTEGRATION_TIMEOUT", 503, "Service Unavailable", "unavailable"),
        ("DEFAULT_5XX", 503, "Service Unavailable", "unavailable"),
    ],
)
def test_gateway_response_says_what_is_wrong(
    responses: dict[str, dict[str, Any]], kind: str, status: int, title: str, code: str
) -> None:
    """RFC 9457, with the application's own codes. A path that is none of ours is 404, not 403."""
    problem = json.loads(responses[kind]["responseTemplates"]["application/json"])

    assert responses[kind]["statusCode"] == str(status)
    assert problem.pop("detail").endswith(".")
    assert problem == {"type": "about:blank", "title": title, "status": status, "code": code}


def test_gateway_response_to_the_rest_keeps_its_own_status(responses: dict[str, dict[str, Any]]) -> None:
    """What has no response of its own is still a problem, with the words that API Gateway has for it."""
    rest = responses["DEFAULT_4XX"]

    template = rest["responseTemplates"]["application/json"]
    filled = template.replace("$context.error.messageString", '"Invalid request"')
    assert "statusCode" not in rest
    assert json.loads(filled) == {
        "type": "about:blank",
        "title": "The request was refused",
        "code": "bad_request",
        "detail": "Invalid request",
    }

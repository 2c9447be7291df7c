"""What API Gateway itself answers where no function is asked, read from the template's `GatewayResponses`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from infra.local.requests import Answer, problem
from infra.local.template import Template

_STATUS = {
    "MISSING_AUTHENTICATION_TOKEN": 403,
    "REQUEST_TOO_LARGE": 413,
    "INTEGRATION_FAILURE": 504,
    "DEFAULT_4XX": 400,
    "DEFAULT_5XX": 500,
}
"""The status of each kind where the template sets none (developer guide, gateway response types)."""


class Refusals:
    """The gateway responses of the API in a template."""

    def __init__(self, template: Template) -> None:
        self._responses: Mapping[str, Any] = template.properties("RestAPI").get("GatewayResponses") or {}

    def of(self, kind: str) -> Answer:
        """The answer of that kind, or of the default that stands for it."""
        default = "DEFAULT_5XX" if _STATUS[kind] >= 500 else "DEFAULT_4XX"
        response = self._responses.get(kind) or self._responses.get(default) or {}
        code = int(response.get("StatusCode") or _STATUS[kind])
        given = (response.get("ResponseParameters") or {}).get("Headers") or {}
        headers = [(name, str(value).strip("'")) for name, value in given.items()]
        templates = response.get("ResponseTemplates") or {}
        phrase = HTTPStatus(code).phrase
        if templates:
            media, text = next(iter(templates.items()))
            body = str(text).replace("$context.error.messageString", json.dumps(phrase)).encode()
            if not any(name.lower() == "content-type" for name, _ in headers):
                headers.append(("Content-Type", media))
        else:
            body = problem(code, phrase, phrase)
            headers.append(("Content-Type", "application/problem+json"))
        return Answer(code, headers, body, close=kind == "REQUEST_TOO_LARGE")

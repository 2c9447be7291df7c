"""Puts the description together, and serves it: `/openapi.json`."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from chalicelib import __version__
from chalicelib.domain import definition_schema
from chalicelib.domain.definitions import Community, Program
from chalicelib.language.patterns import MEANINGS
from chalicelib.web.http import PROBLEM, Request, Response
from chalicelib.web.openapi.operations import OPERATIONS, Operation
from chalicelib.web.openapi.schemas import SCHEMAS, STRING, reference
from chalicelib.web.problems import PHRASES

_ALWAYS = (429, 503)
"""What any request may meet: too many of them, or AWS that doesn't answer."""


def show(_request: Request) -> Response:
    """The description."""
    return Response(body=text(), headers={"Cache-Control": "public, max-age=300"}, personal=False)


@lru_cache(maxsize=1)
def text() -> str:
    """The description as JSON."""
    return json.dumps(described(), ensure_ascii=False, separators=(",", ":"))


def described() -> dict[str, Any]:
    """The description as data."""
    paths: dict[str, dict[str, Any]] = {}
    for (method, path), operation in OPERATIONS.items():
        paths.setdefault(path, {})[method.lower()] = _operation(method, path, operation)
    return {
        "openapi": "3.1.0",
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "info": {
            "title": "Concord",
            "version": __version__,
            "summary": "Applications and registrations for sister-city programs",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {**SCHEMAS, "Description": {"type": "object"}, **_definitions()},
        },
    }


def _operation(method: str, path: str, operation: Operation) -> dict[str, Any]:
    words = [word.strip("{}.") for word in path.replace(".", "/").split("/") if word]
    described: dict[str, Any] = {
        "operationId": "_".join([method.lower(), *words]),
        "summary": operation.summary,
        "parameters": list(operation.parameters),
        "responses": {
            **{str(status): _answer(status, name, operation) for status, name in operation.answers.items()},
            **{str(status): _refusal(status) for status in sorted((*operation.refusals, *_ALWAYS))},
        },
        "security": [{"token": []}] if operation.staff else [],
    }
    if operation.body is not None:
        content = {media: {"schema": schema} for media, schema in operation.body.items()}
        described["requestBody"] = {"required": operation.body_required, "content": content}
    if 401 in operation.refusals and not operation.staff:
        described["security"] = [{}, {"token": []}]
    return described


def _answer(status: int, name: str, operation: Operation) -> dict[str, Any]:
    if status == 303:
        location = {"schema": STRING, "description": "The address, good for five minutes."}
        return {"description": "It is elsewhere.", "headers": {"Location": location}}
    if not name:
        return {"description": "Nothing has changed."}
    answer: dict[str, Any] = {
        "description": {201: "New.", 202: "Begun."}.get(status, "Done."),
        "content": {operation.answer_type: {"schema": reference(name)}},
    }
    if name == "Sent":
        answer["headers"] = {"Location": {"schema": STRING, "description": "The submission, for staff."}}
    if status == 202:
        answer["headers"] = {"Location": {"schema": STRING, "description": "Where to see how far it is."}}
    if name == "Submission":
        answer["headers"] = {"ETag": {"schema": STRING}}
    return answer


def _refusal(status: int) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "description": PHRASES[status],
        "content": {PROBLEM: {"schema": reference("Problem")}},
    }
    if status in (429, 503):
        answer["headers"] = {"Retry-After": {"schema": {"type": "integer"}}}
    if status == 401:
        answer["headers"] = {"WWW-Authenticate": {"schema": STRING}}
    return answer


def _definitions() -> dict[str, Any]:
    """The models of programs and communities; JSON Logic is told whole in `/v1/program.schema.json` alone."""
    writing = definition_schema.Writing("#/components/schemas/", MEANINGS)
    anything = {"description": "JSON Logic."}
    return {
        **definition_schema.components(Program, Community, writing=writing),
        definition_schema.LOGIC: anything,
        definition_schema.OPERATION: {**anything, "type": "object"},
    }

"""JSON Schemas of definitions, for editors: `/v1/program.schema.json`. Public, and the same for everybody."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache

from chalicelib.domain.definitions import Community, Program
from chalicelib.web.http import Request, Response

TYPE = "application/schema+json"


def program(request: Request) -> Response:
    """JSON Schema 2020-12 of a program's definition; 304 where the caller has it."""
    return _answer(request, Program)


def community(request: Request) -> Response:
    """JSON Schema 2020-12 of a community's definition; 304 where the caller has it."""
    return _answer(request, Community)


def _answer(request: Request, model: type) -> Response:
    text, tag = written(model)
    headers = {"ETag": tag, "Cache-Control": "public, max-age=300"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status=304, headers=headers, personal=False)
    return Response(body=text, type=TYPE, headers=headers, personal=False)


@lru_cache(maxsize=2)
def written(model: type) -> tuple[str, str]:
    """The schema as JSON, and its tag. Made when it is first asked for: no other request pays for it."""
    from chalicelib.domain import definition_schema
    from chalicelib.language.patterns import MEANINGS

    text = json.dumps(definition_schema.document(model, MEANINGS), ensure_ascii=False, separators=(",", ":"))
    return text, f'"{hashlib.sha256(text.encode()).hexdigest()[:16]}"'

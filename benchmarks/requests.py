"""What the benchmarks send, and what the stub answers to it: one application for the delegation visit."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from chalicelib.domain import documents, instants, programs, times
from infra.local import forms

CATALOGUE = Path(__file__).resolve().parent.parent / "chalicelib" / "catalogue"
PATH = "/v1/programs/{id}/submissions"


def submission(*, key: str | None) -> dict[str, Any]:
    """API Gateway's event for a POST of the application."""
    headers = {"content-type": "application/json", "accept": "application/json", "host": "concord.example"}
    if key is not None:
        headers["idempotency-key"] = key
    return {
        "resource": PATH,
        "path": PATH.format(id="delegation-visit"),
        "httpMethod": "POST",
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "pathParameters": {"id": "delegation-visit"},
        "stageVariables": None,
        "requestContext": {
            "resourcePath": PATH,
            "path": PATH.format(id="delegation-visit"),
            "httpMethod": "POST",
            "stage": "api",
            "requestId": "benchmark",
            "identity": {"sourceIp": "127.0.0.1"},
        },
        "body": json.dumps({"answers": forms.visit(datetime.now(UTC).date()), "language": "en"}),
        "isBase64Encoded": False,
    }


def commit_item() -> dict[str, Any]:
    """An item of a first commit's size, as bare boto3 puts it."""
    text = json.dumps(forms.visit(datetime.now(UTC).date()))
    return {
        "pk": {"S": "submission#00000000000000000000"},
        "sk": {"S": "commit#000001"},
        "events": {"S": json.dumps([{"type": "submitted"}] * 4)},
        "private": {"S": text},
        "hash": {"S": "0" * 64},
    }


def answers() -> Mapping[str, object]:
    """What AWS answers: the program, a secret, and nothing to every write."""
    now = datetime.now(UTC)
    document = documents.from_yaml(
        (CATALOGUE / "programs" / "delegation-visit.yaml").read_text(encoding="utf-8")
    )
    today = now.astimezone(times.zone(document["timezone"])).date()
    text = documents.to_json(programs.settle(document, today))
    item = {
        "pk": {"S": "program#delegation-visit"},
        "sk": {"S": "current"},
        "text": {"S": text},
        "version": {"N": "1"},
        "at": {"S": instants.to_text(now)},
        "by": {"S": "benchmark"},
    }
    return {"GetItem": {"Item": item}, "GetSecretValue": {"SecretString": json.dumps({"seed": "benchmark"})}}

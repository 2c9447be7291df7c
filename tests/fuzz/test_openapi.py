"""The published description against the running thing: schemathesis asks, the demo answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_schema_conformance,
    status_code_conformance,
)

from infra.local.demo import Demo


@pytest.fixture(scope="module")
def described() -> Iterator[Any]:
    """The description that the demo serves, of itself."""
    with Demo(empty=True) as demo:
        yield schemathesis.openapi.from_url(f"{demo.base_url}/openapi.json")


api = schemathesis.pytest.from_fixture("described")


@api.parametrize()
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_answers_are_as_described(case: schemathesis.Case) -> None:
    """No request of the described kinds fails on our side, and every answer is one that was described."""
    case.call_and_validate(
        headers={"Authorization": "Bearer demo"},
        checks=[
            not_a_server_error,
            status_code_conformance,
            content_type_conformance,
            response_schema_conformance,
        ],
    )

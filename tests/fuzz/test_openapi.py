"""The published description against the running thing: schemathesis asks, the demo answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_schema_conformance,
    status_code_conformance,
)

from infra.local.demo import Demo

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]

EXAMPLES = 60
"""Of each operation; with those of test_requests.py they are more than 5,000."""


@pytest.fixture(scope="module")
def described() -> Iterator[Any]:
    """The description that the demo serves, of itself."""
    with Demo(empty=True) as demo:
        yield schemathesis.openapi.from_url(f"{demo.base_url}/openapi.json")


@pytest.mark.long
def test_answers_are_as_described(described: Any) -> None:
    """No request of the described kinds fails on our side, and every answer is one that was described."""
    operations = [result.ok() for result in described.get_all_operations()]

    for operation in operations:

        @settings(
            max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None
        )
        @given(case=operation.as_strategy())
        def answers(case: schemathesis.Case) -> None:
            case.call_and_validate(headers={"Authorization": "Bearer demo"}, checks=CHECKS)

        answers()

    assert len(operations) >= 30

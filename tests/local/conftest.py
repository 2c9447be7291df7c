"""What the tests of the demo's parts run on: moto as the demo starts it, without the application."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest

from infra.local import resources, surroundings, template
from infra.local.cloud import Cloud

_numbers = count(1)


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """Where a new moto answers, with the environment that points at it."""
    cloud = Cloud()
    url = cloud.start()
    with surroundings.surrounded(surroundings.variables({}, dict.fromkeys(surroundings.VARIABLES, url))):
        yield url
    cloud.stop()


@pytest.fixture(scope="module")
def clients(endpoint: str) -> Iterator[dict[str, Any]]:
    """The demo's own clients of it."""
    with surroundings.clients() as made:
        yield made


@pytest.fixture
def made(clients: dict[str, Any]) -> resources.Resources:
    """New tables and queues, as the template describes them."""
    return resources.make(template.read(), clients, f"test{next(_numbers)}")

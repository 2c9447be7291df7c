"""The fixtures of tests/storage once more, on DynamoDB Local; queues and keys are moto's, in process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chalicelib.storage import ports
from infra.local.demo import Demo
from tests.engine import dynamodb
from tests.journeys.story import Story
from tests.storage.deployment import deployed


@pytest.fixture(scope="session")
def dynamodb_local() -> Iterator[str]:
    """DynamoDB Local's URL; one for all tests, which make tables of their own."""
    try:
        with dynamodb.running() as url:
            yield url
    except dynamodb.NotHere as missing:
        pytest.exit(str(missing), returncode=1)


@pytest.fixture
def deployed_stores(dynamodb_local: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[ports.Stores]:
    """New stores, in new tables of DynamoDB Local."""
    with dynamodb.beside_moto(dynamodb_local, monkeypatch):
        yield deployed(monkeypatch)


@pytest.fixture
def stores(deployed_stores: ports.Stores) -> ports.Stores:
    """The same: there is one kind here."""
    return deployed_stores


@pytest.fixture
def shared_stores(deployed_stores: ports.Stores) -> ports.Stores:
    """The same: threads may share them."""
    return deployed_stores


@pytest.fixture(scope="module")
def running(dynamodb_local: str) -> Iterator[Demo]:
    """The demo, with its tables on DynamoDB Local."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL_DYNAMODB", dynamodb_local)
        with Demo(empty=True) as demo:
            yield demo


@pytest.fixture
def story(running: Demo) -> Story:
    """A journey that begins with nothing sent and the clock at the present."""
    running.reset()
    return Story(running)

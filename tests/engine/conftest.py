"""The fixtures of tests/storage once more, on DynamoDB Local; queues and keys are moto's, in process."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from chalicelib.storage import ports
from infra.local.demo import Demo
from tests.engine import dynamodb
from tests.journeys.story import Story
from tests.storage.deployment import deployed

WORKER = "PYTEST_XDIST_WORKER"
"""Names one of several processes, by pytest-xdist."""


def pytest_sessionstart(session: pytest.Session) -> None:
    """Fetches it before tests are handed out to several processes, and says at once what is missing."""
    if session.config.getoption("numprocesses", None) and WORKER not in os.environ:
        try:
            dynamodb.ready()
        except dynamodb.NotHere as missing:
            pytest.exit(str(missing), returncode=1)


@pytest.fixture(scope="session")
def dynamodb_local() -> Iterator[str]:
    """DynamoDB Local's URL; one for all tests of a process, which make tables of their own."""
    try:
        with dynamodb.running() as url:
            yield url
    except dynamodb.NotHere as missing:
        if WORKER in os.environ:  # where only whoever hands the tests out can end them
            pytest.fail(str(missing), pytrace=False)
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

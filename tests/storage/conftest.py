"""The stores that the tests of storage run on: memory, and AWS as moto has it, in process.

tests/engine has fixtures of the same names, and collects the same tests again.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from moto import mock_aws

from chalicelib.storage import ports
from tests import memory
from tests.storage.deployment import deployed


@pytest.fixture
def deployed_stores(monkeypatch: pytest.MonkeyPatch) -> Iterator[ports.Stores]:
    """New stores on moto."""
    with mock_aws():
        yield deployed(monkeypatch)


@pytest.fixture(params=["memory", "moto"])
def stores(request: pytest.FixtureRequest) -> ports.Stores:
    """New stores of each kind."""
    if request.param == "memory":
        return memory.stores()
    found: ports.Stores = request.getfixturevalue("deployed_stores")
    return found


@pytest.fixture
def shared_stores() -> ports.Stores:
    """New stores that threads may share. moto is none: it checks a condition and writes in two steps."""
    return memory.stores()

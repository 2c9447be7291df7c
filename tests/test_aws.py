from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import botocore.session
import pytest
from botocore.loaders import Loader

from chalicelib import aws
from chalicelib.domain.errors import Unavailable
from chalicelib.storage.ports import Stores
from tests.faults.transport import faults, on
from tests.storage.conftest import deployed_stores
from tests.storage.deployment import surroundings
from tests.storage.test_journal import chain

__all__ = ["deployed_stores"]

ASKS = {
    "dynamodb": "list_tables",
    "secretsmanager": "list_secrets",
    "sesv2": "get_account",
    "sqs": "list_queues",
    "sts": "get_caller_identity",
}
SURROUNDINGS: dict[str, dict[str, str]] = {
    "plain": {},
    "fips": {"AWS_USE_FIPS_ENDPOINT": "true"},
    "dualstack": {"AWS_USE_DUALSTACK_ENDPOINT": "true"},
    "everything elsewhere": {"AWS_ENDPOINT_URL": "http://127.0.0.1:9"},
    "one service elsewhere": {"AWS_ENDPOINT_URL_DYNAMODB": "http://127.0.0.1:9"},
    "with an account": {"AWS_ACCOUNT_ID": "123456789012"},
}

USUAL = Loader()  # kept, because it takes its time with each service


@pytest.fixture
def patch(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """The environment, with a new session after each change that a test makes before it asks."""
    surroundings(monkeypatch)
    aws.session.cache_clear()
    yield monkeypatch
    aws.session.cache_clear()


class Stopped(Exception):
    """A request got as far as the wire."""


def where(client: Any, ask: str) -> tuple[str, str]:
    """The URL that a client would send to, and the region and service that it signs for."""
    found: list[tuple[str, str]] = []

    def stop(request: Any, **_: Any) -> None:
        scope = request.headers["Authorization"].decode().partition("Credential=")[2].split("/")
        found.append((request.url, "/".join(scope[2:4])))
        raise Stopped

    client.meta.events.register_first("before-send", stop)
    with pytest.raises(Stopped):
        getattr(client, ask)()
    return found[0]


@pytest.mark.parametrize("region", ["us-west-2", "cn-north-1", "us-gov-west-1"])
@pytest.mark.parametrize("around", SURROUNDINGS)
def test_requests_go_where_botocore_would_send_them(
    patch: pytest.MonkeyPatch, around: str, region: str
) -> None:
    """Leaving out what a client does not need changes no endpoint and no signature, in any partition."""
    patch.setenv("AWS_DEFAULT_REGION", region)
    for name, value in SURROUNDINGS[around].items():
        patch.setenv(name, value)
    usual = botocore.session.get_session()
    usual.register_component("data_loader", USUAL)

    for service, ask in ASKS.items():
        assert where(aws.client(service, attempts=1), ask) == where(usual.create_client(service), ask)


def test_client_reads_neither_old_endpoints_nor_other_services(patch: pytest.MonkeyPatch) -> None:
    """A first client opens the models of its own service, and no megabyte of others' endpoints."""
    opened: list[Path] = []
    load = aws._LeanLoader.FILE_LOADER_CLASS._load_file

    def note(loader: Any, path: str, opener: Any) -> Any:
        opened.append(Path(path))
        return load(loader, path, opener)

    patch.setattr(aws._LeanLoader.FILE_LOADER_CLASS, "_load_file", note)

    aws.client("sqs")

    models = {path.parent.parent.name for path in opened if path.name.startswith("service-2")}
    assert models == {"sqs"}
    assert "endpoints.json" not in {path.name for path in opened}


def test_client_has_the_timeouts_and_attempts_asked_for(patch: pytest.MonkeyPatch) -> None:
    """Time-outs are short, and the number of attempts is ours, not the environment's."""
    patch.setenv("AWS_MAX_ATTEMPTS", "9")

    usual, patient = aws.client("sqs").meta.config, aws.client("sesv2", attempts=1, read=60.0).meta.config

    assert (usual.connect_timeout, usual.read_timeout, usual.retries["total_max_attempts"]) == (1.0, 5.0, 3)
    assert (patient.read_timeout, patient.retries) == (60.0, {"mode": "standard", "total_max_attempts": 1})


def test_requests_are_not_logged_even_at_debug(
    deployed_stores: Stores, caplog: pytest.LogCaptureFixture
) -> None:
    """Who turns logging up to find a fault must not find what people typed."""
    (commit,) = chain(1, private='["planted words"]')
    caplog.set_level(logging.DEBUG)

    deployed_stores.journal.append(commit)
    deployed_stores.journal.read(commit.submission)
    with faults(on("PutItem", "broken")), pytest.raises(Unavailable):
        deployed_stores.journal.append(commit)

    assert "planted" not in caplog.text


def test_import_makes_no_client_and_needs_no_environment() -> None:
    """Storage is imported by every function, so importing it asks for nothing and makes nothing."""
    program = (
        "import chalicelib.storage.connect, chalicelib.aws, sys;"
        "print(chalicelib.aws.session.cache_info().currsize, 'boto3' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", program], env={}, capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["0", "False"]

"""The environment variables that the demo's process runs under, decided before anything else.

The application finds AWS by botocore's own variables alone; here they are made to point at this machine, or
at the endpoints that somebody set, each service for itself. Knows nothing of tables or of programs.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

VARIABLES = {
    "dynamodb": "AWS_ENDPOINT_URL_DYNAMODB",
    "dynamodbstreams": "AWS_ENDPOINT_URL_DYNAMODB_STREAMS",
    "s3": "AWS_ENDPOINT_URL_S3",
    "sqs": "AWS_ENDPOINT_URL_SQS",
    "sesv2": "AWS_ENDPOINT_URL_SESV2",
    "secretsmanager": "AWS_ENDPOINT_URL_SECRETS_MANAGER",
}
"""Which variable names the endpoint of which service (botocore's client names)."""


def foreign(environ: Mapping[str, str]) -> dict[str, str]:
    """The endpoints that the environment asks for, by service; those not in it are played by moto.

    Streams go where DynamoDB goes, unless they have a variable of their own.

    >>> foreign({"AWS_ENDPOINT_URL_DYNAMODB": "http://127.0.0.1:8001"})
    {'dynamodb': 'http://127.0.0.1:8001', 'dynamodbstreams': 'http://127.0.0.1:8001'}
    """
    general = environ.get("AWS_ENDPOINT_URL", "")
    chosen = {service: environ.get(variable) or general for service, variable in VARIABLES.items()}
    chosen["dynamodbstreams"] = (
        environ.get(VARIABLES["dynamodbstreams"]) or environ.get(VARIABLES["dynamodb"]) or general
    )
    return {service: url for service, url in chosen.items() if url}


def variables(environ: Mapping[str, str], endpoints: Mapping[str, str]) -> dict[str, str | None]:
    """What to set, and with None what to remove, so that botocore uses those endpoints.

    Credentials and a region are made up where there are none. A profile, or a proxy that knows nothing
    of loopback, would lead away from this machine.
    """
    region = environ.get("AWS_REGION") or environ.get("AWS_DEFAULT_REGION") or "us-west-2"
    chosen: dict[str, str | None] = {
        "AWS_REGION": region,
        "AWS_DEFAULT_REGION": region,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "false",
        "AWS_ACCOUNT_ID_ENDPOINT_MODE": "disabled",
    }
    if not environ.get("AWS_ACCESS_KEY_ID") or not environ.get("AWS_SECRET_ACCESS_KEY"):
        chosen |= {"AWS_ACCESS_KEY_ID": "demo", "AWS_SECRET_ACCESS_KEY": "demo", "AWS_SESSION_TOKEN": None}
        chosen |= {"AWS_PROFILE": None, "AWS_DEFAULT_PROFILE": None}
    chosen |= {VARIABLES[service]: url for service, url in endpoints.items()}
    for name in ("NO_PROXY", "no_proxy"):
        chosen[name] = ",".join(filter(None, (environ.get(name), "127.0.0.1,localhost")))
    return chosen


@contextmanager
def surrounded(changes: Mapping[str, str | None]) -> Iterator[None]:
    """Changes this process's environment, and puts it back afterwards."""
    before = {name: os.environ.get(name) for name in changes}
    _apply(changes)
    try:
        yield
    finally:
        _apply(before)


@contextmanager
def clients() -> Iterator[dict[str, Any]]:
    """A client of each service, by botocore's name for it: the demo's own, apart from the application's."""
    import botocore.session
    from botocore.config import Config

    session = botocore.session.Session()
    config = Config(connect_timeout=5, read_timeout=30, max_pool_connections=20, retries={"mode": "standard"})
    made = {name: session.create_client(name, config=config) for name in VARIABLES}
    try:
        yield made
    finally:
        for client in made.values():
            client.close()


def _apply(changes: Mapping[str, str | None]) -> None:
    for name, value in changes.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value

"""Makes a deployment's tables, queues and keys as the demo does, under names of its own each time."""

from __future__ import annotations

from functools import cache
from itertools import count

import pytest

from chalicelib import aws
from chalicelib.storage import ports
from chalicelib.storage.connect import stores
from chalicelib.storage.settings import from_environment
from infra.local import brisk, resources, template

_numbers = count(1)
_described = cache(template.read)


def surroundings(patch: pytest.MonkeyPatch) -> None:
    """Credentials and a region that are nobody's, no endpoint but those that the test sets, a brisk moto."""
    brisk.moto()
    patch.setenv("AWS_ACCESS_KEY_ID", "testing")
    patch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    for name in ("AWS_ENDPOINT_URL", "AWS_PROFILE", "AWS_REGION", "AWS_SESSION_TOKEN"):
        patch.delenv(name, raising=False)


def deployed(patch: pytest.MonkeyPatch) -> ports.Stores:
    """The stores of a new deployment, wherever the environment's endpoints point."""
    surroundings(patch)
    clients = {service: aws.client(service) for service in ("dynamodb", "s3", "sqs", "secretsmanager")}
    described = _described()
    made = resources.make(described, clients, f"test{next(_numbers)}")
    environment = {**made.environment(described), "CONCORD_BASE_URL": "https://concord.example"}
    return stores(from_environment(environment))

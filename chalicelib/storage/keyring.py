"""The deployment's secrets, from Secrets Manager. Knows nothing about what they are for."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from chalicelib import aws
from chalicelib.domain.errors import Unavailable
from chalicelib.storage.failures import guarded

KEPT = 300.0
"""Seconds for which a process keeps what it has read."""


class Keyring:
    """`ports.Keyring` on Secrets Manager, by the secret's name. `clock` is in seconds, and only goes on."""

    def __init__(self, secret: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._secret = secret
        self._clock = clock
        self._kept: tuple[float, Mapping[str, object]] | None = None

    def read(self) -> Mapping[str, object]:
        """At most one GetSecretValue in five minutes.

        While Secrets Manager does not answer, what was read before goes on holding: links must not fail
        for it.
        """
        kept, now = self._kept, self._clock()
        if kept is not None and now < kept[0]:
            return kept[1]
        try:
            answer = guarded(lambda: self._secretsmanager.get_secret_value(SecretId=self._secret))
        except Unavailable:
            if kept is None:
                raise
            secrets = kept[1]
        else:
            secrets = json.loads(answer["SecretString"])
        self._kept = now + KEPT, secrets
        return secrets

    @cached_property
    def _secretsmanager(self) -> Any:
        return aws.client("secretsmanager")

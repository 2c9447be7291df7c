"""Lambda functions as their event sources see them: called with a batch, they answer which records failed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib import logs
from infra.local.requests import Context


class Failed(Exception):
    """The function raised, or answered something that Lambda does not understand: the whole batch failed."""


@dataclass(frozen=True, slots=True)
class Function:
    """A function by its name; `handler` takes event and context."""

    name: str
    handler: Callable[[Any, Any], Any]
    timeout: float = 60.0

    def call(self, event: Mapping[str, Any]) -> Any:
        """What the function returns. Raises Failed for whatever it raises."""
        try:
            return self.handler(event, Context(self.name, self.timeout))
        except Exception as error:
            complain(f"{self.name} failed: {described(error)}")
            raise Failed(self.name) from error

    def failures(self, event: Mapping[str, Any], identifiers: Iterable[str]) -> set[str]:
        """Which of these records the function could not deal with. Raises Failed when that can't be told.

        Lambda takes an unknown or an empty identifier for a failure of the whole batch (developer guide,
        reporting batch item failures).
        """
        known = set(identifiers)
        answer = self.call(event) or {}
        try:
            failed = {item["itemIdentifier"] for item in answer.get("batchItemFailures") or []}
        except (AttributeError, KeyError, TypeError) as error:
            raise Failed(self.name) from error
        if failed - known:
            raise Failed(self.name)
        return failed


def described(error: Exception) -> str:
    """What kind of error it is and where it was raised; never its words, which may be what somebody typed."""
    return f"{type(error).__name__} at {logs.where(error)}"


def complain(words: str) -> None:
    """Tells whoever runs the demo, on stderr."""
    print(words, file=sys.stderr, flush=True)

"""Stores that fail now and then, before they do something or after it, and functions that die in between."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from random import Random
from typing import Any

from chalicelib.domain.errors import Unavailable
from chalicelib.storage.ports import MessageRow, Stores


class Died(BaseException):
    """Lambda ended a function where it stood: nothing of ours can catch that."""


@dataclass
class Weather:
    """How often calls fail. `deadly`: whether who calls may die, as functions do and people don't.

    `unmarked`: messages of which nobody could write down what had become of them.
    """

    chance: Random
    often: float = 0.0
    deadly: bool = False
    unmarked: set[str] = field(default_factory=set)

    def over(self, stores: Stores) -> Stores:
        """The stores under this weather."""
        return Stores(**{each.name: _Under(getattr(stores, each.name), self) for each in fields(stores)})

    def call(self, method: Callable[..., Any], arguments: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """What the method answers, unless it fails."""
        if not self.often or self.chance.random() >= self.often:
            return method(*arguments, **named)
        for each in arguments:
            if isinstance(each, MessageRow):
                self.unmarked.add(each.id)
        if self.chance.random() < 0.5:
            method(*arguments, **named)
        raise Died if self.deadly and self.chance.random() < 0.3 else Unavailable


class _Under:
    def __init__(self, store: Any, weather: Weather) -> None:
        self._store = store
        self._weather = weather

    def __getattr__(self, name: str) -> Any:
        """The method under the weather; looked up once. Where nothing ever fails it is the store's own."""
        method = getattr(self._store, name)

        def call(*arguments: Any, **named: Any) -> Any:
            return self._weather.call(method, arguments, named)

        found = call if self._weather.often else method
        setattr(self, name, found)
        return found

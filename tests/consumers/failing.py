"""Stores that fail as planned: AWS is down for one submission, one call, or one kind of call."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import count
from typing import Any

from chalicelib.domain.errors import Unavailable
from chalicelib.storage.ports import Stores
from tests.simulator.weather import Died


class Failing:
    """A store of which some calls raise, before they do anything."""

    def __init__(self, store: Any, fails: Callable[[str, tuple[Any, ...]], Exception | None]) -> None:
        self._store = store
        self._fails = fails

    def __getattr__(self, name: str) -> Any:
        """The store's own, unless it is to fail."""
        found = getattr(self._store, name)
        if not callable(found):
            return found

        def call(*arguments: Any, **named: Any) -> Any:
            error = self._fails(name, arguments)
            if error is not None:
                raise error
            return found(*arguments, **named)

        return call


def failing(stores: Stores, store: str, method: str, *, times: int = 1_000, about: str = "") -> Stores:
    """The stores, of which a method is unavailable so many times (for calls about that id)."""
    left = [times]

    def fails(name: str, arguments: tuple[Any, ...]) -> Exception | None:
        if name != method or not left[0] or (about and about not in str(arguments)):
            return None
        left[0] -= 1
        return Unavailable()

    return replace(stores, **{store: Failing(getattr(stores, store), fails)})


def broken(stores: Stores, store: str, method: str, *, about: str) -> Stores:
    """The stores, of which a method raises what nobody foresaw, with words that nobody may see."""

    def fails(name: str, arguments: tuple[Any, ...]) -> Exception | None:
        wanted = name == method and about in str(arguments)
        return ValueError("Jane Planted, jane.planted@secret.example") if wanted else None

    return replace(stores, **{store: Failing(getattr(stores, store), fails)})


class Dying:
    """A store after one of whose calls the process dies: done, and nobody hears of it."""

    def __init__(self, store: Any, dies: Callable[[], bool]) -> None:
        self._store = store
        self._dies = dies

    def __getattr__(self, name: str) -> Any:
        """The store's own, which may be its last."""
        method = getattr(self._store, name)

        def call(*arguments: Any, **named: Any) -> Any:
            answer = method(*arguments, **named)
            if self._dies():
                raise Died
            return answer

        return call


def dying(stores: Stores, names: Iterable[str], after: int) -> Stores:
    """The stores, of which the process dies with that call to any of these."""
    numbers = count(1)
    return replace(
        stores, **{name: Dying(getattr(stores, name), lambda: next(numbers) == after) for name in names}
    )


def overtaken(stores: Stores, store: str, method: str, act: Callable[[], object]) -> Stores:
    """The stores, in which somebody else acts just before a method is called for the first time."""
    acts = [act]

    def first(name: str, _: tuple[Any, ...]) -> None:
        if name == method and acts:
            acts.pop()()

    return replace(stores, **{store: Failing(getattr(stores, store), first)})

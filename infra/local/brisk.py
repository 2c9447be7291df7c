"""Moto, which answers here, without what it finds out again at every request: about half of its time.

Its answers are the same (tests/local/test_brisk.py). Knows the insides of the version that is pinned: where a
later one has changed them, `moto` raises AttributeError or ImportError, and may have become needless.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any


@cache
def moto() -> None:
    """Has moto be brisk from now on, in this process."""
    from moto.core import responses, serialize
    from moto.dynamodb.models.dynamo_type import DynamoType
    from moto.dynamodb.models.table import StreamRecord

    # Which methods a class has, and how an operation's name is spelt in Python.
    _wrap(responses, "method_names_from_class", cache)
    _wrap(responses, "camelcase_to_underscores", cache)
    _wrap(responses.BaseResponse, "_enrich_response", lambda found: staticmethod(_enriched(found)))
    _wrap(serialize.AttributePicker, "__call__", _picked)
    # Before each transaction the tables are copied, and what their streams have told: that never changes.
    _wrap(DynamoType, "__deepcopy__", _copied)
    _put(StreamRecord, "__deepcopy__", lambda record, _: record)


def _wrap(owner: Any, name: str, wrapped: Callable[[Any], Any]) -> None:
    _put(owner, name, wrapped(getattr(owner, name)))


def _put(owner: Any, name: str, new: Any) -> None:
    setattr(owner, name, new)


def _enriched(found: Any) -> Any:
    """The request's id, sought in XML alone: it was sought in every character of JSON, too."""

    def enriched(headers: Any, body: Any) -> Any:
        sought = isinstance(body, str) and "<RequestId>" in body
        headers, written = found(headers, body if sought else "")
        return headers, written if sought else body

    return enriched


def _picked(found: Any) -> Any:
    """A member of an answer; of a plain dict by the names that it had the last time.

    They depend on the member's shape and on the class of what holds it (`serialize.AttributeAliasProvider`).
    """
    names: dict[tuple[Any, str], tuple[str, ...]] = {}

    def picked(self: Any, context: Any) -> Any:
        answer, key = context.obj, context.key
        if type(answer) is not dict or self.response_transformers:
            return found(self, context)
        place = context.shape, key
        if place not in names:
            names[place] = tuple(dict.fromkeys(self.get_possible_keys(context)))
        for name in names[place]:
            if name in answer:
                return answer[name]
            if "." in name:
                return found(self, context)
        return None

    return picked


def _copied(found: Any) -> Any:
    """A copy of what can change; strings and numbers, of which a table is full, never do."""

    def copied(self: Any, memo: Any) -> Any:
        changes = self.is_list() or self.is_map() or self.is_set()
        return found(self, memo) if changes else self

    return copied

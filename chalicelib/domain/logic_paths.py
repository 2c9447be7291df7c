"""What of the data a JSON Logic expression may look at: by this conditions are put in their order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from chalicelib.domain.logic import DEEPEST, is_operation
from chalicelib.domain.logic_values import is_number, text

OVER_ELEMENTS = frozenset({"map", "filter", "reduce", "all", "none", "some"})
"""Operations whose second argument is evaluated over the elements of the first."""

Path = tuple[str, ...]
"""The names on the way to a value; `*` for each element of a list."""


def paths(expression: Any) -> tuple[Path, ...]:
    """What of the data an expression may look at, each once: also in the elements of lists, as `*`.

    An element that is used as a whole is the list as a whole. `()` stands for all data, which is meant by a
    name that is computed too.

    >>> paths({"some": [{"var": "guardians"}, {"==": [{"var": "lives_with"}, True]}]})
    (('guardians', '*', 'lives_with'),)
    """
    return tuple(dict.fromkeys(_paths(expression, 1)))


def _paths(expression: Any, depth: int) -> Iterator[Path]:
    if depth > DEEPEST:
        yield ()
    elif isinstance(expression, list):
        for each in expression:
            yield from _paths(each, depth + 1)
    elif is_operation(expression):
        ((name, given),) = expression.items()
        arguments = given if isinstance(given, list) else [given]
        if name in OVER_ELEMENTS and arguments:
            yield from _over_elements(name, arguments, depth)
            return
        if name == "var":
            yield _path(arguments[0] if arguments else "")
            arguments = arguments[1:]
        elif name in ("missing", "missing_some"):
            yield from ((_path(word)) for word in _words(arguments))
        for each in arguments:
            yield from _paths(each, depth + 1)


def _over_elements(name: str, arguments: list[Any], depth: int) -> Iterator[Path]:
    """What is looked at in the elements of a list, and in the data beside it."""
    base = _list(arguments[0], depth)
    if base is None:
        yield from _paths(arguments[0], depth + 1)
    else:
        yield from base[1]
        inner = list(_paths(arguments[1], depth + 1)) if len(arguments) > 1 else []
        if name == "reduce":
            inner = [path[1:] for path in inner if path[:1] != ("accumulator",)]
        whole = name == "filter" or not inner
        yield from ((*base[0], *(("*", *path) if path and not whole else ())) for path in inner or [()])
    for each in arguments[2:]:
        yield from _paths(each, depth + 1)


def _list(expression: Any, depth: int) -> tuple[Path, list[Path]] | None:
    """The list that is gone through, where it is one of the data, and what picks its elements."""
    if not is_operation(expression) or depth > DEEPEST:
        return None
    ((name, given),) = expression.items()
    arguments = given if isinstance(given, list) else [given]
    if name == "var" and len(arguments) == 1 and isinstance(arguments[0], str) and arguments[0]:
        return _path(arguments[0]), []
    if name == "filter" and len(arguments) > 1 and (base := _list(arguments[0], depth + 1)) is not None:
        picked = [(*base[0], "*", *path) if path else base[0] for path in _paths(arguments[1], depth + 1)]
        return base[0], [*base[1], *picked]
    return None


def _path(name: Any) -> Path:
    if isinstance(name, str) or is_number(name):
        return tuple(text(name).split(".")) if name != "" else ()
    return ()


def _words(value: Any) -> Iterator[str]:
    """Every text in an expression."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _words(each)

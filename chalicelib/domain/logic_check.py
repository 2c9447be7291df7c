"""What can be said of a JSON Logic expression without data: what is wrong with it, and what it looks at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from chalicelib.domain.errors import Fault, child
from chalicelib.domain.logic import DEEPEST, OPERATIONS, is_operation
from chalicelib.domain.logic_values import is_number, text

_OVER_ELEMENTS = {"map", "filter", "reduce", "all", "none", "some"}


def faults(expression: Any, pointer: str) -> list[Fault]:
    """Everything in which the expression has no sense; `pointer` is its own place in the document.

    Stricter than evaluation, to which an object with no key or several is a value: here it is a slip.
    """
    return list(_faults(expression, pointer, 1))


def references(expression: Any) -> tuple[str, ...]:
    """The paths into the data that `var`, `missing` and `missing_some` name, each once, in their order.

    Names that are computed are not among them, nor the path that means all data, nor what is looked up
    in the elements of a list: the second argument of `map`, `filter`, `reduce`, `all`, `none` and `some`.

    >>> references({"and": [{"var": ["age", 0]}, {"some": [{"var": "guardians"}, {"var": "email"}]}]})
    ('age', 'guardians')
    """
    return tuple(dict.fromkeys(_references(expression, 1)))


def _faults(expression: Any, pointer: str, depth: int) -> Iterator[Fault]:
    if not isinstance(expression, list | dict):
        return
    if depth > DEEPEST or (isinstance(expression, dict) and len(expression) != 1):
        yield Fault(pointer, "logic", {"limit": DEEPEST})
        return
    if isinstance(expression, dict):
        ((name, given),) = expression.items()
        pointer = child(pointer, name)
        if name not in OPERATIONS:
            yield Fault(pointer, "unknown_operation", {"name": name})
        if not isinstance(given, list):
            yield from _faults(given, pointer, depth + 1)
            return
        expression = given
    for number, each in enumerate(expression):
        yield from _faults(each, child(pointer, number), depth + 1)


def _references(expression: Any, depth: int) -> Iterator[str]:
    if depth > DEEPEST:
        return
    if isinstance(expression, list):
        for each in expression:
            yield from _references(each, depth + 1)
    elif is_operation(expression):
        ((name, given),) = expression.items()
        arguments = given if isinstance(given, list) else [given]
        yield from _named(name, arguments)
        for number, each in enumerate(arguments):
            if number != 1 or name not in _OVER_ELEMENTS:
                yield from _references(each, depth + 1)


def _named(name: str, arguments: list[Any]) -> Iterator[str]:
    """The paths that an operation itself names."""
    match name, arguments:
        case ("missing", [list(paths), *_]) | ("missing_some", [_, list(paths), *_]) | ("missing", paths):
            pass
        case ("var", [path, *_]) | ("missing_some", [_, path, *_]):
            paths = [path]
        case _:
            return
    yield from (text(path) for path in paths if path != "" and (isinstance(path, str) or is_number(path)))


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
        if name in _OVER_ELEMENTS and arguments:
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

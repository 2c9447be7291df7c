"""What can be said of a JSON Logic expression without data: what is wrong with it, and what it looks at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from chalicelib.domain.errors import Fault, child
from chalicelib.domain.logic import DEEPEST, OPERATIONS, is_operation
from chalicelib.domain.logic_paths import OVER_ELEMENTS
from chalicelib.domain.logic_values import is_number, text


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
            if number != 1 or name not in OVER_ELEMENTS:
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

"""JSON Logic (jsonlogic.com): what an expression is over data, as its reference json-logic-js 2.0 has it.

Added are `age`, `words` and `days`. Three things differ, all on purpose: where the reference throws the
result is None; of what JavaScript's own objects have, `var` finds `length` alone; and half a character, as
`substr` may leave it, becomes U+FFFD. Pure, and bounded in depth and work, for staff write expressions.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from chalicelib.domain import logic_operations
from chalicelib.domain.logic_values import UNDEFINED, Hopeless, compared, member, nth, number, text, truthy

__all__ = ["DEEPEST", "MOST_STEPS", "OPERATIONS", "evaluate", "is_operation", "truthy"]

DEEPEST = 50
"""Operations and lists within one another, and likewise values; a definition has room for fewer."""

MOST_STEPS = 100_000
"""Of one evaluation: one for each part evaluated, each value looked at, and each 100 characters of it."""

_EXACT = 2**53
_HALF = re.compile("[\ud800-\udfff]")


def evaluate(expression: Any, data: Any) -> Any:
    """The value of an expression over data; both are JSON, and neither is changed or part of the result.

    None stands for undefined, and for everything in which there is no sense: an operation that there is
    not, one that JavaScript throws on, more depth than DEEPEST, more work than MOST_STEPS. A result may
    be NaN or infinite, as in JavaScript; whole numbers are ints.

    >>> evaluate({"and": [{"<": [{"var": "age"}, 18]}, {"!": {"var": "guardian"}}]}, {"age": 15})
    True
    """
    run = _Run()
    try:
        return run.presented(run.apply(expression, data))
    except Hopeless:
        return None


def is_operation(expression: Any) -> bool:
    """Whether it is an object with exactly one key; any other one means itself."""
    return isinstance(expression, dict) and len(expression) == 1


@dataclass(slots=True)
class _Run:
    """One evaluation: how many steps are left of it, and how deep it is."""

    left: int = MOST_STEPS
    depth: int = 0

    def apply(self, expression: Any, data: Any) -> Any:
        """The value, in which undefined is UNDEFINED. Raises Hopeless."""
        self.spend(1)
        if not isinstance(expression, list) and not is_operation(expression):
            return expression
        self.depth += 1
        if self.depth > DEEPEST:
            raise Hopeless
        value = (
            self.each(expression, data) if isinstance(expression, list) else self.operate(expression, data)
        )
        self.depth -= 1
        return value

    def each(self, expressions: Sequence[Any], data: Any) -> list[Any]:
        """The value of each."""
        return [self.apply(expression, data) for expression in expressions]

    def operate(self, expression: dict[str, Any], data: Any) -> Any:
        """What an operation gives; most of them want the values of all their arguments first."""
        ((name, given),) = expression.items()
        if name == "var" and isinstance(given, str):  # as most are: the same, and the same steps, in one
            self.spend(3 + len(given) // 100)
            return _var(self, (given,), data)
        unapplied = given if isinstance(given, list) else [given]
        if name in _LAZY:
            return _LAZY[name](self, unapplied, data)
        arguments = self.each(unapplied, data)
        self.weigh(arguments)
        if name in _LOOKING:
            return _LOOKING[name](self, arguments, data)
        return logic_operations.worked(name, arguments)

    def spend(self, steps: int) -> None:
        """Raises Hopeless where that is more than is left."""
        self.left -= steps
        if self.left < 0:
            raise Hopeless

    def weigh(self, value: Any, depth: int = 0) -> None:
        """Spends what it costs to look at a value as a whole, as an operation may do with its arguments."""
        self.spend(1)
        if isinstance(value, str):
            self.spend(len(value) // 100)
        elif isinstance(value, list):
            if depth > DEEPEST:
                raise Hopeless
            for each in value:
                self.weigh(each, depth + 1)

    def presented(self, value: Any, depth: int = 0) -> Any:
        """The value as others may store it: a copy, in Python's numbers, without undefined and halves."""
        self.spend(1)
        if depth > DEEPEST:
            raise Hopeless
        match value:
            case bool():
                return value
            case int() | float():
                exact = number(value)
                return int(exact) if abs(exact) <= _EXACT and exact.is_integer() else exact
            case str():
                self.spend(len(value) // 100)
                return _HALF.sub("\ufffd", value)
            case list():
                return [self.presented(each, depth + 1) for each in value]
            case dict():
                return {
                    self.presented(key, depth): self.presented(each, depth + 1) for key, each in value.items()
                }
            case _:
                return None


# Operations that choose what of their arguments is evaluated, and over what.


def _if(run: _Run, given: Sequence[Any], data: Any) -> Any:
    for condition, consequence in zip(given[::2], given[1::2], strict=False):
        if truthy(run.apply(condition, data)):
            return run.apply(consequence, data)
    return run.apply(given[-1], data) if len(given) % 2 else None


def _until(ends: bool, run: _Run, given: Sequence[Any], data: Any) -> Any:  # noqa: FBT001 - which of the two it is
    """The first value with that truth, or the last one: `or`, and `and`."""
    value = UNDEFINED
    for expression in given:
        value = run.apply(expression, data)
        if truthy(value) == ends:
            break
    return value


def _scope(run: _Run, given: Sequence[Any], data: Any) -> tuple[list[Any] | None, Any]:
    """The list that is meant, or None, and what is to be evaluated over its elements."""
    values = run.apply(nth(given, 0), data)
    return (values if isinstance(values, list) else None), nth(given, 1)


def _map(run: _Run, given: Sequence[Any], data: Any) -> list[Any]:
    values, inner = _scope(run, given, data)
    return [run.apply(inner, value) for value in values or []]


def _filter(run: _Run, given: Sequence[Any], data: Any) -> list[Any]:
    values, inner = _scope(run, given, data)
    return [value for value in values or [] if truthy(run.apply(inner, value))]


def _reduce(run: _Run, given: Sequence[Any], data: Any) -> Any:
    values, inner = _scope(run, given, data)
    result = run.apply(given[2], data) if len(given) > 2 else None
    for value in values or []:
        result = run.apply(inner, {"current": value, "accumulator": result})
    return result


def _all(run: _Run, given: Sequence[Any], data: Any) -> bool:
    values, inner = _scope(run, given, data)
    return bool(values) and all(truthy(run.apply(inner, value)) for value in values or [])


def _some(run: _Run, given: Sequence[Any], data: Any) -> bool:
    values, inner = _scope(run, given, data)
    return any(truthy(run.apply(inner, value)) for value in values or [])


def _none(run: _Run, given: Sequence[Any], data: Any) -> bool:
    return not _some(run, given, data)


# Operations that look into the data.


def _var(run: _Run, arguments: Sequence[Any], data: Any) -> Any:
    path, default = nth(arguments, 0), nth(arguments, 1)
    if path is UNDEFINED or path is None or path == "":
        return data
    found = data
    for name in text(path).split("."):
        if isinstance(found, str):
            run.spend(len(found) // 100)
        found = member(found, name)
        if found is UNDEFINED:
            return None if default is UNDEFINED else default
    return found


def _missing(run: _Run, arguments: Sequence[Any], data: Any) -> list[Any]:
    first = nth(arguments, 0)
    keys = first if isinstance(first, list) else arguments
    values = [(key, run.apply({"var": key}, data)) for key in keys]
    return [key for key, value in values if value is None or value == ""]


def _missing_some(run: _Run, arguments: Sequence[Any], data: Any) -> Any:
    wanted, options = nth(arguments, 0), nth(arguments, 1)
    absent = run.apply({"missing": options}, data)
    if options is None or options is UNDEFINED:
        raise Hopeless
    present = number(member(options, "length")) - len(absent)
    return [] if compared(present, wanted, operator.ge) else absent


_LAZY: Mapping[str, Callable[[_Run, Sequence[Any], Any], Any]] = {
    "if": _if,
    "?:": _if,
    "and": partial(_until, False),
    "or": partial(_until, True),
    "map": _map,
    "filter": _filter,
    "reduce": _reduce,
    "all": _all,
    "some": _some,
    "none": _none,
}
_LOOKING: Mapping[str, Callable[[_Run, Sequence[Any], Any], Any]] = {
    "var": _var,
    "missing": _missing,
    "missing_some": _missing_some,
}

OPERATIONS = frozenset({*_LAZY, *_LOOKING}) | logic_operations.NAMES
"""The names of all operations."""

"""The operations of JSON Logic that need nothing but their arguments' values, and Concord's own three."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import partial
from math import copysign, fmod, inf, isfinite, isinf, isnan, nan
from typing import Any

from chalicelib.domain import times, words
from chalicelib.domain.logic_values import (
    UNDEFINED,
    Hopeless,
    characters,
    compared,
    equal,
    is_number,
    joined,
    leading,
    number,
    same,
    text,
    truthy,
    units,
)

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def worked(name: str, arguments: Sequence[Any]) -> Any:
    """What the operation makes of its arguments. Raises Hopeless where there is none of that name."""
    if name in _FIXED:
        count, function = _FIXED[name]
        return function(*arguments[:count], *[UNDEFINED] * (count - len(arguments)))
    if name in _MANY:
        return _MANY[name](arguments)
    raise Hopeless


def _between(holds: Callable[[Any, Any], bool], low: Any, value: Any, high: Any) -> bool:
    return compared(low, value, holds) and (high is UNDEFINED or compared(value, high, holds))


def _in(part: Any, whole: Any) -> bool:
    match whole:
        case str():
            return whole != "" and _stands_in(units(text(part)), units(whole))
        case list():
            return any(same(each, part) for each in whole)
        case {"indexOf": _}:  # its own, which can't be called
            raise Hopeless
        case _:
            return False


def _stands_in(part: bytes, whole: bytes) -> bool:
    """Whether these units are among those: at an even place, for each has two bytes."""
    place = whole.find(part)
    while place > 0 and place % 2:
        place = whole.find(part, place + 1)
    return place >= 0


def _substr(source: Any, start: Any, length: Any) -> str:
    """As PHP's: both may count from the end."""
    whole = units(text(source))
    size, first = len(whole) // 2, _whole(start)
    begin = int(max(size + first, 0) if first < 0 else min(first, size))
    rest = size - begin
    wanted: float = rest if length is UNDEFINED else _whole(length)
    if compared(length, 0, operator.lt):
        # The reference adds to a number what it was given, and a text makes a text of that: “5-1”, no number.
        wanted = _whole(rest + number(length)) if is_number(length) else 0
    end = begin + int(min(max(wanted, 0), rest))
    return characters(whole[2 * begin : 2 * end])


def _whole(value: Any) -> float:
    """Without its fraction; 0 where it is no number (§7.1.5)."""
    exact = number(value)
    if isnan(exact) or isinf(exact):
        return 0.0 if isnan(exact) else exact
    return float(int(exact))


def _plus(arguments: Sequence[Any]) -> float:
    total = 0.0
    for each in arguments:
        total = leading(total) + leading(each)
    return total


def _times(arguments: Sequence[Any]) -> Any:
    if not arguments:
        raise Hopeless
    product = arguments[0]  # which stays what it is where it is the only one
    for each in arguments[1:]:
        product = leading(product) * leading(each)
    return product


def _minus(first: Any, second: Any) -> float:
    return -number(first) if second is UNDEFINED else number(first) - number(second)


def _divided(first: Any, second: Any) -> float:
    dividend, divisor = number(first), number(second)
    if divisor:
        return dividend / divisor
    if not dividend or isnan(dividend) or isnan(divisor):
        return nan
    return copysign(inf, dividend) * copysign(1, divisor)


def _remainder(first: Any, second: Any) -> float:
    dividend, divisor = number(first), number(second)
    return fmod(dividend, divisor) if isfinite(dividend) and divisor else nan


def _extreme(
    best: Callable[[Sequence[tuple[float, float]]], tuple[float, float]], none: float, arguments: Any
) -> float:
    """The largest or smallest number; a negative zero is below the other one."""
    numbers = [number(each) for each in arguments]
    if not numbers:
        return none
    return nan if any(map(isnan, numbers)) else best([(each, copysign(1, each)) for each in numbers])[0]


def _merge(arguments: Sequence[Any]) -> list[Any]:
    return [each for value in arguments for each in (value if isinstance(value, list) else [value])]


def _day(value: Any) -> date | None:
    if isinstance(value, str) and _DAY.fullmatch(value):
        with suppress(ValueError):
            return date.fromisoformat(value)
    return None


def _age(born: Any, on: Any) -> int | None:
    first, last = _day(born), _day(on)
    return None if first is None or last is None else times.age(first, last)


def _days(start: Any, end: Any) -> int | None:
    first, last = _day(start), _day(end)
    return None if first is None or last is None else (last - first).days


def _words(value: Any) -> int | None:
    return words.count(value) if isinstance(value, str) else None


_FIXED: Mapping[str, tuple[int, Callable[..., Any]]] = {
    "==": (2, equal),
    "!=": (2, lambda a, b: not equal(a, b)),
    "===": (2, same),
    "!==": (2, lambda a, b: not same(a, b)),
    "!": (1, lambda value: not truthy(value)),
    "!!": (1, truthy),
    "<": (3, partial(_between, operator.lt)),
    "<=": (3, partial(_between, operator.le)),
    ">": (2, lambda a, b: compared(a, b, operator.gt)),
    ">=": (2, lambda a, b: compared(a, b, operator.ge)),
    "-": (2, _minus),
    "/": (2, _divided),
    "%": (2, _remainder),
    "in": (2, _in),
    "substr": (3, _substr),
    "log": (1, lambda value: value),
    "age": (2, _age),
    "days": (2, _days),
    "words": (1, _words),
}
_MANY: Mapping[str, Callable[[Sequence[Any]], Any]] = {
    "+": _plus,
    "*": _times,
    "max": partial(_extreme, max, -inf),
    "min": partial(_extreme, min, inf),
    "cat": lambda arguments: joined(arguments, ""),
    "merge": _merge,
}


NAMES = frozenset({*_FIXED, *_MANY})
"""The names of these operations."""

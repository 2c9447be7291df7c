"""The values of JSON Logic, which are JavaScript's: each as a number and as a text, and two beside another.

Sections are those of ECMA-262. Texts count in UTF-16 there, so what looks into one does so here as well.
Nothing here knows an operation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from math import inf, isnan, nan
from typing import Any

UNDEFINED: Any = object()
"""What an argument is that was not given; JSON has no such value."""

_WHITE = "\t\n\v\f\r \xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029"
_WHITE += "\u202f\u205f\u3000\ufeff"
_DECIMAL = re.compile(r"[+-]?(?:Infinity|(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)(?:[eE][+-]?[0-9]++)?)")
_WHOLE = re.compile(r"0(?:[xX][0-9a-fA-F]+|[oO][0-7]+|[bB][01]+)")
_INDEX = re.compile(r"0|[1-9][0-9]{0,9}")
_HALF = re.compile("[\ud800-\udfff]")


class Hopeless(Exception):
    """JavaScript has no answer here, but throws."""


def nth(arguments: Sequence[Any], index: int) -> Any:
    """The argument, or UNDEFINED."""
    return arguments[index] if index < len(arguments) else UNDEFINED


def truthy(value: Any) -> bool:
    """Whether a condition with this value holds: empty lists don't, empty objects and the text "0" do."""
    if isinstance(value, float) and isnan(value):
        return False
    return isinstance(value, dict) or (value is not UNDEFINED and bool(value))


def is_number(value: Any) -> bool:
    """Whether it is a number; for Python true and false are some too."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def number(value: Any) -> float:
    """The value as a number (§7.1.4): an empty text is 0, and NaN is what can't be read as one."""
    match value:
        case int() | float():
            return _double(value)
        case None:
            return 0.0
        case str():
            return _numeral(value)
        case list() | dict():
            return _numeral(text(value))
        case _:
            return nan


def leading(value: Any) -> float:
    """The number with which the value begins when it is written (`parseFloat`, §19.2.4)."""
    if is_number(value):
        return _double(value) + 0.0  # a negative zero is written without its sign
    found = _DECIMAL.match(text(value).lstrip(_WHITE))
    return float(found[0]) if found else nan


def _double(value: float) -> float:
    try:
        return float(value)
    except OverflowError:  # an integer with more digits than a number may have
        return inf if value > 0 else -inf


def _numeral(written: str) -> float:
    """The number that a whole text is (§7.1.4.1)."""
    stripped = written.strip(_WHITE)
    if not stripped:
        return 0.0
    if _DECIMAL.fullmatch(stripped):
        return float(stripped)
    if _WHOLE.fullmatch(stripped):
        return _double(int(stripped, 0))
    return nan


def text(value: Any) -> str:
    """The value as a text (§7.1.17): lists are written with commas, objects are all alike."""
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case int() | float():
            return _digits(_double(value))
        case None:
            return "null"
        case list():
            return joined(value, ",")
        case dict():
            if "toString" in value:  # which hides the one that all objects have, and can't be called
                raise Hopeless
            return "[object Object]"
        case _:
            return "undefined"


def joined(values: Sequence[Any], separator: str) -> str:
    """The values as one text; null and undefined are empty in it (`join`, §23.1.3.18)."""
    whole = separator.join("" if each is None or each is UNDEFINED else text(each) for each in values)
    return characters(units(whole)) if _HALF.search(whole) else whole  # two halves may be one character now


def _digits(value: float) -> str:
    """The number as JavaScript writes it (§6.1.6.1.20): the same digits as Python, and other zeros."""
    if isnan(value):
        return "NaN"
    if value == 0:
        return "0"
    if value in (inf, -inf):
        return "Infinity" if value > 0 else "-Infinity"
    if value < 0:
        return "-" + _digits(-value)
    mantissa, _, exponent = repr(value).partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(exponent or 0) - (len(whole + fraction) - len(digits))
    digits = digits.rstrip("0")
    if 0 < point <= 21:
        whole, fraction = digits[:point].ljust(point, "0"), digits[point:]
        return f"{whole}.{fraction}" if fraction else whole
    if -6 < point <= 0:
        return "0." + "0" * -point + digits
    mantissa = f"{digits[0]}.{digits[1:]}" if digits[1:] else digits
    return f"{mantissa}e{point - 1:+d}"


def units(written: str) -> bytes:
    """The text in UTF-16: two bytes for each that JavaScript counts, and in its order."""
    return written.encode("utf-16-be", "surrogatepass")


def characters(halves: bytes) -> str:
    """The text that such units are; where a character was cut, half of it is left."""
    return halves.decode("utf-16-be", "surrogatepass")


def same(a: Any, b: Any) -> bool:
    """`===` (§7.2.15): of one type and equal; lists and objects are equal to themselves alone."""
    if is_number(a) and is_number(b):
        return _double(a) == _double(b)
    if isinstance(a, str) and isinstance(b, str):
        return a == b
    return a is b


def equal(a: Any, b: Any) -> bool:
    """`==` (§7.2.14): numbers where the types differ, and null is equal to nothing but undefined."""
    kinds = {_kind(a), _kind(b)}
    if "nothing" in kinds:
        return len(kinds) == 1
    if len(kinds) == 1:
        return same(a, b)
    if "boolean" in kinds:
        return equal(*(number(each) if isinstance(each, bool) else each for each in (a, b)))
    if "object" in kinds:
        return equal(_primitive(a), _primitive(b))
    return number(a) == number(b)


def _kind(value: Any) -> str:
    match value:
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case str():
            return "text"
        case list() | dict():
            return "object"
        case _:
            return "nothing"


def _primitive(value: Any) -> Any:
    return text(value) if isinstance(value, list | dict) else value


def compared(a: Any, b: Any, holds: Callable[[Any, Any], bool]) -> bool:
    """`holds`, as `operator.lt`, of two texts, or of two numbers (§7.2.13)."""
    first, second = _primitive(a), _primitive(b)
    if isinstance(first, str) and isinstance(second, str):
        return holds(units(first), units(second))
    return holds(number(first), number(second))


def member(value: Any, name: str) -> Any:
    """`value[name]`, or UNDEFINED; of what JavaScript's own objects have, `length` alone."""
    if isinstance(value, dict):
        return value.get(name, UNDEFINED)
    if not isinstance(value, str | list):
        return UNDEFINED
    whole = units(value) if isinstance(value, str) else value
    length = len(whole) // 2 if isinstance(whole, bytes) else len(whole)
    if name == "length":
        return length
    if not _INDEX.fullmatch(name) or int(name) >= length:
        return UNDEFINED
    index = int(name)
    return characters(whole[2 * index : 2 * index + 2]) if isinstance(whole, bytes) else whole[index]

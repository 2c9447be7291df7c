"""Random expressions of JSON Logic, and data for them, of what makes implementations differ.

None has one of Concord's own operations, and none looks up a name that JavaScript's objects have by
themselves, save `length`: there Concord differs on purpose (`chalicelib/domain/logic.py`).
"""

from __future__ import annotations

import json
import struct
from random import Random
from typing import Any

NAMES = ["", "a", "b", "a.b", "a.x", "a..b", "rows", "rows.0", "rows.1.x", "rows.length", "rows.01", "text"]
NAMES += [
    "text.0",
    "text.length",
    "number",
    "nothing",
    "empty",
    "list.2",
    "current",
    "current.x",
    "accumulator",
]
PATHS: list[Any] = [*NAMES, 0, 1, 1.5, -1, None, True, [], ["a"]]
CHARACTERS = " \t\n\xa0\ufeff\x1c\x85\u3000" + "0011259..,+-eExXabIny" + "é\uffee\U0001f600\ud83d\ude00"
WHITE = (
    " \t\n\v\f\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u180e\u2000\u200a\u200b\u2028\u2029\u202f\u205f\u3000\ufeff"
)
TEXTS = [
    "",
    " ",
    "0",
    "1",
    "-1",
    "1.5",
    " 12 ",
    "1e3",
    "1e400",
    "0x1F",
    "0b11",
    "-0x1",
    "5.",
    ".5",
    "1,2",
    "a",
]
TEXTS += [
    "b",
    "abc",
    "true",
    "null",
    "undefined",
    "NaN",
    "Infinity",
    "-Infinity",
    "[object Object]",
    "12px",
    "1_0",
]
TEXTS += ["Apple", "length", "jsonlogic", "\U0001f600", "a\U0001f600b"]
NUMBERS: list[float] = [0, -0.0, 1, -1, 2, 3, 10, 0.1, 0.5, -2.5, 1e21, 1e-7, 123456789, 2**53 + 1, 10**400]
NUMBERS += [1e20, 1e-6, 1.7976931348623157e308, 5e-324]
VALUES: list[Any] = [None, True, False, [], {}, [[]], [0], [None], ["1"], [1, 2], [[3]], {"a": 1, "b": 2}]
VALUES += [{"x": 1, "toString": 1}, {"y": 1, "indexOf": 1}, [{"x": 1}, {"x": "2"}]]

CHOOSING = ["if", "?:", "and", "or"]
OVER_ELEMENTS = ["map", "filter", "all", "some", "none"]
LOOKING = ["var", "var", "var", "missing", "missing_some"]
COMPARING = ["==", "===", "!=", "!==", "<", "<=", ">", ">=", "!", "!!", "in"]
CALCULATING = ["+", "-", "*", "/", "%", "min", "max"]
WRITING = ["cat", "substr", "substr", "merge", "log"]


def cases(random: Random, count: int) -> list[tuple[Any, Any]]:
    """So many expressions with data, as JSON says them."""
    found = [(expression(random, 4), data(random)) for _ in range(count)]
    return [tuple(case) for case in json.loads(json.dumps(found))]


def data(random: Random) -> Any:
    """Something for each of NAMES; now and then something else altogether."""
    if random.random() < 0.1:
        return value(random)
    rows = [{"x": value(random), "y": number(random)} for _ in range(random.randrange(4))]
    return {
        "a": {"b": value(random), "x": number(random), "": {"b": 1}},
        "b": value(random),
        "rows": rows,
        "list": [scalar(random) for _ in range(random.randrange(5))],
        "text": text(random),
        "number": number(random),
        "nothing": None,
        "empty": "",
        "1": {"5": "one and a half"},
    }


def expression(random: Random, depth: int) -> Any:
    """An expression of at most so many operations within one another."""
    if depth == 0 or random.random() < 0.25:
        return value(random)
    if random.random() < 0.06:
        return [expression(random, depth - 1) for _ in range(random.randrange(4))]
    if random.random() < 0.01:
        return random.choice([{"unheard_of": 1}, {"var.name": [1]}, {"": 1}, {"a": 1, "b": 2}, {}])
    return operation(random, depth)


def operation(random: Random, depth: int) -> dict[str, Any]:
    """An operation, mostly with as many arguments as it wants."""
    kinds = [CHOOSING, OVER_ELEMENTS, ["reduce"], LOOKING, COMPARING, CALCULATING, WRITING]
    name = random.choice(random.choices(kinds, [1, 1, 0.3, 2, 3, 3, 2])[0])
    arguments = [expression(random, depth - 1) for _ in range(random.choice([0, 1, 1, 2, 2, 2, 2, 3, 3, 4]))]
    if name in LOOKING and random.random() < 0.9:
        arguments = [random.choice(PATHS) for _ in range(random.choice([1, 1, 1, 2, 3]))]
        if name == "missing_some":
            arguments = [random.randrange(3), arguments]
    elif name in [*OVER_ELEMENTS, "reduce"] and random.random() < 0.9:
        over = random.choice([{"var": "rows"}, {"var": "list"}, expression(random, depth - 1)])
        arguments = [over, *arguments[1:]]
    elif name == "substr" and random.random() < 0.7:
        numbers = [random.randrange(-5, 6) for _ in range(random.randrange(3))]
        arguments = [*arguments[:1], *numbers]
    elif name in CALCULATING and random.random() < 0.5:
        arguments = [random.choice([number(random), each]) for each in arguments]
    if len(arguments) == 1 and random.random() < 0.5:
        return {name: arguments[0]}
    return {name: arguments}


def value(random: Random) -> Any:
    """A value, mostly a plain one."""
    return random.choice(VALUES) if random.random() < 0.3 else scalar(random)


def scalar(random: Random) -> Any:
    """A text, a number, or null, true or false."""
    return random.choice([text, text, number, number, lambda _: random.choice([None, True, False])])(random)


def text(random: Random) -> str:
    """A text, mostly one with a meaning."""
    if random.random() < 0.7:
        return random.choice(TEXTS)
    return "".join(random.choice(CHARACTERS) for _ in range(random.randrange(9)))


def number(random: Random) -> float:
    """A number: a plain one, or any that 64 bits may hold."""
    chosen = random.choice([*NUMBERS, None, None, None])
    if chosen is not None:
        return chosen
    (bits,) = struct.unpack("<d", random.randbytes(8))
    return bits if abs(bits) <= 1.7e308 else random.randrange(-1000, 1000) / 100


def own(random: Random) -> dict[str, Any]:
    """One of Concord's own operations, mostly over what it is for."""
    if random.random() < 0.4:
        length = random.randrange(12)
        return {"words": ["".join(random.choice("ab" + WHITE) for _ in range(length))]}
    arguments = [value(random) if random.random() < 0.05 else day(random) for _ in range(2)]
    return {random.choice(["age", "days"]): arguments}


def day(random: Random) -> str:
    """A day, now and then one that there is not."""
    year = random.choice([random.randrange(10_000), random.randrange(1900, 2100), 2000])
    parts = f"{year:04}", f"{random.randrange(14):02}", f"{random.choice([1, 15, 28, 29, 30, 31, 32]):02}"
    return "-".join(parts)

from __future__ import annotations

import copy
import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chalicelib.domain import logic, logic_check
from chalicelib.domain.errors import Fault

TABLES = json.loads(Path(__file__).with_name("logic.json").read_text(encoding="utf-8"))
"""Expression, data and value; tests/differential holds the reference to the same.

In a value, {"$": "NaN"} stands for what JSON has no spelling for.
"""
CASES = [pytest.param(*case, id=f"{table}-{n}") for table in TABLES for n, case in enumerate(TABLES[table])]

NAMES = ["a", "b", "a.b", "a.0", "list", "list.0.a", "nothing", "a.length"]
SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(NAMES)
)
JSON = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("ab") | st.text(), inner, max_size=3)
    ),
    max_leaves=15,
)
DATA = st.fixed_dictionaries({"a": JSON, "b": JSON, "list": st.lists(JSON, max_size=4)}) | JSON


def operations(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """An operation over some of these, or now and then what is none."""
    names = st.sampled_from([*sorted(logic.OPERATIONS), "unheard_of"])
    return st.dictionaries(names, st.lists(inner, max_size=4) | inner, min_size=1, max_size=1) | st.lists(
        inner, max_size=3
    )


EXPRESSIONS = st.recursive(JSON, operations, max_leaves=25)

LISTS = st.sampled_from([{"var": "list"}, {"var": "a"}, {"missing": ["a", "b"]}, [1, {"var": "b"}]])
VARS = st.sampled_from(NAMES).map(lambda name: {"var": name}) | st.sampled_from(NAMES).map(
    lambda name: {"var": [name, 1]}
)
MISSING = st.lists(st.sampled_from(NAMES), max_size=3).map(lambda names: {"missing": names})
SOME = st.lists(st.sampled_from(NAMES), max_size=3).map(lambda names: {"missing_some": [1, names]})
LITERAL = st.recursive(
    VARS | MISSING | SOME | st.integers() | st.text(max_size=3) | st.booleans(),
    lambda inner: st.one_of(
        st.dictionaries(
            st.sampled_from(
                ["if", "and", "or", "==", "===", "<", "+", "cat", "merge", "in", "!", "max", "age"]
            ),
            st.lists(inner, max_size=4),
            min_size=1,
            max_size=1,
        ),
        st.tuples(
            st.sampled_from(["map", "filter", "all", "some", "none", "reduce"]), LISTS, inner, inner
        ).map(lambda parts: {parts[0]: list(parts[1:])}),
    ),
    max_leaves=15,
)
"""Expressions without fault, whose names are all written out."""


def nested(depth: int, operation: str = "!") -> Any:
    """So many operations within one another."""
    expression: Any = True
    for _ in range(depth):
        expression = {operation: [expression]}
    return expression


def listed(depth: int) -> Any:
    """So many lists within one another."""
    value: Any = []
    for _ in range(depth - 1):
        value = [value]
    return value


def spelt(value: Any) -> Any:
    """The value as the tables spell it."""
    match value:
        case float() if not math.isfinite(value):
            return {"$": {"inf": "Infinity", "-inf": "-Infinity", "nan": "NaN"}[str(value)]}
        case list():
            return [spelt(each) for each in value]
        case dict():
            return {key: spelt(each) for key, each in value.items()}
        case _:
            return value


def without_undefined(value: Any) -> Any:
    """What a table expects, with null where the reference has what JSON has not."""
    match value:
        case {"$": "undefined"}:
            return None
        case list():
            return [without_undefined(each) for each in value]
        case _:
            return value


@pytest.mark.parametrize(("expression", "data", "value"), CASES)
def test_evaluate_gives_the_value_of_the_table(expression: Any, data: Any, value: Any) -> None:
    """As the reference, with the same types: true is not 1."""
    found = logic.evaluate(expression, data)

    assert json.dumps(spelt(found)) == json.dumps(without_undefined(value))


@given(EXPRESSIONS, DATA)
@example({"var": "9" * 5000}, [1])
@example({"-": ["9" * 400_000]}, None)
@example({"+": [10**400, -(10**400)]}, None)
@example({"==": ["0x" + "f" * 5000, 1]}, None)
def test_evaluate_always_gives_json(expression: Any, data: Any) -> None:
    """Whatever it is given, and without changing it; the same each time."""
    given_before = copy.deepcopy((expression, data))

    found = logic.evaluate(expression, data)

    written = json.dumps(found, ensure_ascii=False)
    assert written.encode()
    assert json.dumps((expression, data)) == json.dumps(given_before)
    assert json.dumps(logic.evaluate(expression, data), ensure_ascii=False) == written


@given(JSON)
def test_evaluate_gives_a_copy(data: Any) -> None:
    """Whoever changes the value changes nothing else."""
    found = logic.evaluate({"var": ""}, data)

    assert found is not data or not isinstance(data, list | dict)


@pytest.mark.parametrize(
    ("expression", "data"),
    [
        (nested(10_000), None),
        (listed(10_000), None),
        ({"var": ""}, listed(10_000)),
        ({"cat": [{"var": ""}]}, listed(10_000)),
        ({"reduce": [{"var": ""}, {"cat": [{"var": "accumulator"}] * 2}, "double"]}, [0] * 60),
        ({"reduce": [{"var": ""}, {"merge": [{"var": "accumulator"}] * 2}, [1]]}, [0] * 60),
        ({"reduce": [{"var": ""}, [{"var": "accumulator"}] * 2, [1]]}, [0] * 45),
        ({"cat": [{"reduce": [{"var": ""}, [{"var": "accumulator"}] * 2, [1]]}]}, [0] * 45),
        ({"map": [{"var": ""}] * 2}, [[0] * 1000] * 1000),
        ({"map": [{"var": "list"}, {"in": ["x", {"var": ""}]}]}, {"list": ["y" * 10_000] * 10_000}),
        ({"map": [{"var": "list"}, {"var": "9"}]}, {"list": ["y" * 10_000] * 10_000}),
        ({"missing": [{"var": ""}]}, {"missing": [{"var": ""}]}),
        (
            {"filter": [{"var": ""}, {"all": [{"var": ""}, {"all": [{"var": ""}, True]}]}]},
            [[[1] * 99] * 99] * 99,
        ),
    ],
    ids=range(13),
)
def test_evaluate_of_what_would_not_end_gives_null(expression: Any, data: Any) -> None:
    """Depth and work are bounded, and so is the memory that a value takes."""
    assert logic.evaluate(expression, data) is None


def test_evaluate_has_room_for_what_people_write() -> None:
    """Every row of a long list beside every other one, and operations as deep as a check allows."""
    rows = [{"x": n} for n in range(100)]
    total = {"reduce": [{"var": "rows"}, {"+": [{"var": "accumulator"}, {"var": "current.x"}]}, 0]}
    pairs = {"map": [{"var": ""}, {"some": [{"var": "all"}, {"==": [{"var": "x"}, 99]}]}]}

    assert logic.evaluate(total, {"rows": rows}) == 4950
    assert logic.evaluate(pairs, [{"all": rows}] * 100) == [True] * 100
    assert logic.evaluate(nested(logic.DEEPEST), None) is (logic.DEEPEST % 2 == 0)
    assert logic.evaluate(nested(logic.DEEPEST + 1), None) is None


@pytest.mark.parametrize(
    ("value", "holds"),
    [
        *((value, False) for value in (None, False, 0, -0.0, math.nan, "", [])),
        *((value, True) for value in (True, -1, math.inf, "0", "false", [0], {})),
    ],
)
def test_truthy_is_as_json_logic_has_it(value: Any, holds: bool) -> None:
    """Empty lists are not, as in Python; empty objects are, as in JavaScript."""
    assert logic.truthy(value) is holds


@pytest.mark.parametrize(
    ("expression", "paths"),
    [
        (True, ()),
        ({"var": "a"}, ("a",)),
        ({"var": ["a.b", {"var": "c"}]}, ("a.b", "c")),
        ({"var": 1}, ("1",)),
        ({"var": ""}, ()),
        ({"var": []}, ()),
        ({"var": None}, ()),
        ({"and": [{"var": "b"}, {"or": [{"var": "a"}, {"!": {"var": "b"}}]}]}, ("b", "a")),
        ([{"var": "a"}, [{"var": "b"}]], ("a", "b")),
        ({"var": {"cat": ["a", {"var": "which"}]}}, ("which",)),
        ({"missing": "a"}, ("a",)),
        ({"missing": ["a", "b", {"var": "c"}]}, ("a", "b", "c")),
        ({"missing": [["a", "b"]]}, ("a", "b")),
        ({"missing": {"merge": ["a", {"if": [{"var": "paid"}, ["sum"]]}]}}, ("paid",)),
        ({"missing_some": [1, ["a", "b"]]}, ("a", "b")),
        ({"missing_some": [{"var": "n"}, "a"]}, ("a", "n")),
        ({"missing_some": [1]}, ()),
        ({"map": [{"var": "rows"}, {"var": "x"}]}, ("rows",)),
        ({"some": [{"filter": [{"var": "rows"}, {"var": "x"}]}, {"missing": ["y"]}]}, ("rows",)),
        (
            {"reduce": [{"var": "rows"}, {"+": [{"var": "accumulator"}, 1]}, {"var": "from"}]},
            ("rows", "from"),
        ),
        ({"all": {"var": "rows"}}, ("rows",)),
        ({"a": {"var": "x"}, "b": {"var": "y"}}, ()),
    ],
)
def test_references_are_paths_into_the_data(expression: Any, paths: tuple[str, ...]) -> None:
    """In their order, each once; not those into the elements of a list."""
    assert logic_check.references(expression) == paths


@given(LITERAL, st.fixed_dictionaries({"a": JSON, "b": JSON, "list": JSON, "nothing": JSON}))
def test_references_are_all_that_a_value_depends_on(expression: Any, data: dict[str, Any]) -> None:
    """What no reference begins with may as well be missing."""
    used = {path.split(".")[0] for path in logic_check.references(expression)}
    less = {name: value for name, value in data.items() if name in used}

    assert json.dumps(logic.evaluate(expression, less)) == json.dumps(logic.evaluate(expression, data))


@given(EXPRESSIONS)
@example(nested(10_000))
@example(nested(10_000, "var"))
@example(listed(10_000))
def test_references_are_each_once_whatever_is_checked(expression: Any) -> None:
    """They never fail, and never name all data."""
    found = logic_check.references(expression)

    assert len(set(found)) == len(found)
    assert "" not in found


@pytest.mark.parametrize(
    ("expression", "faults"),
    [
        ({"equals": [1, 1]}, [Fault("/show_if/equals", "unknown_operation", {"name": "equals"})]),
        ({"!": {"a/b": 1}}, [Fault("/show_if/!/a~1b", "unknown_operation", {"name": "a/b"})]),
        ({}, [Fault("/show_if", "logic", {"limit": 50})]),
        ([1, {"if": [True, {"var": "a", "or": 1}]}], [Fault("/show_if/1/if/1", "logic", {"limit": 50})]),
        (
            {"add": [{"map": [[], {"sub": {}}]}, {"var": "a"}]},
            [
                Fault("/show_if/add", "unknown_operation", {"name": "add"}),
                Fault("/show_if/add/0/map/1/sub", "unknown_operation", {"name": "sub"}),
                Fault("/show_if/add/0/map/1/sub", "logic", {"limit": 50}),
            ],
        ),
        (nested(50), []),
        (nested(51), [Fault("/show_if" + "/!/0" * 50, "logic", {"limit": 50})]),
        (listed(50), []),
        (listed(51), [Fault("/show_if" + "/0" * 50, "logic", {"limit": 50})]),
    ],
)
def test_faults_are_all_named_at_their_place(expression: Any, faults: list[Fault]) -> None:
    """Slips that evaluation would not tell of."""
    assert logic_check.faults(expression, "/show_if") == faults


@given(LITERAL)
def test_faults_of_an_expression_without_are_none(expression: Any) -> None:
    """Also where its value has no sense."""
    assert logic_check.faults(expression, "") == []


@given(EXPRESSIONS)
def test_faults_point_into_the_expression(expression: Any) -> None:
    """Each pointer leads to a part of what was checked."""
    for fault in logic_check.faults(expression, ""):
        part = expression
        for key in fault.pointer.split("/")[1:]:
            name = key.replace("~1", "/").replace("~0", "~")
            part = part[int(name)] if isinstance(part, list) else part[name]

"""JSON Logic beside json-logic-js, its reference, on cases by hand and at random.

Where the reference throws, ours is null; undefined, of which JSON knows nothing, is null too; and half a
character is U+FFFD. Everything else is the same. What differs on purpose is in no case: Concord's own
operations, and the names that JavaScript's objects have by themselves.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from math import isfinite
from pathlib import Path
from random import Random, SystemRandom
from typing import Any

import pytest

from chalicelib.domain import logic
from tests.differential import expressions

pytestmark = pytest.mark.node

COUNT = 30_000
TABLES = json.loads((Path(__file__).parents[1] / "domain" / "logic.json").read_text(encoding="utf-8"))
OWN = ("age", "days", "words")


def spelt(value: Any) -> Any:
    """The value as `evaluate.js` spells it, numbers all alike: what JSON has no spelling for is named."""
    match value:
        case {"$": "undefined"}:
            return None
        case str():
            return re.sub("[\ud800-\udfff]", "\ufffd", value)
        case bool() | None:
            return value
        case int() | float():
            names = {"inf": "Infinity", "-inf": "-Infinity", "nan": "NaN"}
            return float(value) if isfinite(value) else {"$": names[str(value)]}
        case list():
            return [spelt(each) for each in value]
        case _:
            return {spelt(key): spelt(each) for key, each in value.items()}


def differences(cases: list[Any], outcomes: list[dict[str, Any]]) -> list[str]:
    """What there is to say of each case with another outcome, the shortest first."""
    found = []
    for (expression, data), outcome in zip(cases, outcomes, strict=True):
        # `true` is no 1 in JSON, as it would be in Python.
        ours = json.dumps(spelt(logic.evaluate(expression, data)), sort_keys=True)
        theirs = json.dumps(spelt(outcome.get("value")), sort_keys=True)
        if ours != theirs:
            found.append(
                f"{json.dumps(expression)} over {json.dumps(data)}: {ours}, not {json.dumps(outcome)}"
            )
    return sorted(found, key=len)


def test_random_expressions_evaluate_as_the_reference_has_them(
    reference: Callable[[list[Any]], list[dict[str, Any]]],
    page: Callable[[list[Any]], list[dict[str, Any]]],
) -> None:
    """On the server and in the page, also what is nonsense; the seed is printed, and `SEED` repeats it."""
    seed = int(os.environ.get("SEED") or SystemRandom().randrange(2**32))
    print(f"SEED={seed}")
    cases = expressions.cases(Random(seed), COUNT)

    outcomes = reference(cases)

    assert differences(cases, outcomes)[:5] == [], f"SEED={seed} make test-node"
    assert differences(cases, page(cases))[:5] == [], f"the page's: SEED={seed} make test-node"
    assert sum("throws" in outcome for outcome in outcomes) < COUNT / 5


@pytest.mark.parametrize("table", [table for table in TABLES if table not in OWN])
def test_tables_hold_for_the_reference(
    table: str, reference: Callable[[list[Any]], list[dict[str, Any]]]
) -> None:
    """What tests/domain expects of ours."""
    cases = [[expression, data] for expression, data, _ in TABLES[table]]

    assert differences(cases, reference(cases)) == []


@pytest.mark.parametrize("table", TABLES)
def test_tables_hold_for_the_page(table: str, page: Callable[[list[Any]], list[dict[str, Any]]]) -> None:
    """Concord's own operations among them."""
    cases = [[expression, data] for expression, data, _ in TABLES[table]]

    assert differences(cases, page(cases)) == []


def test_own_operations_are_the_same_in_the_page(
    page: Callable[[list[Any]], list[dict[str, Any]]],
) -> None:
    """Random days, texts with every kind of white space, and what is neither."""
    seed = int(os.environ.get("SEED") or SystemRandom().randrange(2**32))
    print(f"SEED={seed}")
    random = Random(seed)
    cases = [[expressions.own(random), {}] for _ in range(10_000)]

    assert differences(cases, page(cases))[:5] == [], f"SEED={seed} make test-node"

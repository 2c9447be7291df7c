from __future__ import annotations

import json
from typing import Any

import pytest

from infra.local.filters import passes, patterns
from infra.local.template import read

INSERTED: dict[str, Any] = {
    "eventName": "INSERT",
    "dynamodb": {"Keys": {"pk": {"S": "submission#1"}, "sk": {"S": "commit#000001"}}},
}


def changed(**keys: Any) -> dict[str, Any]:
    """The record of a commit, with another name of the event or another sort key."""
    sort_key = keys.get("sk", "commit#000001")
    return {
        "eventName": keys.get("name", "INSERT"),
        "dynamodb": {"Keys": {"pk": {"S": "submission#1"}, "sk": {"S": sort_key}}},
    }


@pytest.mark.parametrize("function", ["Project", "Relay"])
@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (changed(), True),
        (changed(name="MODIFY"), False),
        (changed(name="REMOVE"), False),
        (changed(sk="version#000001"), False),
        (changed(sk="current"), False),
    ],
)
def test_template_hands_on_new_commits_alone(function: str, record: dict[str, Any], expected: bool) -> None:
    """What erasing changes, and what publishing writes, never reaches the consumers."""
    criteria = read().event(function)["FilterCriteria"]

    assert passes(record, patterns(criteria)) is expected


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ({"eventName": ["REMOVE", "INSERT"]}, True),
        ({"eventName": [{"anything-but": ["INSERT"]}]}, False),
        ({"eventName": [{"anything-but": "REMOVE"}]}, True),
        ({"eventName": [{"anything-but": {"prefix": "INS"}}]}, False),
        ({"eventName": [{"suffix": "SERT"}]}, True),
        ({"userIdentity": [{"exists": False}]}, True),
        ({"eventName": [{"exists": False}]}, False),
        ({"dynamodb": {"Keys": {"sk": {"N": ["1"]}}}}, False),
        ({"eventName": {"deeper": ["INSERT"]}}, False),
    ],
)
def test_pattern_means_what_eventbridge_says(pattern: dict[str, Any], expected: bool) -> None:
    """All keys of a mapping, any of a list; words as in the developer guide."""
    criteria = {"Filters": [{"Pattern": json.dumps(pattern)}]}

    assert passes(INSERTED, patterns(criteria)) is expected


def test_any_of_several_patterns_is_enough_and_none_lets_all_through() -> None:
    """Filters are alternatives."""
    assert passes(INSERTED, [{"eventName": ["REMOVE"]}, {"eventName": ["INSERT"]}])
    assert passes(INSERTED, patterns(None))


def test_word_that_the_demo_does_not_know_is_an_error() -> None:
    """A pattern is never wider here than at AWS."""
    with pytest.raises(ValueError, match="numeric"):
        passes(INSERTED, [{"eventName": [{"numeric": [">", 1]}]}])

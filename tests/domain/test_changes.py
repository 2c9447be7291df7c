from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain import changes
from chalicelib.domain.changes import Change

ANN = {"name": "Ann", "email": "ann@people.example", "age": 9}
BEA = {"name": "Bea", "email": "bea@people.example", "age": 7}
CY = {"name": "Cy", "email": "cy@people.example", "age": 5}


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ({}, {}, []),
        ({"a": 1}, {"a": 1}, []),
        ({"a": "x", "b": 2}, {"b": 3, "c": [1]}, [("/b", 2, 3), ("/c", None, [1]), ("/a", "x", None)]),
        ({"a": {"city": "A"}}, {"a": {"city": "B"}}, [("/a", {"city": "A"}, {"city": "B"})]),
        ({"k": ["a", "b"]}, {"k": ["b"]}, [("/k", ["a", "b"], ["b"])]),
        ({"a/b": 1}, {"a/b": 2}, [("/a~1b", 1, 2)]),
        ({}, {"k": [ANN]}, [("/k/0", None, ANN)]),
        ({"k": [ANN, BEA]}, {}, [("/k/0", ANN, None), ("/k/1", BEA, None)]),
        ({"k": [ANN, BEA]}, {"k": [BEA]}, [("/k/0", ANN, None)]),
        ({"k": [ANN, CY]}, {"k": [ANN, BEA, CY]}, [("/k/1", None, BEA)]),
        ({"k": [ANN, BEA]}, {"k": [ANN, {**BEA, "age": 8}]}, [("/k/1/age", 7, 8)]),
        ({"k": [ANN, BEA]}, {"k": [{**BEA, "age": 8}]}, [("/k/0", ANN, None), ("/k/0/age", 7, 8)]),
        ({"k": [{"a": 1}]}, {"k": [{"a": 2}]}, [("/k/0/a", 1, 2)]),
        ({"k": [ANN, {}]}, {"k": [ANN]}, [("/k/1", {}, None)]),
    ],
)
def test_changes_are_told_at_their_places(before: Any, after: Any, found: list[tuple[str, Any, Any]]) -> None:
    """Answers by their names; rows by the rows that they were, whatever came and went around them."""
    assert changes.between(before, after) == tuple(Change(*each) for each in found)


values = st.one_of(st.integers(2, 9), st.text(max_size=3), st.lists(st.text(max_size=2), min_size=1))
row = st.dictionaries(st.sampled_from(["name", "email", "age"]), st.integers(2, 4), max_size=3)
answers = st.fixed_dictionaries(
    {}, optional={"a": values, "b/~": values, "k": st.lists(row, min_size=1, max_size=5)}
)


@given(answers, answers)
def test_changes_made_to_what_was_give_what_is(before: dict[str, Any], after: dict[str, Any]) -> None:
    """Nothing is left out, and nothing stays that is not told."""
    assert applied(before, changes.between(before, after)) == after


@given(answers, answers)
def test_changes_say_what_was(before: dict[str, Any], after: dict[str, Any]) -> None:
    """Told the other way round, they are as many, with both sides exchanged."""
    there, back = changes.between(before, after), changes.between(after, before)

    assert sorted((repr(each.before), repr(each.after)) for each in there if not in_rows(each)) == sorted(
        (repr(each.after), repr(each.before)) for each in back if not in_rows(each)
    )


@given(st.lists(row, max_size=5), st.lists(row, max_size=5))
def test_rows_stay_in_order(before: list[Any], after: list[Any]) -> None:
    """Each stands once on its side; of rows to which others were added, none has changed."""
    found = changes.pairs(before, after)

    assert [was for was, _ in found if was is not None] == list(range(len(before)))
    assert [is_ for _, is_ in found if is_ is not None] == list(range(len(after)))
    assert changes.pairs(before, [*before, *after])[: len(before)] == [
        (each, each) for each in range(len(before))
    ]


def in_rows(each: Change) -> bool:
    """Whether it is about a row: of alike ones, either can have been the other."""
    return each.pointer.startswith("/k")


def applied(before: dict[str, Any], told: Sequence[Change]) -> dict[str, Any]:
    """The answers after these changes: rows go first, by their old numbers, then others come."""
    found = deepcopy(before)
    rows = [(each, each.pointer.split("/")[1:]) for each in told]
    for each, path in sorted(rows, key=lambda pair: -int(pair[1][1]) if len(pair[1]) == 2 else 0):
        if len(path) == 2 and each.after is None:
            assert found[path[0]].pop(int(path[1])) == each.before
    for each, path in rows:
        if len(path) == 2 and each.before is None:
            found.setdefault(path[0], []).insert(int(path[1]), deepcopy(each.after))
    for each, path in rows:
        if len(path) != 2:
            place = found if len(path) == 1 else found[path[0]][int(path[1])]
            name = path[-1].replace("~1", "/").replace("~0", "~")
            assert place.get(name) == each.before
            if each.after is None:
                del place[name]
            else:
                place[name] = each.after
    return {name: value for name, value in found.items() if value != []}

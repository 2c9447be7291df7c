from __future__ import annotations

from typing import Any

import pytest

from chalicelib.domain.fields import checking
from tests.domain.fields.asking import CONTEXT, field, read, shown, told

NAME = {"type": "text", "id": "name", "label": "Name", "required": True, "max_length": 10}
EMAIL = {"type": "email", "id": "email", "label": "Address"}
FIELDS = {"fields": [NAME, EMAIL]}
LENIENT = {"fields": [EMAIL]}


@pytest.mark.parametrize(
    ("answer", "result"),
    [
        ([{"name": "Ann"}], [{"name": "Ann"}]),
        ([{"email": "A@B.CO", "name": " Ann "}], [{"name": "Ann", "email": "A@b.co"}]),
        ([], None),
        (None, None),
        ([{"email": "a@b.co"}], [("/f/0/name", "required")]),
        ([{"name": "Ann"}, {}], [("/f/1/name", "required")]),
        (
            [{"name": "Ann", "email": "x"}, {"name": "x" * 11, "email": "y"}],
            [("/f/0/email", "email"), ("/f/1/name", "too_long"), ("/f/1/email", "email")],
        ),
        ([{"name": "Ann", "age": 5}], [("/f/0/age", "unknown_field")]),
        ([{"name": "Ann", "a/b~c": 5}], [("/f/0/a~1b~0c", "unknown_field")]),
        ([{"name": "Ann"}, None, 5, "x", ["y"]], [(f"/f/{n}", "wrong_type") for n in (1, 2, 3, 4)]),
        ("Ann", [("/f", "wrong_type")]),
        ({"0": {"name": "Ann"}}, [("/f", "wrong_type")]),
        (5, [("/f", "wrong_type")]),
    ],
)
def test_group_is_rows_with_their_faults_in_them(answer: Any, result: Any) -> None:
    """Every row is checked, and each fault is at its place."""
    assert told(answer, "group", **FIELDS) == result


@pytest.mark.parametrize(
    ("rows", "required", "answer", "result"),
    [
        ({"min": 2, "max": 3}, False, [{"email": "a@b.co"}], [("/f", "too_few_rows")]),
        ({"min": 2, "max": 3}, False, [{"email": "a@b.co"}] * 2, [{"email": "a@b.co"}] * 2),
        ({"min": 2, "max": 3}, False, [{"email": "a@b.co"}] * 3, [{"email": "a@b.co"}] * 3),
        ({"min": 2, "max": 3}, False, [{"email": "a@b.co"}] * 4, [("/f", "too_many_rows")]),
        ({"min": 2, "max": 3}, False, [], [("/f", "too_few_rows")]),
        ({"min": 1, "max": 3}, False, None, [("/f", "required")]),
        ({"max": 3}, False, None, None),
        ({"max": 3}, True, None, [("/f", "required")]),
        ({"max": 3}, True, [], [("/f", "too_few_rows")]),
        ({}, False, [{"email": "a@b.co"}] * 201, [("/f", "too_many_rows")]),
    ],
)
def test_group_with_a_wrong_number_of_rows(rows: Any, required: bool, answer: Any, result: Any) -> None:
    """The fault is the group's; a least number asks for the rows, and so does `required`."""
    assert told(answer, "group", **LENIENT, rows=rows, required=required) == result


def test_group_with_too_few_rows_names_the_faults_in_them_too() -> None:
    """All faults at once."""
    assert told([{"email": "x"}], "group", **LENIENT, rows={"min": 2}) == [
        ("/f", "too_few_rows"),
        ("/f/0/email", "email"),
    ]


@pytest.mark.parametrize(
    ("answer", "rows", "result"),
    [
        ([{}, {"email": "a@b.co"}, {"email": " "}, {"email": None}], {}, [{"email": "a@b.co"}]),
        ([{}, {}], {}, None),
        ([{}, {}], {"min": 1}, [("/f", "too_few_rows")]),
        ([{}, {"email": "x"}], {}, [("/f/1/email", "email")]),
    ],
)
def test_group_drops_blank_rows(answer: Any, rows: Any, result: Any) -> None:
    """A row in which nothing is answered is none, and doesn't move the others' faults."""
    assert told(answer, "group", **LENIENT, rows=rows) == result


@pytest.mark.parametrize(
    ("page", "result"),
    [
        ({"f.0.name": ["Ann"], "f.1.name": ["Bob"]}, [{"name": "Ann"}, {"name": "Bob"}]),
        ({"f.0.name": [""], "f.1.name": ["Bob"], "f.2.email": [" "]}, [{"name": "Bob"}]),
        ({"f.10.name": ["Kim"], "f.9.name": ["Joy"]}, [{"name": "Joy"}, {"name": "Kim"}]),
        ({"f.0.name": [""]}, None),
        ({}, None),
        ({"f": ["Ann"], "f.x.name": ["Ann"], "f.-1.name": ["A"], "f.٣.name": ["B"]}, None),
        ({"f.99999.name": ["Ann"]}, None),
        ({"g.0.name": ["Ann"], "ff.0.name": ["Ann"]}, None),
        ({"f.0.name.more": ["Ann"], "f.0.": ["Ann"]}, None),
    ],
)
def test_group_from_a_page(page: dict[str, list[str]], result: Any) -> None:
    """Rows are numbered by the page, in any order; those left blank are not there."""
    assert read(page, "group", **FIELDS) == result


def test_group_is_needed_where_it_wants_rows() -> None:
    """What pages mark is what `check` asks for."""
    assert not field("group", **FIELDS).needed
    assert field("group", **FIELDS, rows={"min": 1}).needed
    assert field("group", **FIELDS, required=True).needed


def test_group_is_shown_by_its_number_of_rows() -> None:
    """Pages show the rows themselves."""
    assert shown([{"name": "Ann"}, {"name": "Bob"}], "group", **FIELDS) == "2"


def test_row_of_which_nothing_is_left_counts_for_nothing() -> None:
    """What depends on the rows is settled without it, and so comes to the same when it is kept again."""
    fields = [
        field(
            "group",
            id="guests",
            fields=[{"type": "text", "id": "name", "label": "N", "show_if": {"var": "form.with_guests"}}],
        ),
        field("yes_no", id="with_guests"),
        field("text", id="bus", show_if={">": [{"var": "guests.length"}, 1]}),
        field("computed", id="count", value={"var": "guests.length"}),
    ]
    sent = {"guests": [{"name": "Ann"}, {"name": "Bob"}], "with_guests": False, "bus": "Blue"}

    kept, faults = checking.check(fields, sent, "", CONTEXT)

    assert (kept, faults) == ({"with_guests": False, "count": 0}, [])
    assert checking.check(fields, kept, "", CONTEXT) == (kept, [])

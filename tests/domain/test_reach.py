from __future__ import annotations

from typing import Any

import pytest

from chalicelib.domain import reach
from tests.domain.examples import ABSENT, PROGRAM, program


def var(name: str) -> dict[str, str]:
    """What a condition looks at."""
    return {"var": name}


def text(name: str, **more: Any) -> dict[str, Any]:
    """A field of text."""
    return {"id": name, "type": "text", "label": name, **more}


FIELDS: list[dict[str, Any]] = [
    text("full_name", required=True),
    {"id": "email", "type": "email", "label": "Address", "required": True},
    {"id": "comes", "type": "yes_no", "label": "Comes"},
    text("why", show_if=var("comes")),
    text("more", show_if={"!=": [var("why"), ""]}),
    text("diet", required=var("form.comes")),
    {
        "id": "children",
        "type": "group",
        "label": "Children",
        "rows": {"max": 3},
        "fields": [text("name", required=True), text("school", show_if=var("form.more"))],
    },
    {
        "id": "rooms",
        "type": "group",
        "label": "Rooms",
        "rows_from": "children",
        "fields": [text("wish")],
    },
    {
        "id": "eldest",
        "type": "choice",
        "label": "The eldest",
        "options_from": {"rows": "children", "label": "name"},
    },
    {"id": "count", "type": "computed", "label": "How many", "value": var("children.length")},
    text("large", show_if={">": [var("count"), 2]}),
    text("alone"),
]
PAGE = {"page": "Elsewhere", "show_if": var("alone"), "fields": [text("far")]}
RULE = {"check": {"!=": [var("far"), var("alone")]}, "message": "Not the same.", "field": "full_name"}

FORM = program(
    ("/form", [{"page": "You", "fields": FIELDS}, PAGE]),
    ("/rules", [RULE]),
    ("/applicant", ABSENT),
    (
        "/workflow",
        [{"step": "decide", "ask": {"role": "coordinator"}, "answers": "decide"}],
    ),
    document={**PROGRAM, "applicant": {}, "rules": []},
)


@pytest.mark.parametrize(
    ("names", "found"),
    [
        ([], set()),
        (["nothing"], set()),
        (["diet"], {"diet"}),
        (["far"], {"far", "full_name"}),
        (["alone"], {"alone", "far", "full_name"}),
        (["large", "diet"], {"large", "diet"}),
        (["children"], {"children", "rooms", "eldest", "count", "large"}),
        (["more"], {"more", "children", "rooms", "eldest", "count", "large"}),
        (
            ["comes"],
            {"comes", "why", "diet", "more", "children", "rooms", "eldest", "count", "large"},
        ),
    ],
)
def test_reach_is_what_depends_on_the_fields(names: list[str], found: set[str]) -> None:
    """By what shows it, demands it, offers it rows, works it out or judges it, be it by way of others."""
    assert reach.reach(FORM, names) == found


def test_reach_of_what_is_reached_is_no_more() -> None:
    """Whatever can be changed has all that depends on it with it."""
    for field in (*FIELDS, *PAGE["fields"]):
        found = reach.reach(FORM, [field["id"]])
        assert reach.reach(FORM, found) == found

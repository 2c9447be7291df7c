from __future__ import annotations

import json
from typing import Any

import pytest
from bs4 import Tag

from tests.web.examples import CONFIRM, REFEREE, definition, told
from tests.web.site import Page, Site

PEN_PALS = "/programs/tea-time"

YES = {"id": "brings", "type": "yes_no", "label": "Do you bring children?"}
CHILDREN: dict[str, Any] = {
    "id": "children",
    "type": "group",
    "label": "Children",
    "show_if": {"==": [{"var": "brings"}, True]},
    "rows": {"max": 4},
    "fields": [
        {"id": "name", "type": "text", "label": "Name", "required": True},
        {"id": "dob", "type": "date", "label": "Born"},
        {
            "id": "school",
            "type": "text",
            "label": "School",
            "show_if": {">": [{"age": [{"var": "dob"}, "2027-06-01"]}, 5]},
            "required": {"==": [{"var": "form.brings"}, True]},
        },
    ],
}
COACHES = {
    "id": "coaches",
    "type": "group",
    "label": "Seats",
    "rows_from": "children",
    "fields": [{"id": "seat", "type": "text", "label": "Seat of this child"}],
}
ELDEST = {
    "id": "eldest",
    "type": "choice",
    "label": "Who is the eldest?",
    "options_from": {"rows": "children", "label": "name"},
}
FEE = {"id": "fee", "type": "money", "label": "Fee", "currency": "USD"}
COUNT = {"id": "count", "type": "computed", "label": "How many", "value": {"var": "children.length"}}
FAMILY = [YES, CHILDREN, COACHES, ELDEST, FEE, COUNT]
RULE = {
    "check": {"!=": [{"var": "full_name"}, "</script><b>"]},
    "message": "No <!-- & no </script>",
    "field": "email",
}


def published(site: Site, *fields: dict[str, Any], **changed: Any) -> Page:
    """The page of a program with these fields besides a name and an address."""
    form = [{"page": "You", "fields": [REFEREE[0], REFEREE[2], *fields]}]
    answer = site.api("PUT", "/v1/programs/tea-time", definition(form=form, **changed))
    assert answer.status == 201, answer.body
    return site.get(PEN_PALS)


def plan(page: Page) -> Any:
    """What the page's script is told, or None."""
    block = page.soup.find(id="conditions")
    return json.loads(block.get_text()) if isinstance(block, Tag) else None


def test_plan_says_what_depends_on_what_in_the_order_of_settling(site: Site) -> None:
    """Fields with their types where these are more than text, conditions, amounts, rows."""
    found = plan(published(site, *FAMILY))
    rows = {"var": "form.children.length"}

    assert found["fields"] == {
        "full_name": {},
        "email": {"type": "email"},
        "brings": {"type": "yes_no"},
        "children": {
            "show": CHILDREN["show_if"],
            "fields": {
                "name": {},
                "dob": {},
                "school": {
                    "show": CHILDREN["fields"][2]["show_if"],
                    "required": CHILDREN["fields"][2]["required"],
                },
            },
        },
        "coaches": {"show": rows, "source": "children", "fields": {"seat": {}}},
        "eldest": {"show": rows, "source": "children"},
        "fee": {"type": "money", "signs": r"\s*(USD|\$)\s*", "decimals": 2},
        "count": {"worked": COUNT["value"]},
    }
    order = [tuple(place) for place in found["order"]]
    assert order.index(("brings", "")) < order.index(("children", "")) < order.index(("children", "school"))
    assert order.index(("children", "dob")) < order.index(("children", "school"))
    assert order.index(("children", "")) < order.index(("count", ""))
    assert (found["rules"], found["known"]) == ([], {})


def test_plan_closes_no_element_whatever_a_definition_says(site: Site) -> None:
    """The text between its tags has no mark of HTML at all."""
    page = published(site, rules=[RULE])
    body = page.answer.body
    start = body.index('<script type="application/json" id="conditions">')
    text = body[body.index(">", start) + 1 : body.index("</script>", start)]

    assert not set("<>&\u2028\u2029") & set(text)
    assert plan(page)["rules"] == [{"field": "email", "check": RULE["check"], "message": RULE["message"]}]
    assert len(page.soup.find_all("b")) == 0


def test_page_s_condition_stands_before_the_field_s_own(site: Site) -> None:
    """Both have to hold."""
    document = definition(
        form=[
            {"page": "You", "fields": [REFEREE[0], REFEREE[2], YES]},
            {
                "page": "More",
                "show_if": {"var": "brings"},
                "fields": [{**REFEREE[4], "show_if": {"var": "email"}}],
            },
        ]
    )
    assert site.api("PUT", "/v1/programs/tea-time", document).status == 201

    assert plan(site.get(PEN_PALS))["fields"]["secret"] == {
        "show": {"and": [{"var": "brings"}, {"var": "email"}]}
    }


def test_without_the_script_everything_conditional_is_on_the_page(site: Site) -> None:
    """Shown, and to be filled in; what is worked out is not known yet."""
    page = published(site, *FAMILY)

    assert not page.form.find_all(attrs={"data-field": True, "hidden": True})
    assert {"children.0.school", "coaches.0.seat", "eldest", "brings"} <= page.names
    assert [each.get_text() for each in page.form.find_all("output")] == ["–"]


def test_control_is_found_by_its_field_and_named_as_it_is_on_the_page(site: Site) -> None:
    """Every control stands in an element that says its name; one called like a button is called otherwise."""
    page = published(
        site, {"id": "add", "type": "text", "label": "Add", "show_if": {"var": "email"}}, *FAMILY
    )

    for name in page.names - {"nonce"}:
        tag = page.form.find(attrs={"name": name})
        assert isinstance(tag, Tag)
        if tag.get("type") != "hidden":
            assert tag.find_parent(attrs={"data-field": name}), name
    assert plan(page)["fields"]["add"] == {"name": "form.add", "show": {"var": "email"}}


def test_rows_that_go_by_others_are_as_many_as_these(site: Site) -> None:
    """Also after one is added or removed, which only the others' buttons do."""
    page = published(site, *FAMILY)
    more = page.fill({"children": [{"name": "Ann"}], "coaches": [{"seat": "1A"}]}, button=("add", "children"))
    more = more.fill(
        {"children": [{}, {"name": "Bea"}], "coaches": [{}, {"seat": "2B"}]}, button=("add", "children")
    )

    fewer = more.press(button=("remove", "children.0"))

    assert {"coaches.0.seat", "coaches.1.seat", "coaches.2.seat"} <= more.names
    assert ("add", "coaches") not in more.buttons
    assert (fewer.values["coaches.0.seat"], fewer.values["coaches.1.seat"]) == (["2B"], [""])
    assert "coaches.2.seat" not in fewer.names


def test_mistakes_leave_rows_beside_those_that_they_go_by(site: Site) -> None:
    """A blank row is left out of both."""
    page = published(site, *FAMILY).fill({}, button=("add", "children"))

    again = page.fill({"brings": True, "children": [{}, {"name": "Bea"}], "coaches": [{}, {"seat": "2B"}]})

    assert again.status == 422
    assert (again.values["children.0.name"], again.values["coaches.0.seat"]) == (["Bea"], ["2B"])
    assert "coaches.1.seat" not in again.names


def test_rows_to_choose_from_are_called_by_their_names_or_numbers(site: Site) -> None:
    """And the chosen one stays chosen."""
    page = published(site, *FAMILY).fill({"children": [{"name": "Ann"}]}, button=("add", "children"))

    chosen = page.fill({"eldest": "1"}, button=("add", "children"))

    select = chosen.form.find("select", attrs={"name": "eldest"})
    assert isinstance(select, Tag)
    options = [(each["value"], each.get_text(), each.get("data-echo")) for each in select.find_all("option")]
    assert options == [
        ("", "Please choose", None),
        ("0", "Ann", "children.0.name"),
        ("1", "Children: entry 2", "children.1.name"),
        ("2", "Children: entry 3", "children.2.name"),
    ]
    assert chosen.values["eldest"] == ["1"]


BRINGING = {
    "full_name": "Ann",
    "email": "ann@people.example",
    "brings": True,
    "children": [{"name": "Bea", "dob": "2015-01-01", "school": "First"}],
    "coaches": [{"seat": "1A"}],
}
AMENDING = {
    "workflow": [
        {"step": "confirm", "ask": "applicant", "answers": "confirm", "due": "3d", "on_timeout": "expire"},
        {
            "step": "mend",
            "ask": "applicant",
            "amend": ["children", "count"],
            "due": "9d",
            "on_timeout": "expire",
        },
    ]
}


def amending(site: Site, *fields: dict[str, Any]) -> Page:
    """The page on which somebody may change the children of a form that was sent."""
    published(site, *fields, **AMENDING)
    sent = site.api("POST", f"/v1{PEN_PALS}/submissions", {"answers": BRINGING}, token="")
    assert sent.status == 201, sent.body
    site.answer(site.link("ask", told(sent)["id"], CONFIRM), "yes", sure="yes")
    return site.get(site.link("ask", told(sent)["id"], "mend.applicant.1"))


def test_answers_beside_the_page_are_known_to_its_script_as_far_as_it_looks_at_them(site: Site) -> None:
    """Name and address are nobody's condition; what depends on what may be changed is there too."""
    page = amending(site, *FAMILY)

    assert page.status == 200
    assert plan(page)["known"] == {"brings": ["yes"]}
    assert set(plan(page)["fields"]) == {"brings", "children", "count", "eldest", "coaches"}
    assert [each.get_text() for each in page.form.find_all("output")] == ["1"]


def test_page_that_depends_on_what_is_not_to_be_seen_has_no_script(site: Site) -> None:
    """The answer would stand in the page."""
    page = amending(site, {**YES, "visible_to": ["confirm"]}, *FAMILY[1:])

    assert page.status == 200
    assert plan(page) is None
    assert "children.0.school" in page.names


@pytest.mark.parametrize("field", [REFEREE[4], FEE])
def test_form_in_which_nothing_depends_has_no_plan(site: Site, field: dict[str, Any]) -> None:
    """There is nothing for a script to do."""
    assert plan(published(site, field)) is None

from __future__ import annotations

from typing import Any

from tests.web.examples import definition, visit, with_rows
from tests.web.site import Site

VISIT = "/programs/delegation-visit"


def test_form_has_a_control_for_every_field_named_after_it(site: Site) -> None:
    """Rows of groups are `group.0.field`, and the words for something else `field_other`."""
    names = site.get(VISIT).names

    assert {
        "full_name",
        "email",
        "topic",
        "topic_other",
        "visit_date",
        "delegates.0.name",
        "agreement",
    } <= names
    assert "before_you_start" not in names


def test_first_button_sends_and_the_others_change_rows(site: Site) -> None:
    """Enter in a field presses the first one."""
    assert with_rows(site.get(VISIT)).buttons == [
        ("", ""),
        ("remove", "delegates.0"),
        ("remove", "delegates.1"),
        ("add", "delegates"),
        ("", ""),
    ]


def test_every_fault_is_listed_linked_and_told_at_its_field(site: Site) -> None:
    """422; the list at the top leads to each control, which names its error, and nothing typed is lost."""
    form = with_rows(site.get(VISIT))
    page = form.fill(
        visit(
            site,
            email="nobody",
            visit_date="2026-11-24",
            vehicles="many",
            topic="other",
            agreement=None,
            delegates=[{"name": "", "title": ""}, {"name": "Ann", "title": ""}],
        )
    )

    assert page.status == 422
    assert list(page.errors) == [
        "field-email",
        "field-topic_other",
        "field-visit_date",
        "field-delegates.0.title",
        "field-vehicles",
        "field-agreement",
    ]
    for target in page.errors:
        control = page.soup.find(id=target)
        assert control is not None
        described = " ".join(
            str(tag.get("aria-describedby", "")) for tag in (control, control.find_parent("fieldset")) if tag
        )
        assert f"{target}-error" in described.split()
    assert page.errors["field-delegates.0.title"] == "Please answer “Delegates: entry 1, Position”."
    assert page.values["email"] == ["nobody"]
    assert page.values["vehicles"] == ["many"]
    assert page.values["delegates.0.name"] == ["Ann"]
    assert page.values["topic"] == ["other"]
    title = page.soup.title
    assert title is not None
    assert title.get_text().startswith("Error: ")
    assert site.appended() == 0


def test_rows_are_added_and_removed_without_a_check_and_without_loss(site: Site) -> None:
    """200, no errors, the numbers closed up, and the cursor in the new row."""
    page = site.get(VISIT).fill({"full_name": "x", "delegates.0.name": "Ann"}, button=("add", "delegates"))
    page = page.fill({"delegates.1.name": "Bea"}, button=("add", "delegates"))
    third = page.soup.find(attrs={"name": "delegates.2.name"})
    assert third is not None
    assert third.has_attr("autofocus")

    page = page.press(button=("remove", "delegates.0"))

    assert (page.status, page.errors) == (200, {})
    assert page.values["full_name"] == ["x"]
    assert page.values["delegates.0.name"] == ["Bea"]
    assert page.values["delegates.1.name"] == [""]
    assert "delegates.2.name" not in page.names


def test_rows_end_where_the_definition_says(site: Site) -> None:
    """No button for one more than there may be; none to remove the last; forged ones do nothing."""
    page = site.get(VISIT)
    for _ in range(40):
        page = with_rows(page)

    assert len([name for name in page.names if name.endswith(".title")]) == 30
    assert ("add", "delegates") not in page.buttons
    for button in (
        ("remove", "delegates.99999"),
        ("remove", "delegates.x"),
        ("add", "nothing"),
        ("remove", "x"),
    ):
        assert site.get(VISIT).press(button=button).status == 200


FIELDS = [
    {"id": "full_name", "type": "text", "label": "Name", "required": True},
    {"id": "email", "type": "email", "label": "Address", "required": True, "confirm": True},
    {"id": "referee", "type": "email", "label": "Referee"},
    {"id": "born", "type": "date", "label": "Born", "min_age": "18y", "max_age": "30y"},
    {"id": "late", "type": "date", "label": "Late", "min": "today"},
    {"id": "early", "type": "date", "label": "Early", "max": "2026-12-31"},
    {"id": "height", "type": "number", "label": "Height", "unit": "cm"},
    {
        "id": "many",
        "type": "choice",
        "label": "Many",
        "other": True,
        "options": [{"id": f"o{n}", "label": f"Option {n}"} for n in range(9)],
    },
    {"id": "story", "type": "long_text", "label": "Story", "hint": "Take your time.", "max_length": 1500},
    {"id": "fine", "type": "yes_no", "label": "Fine?"},
]


def test_each_type_of_field_has_the_control_that_suits_it(site: Site) -> None:
    """Kinds, keyboards, purposes for the applicant alone, and limits in words."""
    form = [{"page": "All", "fields": FIELDS}]
    assert site.api("PUT", "/v1/programs/pen-pals", definition(form=form)).status == 201

    page = site.get("/programs/pen-pals")

    def attributes(name: str) -> dict[str, Any]:
        tag = page.soup.find(attrs={"name": name})
        assert tag is not None
        return {"tag": tag.name, **tag.attrs}

    expected: dict[str, dict[str, str]] = {
        "full_name": {"type": "text", "autocomplete": "name"},
        "email": {"type": "email", "autocomplete": "email"},
        "email_again": {"type": "email", "autocomplete": "off"},
        "referee": {"type": "email"},
        "born": {"type": "date", "min": "1996-11-23", "max": "2008-11-23"},
        "late": {"type": "date", "min": "2026-11-23"},
        "early": {"type": "date", "max": "2026-12-31"},
        "height": {"type": "text", "inputmode": "decimal"},
        "many": {"tag": "select"},
        "story": {"tag": "textarea", "rows": "5"},
        "fine": {"type": "radio", "value": "yes"},
    }
    for name, wanted in expected.items():
        assert wanted.items() <= attributes(name).items(), name
    assert "autocomplete" not in attributes("referee")
    for words in (
        "From November 23, 1996 to November 23, 2008.",
        "Take your time. At most 1500 characters.",
        "cm",
    ):
        assert words in page.text
    assert "required" in attributes("full_name")
    assert "required" not in attributes("height")


def test_addresses_that_differ_are_named_at_the_second_one(site: Site) -> None:
    """Both stay as they were typed."""
    form = [{"page": "All", "fields": FIELDS}]
    site.api("PUT", "/v1/programs/pen-pals", definition(form=form))

    page = site.get("/programs/pen-pals").fill(
        {"full_name": "Ann", "email": "a@b.example", "email_again": "a@c.example"}
    )

    assert list(page.errors) == ["field-email_again"]
    assert (page.values["email"], page.values["email_again"]) == (["a@b.example"], ["a@c.example"])


def test_rows_that_somebody_made_up_are_refused_and_not_all_shown(site: Site) -> None:
    """A thousand of them are one fault of the group, and no page of a megabyte."""
    rows = [(f"delegates.{number}.name", "Ann") for number in range(1000)]

    refused, changed = site.post(VISIT, rows), site.post(VISIT, [*rows, ("add", "delegates")])

    assert refused.errors["field-delegates"].endswith("There is room for 30 entries; there are 1000 now.")
    assert len([name for name in refused.names if name.endswith(".title")]) == 31
    assert len([name for name in changed.names if name.endswith(".title")]) == 30


def test_typed_text_is_never_markup(site: Site) -> None:
    """Quotes, tags and line breaks come back as they were typed, and close nothing."""
    planted = '"><script>alert(1)</script>\n</textarea>&lt;'

    page = site.get(VISIT).fill({"full_name": planted, "purpose": f"\n{planted}"})

    assert page.status == 422
    assert page.soup.find("script") is None
    assert page.values["full_name"] == [planted]
    assert page.values["purpose"] == [f"\n{planted}"]

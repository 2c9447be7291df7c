from __future__ import annotations

import json
from typing import Any

from tests.web.examples import DETAILED, DETAILS, definition, visit, walked, with_rows
from tests.web.site import Page, Site

VISIT = "/programs/delegation-visit"
DELEGATION = ("go", "2")
"""The button that leads to the page with the delegates."""


def test_form_has_a_control_for_every_field_named_after_it(site: Site) -> None:
    """Rows of groups are `group.0.field`, and the words for something else `field_other`."""
    names = {name for page in walked(site.get(VISIT), visit(site)) for name in page.names}

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


def test_first_button_goes_on_and_the_others_change_rows(site: Site) -> None:
    """Enter in a field presses the first one."""
    assert with_rows(site.get(VISIT).press(button=DELEGATION)).buttons == [
        ("go", "next"),
        ("remove", "delegates.0"),
        ("remove", "delegates.1"),
        ("add", "delegates"),
        ("go", "next"),
        ("go", "back"),
        ("go", "save"),
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
    page = site.get(VISIT).fill({"full_name": "x"}, button=DELEGATION)
    page = page.fill({"delegates.0.name": "Ann"}, button=("add", "delegates"))
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
    page = site.get(VISIT).press(button=DELEGATION)
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
    assert site.api("PUT", "/v1/programs/tea-time", definition(form=form)).status == 201

    page = site.get("/programs/tea-time")

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
        "At least 18 years and at most 30 years old on November 23, 2026.",
        "Take your time. At most 1500 characters.",
        "cm",
    ):
        assert words in page.text
    assert "required" in attributes("full_name")
    assert "required" not in attributes("height")


def test_addresses_that_differ_are_named_at_the_second_one(site: Site) -> None:
    """Both stay as they were typed."""
    form = [{"page": "All", "fields": FIELDS}]
    site.api("PUT", "/v1/programs/tea-time", definition(form=form))

    page = site.get("/programs/tea-time").fill(
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
    assert "alert" not in " ".join(script.get_text() for script in page.soup.find_all("script"))
    assert page.values["full_name"] == [planted]
    assert page.values["purpose"] == [f"\n{planted}"]


def detailed(site: Site, **changed: Any) -> Page:
    """The page of a form with all those types."""
    document = definition(form=[{"page": "All", "fields": DETAILS}], **changed)
    assert site.api("PUT", "/v1/programs/tea-time", document).status == 201
    return site.get("/programs/tea-time")


def controls(page: Page, name: str) -> list[dict[str, Any]]:
    """Everything of that name."""
    return [{"tag": tag.name, **tag.attrs} for tag in page.soup.find_all(attrs={"name": name})]


def described(page: Page, name: str) -> str:
    """What is read out after the label of a control."""
    (tag,) = page.soup.find_all(attrs={"name": name})
    ids = str(tag.get("aria-describedby", "")).split()
    return " ".join(page.soup.find(id=each).get_text(" ", strip=True) for each in ids)  # type: ignore[union-attr]


def test_details_have_controls_that_suit_them(site: Site) -> None:
    """Keyboards for numbers, radios for ratings, lists of names, a statement above its signature."""
    page = detailed(site)

    (phone,) = controls(page, "phone")
    assert (phone["type"], "autocomplete" in phone, "required" in phone) == ("tel", False, False)
    assert described(page, "phone") == "A number from another country begins with + and its code."
    assert [(each["type"], each["value"]) for each in controls(page, "stars")] == [
        ("radio", str(number)) for number in range(1, 6)
    ]
    assert [each["value"] for each in controls(page, "level")] == ["0", "1"]
    (signed,) = controls(page, "signed")
    assert (signed["type"], signed["autocomplete"]) == ("text", "off")
    assert described(page, "signed") == "All of this is true."
    for name, some in (
        ("nationality", "Japan"),
        ("tongue", "Traditional Chinese"),
        ("home.country", "Japan"),
    ):
        (select,) = page.soup.find_all("select", attrs={"name": name})
        words = [option.get_text(strip=True) for option in select.find_all("option")]
        assert words[0] == "Please choose"
        assert some in words


def test_lists_of_names_are_the_readers(site: Site) -> None:
    """By their order too."""
    detailed(site, languages=["en", "ja"])
    page = site.get("/programs/tea-time?lang=ja")
    (select,) = page.soup.find_all("select", attrs={"name": "nationality"})
    words = [option.get_text(strip=True) for option in select.find_all("option")]

    assert words[1] == "アイスランド"
    assert words.index("西サハラ") + 1 == words.index("日本")


def test_address_is_a_group_of_controls_with_a_legend(site: Site) -> None:
    """One for each part, of which some have to be filled in; nothing is filled in by the browser."""
    page = detailed(site)

    parts = ["line1", "line2", "city", "region", "postal_code", "country"]
    for prefix in ("home", "hosts.0.home"):
        found = [page.soup.find(attrs={"name": f"{prefix}.{part}"}) for part in parts]
        assert [tag is not None and tag.has_attr("required") for tag in found] == [
            part in ("line1", "city", "country") for part in parts
        ]
        assert not [tag for tag in found if tag is None or tag.has_attr("autocomplete")]
        fieldset = found[0] and found[0].find_parent("fieldset")
        assert fieldset
        assert fieldset.legend
        assert fieldset.legend.get_text(strip=True) == "Home address"
        hint = page.soup.find(id=str(fieldset["aria-describedby"]))
        assert hint is not None
        assert hint.get_text(strip=True) == "Where you live."


def test_details_are_kept_and_shown_as_people_read_them(site: Site) -> None:
    """Sent by the page, and shown to whoever decides."""
    page = detailed(
        site,
        roles={"desk": [{"name": "Desk", "email": "desk@concord.example"}]},
        workflow=[{"step": "decide", "ask": {"role": "desk"}, "answers": "decide"}],
    ).fill(DETAILED)
    assert page.status == 200

    journal: Any = site.stores.journal
    ((submission, _),) = journal.appended
    kept = json.loads(site.api("GET", f"/v1/submissions/{submission}").body)["answers"]
    assert kept == {**DETAILED, "phone": "+17195550123"}
    asked = site.get(site.link("ask", submission, "decide.desk.0.1"))
    shown = {
        term.get_text(" ", strip=True): value.get_text().strip()
        for term in asked.soup.select(".answers dt")
        if (value := term.find_next_sibling("dd")) is not None
    }
    assert shown["Telephone"] == "+1 719-555-0123"
    assert shown["Stars"] == "4 of 5"
    assert shown["Level"] == "Beginner"
    assert shown["Nationality"] == "Japan"
    assert shown["First language"] == "Traditional Chinese"
    assert shown["Your full name"] == "Ann Example"
    assert "1 Main Street\nColorado Springs, CO 80903\nUnited States" in [
        dd.get_text().strip() for dd in asked.soup.select(".answers > div > dd")
    ]
    assert shown["Home address"] == "Slovenski trg 1\nKranj\nSlovenia"  # the one in the row stands last


def test_every_fault_of_details_leads_to_its_control_and_loses_nothing(site: Site) -> None:
    """Parts of addresses too, in rows as well; what was typed is there again."""
    wrong = {
        "phone": "555",
        "stars": "9",
        "home": {"line1": "", "line2": "Left", "city": "x" * 201, "region": "", "country": "XX"},
        "hosts": [{"name": "", "home": {}}, {"name": "Bea", "home": {"line2": "Right"}}],
        "signed": "x" * 201,
    }
    page = detailed(site).fill({"full_name": "Ann"}, button=("add", "hosts")).fill({**DETAILED, **wrong})

    assert page.status == 422
    row = "Hosts: entry 1, Home address"  # the blank one before it is left out
    assert page.errors == {
        "field-phone": "“Telephone”: Enter a complete telephone number without an extension. "
        "One from another country begins with + and the country's code, like +81 3 1234 5678.",
        "field-stars": "“Stars”: Choose one of these: 1, 2, 3, 4, or 5.",
        "field-home.line1": "Please answer “Home address, Street and number”.",
        "field-home.city": "“Home address, City or town”: Use at most 200 characters; there are 201 now.",
        "field-home.country": "“Home address, Country”: "
        "Choose a country; in data by its two capital letters, like US or JP.",
        "field-hosts.0.home.line1": f"Please answer “{row}, Street and number”.",
        "field-hosts.0.home.city": f"Please answer “{row}, City or town”.",
        "field-hosts.0.home.country": f"Please answer “{row}, Country”.",
        "field-signed": "“Your full name”: Use at most 200 characters; there are 201 now.",
    }
    for target in page.errors:
        control = page.soup.find(id=target)
        assert control is not None
        assert control.name in ("input", "select")
    assert page.values["phone"] == ["555"]
    assert page.values["home.line2"] == ["Left"]
    assert page.values["home.city"] == ["x" * 201]
    assert page.values["hosts.0.name"] == ["Bea"]
    assert page.values["hosts.0.home.line2"] == ["Right"]
    assert page.values["nationality"] == ["JP"]
    assert page.values["tongue"] == ["zh-Hant"]
    assert page.values["level"] == ["0"]


def test_address_that_is_missing_is_asked_for_at_each_part_that_it_needs(site: Site) -> None:
    """A row with a name and no address as well."""
    page = detailed(site).fill({**DETAILED, "home": {}, "hosts": [{"name": "Bea", "home": {}}]})

    assert list(page.errors) == [
        f"field-{prefix}.{part}"
        for prefix in ("home", "hosts.0.home")
        for part in ("line1", "city", "country")
    ]


def test_rows_with_addresses_are_added_and_removed_without_loss(site: Site) -> None:
    """The parts move with their row."""
    page = detailed(site).fill({"hosts": DETAILED["hosts"]}, button=("add", "hosts"))
    page = page.fill({"hosts.1.home.city": "Bled", "hosts.1.home.country": "SI"})
    page = page.press(button=("remove", "hosts.0"))

    assert page.values["hosts.0.home.city"] == ["Bled"]
    assert page.values["hosts.0.home.country"] == ["SI"]
    assert "hosts.1.home.city" not in page.names


def test_language_that_is_not_offered_is_not_lost_either(site: Site) -> None:
    """Whoever sent another tag gets it back among the options."""
    page = detailed(site).fill({"tongue": "pt-BR"})

    assert page.status == 422
    assert "field-tongue" not in page.errors
    assert page.values["tongue"] == ["pt-BR"]
    assert "Portuguese (Brazil)" in page.text


def test_address_that_comes_back_has_the_words_and_needs_of_its_country(site: Site) -> None:
    """As soon as the country is known; what is wrong with the code is told by an example."""
    away = {"line1": "10 Elm St", "city": "Ottawa", "country": "CA", "postal_code": "12345"}
    near = {"line1": "1 Main St", "city": "Denver", "country": "US"}
    page = detailed(site).fill({**DETAILED, "home": away, "hosts": [{"name": "Bea", "home": near}]})

    assert page.errors == {
        "field-home.postal_code": "“Home address, Postal code”: "
        "Check the postal code (Canada): it is written like A1A 1A1.",
        "field-hosts.0.home.postal_code": "Please answer “Hosts: entry 1, Home address, ZIP code”.",
    }
    labels = {tag["for"]: tag.get_text(" ", strip=True) for tag in page.soup.find_all("label")}
    assert labels["field-home.region"] == "Province (optional)"
    assert labels["field-hosts.0.home.region"] == "State (optional)"
    assert labels["field-hosts.0.home.postal_code"] == "ZIP code"

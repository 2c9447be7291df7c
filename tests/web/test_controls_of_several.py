"""Controls of one name: checkboxes, and the places of a ranking; and amounts of money."""

from __future__ import annotations

import json
from typing import Any

from tests.web.examples import REFEREE, definition
from tests.web.site import Page, Site

OPTIONS = [
    {"id": "mayor", "label": "Mayor"},
    {"id": "council", "label": "Council"},
    {"id": "none", "label": "Nobody"},
]
SEVERAL: list[dict[str, Any]] = [
    *(REFEREE[0], REFEREE[2]),
    {
        "id": "attend",
        "type": "choices",
        "label": "Who comes",
        "required": True,
        "options": OPTIONS,
        "other": True,
        "exclusive": ["none"],
        "max_choices": 3,
    },
    {"id": "order", "type": "ranking", "label": "Order", "options": OPTIONS, "rank": 2},
    {"id": "issues", "type": "ranking", "label": "Issues", "texts": 4, "required": True},
    {"id": "budget", "type": "money", "label": "Budget", "currency": "USD", "min": "10", "max": 2500},
    {"id": "add", "type": "ranking", "label": "Added", "texts": 2},
    {
        "id": "hosts",
        "type": "group",
        "label": "Hosts",
        "rows": {"max": 2},
        "fields": [
            {"id": "name", "type": "text", "label": "Name"},
            {"id": "days", "type": "choices", "label": "Days", "options": OPTIONS},
            {"id": "likes", "type": "ranking", "label": "Likes", "texts": 2},
        ],
    },
]
ANSWERS: dict[str, Any] = {
    "full_name": "Ann",
    "email": "ann@people.example",
    "attend": ["other", "mayor"],
    "attend_other": "The choir",
    "order": ["council", "mayor"],
    "issues": ["Water", "Peace", "Work", "Homes"],
    "budget": "1,250.5",
    "form__add": ["x", "y"],
    "hosts": [{"name": "Bea", "days": ["none"], "likes": ["tea", "cake"]}],
}


def form(site: Site, **changed: Any) -> Page:
    """The page of a form with all those fields."""
    document = definition(form=[{"page": "All", "fields": SEVERAL}], **changed)
    published = site.api("PUT", "/v1/programs/tea-time", document)
    assert published.status == 201, published.body
    return site.get("/programs/tea-time")


def spelt(answers: dict[str, Any]) -> dict[str, Any]:
    """With the names of controls that the page has beside its own."""
    return {name.replace("__", "."): answer for name, answer in answers.items()}


def controls(page: Page, name: str) -> list[dict[str, Any]]:
    """Everything of that name."""
    return [{"tag": tag.name, **tag.attrs} for tag in page.soup.find_all(attrs={"name": name})]


def label_of(page: Page, target: str) -> str:
    """The words of the label of a control."""
    label = page.soup.find("label", attrs={"for": target})
    assert label is not None
    return label.get_text(" ", strip=True)


def test_choices_are_checkboxes_in_a_fieldset_with_its_legend(site: Site) -> None:
    """Never a list of which several are marked; none of them is required by itself."""
    page = form(site)
    boxes = controls(page, "attend")

    assert [(each["tag"], each["type"], each["value"], each["id"]) for each in boxes] == [
        ("input", "checkbox", "mayor", "field-attend"),
        ("input", "checkbox", "council", "field-attend-1"),
        ("input", "checkbox", "none", "field-attend-2"),
        ("input", "checkbox", "other", "field-attend-3"),
    ]
    assert not [each for each in boxes if "required" in each or "checked" in each]
    fieldset = page.soup.find(id="field-attend").find_parent("fieldset")  # type: ignore[union-attr]
    assert fieldset is not None
    assert fieldset.legend is not None
    assert fieldset.legend.get_text(strip=True) == "Who comes"
    hint = page.soup.find(id=str(fieldset["aria-describedby"]))
    assert hint is not None
    assert hint.get_text(strip=True) == "Choose at most 3. Choose “Nobody” only without any other."
    assert page.soup.find("select", attrs={"multiple": True}) is None


def test_places_of_a_ranking_are_labelled_controls_of_one_name(site: Site) -> None:
    """Lists of options, or lines; each has an id and a label of its own."""
    page = form(site)

    assert [(each["tag"], each["id"], "required" in each) for each in controls(page, "order")] == [
        ("select", "field-order", False),
        ("select", "field-order-1", False),
    ]
    assert [(each["tag"], each["id"], "required" in each) for each in controls(page, "issues")] == [
        ("input", "field-issues", True),
        ("input", "field-issues-1", True),
        ("input", "field-issues-2", True),
        ("input", "field-issues-3", True),
    ]
    assert [label_of(page, f"field-issues{end}") for end in ("", "-1", "-2", "-3")] == [
        f"Place {number}" for number in (1, 2, 3, 4)
    ]
    assert len(controls(page, "form.add")) == 2


def test_amount_is_typed_beside_its_currency(site: Site) -> None:
    """With the keyboard for decimals, and its bounds in words."""
    page = form(site)
    (budget,) = controls(page, "budget")

    assert (budget["type"], budget["inputmode"]) == ("text", "decimal")
    told = [page.soup.find(id=each) for each in str(budget["aria-describedby"]).split()]
    assert [each.get_text(strip=True) for each in told if each] == ["From $10.00 to $2,500.00.", "USD"]


def test_several_are_kept_and_shown_as_people_read_them(site: Site) -> None:
    """In the options' order, with one's own words, numbered places, and the currency."""
    desk = {
        "roles": {"desk": [{"name": "Desk", "email": "desk@concord.example"}]},
        "workflow": [{"step": "decide", "ask": {"role": "desk"}, "answers": "decide"}],
    }
    assert form(site, **desk).fill(spelt(ANSWERS)).status == 200

    journal: Any = site.stores.journal
    ((submission, _),) = journal.appended
    kept = json.loads(site.api("GET", f"/v1/submissions/{submission}").body)["answers"]
    assert kept == {
        **{name: answer for name, answer in ANSWERS.items() if name != "form__add"},
        "attend": ["mayor", "other"],
        "budget": "1250.50",
        "add": ["x", "y"],
    }
    asked = site.get(site.link("ask", submission, "decide.desk.0.1"))
    shown = {
        term.get_text(" ", strip=True): value.get_text().strip()
        for term in asked.soup.select(".answers dt")
        if (value := term.find_next_sibling("dd")) is not None
    }
    assert shown["Who comes"] == "Mayor\nThe choir"
    assert shown["Order"] == "1. Council\n2. Mayor"
    assert shown["Issues"] == "1. Water\n2. Peace\n3. Work\n4. Homes"
    assert shown["Budget"] == "$1,250.50"
    assert shown["Days"] == "Nobody"
    assert shown["Likes"] == "1. tea\n2. cake"


def test_every_fault_of_several_leads_to_its_control_and_loses_nothing(site: Site) -> None:
    """A missing place and a double one at that place; blank places stay between filled ones."""
    wrong = {
        "attend": ["mayor", "none"],
        "order": ["mayor", "mayor"],
        "issues": ["Water", "", "water", ""],
        "budget": "3",
        "form__add": ["", "y"],
        "hosts": [{"name": "Bea", "likes": ["tea", "Tea"]}],
    }
    page = form(site).fill(spelt({**ANSWERS, **wrong}))

    assert page.status == 422
    twice, missing = "This was named already. Choose something else, or leave it out.", "Please answer"
    assert page.errors == {
        "field-attend": "“Who comes”: Choose “Nobody” alone, or leave it out.",
        "field-order-1": f"“Order, Place 2”: {twice}",
        "field-issues-1": f"{missing} “Issues, Place 2”.",
        "field-issues-2": f"“Issues, Place 3”: {twice}",
        "field-issues-3": f"{missing} “Issues, Place 4”.",
        "field-budget": "“Budget”: Enter $10.00 or more.",
        "field-form.add": f"{missing} “Added, Place 1”.",
        "field-hosts.0.likes-1": f"“Hosts: entry 1, Likes, Place 2”: {twice}",
    }
    for target in page.errors:
        control = page.soup.find(id=target)
        assert control is not None
        assert control.name in ("input", "select")
        fieldset = control.find_parent("fieldset")
        described = [str(tag.get("aria-describedby", "")) for tag in (control, fieldset) if tag]
        assert f"{target}-error" in " ".join(described).split()
    ids = [tag["id"] for tag in page.soup.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert page.values["issues"] == ["Water", "", "water", ""]
    assert page.values["form.add"] == ["", "y"]
    assert page.values["attend"] == ["mayor", "none"]
    assert page.values["order"] == ["mayor", "mayor"]


def test_ranking_without_any_answer_is_asked_for_at_its_first_place(site: Site) -> None:
    """One entry of the list at the top."""
    page = form(site).fill(spelt({**ANSWERS, "attend": [], "issues": ["", "", "", ""]}))

    assert page.errors["field-issues"] == "Please answer “Issues”."
    assert page.errors["field-attend"] == "Please answer “Who comes”."
    assert page.soup.find(id="field-issues-error") is not None


def test_likely_typing_error_is_asked_about_and_never_refused(site: Site) -> None:
    """After sending, while the address can be corrected; and beside it when the form comes back."""
    page = form(site)
    back = page.fill(spelt({**ANSWERS, "email": "ann@gmial.com", "budget": "3"}))
    assert back.status == 422
    assert list(back.errors) == ["field-budget"]
    assert "Did you mean ann@gmail.com?" in back.text

    sent = back.fill({"budget": "30"})
    assert sent.heading == "Your registration was sent"
    assert "Did you mean ann@gmail.com? Then correct the address below." in sent.text

    corrected = sent.press(email="ann@gmail.com")
    assert "Did you mean" not in corrected.text

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.domain import documents, programs
from chalicelib.web import decided, paging
from chalicelib.web.nonces import FIELD
from chalicelib.web.paging import LONG
from tests.web.examples import definition, onward, visit, walked
from tests.web.site import Page, Site, flat

CAMP = "/programs/tea-time"
NEXT, BACK, SEND = ("go", "next"), ("go", "back"), ("go", "send")


def text(name: str, **more: Any) -> dict[str, Any]:
    """A question for a line of text."""
    return {"id": name, "type": "text", "label": name.replace("_", " ").title(), **more}


def worked_out(name: str, value: Any, label: str = "Worked out") -> dict[str, Any]:
    """What is never asked."""
    return {"id": name, "type": "computed", "label": label, "value": value}


EMAIL = {"id": "email", "type": "email", "label": "Address", "required": True, "confirm": True}
CHILDREN = {
    "id": "children",
    "type": "group",
    "label": "Children",
    "required": True,
    "rows": {"min": 1, "max": 4},
    "fields": [text("name", required=True), {"id": "age", "type": "number", "label": "Age"}],
}
MEALS = {
    "id": "meals",
    "type": "group",
    "label": "Meals",
    "rows_from": "children",
    "fields": [text("diet"), text("where", show_if={"var": "form.hosted"})],
}
ELDEST = {
    "id": "eldest",
    "type": "choice",
    "label": "Eldest",
    "options_from": {"rows": "children", "label": "name"},
}
FORM: list[dict[str, Any]] = [
    {
        "page": "You",
        "fields": [
            text("full_name", required=True),
            EMAIL,
            {"id": "hosted", "type": "yes_no", "label": "Hosted", "required": True},
        ],
    },
    {
        "page": "Your host",
        "show_if": {"==": [{"var": "hosted"}, True]},
        "fields": [text("host", required=True), {"id": "known", "type": "yes_no", "label": "Known"}],
    },
    {"page": "Children", "fields": [CHILDREN]},
    {"page": "Meals", "fields": [MEALS, ELDEST]},
    {
        "page": "Health",
        "fields": [
            {"id": "ill", "type": "yes_no", "label": "Ill"},
            text("illness", show_if={"var": "ill"}, required={"var": "ill"}, visible_to=["nurse"]),
            worked_out("count", {"*": [{"var": "children.length"}, 5]}, label="Days"),
            text("more_1"),
            text("more_2"),
            {
                "id": "topics",
                "type": "choices",
                "label": "Topics",
                "other": True,
                "options": [{"id": "art", "label": "Art"}, {"id": "sea", "label": "The sea"}],
            },
            {"id": "go", "type": "text", "label": "Where to go"},
        ],
    },
]
RULES = [
    {"check": {"!=": [{"var": "full_name"}, {"var": "go"}]}, "message": "Two names.", "field": "full_name"},
    {"check": {"!=": [{"var": "more_1"}, {"var": "go"}]}, "message": "Two places.", "field": "more_1"},
]
YOU = {"full_name": "Ann", "email": "ann@people.example", "email_again": "ann@people.example"}
ANSWERS = {
    **YOU,
    "hosted": True,
    "host": "Bea",
    "children": [{"name": "Cyd", "age": 9}, {"name": "Dan", "age": 7}],
    "meals": [{"diet": "No nuts", "where": "At Bea's"}, {"diet": "None"}],
    "eldest": "0",
    "ill": True,
    "illness": "Asthma",
    "more_1": "x",
    "topics": ["sea", "other"],
    "topics_other": "Stars",
    "form.go": "There",
}


@pytest.fixture
def camp(site: Site) -> Page:
    """The first page of a form whose pages hang on one another."""
    document = definition(
        form=FORM, rules=RULES, roles={"nurse": [{"name": "N", "email": "n@concord.example"}]}
    )
    put = site.api("PUT", f"/v1{CAMP}", document)
    assert put.status == 201, put.body
    return site.get(CAMP)


def title(page: Page) -> str:
    """What the page itself is called."""
    assert page.soup.title is not None
    return page.soup.title.get_text().partition(" – ")[0]


def titles(pages: list[Page]) -> list[str]:
    """What each page is called."""
    return [title(page) for page in pages]


def kept(site: Site) -> dict[str, Any]:
    """The answers of the only submission."""
    (submission,) = site.stores.journal.commits  # type: ignore[attr-defined]
    return dict(site.case(submission).answers)


def test_only_forms_of_several_pages_and_many_questions_are_long() -> None:
    """Rows count once, notes and what is worked out not at all."""

    def program(pages: int, count: int) -> Any:
        asked = [text(f"f{number}") for number in range(count - 4)]
        named = [text("full_name"), {"id": "email", "type": "email", "label": "Address"}]
        group = {**CHILDREN, "fields": [text("name"), text("age")]}
        note = {"id": "note", "type": "note", "label": "Words"}
        worked = {"id": "sum", "type": "computed", "label": "Sum", "value": 1}
        first = {"page": "One", "fields": [*named, group, note, worked]}
        form = (
            [first, {"page": "Two", "fields": asked}]
            if pages == 2
            else [{**first, "fields": [*first["fields"], *asked]}]
        )
        return programs.program(documents.to_json(definition(form=form)))

    assert [
        paging.is_long(program(pages, count)) for pages, count in ((2, LONG), (2, LONG + 1), (1, 40))
    ] == [
        False,
        True,
        False,
    ]


def test_pages_lead_to_a_review_and_that_to_the_submission(site: Site, camp: Page) -> None:
    """Each says which it is of how many; what is sent is all that was typed."""
    pages = walked(camp, ANSWERS)

    assert titles(pages) == [
        "Pen pals",
        "Page 2 of 5: Your host",
        "Page 3 of 5: Children",
        "Page 4 of 5: Meals",
        "Page 5 of 5: Health",
        "Check your answers",
    ]
    assert "Page 1 of 5: You" in camp.text
    sent = pages[-1].press()
    assert sent.heading == "Your registration was sent"
    assert kept(site) == {
        **{name: answer for name, answer in ANSWERS.items() if name not in ("email_again", "form.go")},
        "topics": ["sea", "other"],
        "count": 10,
        "go": "There",
    }


def test_heading_takes_the_focus_and_the_program_is_a_link_away(camp: Page) -> None:
    """On the pages after the first; the first one tells what the program is."""
    second = onward(camp, ANSWERS)

    assert "autofocus" not in str(camp.soup.find(id="form-heading"))
    heading = second.soup.find(id="form-heading")
    assert heading is not None
    assert heading.has_attr("autofocus")
    assert "Letters across the sea." in camp.text
    assert "Letters across the sea." not in second.text
    assert second.soup.find("a", href=CAMP) is not None
    assert second.soup.find("nav") is None, "another language would lose what was typed"


def test_page_is_checked_by_itself_and_everything_is_kept(site: Site, camp: Page) -> None:
    """422 with the same page, its faults at their places; what is on no page yet is not missed."""
    page = onward(camp, {**ANSWERS, "email": "bea@people.example", "hosted": ""})

    assert (page.status, title(page)) == (422, "Error: Page 1 of 5: You")
    assert list(page.errors) == ["field-email_again", "field-hosted"]
    assert page.values["full_name"] == ["Ann"]
    assert page.fill({"email": YOU["email"], "hosted": "yes"}, button=NEXT).status == 200
    assert site.appended() == 0


def test_going_back_checks_nothing_and_loses_nothing(camp: Page) -> None:
    """To the page before that is shown, with what was typed, valid or not."""
    page = walked(camp, ANSWERS)[2]

    back = page.fill({"children.0.age": "old"}, button=BACK)
    assert (back.status, title(back)) == (200, "Page 2 of 5: Your host")
    first = back.press(button=BACK)
    assert (title(first), first.values["email_again"]) == ("Page 1 of 5: You", [YOU["email"]])
    assert BACK not in first.buttons
    again = first.press().press()
    assert again.values["children.0.age"] == ["old"]


def test_page_that_does_not_apply_is_skipped_both_ways_and_comes_back_as_it_was(camp: Page) -> None:
    """A change of mind loses nothing; what does not apply is dropped when it is sent."""
    second = onward(camp, ANSWERS).fill({"host": "Bea"}, button=NEXT).press(button=BACK)
    skipped = second.press(button=BACK).fill({"hosted": "no"}, button=NEXT)

    assert title(skipped) == "Page 2 of 4: Children"
    first = skipped.press(button=BACK)
    assert title(first) == "Page 1 of 5: You"
    host = first.fill({"hosted": "yes"}, button=NEXT)
    assert host.values["host"] == ["Bea"]


def test_what_hangs_on_the_same_page_stands_there_and_what_was_decided_does_not(camp: Page) -> None:
    """Without a script nothing can appear while a page is filled in."""
    hosted = walked(camp, ANSWERS)
    alone = walked(camp, {**ANSWERS, "hosted": False})

    assert {"ill", "illness"} <= hosted[4].names
    assert "meals.0.where" in hosted[3].names
    assert "meals.0.where" not in alone[2].names


def test_rows_of_an_earlier_page_are_what_later_ones_go_by(site: Site, camp: Page) -> None:
    """One row for each, a choice among them by name; and both follow when one is taken out."""
    meals = (
        walked(camp, ANSWERS)[3].fill({"meals.1.diet": "None", "eldest": "1"}, button=NEXT).press(button=BACK)
    )
    assert [name for name in sorted(meals.names) if name.endswith(".diet")] == [
        "meals.0.diet",
        "meals.1.diet",
    ]
    assert "Cyd" in meals.form.get_text()

    children = meals.press(button=BACK).press(button=("remove", "children.0"))
    meals = children.press()

    assert [name for name in sorted(meals.names) if name.endswith(".diet")] == ["meals.0.diet"]
    assert (meals.values["meals.0.diet"], meals.values["eldest"]) == (["None"], ["0"])
    assert walked(meals, {"more_1": "x"})[-1].press().status == 200
    assert kept(site)["meals"] == [{"diet": "None"}]


def test_rows_that_are_added_on_another_page_are_there_when_it_is_come_to(site: Site) -> None:
    """Nothing but the page that is shown changes by a button."""
    page = site.get("/programs/delegation-visit")
    for _ in range(2):
        page = page.fill({"full_name": "Ann"}, button=("add", "delegates"))

    assert "Page 1 of 5: Who is asking" in page.text
    assert page.values["full_name"] == ["Ann"]
    delegates = page.press(button=("go", "2"))
    rows = [f"delegates.{number}.name" for number in range(3)]
    assert [name for name in sorted(delegates.names) if name.endswith(".name")] == rows


def test_review_shows_every_answer_to_who_gave_it_and_what_is_worked_out(camp: Page) -> None:
    """Also what only some of those who read it may see; as words, not as ids."""
    review = walked(camp, ANSWERS)[-1]

    for words in (
        "Ann",
        "Bea",
        "Cyd",
        "No nuts",
        "Asthma",
        "The sea",
        "Stars",
        "There",
        "Days 10",
        "Eldest Cyd",
    ):
        assert words in review.text
    assert "What happens to your data" in review.text
    assert review.buttons == [SEND, *(("go", str(number)) for number in range(5)), SEND, BACK, ("go", "save")]


def test_change_from_the_review_leads_back_to_it_or_to_what_has_become_new(camp: Page) -> None:
    """Whoever has seen all pages is led only to those that have come, or have become wrong."""
    review = walked(camp, {**ANSWERS, "hosted": False})[-1]

    first = review.press(button=("go", "0"))
    assert title(first) == "Page 1 of 4: You"
    assert title(first.fill({"full_name": "Eve"}, button=NEXT)) == "Check your answers"
    new = first.fill({"hosted": "yes"}, button=NEXT)
    assert title(new) == "Page 2 of 5: Your host"
    assert title(new.fill({"host": "Bea"}, button=NEXT)) == "Check your answers"


def test_sending_without_the_review_shows_it(site: Site, camp: Page) -> None:
    """Nobody sends what they have not read once more."""
    last = walked(camp, ANSWERS)[4]

    page = last.fill(ANSWERS, button=SEND)

    assert title(page) == "Check your answers"
    assert site.appended() == 0


def test_page_that_was_sent_by_no_button_is_all_of_it_at_once(site: Site, camp: Page) -> None:
    """As programs do that take over what is hidden; its mistakes come back with the whole form."""
    answers = {name: answer for name, answer in ANSWERS.items() if name != "form.go"}
    hidden = camp.values

    wrong = site.post(CAMP, [*((name, hidden[name][0]) for name in ("_page", FIELD)), *flat({"host": "Bea"})])
    assert (wrong.status, "children.0.name" in wrong.names, "_page" in wrong.names) == (422, True, False)
    pairs = [*((name, hidden[name][0]) for name in ("_page", FIELD)), *flat(answers), ("more_2", "")]
    sent = site.post(CAMP, pairs)

    assert sent.heading == "Your registration was sent"
    assert kept(site)["host"] == "Bea"


def test_rule_over_several_pages_leads_to_the_first_with_all_listed(site: Site, camp: Page) -> None:
    """Once all is known; a fault on another page is a button that leads there."""
    pages = walked(camp, ANSWERS)
    wrong = pages[4].fill({**ANSWERS, "form.go": "Ann", "more_1": "Ann"}, button=NEXT)

    # The rule at a field of the last page is told there, the other one where its field stands.
    assert list(wrong.errors) == ["field-more_1"]
    wrong = pages[4].fill({**ANSWERS, "form.go": "Ann"}, button=NEXT)
    assert (wrong.status, title(wrong)) == (422, "Error: Page 1 of 5: You")
    assert list(wrong.errors) == ["field-full_name"]

    forged = pages[0].fill(
        {**ANSWERS, "_reviewed": "yes", "_page": "5", "full_name": "", "host": ""}, button=SEND
    )
    assert (forged.status, title(forged)) == (422, "Error: Page 1 of 5: You")
    (elsewhere,) = forged.soup.select("[role=alert] button")
    assert elsewhere.get_text() == "Please answer “Host”."
    assert title(forged.press(button=("go", str(elsewhere["value"])))) == "Page 2 of 5: Your host"
    assert site.appended() == 0


def test_form_that_was_begun_in_time_is_sent_and_one_too_late_is_not(site: Site) -> None:
    """The time of the first page counts, however many pages follow; too late is 409 as before."""
    path = "/programs/delegation-visit"
    site.wait(days=365, hours=7, minutes=50)
    first, second = (walked(site.get(path), visit(site)) for _ in range(2))
    site.wait(minutes=16)

    assert first[-1].press().status == 200
    assert site.appended() == 1
    site.wait(hours=1)
    assert second[-1].press().status == 409
    assert site.appended() == 1


def test_nonce_is_carried_and_a_page_without_one_gets_a_fresh_one(site: Site, camp: Page) -> None:
    """A second click is the same submission; who comes without is asked to send once more."""
    pages = walked(camp, ANSWERS)
    assert {page.values[FIELD][0] for page in pages} == {camp.values[FIELD][0]}
    review = pages[-1]
    review.press()
    assert review.press().status == 200
    assert site.appended() == 1

    changed = review.fill({"full_name": "Eve"}, button=SEND)
    assert (changed.status, title(changed)) == (422, "Error: Check your answers")
    assert list(changed.errors) == ["send"]
    assert changed.press().status == 200
    assert site.appended() == 2


@pytest.mark.parametrize("number", ["", "-1", "99", "x", "7000000000", "५"])
def test_number_of_no_page_is_the_first(camp: Page, number: str) -> None:
    """Whatever is forged, a page is shown."""
    page = camp.fill({**YOU, "hosted": "no", "_page": number}, button=NEXT)
    led = camp.press(button=("go", number or "x"))

    assert page.status in (200, 422)
    assert led.status in (200, 422)


def test_conditions_are_decided_by_the_last_page_they_hang_on() -> None:
    """Through everything between, of which nobody fills in what is worked out."""
    form = [
        {"page": "A", "fields": [text("a", show_if={"var": "d"}), text("full_name"), EMAIL]},
        {"page": "B", "fields": [text("b", show_if={"var": "worked"})]},
        {
            "page": "C",
            "fields": [text("c", show_if={"var": "b"}), worked_out("worked", {"var": "full_name"})],
        },
        {"page": "D", "fields": [text("d", required={"var": "c"})]},
    ]
    program = programs.program(documents.to_json(definition(form=form)))

    shown = {place.field: page for place, page in decided.shown(program).items()}

    assert shown == {"a": 3, "full_name": -1, "email": -1, "b": 0, "c": 1, "worked": 0, "d": -1}
    assert {place.field: page for place, page in decided.needed(program).items()} == {"d": 2}

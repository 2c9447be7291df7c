"""A step's form that goes by the rows of the program's form: a jury, a curator, the artist who reads it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from bs4 import Tag

from chalicelib.web.nonces import FIELD
from tests.web.examples import CONFIRM, definition, told
from tests.web.site import Page, Site
from tests.web.test_export import exported

WORKS = {
    "id": "works",
    "type": "group",
    "label": "Works",
    "rows": {"min": 0, "max": 3},
    "fields": [
        {"id": "picture", "type": "consent", "label": "Pictures", "statement": "They are mine."},
        {"id": "title", "type": "text", "label": "Title"},
        {"id": "height", "type": "number", "label": "Height"},
    ],
}

TALL = {">": [{"var": "from.height"}, 60]}

JUDGED = {
    "id": "judged",
    "type": "group",
    "label": "Marks",
    "rows_from": "works",
    "fields": [
        {"id": "score", "type": "number", "label": "Mark", "required": True, "min": 1, "max": 5},
        {
            "id": "stand",
            "type": "yes_no",
            "label": "Does it need a stand?",
            "show_if": TALL,
            "required": True,
        },
    ],
}

TAKEN = {
    "id": "taken",
    "type": "choices",
    "label": "Taken",
    "options_from": {"rows": "works", "label": "title"},
    "required": True,
}

TOLD = {
    "id": "told",
    "type": "group",
    "label": "About each",
    "rows_from": "works",
    "fields": [
        {"id": "words", "type": "long_text", "label": "Words"},
        {"id": "secret", "type": "text", "label": "For us", "visible_to": ["curator"]},
    ],
}

ANSWERS = {
    "full_name": "Ann Artist",
    "email": "ann@people.example",
    "works": [{"title": "Harbor", "height": 40}, {"title": "Bridge", "height": 90}],
}

MARKS = {"judged__0__score": "5", "judged__1__score": "2", "judged__1__stand": "no"}

JURY, SELECT, LOAN = "jury.juror.0.1", "select.curator.0.1", "loan.applicant.1"


def show(works: dict[str, Any] = WORKS, **jury: Any) -> dict[str, Any]:
    """A program in which works are judged, then taken or not, then lent; `jury`: more of its step."""
    fields = [
        {"id": "full_name", "type": "text", "label": "Name", "required": True},
        {"id": "email", "type": "email", "label": "Address", "required": True},
        works,
    ]
    return definition(
        id="art-show",
        form=[{"page": "You", "fields": fields}],
        roles={
            "juror": [{"name": "Juror", "email": "jury@city.example"}],
            "curator": [{"name": "Curator", "email": "curator@city.example"}],
        },
        workflow=[
            {
                "step": "confirm",
                "ask": "applicant",
                "answers": "confirm",
                "due": "3d",
                "on_timeout": "expire",
            },
            {
                "step": "jury",
                "ask": {"role": "juror"},
                "form": [JUDGED],
                "hidden_from": ["applicant"],
                **jury,
            },
            {
                "step": "select",
                "ask": {"role": "curator"},
                "form": [TAKEN, TOLD],
                "answers": {
                    "take": {"label": "Take works", "then": "next"},
                    "none": {"label": "Take none", "then": "decline"},
                },
            },
            {"step": "loan", "ask": "applicant", "answers": "accept", "due": "7d", "on_timeout": "decline"},
        ],
    )


def entered(site: Site, document: dict[str, Any] | None = None, **changed: Any) -> str:
    """An entry that the jury looks at."""
    published = site.api("PUT", "/v1/programs/art-show", document or show())
    assert published.status == 201, published.body
    sent = site.api(
        "POST", "/v1/programs/art-show/submissions", {"answers": {**ANSWERS, **changed}}, token=""
    )
    assert sent.status == 201, sent.body
    submission = str(told(sent)["id"])
    site.answer(site.link("ask", submission, CONFIRM), "yes", sure="yes")
    return submission


def judged(site: Site) -> str:
    """One that the curator looks at."""
    submission = entered(site)
    page = site.answer(site.link("ask", submission, JURY), "submit", sure="yes", **MARKS)
    assert page.status == 200, page.errors
    return submission


def selected(site: Site, answer: str = "take") -> str:
    """One that was decided."""
    submission = judged(site)
    words = {
        "told__0__words": "It hangs by the door.",
        "told__1__words": "Too tall for us.",
        "told__0__secret": "x",
    }
    page = site.answer(site.link("ask", submission, SELECT), answer, signed_by="C", taken="0", **words)
    assert page.status == 200, page.errors
    return submission


def legends(page: Page) -> list[str]:
    """What the rows on the page are called."""
    rows = page.form.find_all("fieldset", class_="row")
    return [tag.find("legend").get_text(strip=True) for tag in rows if isinstance(tag, Tag)]


def test_rows_are_those_of_the_programs_form_each_headed_by_what_it_is_about(site: Site) -> None:
    """In their order, with none to add or to remove."""
    page = site.get(site.link("ask", entered(site), JURY))

    assert legends(page) == ["1. Harbor", "2. Bridge"]
    assert {name for name in page.names if "." in name} == {
        *("judged.0.score", "judged.0.stand", "judged.1.score", "judged.1.stand")
    }
    assert page.buttons == [("answer", "submit")]


def test_row_reads_the_row_that_it_is_about(site: Site) -> None:
    """Only of the tall work a stand is asked; what is wrong is told with the work's name, nothing is lost."""
    submission = entered(site)
    page = site.get(site.link("ask", submission, JURY))

    again = page.press("submit", sure="yes", judged__1__score="9")

    assert (again.status, list(again.errors)) == (
        422,
        ["field-judged.0.score", "field-judged.1.score", "field-judged.1.stand"],
    )
    assert again.errors["field-judged.0.score"] == "Please answer “1. Harbor, Mark”."
    assert again.values["judged.1.score"] == ["9"]
    assert legends(again) == ["1. Harbor", "2. Bridge"]
    assert again.press("submit", sure="yes", **MARKS).status == 200


def test_answer_is_kept_row_by_row(site: Site) -> None:
    """One row for each of the form's, in order; a row of which nothing was sent stays where it is."""
    submission = judged(site)
    assert site.case(submission).forms[JURY] == {"judged": [{"score": 5}, {"score": 2, "stand": False}]}

    page = site.get(site.link("ask", submission, SELECT)).press(
        "take", signed_by="C", taken="1", told__1__words="Yes."
    )

    assert page.status == 200, page.errors
    assert site.case(submission).forms[SELECT] == {"taken": ["1"], "told": [{}, {"words": "Yes."}]}


def test_taking_without_taking_any_is_refused_at_its_place(site: Site) -> None:
    """And taking none needs no form."""
    submission = judged(site)
    page = site.get(site.link("ask", submission, SELECT))
    options = [
        tag.get_text(strip=True) for tag in page.form.find_all("label") if "taken" in str(tag.get("for"))
    ]
    assert options == ["Harbor", "Bridge"]

    again = page.press("take", signed_by="C", told__0__words="kept words")

    assert (again.status, again.errors) == (422, {"field-taken": "Please answer “Taken”."})
    assert again.values["told.0.words"] == ["kept words"]
    assert again.press("none", signed_by="C").status == 200
    assert site.case(submission).submission.state == "declined"


@pytest.mark.parametrize(
    ("document", "called"),
    [
        (show(blind=["works"]), ["Works: entry 1", "Works: entry 2"]),
        (show({**WORKS, "visible_to": ["curator"]}), ["Works: entry 1", "Works: entry 2"]),
        (show({**WORKS, "sensitive": True}), ["Works: entry 1", "Works: entry 2"]),
    ],
    ids=["blind", "visible_to", "sensitive"],
)
def test_what_may_not_be_seen_is_no_heading(site: Site, document: dict[str, Any], called: list[str]) -> None:
    """The rows have numbers then, and the page knows nothing of what is in them, its script neither."""
    page = site.get(site.link("ask", entered(site, document), JURY))

    assert legends(page) == called
    if not document["form"][0]["fields"][2].get("sensitive"):
        assert "Harbor" not in page.answer.body
    assert page.soup.find(id="conditions") is None or "Harbor" not in str(page.soup.find(id="conditions"))


def test_heading_is_the_first_answer_that_may_be_seen(site: Site) -> None:
    """Here the height, since the title is for others."""
    picture, title, height = WORKS["fields"]  # type: ignore[misc]  # a list, in a map of anything
    works = {**WORKS, "fields": [picture, {**title, "visible_to": ["curator"]}, height]}  # type: ignore[dict-item]

    submission = entered(site, show(works))

    assert legends(site.get(site.link("ask", submission, JURY))) == ["1. 40", "2. 90"]


def test_script_is_told_what_the_conditions_look_at_and_no_more(site: Site) -> None:
    """The heights, and that there are two works."""
    page = site.get(site.link("ask", entered(site), JURY))

    block = page.soup.find(id="conditions")
    assert isinstance(block, Tag)
    plan = json.loads(block.get_text())

    assert plan["fields"]["works"] == {"fields": {"height": {"type": "number"}}, "all": True}
    assert plan["known"] == {
        "works.0.": [],
        "works.1.": [],
        "works.0.height": ["40"],
        "works.1.height": ["90"],
    }
    assert plan["fields"]["judged"]["source"] == "works"
    assert "Harbor" not in block.get_text()


def test_entry_without_rows_asks_for_none(site: Site) -> None:
    """There is nothing to be judged, and the step can still be answered."""
    submission = entered(site, works=[])
    page = site.get(site.link("ask", submission, JURY))

    assert page.names == {FIELD, "sure"}
    assert "Please fill in" not in page.text
    assert page.press("submit", sure="yes").status == 200
    assert site.case(submission).forms == {}


def test_api_takes_exactly_the_rows_that_there_are(site: Site) -> None:
    """Fewer and more are faults at the group, and a work that there is none of at the choice."""
    submission = entered(site)
    path = f"/v1/submissions/{submission}/asks/{JURY}"

    def answered(
        form: dict[str, Any], ask: str = path, answer: str = "submit"
    ) -> tuple[int, list[tuple[str, str]]]:
        body = {"answer": answer, "form": form, "on_behalf": "telephoned"}
        said = site.api("POST", ask, body)
        return said.status, [(each["pointer"], each["code"]) for each in told(said).get("errors", ())]

    row = {"score": 3}
    assert answered({"judged": [row]}) == (422, [("/form/judged", "too_few_rows")])
    assert answered({"judged": [row] * 3}) == (422, [("/form/judged", "too_many_rows")])
    assert answered({}) == (422, [("/form/judged", "required")])
    assert answered({"judged": [row, row]}) == (422, [("/form/judged/1/stand", "required")])
    assert answered({"judged": [row, {**row, "stand": True}]}) == (200, [])
    select = f"/v1/submissions/{submission}/asks/{SELECT}"
    assert answered({"taken": ["2"]}, select, "take")[1][0] == ("/form/taken/0", "not_one_of")
    assert answered({"taken": ["1"], "told": [{}, {}]}, select, "take") == (200, [])


def test_applicant_reads_what_was_decided_about_each(site: Site) -> None:
    """On the page of the next question, under the works' names; what is for others is not there."""
    page = site.get(site.link("ask", selected(site), LOAN))

    assert (
        "Filled in by the curator Taken Harbor About each 1. Harbor Words It hangs by the door." in page.text
    )
    assert "2. Bridge Words Too tall for us." in page.text
    assert "For us" not in page.text


def test_what_was_decided_stays_with_its_work_when_rows_are_changed(site: Site) -> None:
    """Staff take the first work away: what was said of it is not said of the one that comes first now."""
    submission = selected(site)
    amended = site.api(
        "POST",
        f"/v1/submissions/{submission}/amend",
        {"answers": {"works": [{"title": "Bridge", "height": 90}]}, "reason": "Sold"},
    )
    assert amended.status == 200, amended.body

    page = site.get(site.link("ask", submission, LOAN))

    assert "1. Harbor Words It hangs by the door." in page.text
    assert "2. Bridge Words Too tall for us." in page.text


def test_what_applicants_take_home_names_the_works(site: Site) -> None:
    """The choice in words, and what each row is about."""
    submission = selected(site)

    (select,) = (each for each in exported(site, submission)["filled_in"] if each["ask"] == SELECT)

    assert select["answers"][0] == {"id": "taken", "label": "Taken", "value": ["0"], "text": "Harbor"}
    assert select["answers"][1]["about"] == ["1. Harbor", "2. Bridge"]


@pytest.mark.parametrize(
    ("field", "fault"),
    [
        ({**JUDGED, "rows_from": "nothing"}, ("rows_from", "no_such_field")),
        ({**JUDGED, "rows_from": "email"}, ("rows_from", "field_type")),
        (
            {**TAKEN, "options_from": {"rows": "works", "label": "name"}},
            ("options_from/label", "no_such_field"),
        ),
        ({**TAKEN, "options_from": {"rows": "email", "label": "name"}}, ("options_from/rows", "field_type")),
        (
            {**TAKEN, "show_if": {"var": "works.0.title"}},
            ("show_if", "no_such_field"),
        ),
        (
            {**JUDGED, "fields": [{**JUDGED["fields"][0], "show_if": {"var": "from.width"}}]},  # type: ignore[index]
            ("fields/0/show_if", "no_such_field"),
        ),
    ],
)
def test_check_names_what_there_is_none_of(site: Site, field: dict[str, Any], fault: tuple[str, str]) -> None:
    """A step's form sees the rows of the program's form by `rows_from` and `options_from` alone."""
    document = show()
    document["workflow"][1]["form"] = [field]

    said = told(site.api("POST", "/v1/programs/check", document))

    place, code = fault
    assert [(each["pointer"], each["code"]) for each in said["errors"]][:1] == [
        (f"/workflow/1/form/0/{place}", code)
    ]

"""Fields that are called as a control of the page itself."""

from __future__ import annotations

from typing import Any

from chalicelib.web import apart
from chalicelib.web.nonces import FIELD
from tests.web.examples import CONFIRM, definition, errand
from tests.web.site import Site

NAMES = ("answer", "sure", "signed_by", "code", "do", "new", "add", "remove", "lang")
MORE, UPDATE = "more.applicant.1", "update.applicant.1"
TYPED = {name: f"the field {name}" for name in NAMES} | {"sure": "yes"}
ANSWERS: dict[str, Any] = {"full_name": "Ann", "email": "ann@people.example", **TYPED}


def published(site: Site) -> None:
    """A program whose form, and whose step's form, have fields of all those names."""
    named = [{"id": name, "type": "text", "label": f"Field {name}", "required": True} for name in NAMES]
    document = definition()
    document["form"][0]["fields"] += named
    late = {"due": "5d", "on_timeout": "expire"}
    document["workflow"] = [
        {"step": "confirm", "ask": "applicant", "answers": "confirm", **late},
        {"step": "more", "ask": "applicant", "form": named, **late},
        {"step": "update", "ask": "applicant", "amend": True, **late},
    ]
    assert site.api("PUT", "/v1/programs/tea-time", document).status == 201


def sent(site: Site) -> str:
    """A confirmed submission."""
    published(site)
    answer = site.api("POST", "/v1/programs/tea-time/submissions", {"answers": ANSWERS}, token="")
    submission = answer.headers["Location"].rpartition("/")[2]
    site.answer(site.link("ask", submission, CONFIRM), "yes", sure="yes")
    return submission


def controls(*own: str) -> dict[str, str]:
    """What fills in the fields, on a page that has controls of its own of those names."""
    return {apart.name(name, own).replace(".", "__"): words for name, words in TYPED.items()}


def test_form_with_fields_called_as_its_buttons_is_sent(site: Site) -> None:
    """`add` and `remove` are those of the fields apart; every other one is called as its field is."""
    published(site)
    page = site.get("/programs/tea-time")

    assert page.names == {*ANSWERS, FIELD} - apart.ROWS | {"form.add", "form.remove"}
    blank = page.press(full_name="Ann", email="ann@people.example")
    assert list(blank.errors) == [f"field-{apart.name(name, apart.ROWS)}" for name in NAMES]
    assert all(page.soup.find(id=target) is not None for target in blank.errors)
    done = blank.press(**controls("add", "remove"))
    assert done.heading == "Your registration was sent"


def test_answer_with_fields_called_as_its_controls_is_given(site: Site) -> None:
    """The tick is the page's, and the button too; what is wrong is linked to the field."""
    submission = sent(site)
    page = site.get(site.link("ask", submission, MORE))
    filled = controls("answer", "sure", "signed_by", "code", "add", "remove")

    assert list(page.press("submit", **filled).errors) == ["field-sure"]
    faulty = page.press("submit", **{**filled, "form__answer": ""}, sure="yes")
    assert list(faulty.errors) == ["field-form.answer"]
    assert faulty.press("submit", form__answer="again", sure="yes").heading == "Thank you"
    assert site.case(submission).forms == {MORE: {**TYPED, "answer": "again"}}


def test_answers_that_stand_already_are_no_tick_and_no_name(site: Site) -> None:
    """A robot that presses the button of the form as it is filled in changes nothing."""
    submission = sent(site)
    filled = controls("answer", "sure", "signed_by", "code", "add", "remove")
    site.get(site.link("ask", submission, MORE)).press("submit", **filled, sure="yes")
    page = site.get(site.link("ask", submission, UPDATE))
    before = site.commits(submission)

    assert page.press("submit").errors.keys() == {"field-sure"}
    assert site.commits(submission) == before
    assert page.press("submit", sure="yes", do="changed").heading == "Thank you"
    assert site.case(submission).answers == {**ANSWERS, "do": "changed"}


def test_answers_are_changed_from_the_status_page_all_the_same(site: Site) -> None:
    """The errand, its code and the typed name are the page's own, before and after a fault."""
    submission = sent(site)
    page = errand(site, submission, "amend").press(code=site.code(submission), signed_by="Ann")

    assert page.values["form.do"] == ["the field do"]
    faulty = page.press(form__do="", form__code="changed", signed_by="Ann")
    assert list(faulty.errors) == ["field-form.do"]
    done = faulty.press(form__do="once more", signed_by="Ann")
    assert done.heading == "Your answers are changed"
    assert site.case(submission).answers == {**ANSWERS, "do": "once more", "code": "changed"}

"""Rows that are changed while somebody's page is open: what was said of a row goes to no other one."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.web import gone, moved
from chalicelib.web.answered import Line
from tests.services.office import Overtaken
from tests.web.examples import CONFIRM, told
from tests.web.filed import JPEG, press
from tests.web.site import Page, Site
from tests.web.test_row_decisions import ANSWERS, JURY, MARKS, SELECT, WORKS, entered, judged, legends, show

HARBOR, BRIDGE = ANSWERS["works"]
TOWER = {"title": "Tower", "height": 50}
CHANGED = (
    "These entries have been changed in the meantime. Please look once more at what is filled in for each of "
    "them."
)
WORDS = {"told__0__words": "By the door.", "told__1__words": "Too tall.", "taken": "0"}


def amend(site: Site, submission: str, *works: dict[str, Any], **more: Any) -> None:
    """Staff change the works."""
    body = {"answers": {"works": list(works), **more}, "reason": "On the telephone"}
    answer = site.api("POST", f"/v1/submissions/{submission}/amend", body)
    assert answer.status == 200, answer.body


def selecting(site: Site) -> tuple[str, Page]:
    """A submission, and the curator's page."""
    submission = judged(site)
    return submission, site.get(site.link("ask", submission, SELECT))


def said(page: Page, names: Sequence[str] = ("told.0.words", "told.1.words", "taken")) -> list[list[str]]:
    """What the page holds of what was said."""
    return [[each for each in page.values.get(name, []) if each] for name in names]


def test_rows_that_change_places_take_what_was_said_along(site: Site) -> None:
    """The page comes back with the new order, and the words with their works; then it is answered."""
    submission, page = selecting(site)
    amend(site, submission, BRIDGE, HARBOR)

    again = page.press("take", signed_by="C", **WORDS)

    assert (again.status, legends(again)) == (422, ["1. Bridge", "2. Harbor"])
    assert again.errors == {"field-taken": f"“Taken”: {CHANGED}", "field-told": f"“About each”: {CHANGED}"}
    assert said(again) == [["Too tall."], ["By the door."], ["1"]]
    assert again.press("take", signed_by="C").status == 200
    assert site.case(submission).forms[SELECT] == {
        "taken": ["1"],
        "told": [{"words": "Too tall."}, {"words": "By the door."}],
    }


def test_row_that_was_replaced_leaves_its_words_to_nobody(site: Site) -> None:
    """They stand on the page to be read, under the name of what they were about, and in no control."""
    submission, page = selecting(site)
    amend(site, submission, TOWER, BRIDGE)

    again = page.press("take", signed_by="C", **WORDS)

    assert (again.status, legends(again)) == (422, ["1. Tower", "2. Bridge"])
    assert said(again) == [[], ["Too tall."], []]
    assert "What you filled in about entries that are not there any more" in again.text
    assert "About each 1. Harbor Words By the door." in again.text
    assert "Too tall." not in again.text.partition("not there any more")[2].partition("Please fill in")[0]


@pytest.mark.parametrize(
    "typed",
    [{"told__0__words": "way " * 5_500}, {"told__0__secret": "two\ttabs"}, {"told__0__secret": "not theirs"}],
    ids=["too long", "not allowed", "not theirs"],
)
def test_words_about_a_row_that_is_gone_stand_there_as_they_were_typed(
    site: Site, typed: dict[str, str]
) -> None:
    """Also those that could not be kept, and those of a field whose answers others alone may see."""
    document = deepcopy(show())
    document["workflow"][2]["form"][1]["fields"][1]["visible_to"] = ["juror"]
    submission = entered(site, document)
    site.answer(site.link("ask", submission, JURY), "submit", sure="yes", **MARKS)
    page = site.get(site.link("ask", submission, SELECT))
    amend(site, submission, TOWER, BRIDGE)

    again = page.press("take", signed_by="C", **typed)

    (words,) = typed.values()
    assert (again.status, " ".join(words.split()) in again.text) == (422, True)


def test_words_about_a_row_that_is_gone_stay_on_the_page_until_it_is_answered(site: Site) -> None:
    """However often it comes again, also once more rows are gone; none of it is kept."""
    submission, page = selecting(site)
    amend(site, submission, TOWER, BRIDGE)

    again = page.press("take", **{**WORDS, "told__0__words": "<b>By</b>\nthe door", "taken": "1"})
    assert "Harbor Words <b>By</b> the door" in again.text
    amend(site, submission, TOWER)
    once_more = again.press("take")

    assert "field-signed_by" in once_more.errors
    assert "Harbor Words <b>By</b> the door" in once_more.text
    assert "Bridge Words Too tall." in once_more.text
    assert once_more.press("none", signed_by="C").status == 200
    assert "the door" not in str(site.case(submission))


@pytest.mark.parametrize(
    "sent", ["{", "[1]", f'[["{"x" * gone.MOST}","",[]]]', '[["a","b"]]', '[["\\ud800","",[]]]']
)
def test_what_is_sent_as_words_about_rows_that_are_gone_and_is_none_is_left_out(
    site: Site, sent: str
) -> None:
    """The page is as if nothing had been sent."""
    _, page = selecting(site)

    again = page.press("take", **{gone.FIELD: sent})

    assert (again.status, "not there any more" in again.text) == (422, False)


def test_what_is_sent_as_words_is_read_and_nothing_else(site: Site) -> None:
    """Made up by somebody, it is shown to them as words, whichever rows have names, and stays the same."""
    _, page = selecting(site)
    sent = '[["<i>A</i>","",[["",[["b","c"]]],["N",[["d","{{ e }}"]]]]],["f","g",[]]]'

    again = page.press("take", **{gone.FIELD: sent})

    assert (again.status, "<i>A</i> b c N d {{ e }} f g" in again.text) == (422, True)
    assert again.values[gone.FIELD] == [sent]


def test_words_that_are_too_many_are_sent_along_without_the_oldest() -> None:
    """So the page has a bound, however often it comes again."""
    old, new = Line("Old", "語" * 12_000), Line("New", rows=((Line("Words", "語" * 12_000),),), called=("Z",))

    assert gone.read({gone.FIELD: [gone.written([old, new])]}) == [new]
    assert gone.written([Line("Long", "x" * gone.MOST)]) == ""


def test_mark_that_is_none_is_shown_with_its_row(site: Site) -> None:
    """Whoever typed it reads there that it was no number."""
    submission = entered(site)
    page = site.get(site.link("ask", submission, JURY))
    amend(site, submission, TOWER, BRIDGE)

    again = page.press("submit", sure="yes", judged__0__score="4.5.1")

    assert (again.status, "1. Harbor Mark 4.5.1" in again.text) == (422, True)


def visits_beside() -> dict[str, Any]:
    """The program with rows of the curator's own, in which works may be chosen."""
    document = deepcopy(show())
    source = {"rows": "works", "label": "title"}
    fields = [
        {"id": "on", "type": "text", "label": "On"},
        {"id": "at", "type": "choice", "label": "At", "options_from": source},
    ]
    visits = {"id": "visits", "type": "group", "label": "Visits", "fields": fields}
    document["workflow"][2]["form"].append(visits)
    return document


def test_rows_of_one_s_own_go_by_what_is_chosen_in_them_alone(site: Site) -> None:
    """They stay in the form; what is told and listed is that a work was chosen which is gone."""
    submission = entered(site, visits_beside())
    site.answer(site.link("ask", submission, JURY), "submit", sure="yes", **MARKS)
    page = site.get(site.link("ask", submission, SELECT))
    amend(site, submission, TOWER, BRIDGE)

    again = page.press("take", visits__0__on="Monday", visits__0__at="0")

    assert again.errors["field-visits"] == f"“Visits”: {CHANGED}"
    assert said(again, ("visits.0.on", "visits.0.at")) == [["Monday"], []]
    assert "Visits At Harbor" in again.text
    assert "Visits On Monday" not in again.text

    taken = page.press("none", signed_by="C", visits__0__on="Monday")
    assert taken.status == 200, taken.errors


def test_row_that_is_called_the_same_keeps_its_words(site: Site) -> None:
    """Another height makes no other work of it; it is told all the same."""
    submission, page = selecting(site)
    amend(site, submission, {**HARBOR, "height": 41}, BRIDGE)

    again = page.press("take", signed_by="C", **WORDS)

    assert (again.status, again.errors["field-told"]) == (422, f"“About each”: {CHANGED}")
    assert said(again) == [["By the door."], ["Too tall."], ["0"]]
    assert "not there any more" not in again.text


def test_row_between_two_that_are_called_the_same_is_nobody_s(site: Site) -> None:
    """Nobody knows which of two is meant that have one name, and neither is as it was."""
    submission, page = selecting(site)
    amend(site, submission, {**HARBOR, "height": 41}, {**HARBOR, "height": 42})

    again = page.press("take", signed_by="C", **WORDS)

    assert said(again) == [[], [], []]


KINDS = [{"id": each, "label": each} for each in ("oil", "ink")]


@pytest.mark.parametrize(
    ("first", "before", "after"),
    [
        (
            {"id": "kind", "type": "choice", "label": "Kind", "options": KINDS},
            {"kind": "oil", "title": "Harbor"},
            {"kind": "oil", "title": "Tower"},
        ),
        ({"id": "year", "type": "number", "label": "Year"}, {"year": 1}, {"year": 1, "height": 41}),
        (WORKS["fields"][1], {"title": f"{'View ' * 20}by day"}, {"title": f"{'View ' * 20}by night"}),
    ],
    ids=["choice", "number", "cut"],
)
def test_row_is_known_again_by_no_more_than_a_name(
    site: Site, first: dict[str, Any], before: dict[str, Any], after: dict[str, Any]
) -> None:
    """Neither by what it was chosen to be, nor by how its name begins: its words are listed."""
    fields = [first, *(each for each in WORKS["fields"][1:] if each["id"] != first["id"])]
    submission = entered(site, show({**WORKS, "fields": fields}), works=[before, BRIDGE])
    site.answer(site.link("ask", submission, JURY), "submit", sure="yes", **MARKS)
    page = site.get(site.link("ask", submission, SELECT))
    amend(site, submission, after, BRIDGE)

    again = page.press("take", signed_by="C", **WORDS)

    assert (again.status, said(again)) == (422, [[], ["Too tall."], []])
    assert "By the door." in again.text


@pytest.mark.parametrize(
    ("works", "kept"),
    [
        ((TOWER, HARBOR, BRIDGE), [[], ["By the door."], ["1"]]),
        ((BRIDGE,), [["Too tall."], [], []]),
    ],
    ids=["more", "fewer"],
)
def test_more_and_fewer_rows_are_told_alike(
    site: Site, works: Sequence[dict[str, Any]], kept: list[list[str]]
) -> None:
    """Nothing that was said is dropped without a word, nor goes to another work."""
    submission, page = selecting(site)
    amend(site, submission, *works)

    again = page.press("take", signed_by="C", **WORDS)

    assert (again.status, said(again)) == (422, kept)
    assert again.errors["field-told"] == f"“About each”: {CHANGED}"


def test_mistakes_lead_to_what_was_said_where_no_row_is_left(site: Site) -> None:
    """The fields that they are about are not on the page any more; everything that was said is."""
    submission, page = selecting(site)
    amend(site, submission)

    again = page.press("take", signed_by="C", **WORDS)

    (target,) = again.errors
    heading = again.soup.find(id=target)
    assert (again.status, said(again)) == (422, [[], [], []])
    assert heading is not None
    assert heading.get_text() == "What you filled in about entries that are not there any more"
    assert "Taken Harbor About each 1. Harbor Words By the door. 2. Bridge Words Too tall." in again.text


@pytest.mark.parametrize(("visits", "target"), [(True, "fill-in"), (False, "answer")])
def test_mistakes_lead_to_a_heading_where_nothing_was_said(site: Site, *, visits: bool, target: str) -> None:
    """That of the form, as long as there is one."""
    document = visits_beside() if visits else deepcopy(show())
    sketch = {"id": "sketch", "type": "file", "label": "Sketch", "accept": ["image/jpeg"]}
    document["workflow"][2]["form"][1]["fields"] = [sketch]
    submission = entered(site, document)
    site.answer(site.link("ask", submission, JURY), "submit", sure="yes", **MARKS)
    page = site.get(site.link("ask", submission, SELECT))
    amend(site, submission)

    again = press(page, [("told.0.sketch", "a.jpg", b"no picture")], signed_by="C", button=("answer", "take"))

    assert (again.status, again.errors[target]) == (422, f"“About each”: {CHANGED}")
    assert again.soup.find(id=target) is not None


def test_file_alone_that_was_not_taken_is_told_where_its_row_stands(site: Site) -> None:
    """Not at the row that stands by now where its own one did."""
    document = deepcopy(show())
    sketch = {"id": "sketch", "type": "file", "label": "Sketch", "accept": ["image/jpeg"]}
    document["workflow"][2]["form"][1]["fields"].append(sketch)
    submission = entered(site, document)
    site.answer(site.link("ask", submission, JURY), "submit", sure="yes", **MARKS)
    page = site.get(site.link("ask", submission, SELECT))
    amend(site, submission, BRIDGE, HARBOR)

    again = press(page, [("told.0.sketch", "a.jpg", b"no picture")], signed_by="C", button=("answer", "none"))

    assert (again.status, list(again.errors)) == (422, ["field-told", "field-told.1.sketch"])


def test_rows_changed_twice_are_found_by_what_the_page_was_made_of(site: Site) -> None:
    """And once they are as they were, there is nothing to be told."""
    submission, page = selecting(site)
    amend(site, submission, TOWER)
    amend(site, submission, BRIDGE, TOWER, HARBOR)

    again = page.press("take", signed_by="C", **WORDS)
    assert said(again, ("told.0.words", "told.1.words", "told.2.words", "taken")) == [
        ["Too tall."],
        [],
        ["By the door."],
        ["2"],
    ]

    amend(site, submission, HARBOR, BRIDGE)
    assert page.press("take", signed_by="C", **WORDS).status == 200


def test_what_else_was_changed_is_no_matter(site: Site) -> None:
    """Only the rows are what the form goes by."""
    submission, page = selecting(site)
    amend(site, submission, HARBOR, BRIDGE, full_name="Ann B. Artist")

    assert page.press("take", signed_by="C", **WORDS).status == 200


def test_answer_that_says_nothing_of_any_row_is_taken(site: Site) -> None:
    """Taking none is about no work."""
    submission, page = selecting(site)
    amend(site, submission, BRIDGE, HARBOR)

    assert page.press("none", signed_by="C").status == 200
    assert site.case(submission).submission.state == "declined"


def test_page_that_bears_no_word_is_read_as_ever(site: Site) -> None:
    """As one that was opened before pages had it, and what a program sends."""
    submission, page = selecting(site)
    amend(site, submission, BRIDGE, HARBOR)
    values = {name: each for name, each in page.values.items() if name != moved.FIELD}
    typed = {**values, "signed_by": ["C"], "taken": ["0"], "answer": ["take"]}

    after = site.post(page.target, [(name, each) for name, found in typed.items() for each in found])

    assert after.status == 200
    assert site.case(submission).forms[SELECT]["taken"] == ["0"]


def test_word_that_is_none_of_ours_keeps_nothing_by_rows(site: Site) -> None:
    """Of which rows it was said, nobody knows."""
    submission, page = selecting(site)

    again = page.press("take", signed_by="C", **{moved.FIELD: "ünknown"}, **WORDS)

    assert (again.status, said(again)) == (422, [[], [], []])
    assert again.press("take", signed_by="C", **WORDS).status == 200
    assert site.case(submission).forms[SELECT]["taken"] == ["0"]


def test_everything_else_that_is_wrong_is_told_too(site: Site) -> None:
    """A mark that is missing of the new work, and the tick: all at once."""
    submission = entered(site)
    page = site.get(site.link("ask", submission, JURY))
    amend(site, submission, TOWER, BRIDGE)

    again = page.press("submit", **MARKS)

    assert again.errors["field-judged"] == f"“Marks”: {CHANGED}"
    assert again.errors["field-judged.0.score"] == "Please answer “1. Tower, Mark”."
    assert list(again.errors)[-1] == "field-sure"
    assert said(again, ("judged.1.score", "judged.1.stand")) == [["2"], ["no"]]


def test_word_tells_nothing_of_the_rows(site: Site) -> None:
    """The same works of another submission have another one, and it changes with what is not seen too."""
    works = show(blind=["works"])
    submission = entered(site, works)
    sent = site.api("POST", "/v1/programs/art-show/submissions", {"answers": ANSWERS}, token="")
    other = str(told(sent)["id"])
    site.answer(site.link("ask", other, CONFIRM), "yes", sure="yes")

    def word(of: str) -> str:
        page = site.get(site.link("ask", of, JURY))
        assert legends(page) == ["Works: entry 1", "Works: entry 2"]
        return page.values[moved.FIELD][0]

    before = word(submission)
    amend(site, submission, BRIDGE, HARBOR)

    assert len({before, word(submission), word(other)}) == 3
    assert len(before) == 16


def test_rows_without_names_are_known_by_all_that_was_answered(site: Site) -> None:
    """What is said of the first goes with it, though the page calls it by its number alone."""
    submission = entered(site, show(blind=["works"]))
    page = site.get(site.link("ask", submission, JURY))
    amend(site, submission, BRIDGE, HARBOR)

    again = page.press("submit", sure="yes", **MARKS)

    assert (again.status, "Harbor" in str(again.answer.body)) == (422, False)
    assert said(again, ("judged.0.score", "judged.0.stand", "judged.1.score")) == [["2"], ["no"], ["5"]]


def test_answer_with_a_code_is_about_the_rows_of_its_first_page(site: Site) -> None:
    """The page that asks for the code goes on bearing the word of the one before."""
    submission = entered(site, show(verify="code"))
    page = site.get(site.link("ask", submission, JURY)).press("submit", sure="yes", **MARKS)
    amend(site, submission, BRIDGE, HARBOR)

    again = page.press("submit", code=site.code(submission, JURY))

    assert (again.status, legends(again)) == (422, ["1. Bridge", "2. Harbor"])
    assert said(again, ("judged.0.score", "judged.1.score")) == [["2"], ["5"]]


def test_rows_changed_at_the_very_moment_are_noticed(site: Site) -> None:
    """Between looking and writing: it is decided again, and refused with the rows of then."""
    submission, page = selecting(site)
    quicker = Overtaken(site.stores.journal, [lambda: amend(site, submission, BRIDGE, HARBOR)])
    site.stores = replace(site.stores, journal=quicker)

    again = page.press("take", signed_by="C", **WORDS)

    assert (again.status, legends(again)) == (422, ["1. Bridge", "2. Harbor"])
    assert said(again) == [["Too tall."], ["By the door."], ["1"]]


def test_staff_answer_on_behalf_as_ever_and_by_the_word_if_they_send_it(site: Site) -> None:
    """The submission has the word of each question that is open and goes by rows."""
    submission, _ = selecting(site)
    path = f"/v1/submissions/{submission}"
    asks = told(site.api("GET", path))["asks"]
    (word,) = (each["rows"] for each in asks if "rows" in each)
    body = {"answer": "take", "form": {"taken": ["0"], "told": [{}, {}]}, "on_behalf": "telephoned"}
    amend(site, submission, BRIDGE, HARBOR)

    refused = site.api("POST", f"{path}/asks/{SELECT}", {**body, "rows": word})

    assert (refused.status, [(each["pointer"], each["code"]) for each in told(refused)["errors"]]) == (
        422,
        [("/form/taken", "rows_changed")],
    )
    assert site.api("POST", f"{path}/asks/{SELECT}", body).status == 200


def test_files_and_choices_in_rows_move_with_them(site: Site) -> None:
    """What was not taken is told where its row stands now, and of no file whose row is gone."""
    document = show()
    judged = document["workflow"][1]["form"][0]
    sketch = {"id": "sketch", "type": "file", "label": "Sketch", "accept": ["image/jpeg"]}
    beside = {
        "id": "beside",
        "type": "choice",
        "label": "Beside",
        "options_from": {"rows": "works", "label": "title"},
    }
    document["workflow"][1]["form"] = [{**judged, "fields": [sketch, beside]}]
    submission = entered(site, document)
    page = site.get(site.link("ask", submission, JURY))
    amend(site, submission, BRIDGE, TOWER)

    again = press(
        page,
        [("judged.0.sketch", "a.jpg", b"no picture"), ("judged.1.sketch", "b.jpg", b"no picture")],
        sure="yes",
        judged__0__beside="1",
        judged__1__beside="0",
        button=("answer", "submit"),
    )

    assert (again.status, list(again.errors)) == (422, ["field-judged", "field-judged.0.sketch"])
    assert "b.jpg" in again.errors["field-judged.0.sketch"]
    assert said(again, ("judged.0.beside", "judged.1.beside")) == [[], []]
    assert "1. Harbor Beside Bridge 2. Bridge Beside Harbor" in again.text

    page = site.get(site.link("ask", submission, JURY))
    chosen = press(
        page, [("judged.1.sketch", "t.jpg", JPEG)], judged__1__beside="0", button=("answer", "submit")
    )
    amend(site, submission, TOWER, BRIDGE)
    moved_ = chosen.press("submit", sure="yes")

    assert moved_.status == 422
    assert said(moved_, ("judged.0.beside", "judged.1.beside")) == [["1"], []]
    assert moved_.press("submit", sure="yes").status == 200
    first, second = site.case(submission).forms[JURY]["judged"]
    assert (list(first), second) == (["sketch", "beside"], {})


def test_button_for_one_more_row_tells_it_too(site: Site) -> None:
    """Whatever is pressed: the words stand with their works, and the new row is there."""
    document = show()
    visits = {
        "id": "visits",
        "type": "group",
        "label": "Visits",
        "fields": [{"id": "on", "type": "text", "label": "On"}],
    }
    document["workflow"][2]["form"].append(visits)
    submission = entered(site, document)
    site.answer(site.link("ask", submission, JURY), "submit", sure="yes", **MARKS)
    page = site.get(site.link("ask", submission, SELECT))
    amend(site, submission, BRIDGE, HARBOR)

    again = page.press(button=("add", "visits"), **WORDS)

    assert (again.status, list(again.errors)) == (422, ["field-taken", "field-told"])
    assert said(again) == [["Too tall."], ["By the door."], ["1"]]
    assert "visits.1.on" in again.names


def test_fields_by_way_of_one_another_move_together(site: Site) -> None:
    """Rows that go by rows that go by the works, and a choice among these."""
    document = show()
    chain = [
        {**document["workflow"][1]["form"][0], "required": False},
        {
            "id": "more",
            "type": "group",
            "label": "More",
            "rows_from": "judged",
            "fields": [{"id": "word", "type": "text", "label": "Word"}],
        },
        {
            "id": "best",
            "type": "choice",
            "label": "Best",
            "options_from": {"rows": "more", "label": "word"},
        },
    ]
    document["workflow"][1]["form"] = chain
    submission = entered(site, document)
    page = site.get(site.link("ask", submission, JURY))
    amend(site, submission, BRIDGE, HARBOR)

    again = page.press("submit", sure="yes", more__0__word="first", best="0", **MARKS)

    assert [target for target in again.errors if "." not in target] == [
        "field-judged",
        "field-more",
        "field-best",
    ]
    assert said(again, ("judged.1.score", "more.0.word", "more.1.word", "best")) == [
        ["5"],
        [],
        ["first"],
        ["1"],
    ]


def priced(site: Site, *prices: dict[str, str]) -> tuple[str, Page]:
    """A submission, and the page on which the applicant is asked for the prices of the works alone."""
    group = {
        "id": "prices",
        "type": "group",
        "label": "Prices",
        "rows_from": "works",
        "fields": [{"id": "price", "type": "text", "label": "Price"}],
    }
    document = deepcopy(show())
    document["form"][0]["fields"].append(group)
    document["workflow"][1] = {
        "step": "mend",
        "ask": "applicant",
        "amend": ["prices"],
        "due": "7d",
        "on_timeout": "next",
    }
    document["roles"].pop("juror")
    submission = entered(site, document, prices=list(prices))
    return submission, site.get(site.link("ask", submission, "mend.applicant.1"))


def test_answers_that_are_changed_in_part_go_by_the_rows_of_their_page(site: Site) -> None:
    """The applicant is asked for the prices alone, which go by the works, and staff change these."""
    submission, page = priced(site, {"price": "10"}, {"price": "20"})
    amend(site, submission, BRIDGE, HARBOR, prices=[{"price": "20"}, {"price": "10"}])

    again = page.press("submit", sure="yes", prices__0__price="11")

    assert (again.status, list(again.errors)) == (422, ["field-prices"])
    assert said(again, ("prices.0.price", "prices.1.price")) == [["20"], ["11"]]


def test_new_row_has_the_answer_that_there_is(site: Site) -> None:
    """A blank control would clear what staff have filled in for it."""
    submission, page = priced(site, {"price": "10"}, {"price": "20"})
    prices = [{"price": "10"}, {"price": "20"}, {"price": "30"}]
    amend(site, submission, HARBOR, BRIDGE, TOWER, prices=prices)

    again = page.press("submit", sure="yes", prices__0__price="11")

    assert again.status == 422
    assert said(again, ("prices.0.price", "prices.1.price", "prices.2.price")) == [["11"], ["20"], ["30"]]
    assert again.press("submit", sure="yes").status == 200
    assert site.case(submission).answers["prices"] == [{"price": "11"}, *prices[1:]]


def test_blank_answers_that_would_clear_others_are_told(site: Site) -> None:
    """Where answers are changed, a form that says nothing says that there are none."""
    submission, page = priced(site, {}, {})
    prices = [{"price": "20"}, {"price": "10"}]
    amend(site, submission, BRIDGE, HARBOR, prices=prices)

    again = page.press("submit", sure="yes")

    assert (again.status, list(again.errors)) == (422, ["field-prices"])
    assert site.case(submission).answers["prices"] == prices

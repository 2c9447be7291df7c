"""The form is sent back on one page, changed on another, and read with its differences on a third."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import Tag

from chalicelib.services import desk
from chalicelib.storage.ports import Holder
from chalicelib.web.nonces import FIELD
from tests.web.examples import COORDINATOR, FATHER, GUARDIAN, GUARDIANS, TEACHER, confirmed, exchange, told
from tests.web.site import Page, Site

IMPROVE = "improve.applicant.1"
AGAIN = "review.reviewer.0.2"
DECIDE_AGAIN = "decide.coordinator.0.2"
WORDS = "Please write more about <b>music</b>.\nAnd who is your father?"
MONDAY, TUESDAY, THURSDAY = (
    f"{day}, 2026, 4:08 PM (Mountain Standard Time)"
    for day in ("Monday, November 23", "Tuesday, November 24", "Thursday, November 26")
)
STAFF = Holder("desk", "staff@concord.example", "colorado-springs", "administrator")


def returning(**improve: Any) -> dict[str, Any]:
    """The program in which the coordinator can send the form back."""
    document = exchange()
    workflow = document["workflow"]
    decide = next(step for step in workflow if step.get("step") == "decide")
    del decide["announce"]
    decide["answers"]["offer"]["then"] = "offer"
    decide["answers"]["back"] = {"label": "Send back for changes", "then": "improve"}
    step = {
        "step": "improve",
        "ask": "applicant",
        "amend": ["hobby", "health", "guardians"],
        "answers": {"changed": {"label": "Send the changes", "then": "review"}},
        "due": "7d",
        "on_timeout": "decline",
    }
    workflow.insert(workflow.index(decide) + 1, step | improve)
    return document


def judged(site: Site, submission: str, round_: int = 1) -> str:
    """The path of the coordinator's ask, once two reviewers have answered."""
    for number in range(2):
        path = site.link("ask", submission, f"review.reviewer.{number}.{round_}")
        assert site.answer(path, "submit", sure="yes", score="4").status == 200
    return site.link("ask", submission, f"decide.coordinator.0.{round_}")


def reviewed(site: Site, document: dict[str, Any]) -> tuple[str, str]:
    """A submission that waits for the coordinator, and the path of that ask."""
    submission = confirmed(site, document)
    for ask in (GUARDIAN, FATHER):
        site.answer(site.link("ask", submission, ask), "agree", signed_by="x", travels="yes")
    site.answer(site.link("ask", submission, TEACHER), "submit", sure="yes", recommends="yes")
    return submission, judged(site, submission)


def send(page: Page, *fields: str, note: str = WORDS, answer: str = "back") -> Page:
    """Presses an answer's button, with a comment and these fields chosen."""
    values = [(name, value) for name, each in page.values.items() for value in each]
    more = [("signed_by", "The desk"), ("note", note), *(("fields", field) for field in fields)]
    kept = [pair for pair in values if pair[0] not in ("signed_by", "note", "fields")]
    return page.site.post(page.target, [*kept, *more, ("answer", answer)])


def sent_back(site: Site, *fields: str, note: str = WORDS) -> tuple[str, Page]:
    """A submission that was sent back, and the applicant's page."""
    submission, path = reviewed(site, returning())
    assert send(site.get(path), *fields, note=note).heading == "Thank you"
    return submission, site.get(site.link("ask", submission, IMPROVE))


def changed(site: Site, submission: str, **controls: str) -> None:
    """The applicant sends the changes."""
    page = site.get(site.link("ask", submission, IMPROVE))
    assert page.press("changed", signed_by="Pupil", **controls).heading == "Thank you"


def section(page: Page, heading: str) -> str:
    """The words of the section of that heading."""
    found = page.soup.find("h2", string=heading)
    assert isinstance(found, Tag), page.text
    assert isinstance(found.parent, Tag)
    return " ".join(found.parent.get_text(" ", strip=True).split())


def test_who_decides_can_say_what_should_be_changed(site: Site) -> None:
    """By words, and by the fields that the step allows and that may be seen; both may be left out."""
    _, path = reviewed(site, returning())

    page = site.get(path)

    assert page.names == {FIELD, "note", "fields", "signed_by"}
    labels = [" ".join(tag.get_text(" ", strip=True).split()) for tag in page.form.find_all("label")]
    assert labels == ["What should be changed? (optional)", "What you like", "Health", "Parents", "Your name"]
    assert "This is for the answer “Send back for changes”." in page.text
    assert page.press("offer", signed_by="The desk").heading == "Thank you"


def test_page_of_who_can_not_send_it_back_is_as_before(site: Site) -> None:
    """A field of the step's own form that is called `note` is what it was."""
    document = returning()
    review = next(step for step in document["workflow"] if step.get("step") == "review")
    review["form"].append({"id": "note", "type": "text", "label": "A note"})
    submission = confirmed(site, document)
    for ask in (GUARDIAN, FATHER):
        site.answer(site.link("ask", submission, ask), "agree", signed_by="x", travels="yes")
    site.answer(site.link("ask", submission, TEACHER), "submit", sure="yes", recommends="yes")
    path = site.link("ask", submission, "review.reviewer.0.1")

    page = site.get(path)

    assert page.names == {FIELD, "score", "note", "sure"}
    assert page.press("submit", sure="yes", score="4", note="mine").status == 200
    assert site.case(submission).forms["review.reviewer.0.1"] == {"score": 4, "note": "mine"}
    assert site.case(submission).notes == {}


def test_field_of_the_step_s_form_that_is_called_the_same_stands_apart(site: Site) -> None:
    """Neither is taken for the other."""
    document = returning()
    decide = next(step for step in document["workflow"] if step.get("step") == "decide")
    decide["form"] = [{"id": name, "type": "text", "label": name} for name in ("note", "fields")]
    submission, path = reviewed(site, document)

    page = send(site.get(path), "hobby", note="For the applicant")

    assert page.heading == "Thank you"
    assert site.case(submission).notes == {COORDINATOR: "For the applicant"}
    assert COORDINATOR not in site.case(submission).forms


@pytest.mark.parametrize(
    ("answer", "fields", "errors"),
    [
        ("back", ["hobby", "nickname"], {"field-fields"}),
        ("back", ["email"], {"field-fields"}),
        ("offer", ["hobby"], {"field-fields"}),
    ],
)
def test_what_can_not_be_asked_for_is_422_with_everything_kept(
    site: Site, answer: str, fields: list[str], errors: set[str]
) -> None:
    """At the choice; nothing is decided."""
    submission, path = reviewed(site, returning())
    before = site.commits(submission)

    page = send(site.get(path), *fields, answer=answer)

    assert (page.status, page.errors.keys()) == (422, errors)
    assert page.values["note"] == [WORDS.replace("\n", "\r\n")] or page.values["note"] == [WORDS]
    assert page.values.get("fields", []) == [name for name in fields if name == "hobby"]
    assert page.soup.find(id="field-fields") is not None
    assert site.commits(submission) == before


def test_words_that_can_not_be_kept_are_told_at_their_place(site: Site) -> None:
    """And what was chosen stays chosen, also where the name is missing."""
    _, path = reviewed(site, returning())

    page = send(site.get(path), "hobby", note="turned \u202e around")
    unsigned = site.get(path).press("back", note="kept", fields="guardians")

    assert (page.status, page.errors.keys(), page.values["fields"]) == (422, {"field-note"}, ["hobby"])
    assert (unsigned.status, unsigned.errors.keys()) == (422, {"field-signed_by"})
    assert (unsigned.values["note"], unsigned.values["fields"]) == (["kept"], ["guardians"])


def test_applicant_reads_what_should_be_changed_and_changes_that(site: Site) -> None:
    """The words as they were typed; the fields that were named; all else to be read, and kept."""
    submission, page = sent_back(site, "hobby")

    assert (page.status, page.heading) == (200, "Please change your form")
    assert "<b>" not in page.answer.body
    assert section(page, "What should be changed").endswith(" ".join(WORDS.split()))
    assert "It is about “What you like”." in page.text
    assert page.names == {FIELD, "hobby", "signed_by"}
    rest = page.soup.find("details")
    assert isinstance(rest, Tag)
    assert "Planted Mother" in rest.get_text()
    assert "Pupil" in rest.get_text()
    for hidden in ("planted illness", "pupil@people.example"):
        assert hidden not in page.answer.body

    done = page.press("changed", signed_by="Pupil", hobby="Music", nickname="Other", health="Other")

    assert done.heading == "Thank you"
    answers = site.case(submission).answers
    assert (answers["hobby"], answers["nickname"], answers["health"]) == ("Music", "Pupil", "planted illness")


def test_without_words_the_applicant_is_told_whom_to_ask(site: Site) -> None:
    """With nothing named, all that the step allows is there."""
    _, page = sent_back(site, note=" ")

    assert page.soup.find("blockquote") is None
    assert "If you would like to know what is meant, please write to" in page.text
    assert {"hobby", "health", "guardians.0.name"} <= page.names
    assert "nickname" not in page.names


def test_those_who_decide_read_what_was_changed(site: Site) -> None:
    """What it was and what it is, less what is blind to them; the coordinator reads rows as well."""
    submission, _ = sent_back(site, "hobby", "guardians")
    site.wait(days=1)
    changed(site, submission, hobby="Music", guardians__1__name="New <i>Father</i>")

    reviewer = site.get(site.link("ask", submission, AGAIN))
    coordinator = site.get(judged(site, submission, 2))

    (shown,) = reviewer.soup.find_all("del")
    assert " ".join(shown.get_text(" ", strip=True).split()) == "Before: planted hobby"
    (shown,) = reviewer.soup.find_all("ins")
    assert " ".join(shown.get_text(" ", strip=True).split()) == "Now: Music"
    assert "Father" not in reviewer.answer.body
    heading = next(tag.string for tag in coordinator.soup.find_all("h2") if "Changed" in tag.string)
    assert heading == f"Changed since {MONDAY}, when this was last asked"
    assert section(coordinator, heading).endswith(
        f"Changed by the applicant on {TUESDAY} "
        "What you like Before: planted hobby Now: Music "
        "Parents: entry 2, Name Before: Planted Father Now: New <i>Father</i>"
    )
    assert "<i>" not in coordinator.answer.body


def test_changes_are_told_by_each_round_newest_first(site: Site) -> None:
    """Those since the same step was last asked apart from those before; those of the desk say so."""
    submission, _ = sent_back(site, "hobby")
    site.wait(days=1)
    changed(site, submission, hobby="Music")
    path = judged(site, submission, 2)
    site.wait(days=1)
    assert send(site.get(path), "health").heading == "Thank you"
    site.wait(days=1)
    page = site.get(site.link("ask", submission, "improve.applicant.2"))
    assert page.press("changed", signed_by="Pupil", health="").heading == "Thank you"
    changes = {"guardians": [{"name": "Planted Mother", "email": "mother@people.example"}]}
    desk.amend(site.world, STAFF, submission, changes, "By telephone")

    page = site.get(judged(site, submission, 3))

    headings = [tag.get_text(strip=True) for tag in page.soup.find_all(["h2", "h3"])]
    assert headings[:5] == [
        f"Changed since {TUESDAY}, when this was last asked",
        f"Changed by the desk on {THURSDAY}",
        f"Changed by the applicant on {THURSDAY}",
        "Changed earlier",
        f"Changed by the applicant on {TUESDAY}",
    ]
    assert "Health Before: planted illness Now: no answer" in page.text
    assert "Parents: entry 2, Name Before: Planted Father Now: no answer" in page.text


def test_changes_that_are_hidden_from_a_role_are_not_shown_to_it(site: Site) -> None:
    """`hidden_from` of the step at which they were made."""
    submission, path = reviewed(site, returning(hidden_from=["reviewer"]))
    assert send(site.get(path), "hobby").status == 200
    changed(site, submission, hobby="Music")

    assert site.get(site.link("ask", submission, AGAIN)).soup.find("del") is None
    assert site.get(judged(site, submission, 2)).soup.find("del") is not None


def test_applicant_and_people_named_read_no_differences(site: Site) -> None:
    """Nor anybody else who is asked for something of their own."""
    submission, _ = sent_back(site, "hobby")
    changed(site, submission, hobby="Music")

    for ask in (IMPROVE, GUARDIAN, TEACHER):
        assert site.get(site.link("ask", submission, ask)).soup.find(["del", "ins"]) is None


def test_status_page_says_that_it_was_sent_back_and_nothing_of_why(site: Site) -> None:
    """It may be forwarded."""
    submission, _ = sent_back(site, "hobby")

    page = site.get(site.link("status", submission))

    assert "The form was sent back to be changed." in page.text
    assert "music" not in page.answer.body


def test_japanese_reader_has_the_same_page(site: Site) -> None:
    """In the words of the program; what was typed is as it was typed."""
    _, page = sent_back(site, "hobby")

    other = site.get(f"{page.target}?lang=ja")

    assert (other.status, other.names) == (200, page.names)
    assert "Please write more about" in other.text


def test_api_sends_back_and_tells_the_changes(site: Site) -> None:
    """Fields and note by the answer; what was asked for with the asks, what was changed by its pointers."""
    submission, _ = reviewed(site, returning())
    path = f"/v1/submissions/{submission}/asks/{COORDINATOR}"
    whole = {"answer": "back", "fields": ["guardians", "hobby"], "note": "Who?", "on_behalf": "By telephone"}

    wrong = site.api("POST", path, {**whole, "fields": ["hobby", "nickname", 3]})
    done = site.api("POST", path, whole)
    again = site.api("POST", path, whole)

    assert (wrong.status, [each["pointer"] for each in told(wrong)["errors"]]) == (
        422,
        ["/fields/1", "/fields/2"],
    )
    assert (done.status, again.status) == (200, 200)
    asks = {ask["id"]: ask for ask in told(again)["asks"]}
    assert (asks[COORDINATOR]["fields"], asks[COORDINATOR]["note"]) == (["hobby", "guardians"], "Who?")
    assert asks[IMPROVE]["fields"] == ["hobby", "guardians"]
    assert asks[IMPROVE]["sent_back_by"] == [COORDINATOR]
    site.wait(hours=1)
    guardians = [GUARDIANS[0], {**GUARDIANS[1], "name": "Robert"}]
    body = {"answer": "changed", "form": {"guardians": guardians}, "on_behalf": "By telephone"}
    refused = site.api("POST", f"/v1/submissions/{submission}/asks/{IMPROVE}", body)
    assert (refused.status, told(refused)["errors"][0]["pointer"]) == (422, "/form/hobby")
    body["form"] |= {"hobby": "Music"}
    done = site.api("POST", f"/v1/submissions/{submission}/asks/{IMPROVE}", body)
    assert told(done)["changes"] == [
        {
            "seq": told(done)["seq"],
            "at": "2026-11-24T00:08:00.000000Z",
            "by": "token:administrator",
            "fields": [
                {"pointer": "/answers/hobby", "before": "planted hobby", "after": "Music"},
                {"pointer": "/answers/guardians/1/name", "before": "Planted Father", "after": "Robert"},
            ],
        }
    ]

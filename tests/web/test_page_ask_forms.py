from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from chalicelib.domain import ids
from chalicelib.domain.desk import Replacement
from chalicelib.services import desk
from chalicelib.storage.ports import Holder
from chalicelib.web.nonces import FIELD
from tests.web.examples import (
    COORDINATOR,
    FATHER,
    GUARDIAN,
    OFFER,
    PUPIL,
    REVIEWER,
    STATEMENT,
    TEACHER,
    confirmed,
    consented,
    errand,
    exchange,
)
from tests.web.site import Page, Site

UPDATE = "update.applicant.1"
STAFF = Holder("desk", "staff@concord.example", "colorado-springs", "administrator")


def asked(site: Site, ask: str, **changed: Any) -> tuple[str, Page]:
    """A confirmed submission, and the page of one of its asks."""
    submission = confirmed(site, **changed)
    return submission, site.get(site.link("ask", submission, ask))


def amending(**changed: Any) -> dict[str, Any]:
    """The program with a step at which the applicant goes over the answers once more."""
    document = exchange()
    step = {"step": "update", "ask": "applicant", "amend": True, "due": "7d", "on_timeout": "next"}
    document["workflow"].insert(1, step | changed)
    return document


def test_guardian_sees_who_applies_the_question_and_the_exact_words(site: Site) -> None:
    """And nothing that was answered, nor anybody's address."""
    _, page = asked(site, GUARDIAN)

    assert (page.status, page.heading) == (200, "Do you agree?")
    assert "Applicant Pupil" in page.text
    assert STATEMENT["en"] in page.text
    assert [tag.get_text(strip=True) for tag in page.soup.find_all("h2")] == ["Please fill in", "Your answer"]
    assert "For the answer “I do not agree”, you need not fill it in." in page.text
    assert page.buttons == [("answer", "agree"), ("answer", "refuse")]
    assert page.names == {FIELD, "travels", "phone", "signed_by"}
    for hidden in ("lanted", "pupil@", "mother@", "I keep the rules"):
        assert hidden not in page.answer.body
    assert STATEMENT["ja"] in site.get(f"{page.target}?lang=ja").text


def test_agreement_without_the_tick_is_422_and_a_refusal_needs_no_form(site: Site) -> None:
    """The words are kept with the answer, in the language in which they were shown."""
    submission, page = asked(site, GUARDIAN)

    again = page.press("agree", signed_by="Gail", phone="kept words")

    assert (again.status, list(again.errors)) == (422, ["field-travels"])
    assert again.values["phone"] == ["kept words"]
    assert site.get(f"{page.target}?lang=ja").press("agree", signed_by="Gail", travels="yes").status == 200
    assert site.case(submission).spoken[GUARDIAN] == "ja"
    assert site.case(submission).forms[GUARDIAN] == {"travels": True}
    father = site.get(site.link("ask", submission, FATHER))
    assert father.press("refuse", signed_by="Bob").heading == "Thank you"
    assert site.case(submission).submission.state == "declined"


def test_teacher_fills_in_a_form_with_rows(site: Site) -> None:
    """Rows come and go without an answer, with everything kept and nothing decided."""
    submission, page = asked(site, TEACHER)
    assert page.buttons == [("add", "examples"), ("answer", "submit")]
    before = site.commits(submission)

    more = page.press(button=("add", "examples"), recommends="yes", examples__0__what="First")
    assert more.values["examples.0.what"] == ["First"]
    assert more.values["recommends"] == ["yes"]
    assert ("remove", "examples.0") in more.buttons
    fewer = more.press(button=("remove", "examples.0"), examples__1__what="Second")
    assert fewer.values["examples.0.what"] == ["Second"]
    assert site.commits(submission) == before

    done = fewer.press("submit", sure="yes")

    assert (done.status, done.heading) == (200, "Thank you")
    assert site.case(submission).forms[TEACHER] == {"recommends": True, "examples": [{"what": "Second"}]}


def test_faulty_form_is_422_with_every_fault_at_its_place_and_everything_kept(site: Site) -> None:
    """Those of the form, and what the answer itself lacks, at once; the tick is not kept."""
    submission, page = asked(site, TEACHER)
    before = site.commits(submission)

    again = page.press("submit", examples__0__what="x" * 5000)

    assert again.status == 422
    assert list(again.errors) == ["field-recommends", "field-examples.0.what", "field-sure"]
    assert again.values["examples.0.what"] == ["x" * 5000]
    other = page.press("submit", sure="yes", examples__0__what="kept")
    assert (other.status, list(other.errors)) == (422, ["field-recommends"])
    assert "sure" not in other.values
    assert site.commits(submission) == before


@pytest.mark.parametrize(
    ("ask", "given", "controls"),
    [
        (GUARDIAN, "agree", {"signed_by": "Gail", "travels": "yes"}),
        (TEACHER, "submit", {"sure": "yes", "recommends": "yes"}),
    ],
)
def test_every_needed_part_of_a_form_is_needed(
    site: Site, ask: str, given: str, controls: dict[str, str]
) -> None:
    """Of all subsets only the whole answers."""
    submission, page = asked(site, ask)
    whole = {FIELD: page.values[FIELD][0], "answer": given, **controls}
    before = site.commits(submission)
    for kept in product([True, False], repeat=len(whole)):
        part = [pair for pair, keep in zip(whole.items(), kept, strict=True) if keep]
        if len(part) < len(whole):
            assert site.post(page.target, part).status == 422
    assert site.commits(submission) == before

    assert site.post(page.target, whole.items()).status == 200


def test_robot_that_presses_every_button_of_a_form_answers_nothing(site: Site) -> None:
    """With blanks and defaults, on the pages that follow too; where answers stand already as well."""
    submission = confirmed(site, amending())
    update = site.get(site.link("ask", submission, UPDATE))
    _, guardian = asked(site, GUARDIAN)
    _, teacher = asked(site, TEACHER)
    before = site.appended()
    for page in (update, guardian, teacher):
        for button in page.buttons:
            again = page.press(button=button)
            assert again.status == (200 if button[0] in ("add", "remove") else 422)
            for each in again.buttons:
                assert again.press(button=each).status in (200, 422)
    assert site.appended() == before


def test_reviewer_reads_what_is_not_blind_and_judges(site: Site) -> None:
    """The answers less the names, and what the teacher wrote; not what guardians see or sign."""
    submission = consented(site)

    page = site.get(site.link("ask", submission, REVIEWER))

    assert (page.status, page.heading) == (200, "Your answer is needed")
    for words in (
        "What you like planted hobby",
        "Health planted illness",
        "Filled in by “Teacher”",
        "Do you recommend the pupil? Yes",
        "What happened hidden example",
        "Filled in by “Parents”",
    ):
        assert words in page.text
    for blind in (
        "Planted Name",
        "Pupil",
        "people.example",
        "Planted Mother",
        "Planted Guardian",
        "school.example",
    ):
        assert blind not in page.answer.body
    assert page.press("submit", sure="yes", score="9").errors.keys() == {"field-score"}
    assert page.press("submit", sure="yes", score="5").status == 200


def test_who_decides_sees_what_is_meant_for_that_role_alone(site: Site) -> None:
    """`visible_to` names roles and steps; `hidden_from` keeps an earlier step from a role."""
    document = exchange()
    document["form"][0]["fields"][3]["visible_to"] = ["coordinator"]
    document["form"][0]["fields"][4]["visible_to"] = ["review"]
    document["workflow"][1]["together"][1]["hidden_from"] = ["applicant", "reviewer"]
    submission = confirmed(site, document)
    for ask in (GUARDIAN, FATHER):
        site.answer(site.link("ask", submission, ask), "agree", signed_by="x", travels="yes")
    teacher = site.link("ask", submission, TEACHER)
    site.answer(teacher, "submit", sure="yes", recommends="yes", examples__0__what="hidden example")

    reviewer = site.get(site.link("ask", submission, REVIEWER))
    for number in range(2):
        path = site.link("ask", submission, f"review.reviewer.{number}.1")
        site.answer(path, "submit", sure="yes", score="4")
    coordinator = site.get(site.link("ask", submission, "decide.coordinator.0.1"))

    shown = [
        [words in page.text for words in ("planted hobby", "planted illness", "hidden example")]
        for page in (reviewer, coordinator)
    ]
    assert shown == [[False, True, False], [True, False, True]]
    assert "Score 4" in coordinator.text


def test_applicant_reads_what_roles_wrote_for_them_and_nothing_else(site: Site) -> None:
    """What is hidden, meant for others, or sensitive stays away, and so does what people named filled in."""
    document = exchange()
    text = {"type": "text", "label": "Words", "required": True}
    decide = next(step for step in document["workflow"] if step.get("step") == "decide")
    decide["form"] = [
        {"id": "message", **text, "label": "Message to the pupil"},
        {"id": "internal", **text, "visible_to": ["coordinator"]},
        {"id": "illness", **text, "sensitive": True},
    ]
    del decide["announce"]
    submission = consented(site, document)
    for number in range(2):
        path = site.link("ask", submission, f"review.reviewer.{number}.1")
        site.answer(path, "submit", sure="yes", score="4")
    words = {"message": "Bring boots.", "internal": "planted doubt", "illness": "planted cough"}
    decided = site.answer(site.link("ask", submission, COORDINATOR), "offer", signed_by="x", **words)
    assert decided.status == 200, decided.errors

    page = site.get(site.link("ask", submission, OFFER))

    headings = [tag.get_text(strip=True) for tag in page.soup.find_all("h2")]
    assert headings == ["Filled in by the coordinator", "Please fill in", "Your answer"]
    assert "Message to the pupil Bring boots." in page.text
    for hidden in ("planted", "Score", "hidden example", "Do you recommend"):
        assert hidden not in page.answer.body


def test_forms_of_several_have_their_numbers_and_nothing_that_is_blind(site: Site) -> None:
    """Each heading is another one; what the step is blind to stays so, also in what others filled in."""
    document = exchange()
    document["form"][0]["fields"].append({"id": "phone", "type": "text", "label": "Telephone"})
    review = next(step for step in document["workflow"] if step.get("step") == "review")
    review["blind"] = [*review["blind"], "phone"]
    submission = confirmed(site, document)
    for ask in (GUARDIAN, FATHER):
        path = site.link("ask", submission, ask)
        site.answer(path, "agree", signed_by="x", travels="yes", phone="planted phone")
    site.answer(site.link("ask", submission, TEACHER), "submit", sure="yes", recommends="yes")

    page = site.get(site.link("ask", submission, REVIEWER))

    headings = [tag.get_text(strip=True) for tag in page.soup.find_all("h2")]
    assert [each for each in headings if "Parents" in each] == [
        "Filled in by “Parents” 1",
        "Filled in by “Parents” 2",
    ]
    assert "planted phone" not in page.answer.body


def test_name_that_is_not_meant_for_who_is_asked_stands_nowhere_on_the_page(site: Site) -> None:
    """`visible_to` keeps it from guardians and the committee, as `blind` does, and from nobody else."""
    document = exchange()
    for number in (0, 1):
        document["form"][0]["fields"][number]["visible_to"] = ["coordinator", "reference"]
    submission = confirmed(site, document)

    shown = [
        "Pupil" in site.get(site.link("ask", submission, ask)).answer.body
        for ask in (GUARDIAN, FATHER, TEACHER)
    ]

    assert shown == [False, False, True]


def test_applicant_goes_over_the_answers_on_the_form_as_it_was(site: Site) -> None:
    """By the form's pages, without the address of record; what is changed is kept, and asked for anew."""
    submission = confirmed(site, amending())

    page = site.get(site.link("ask", submission, UPDATE))

    assert page.status == 200
    assert [tag.get_text(strip=True) for tag in page.soup.find_all("h3")] == ["You", "Others"]
    shown = {name: values[0] for name, values in page.values.items()}
    assert "email" not in page.names
    assert (shown["hobby"], shown["guardians.0.name"], shown["rules"]) == (
        PUPIL["hobby"],
        "Planted Mother",
        "yes",
    )
    faulty = page.press("submit", sure="yes", hobby="", guardians__1__email="x")
    assert list(faulty.errors) == ["field-hobby", "field-guardians.1.email"]
    assert faulty.values["nickname"] == ["Pupil"]
    done = faulty.press("submit", sure="yes", hobby="Chess", guardians__1__email="new@people.example")
    assert done.heading == "Thank you"
    case = site.case(submission)
    assert (case.answers["hobby"], case.answers["email"]) == ("Chess", "pupil@people.example")
    assert case.parties[FATHER].email == "new@people.example"


def test_only_the_named_fields_are_there_to_be_changed(site: Site) -> None:
    """Whatever else is sent is left as it was."""
    submission = confirmed(site, amending(amend=["hobby"]))
    page = site.get(site.link("ask", submission, UPDATE))
    assert page.names == {FIELD, "hobby", "sure"}
    assert "Please look at your answers once more" in page.text
    assert "If you would like to know what that is, please write to" in page.text

    page.press("submit", sure="yes", hobby="Chess", nickname="Other", email="other@people.example")

    answers = site.case(submission).answers
    assert (answers["hobby"], answers["nickname"], answers["email"]) == (
        "Chess",
        "Pupil",
        "pupil@people.example",
    )


def test_step_of_words_alone_is_to_be_read(site: Site) -> None:
    """Nothing is to be filled in there."""
    document = exchange()
    document["workflow"][1]["together"][0]["form"] = [
        {"id": "read", "type": "note", "label": "Please think."}
    ]
    page = site.get(site.link("ask", confirmed(site, document), GUARDIAN))

    assert [tag.get_text(strip=True) for tag in page.soup.find_all("h2")] == ["Please read", "Your answer"]
    assert "Please think." in page.text


def test_link_of_who_is_not_asked_any_more_shows_program_and_reference_alone(site: Site) -> None:
    """Where staff was told a better address, and where the form does not name that person any more."""
    submission = confirmed(site)
    new = Replacement("better@school.example")
    desk.replace(site.world, STAFF, submission, TEACHER, new=new, reason="The teacher telephoned.")
    form = errand(site, submission, "amend").fill({"code": site.code(submission), "signed_by": "Ann"})
    form.press(button=("remove", "guardians.1")).fill({"signed_by": "Ann"})

    for ask, heading in ((TEACHER, "This link has been replaced"), (FATHER, "An answer is no longer needed")):
        page = site.get(site.link("ask", submission, ask))
        assert (page.status, page.heading) == (410, heading)
        assert f"Reference {ids.reference(submission)}" in page.text
        for hidden in ("Pupil", "lanted", "people.example", "school.example"):
            assert hidden not in page.answer.body
    assert site.get(site.link("ask", submission, TEACHER, generation=2)).status == 200


def test_link_of_who_left_the_role_is_dead_before_anybody_has_looked(site: Site) -> None:
    """From the new version on, by GET and POST: nothing of the answers, and no fresh link."""
    submission = consented(site)
    path = site.link("ask", submission, REVIEWER)
    page = site.get(path)
    assert page.status == 200
    document = exchange()
    document["roles"]["reviewer"][0]["email"] = "new@concord.example"
    assert site.api("PUT", "/v1/programs/exchange", document).status == 200
    before = site.commits(submission)

    for shown in (site.get(path), page.press("submit", sure="yes", score="4")):
        assert (shown.status, shown.heading) == (410, "An answer is no longer needed")
        assert "This question now goes to those who hold the role today." in shown.text
        assert shown.soup.find("form") is None
        assert shown.soup.find("a", string="Send me a fresh link") is None
        assert "Pupil" not in shown.answer.body
    for beside in ("fresh", "cannot"):
        assert site.get(path.replace("/asks/", f"/{beside}/")).status == 410
    assert site.commits(submission) == before

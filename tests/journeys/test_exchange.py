"""A 13-year-old applies for the exchange with Fujiyoshida; everybody is asked, reminded and told."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from infra.local import forms
from tests.journeys.exchange import (
    DESK,
    FATHER,
    MOTHER,
    PARTNER,
    PUPIL,
    REVIEWERS,
    STAGES,
    TEACHER,
    Exchange,
)
from tests.journeys.story import Story, stored

CALLED = "Pupil"
NEW_TEACHER = "new.teacher@school.example"


@pytest.fixture
def exchange(running: Any) -> Exchange:
    """An application that is still to be sent. Mail is scanned in one journey, which has all of it."""
    running.reset()
    return Exchange(Story(running, scanner=False))


@pytest.fixture
def scanned(story: Story) -> Exchange:
    """The same, with a scanner that opens every link of every message before anybody reads it."""
    return Exchange(story)


def test_everybody_says_yes_and_the_pupil_goes(scanned: Exchange) -> None:
    """Each is asked when it is their turn, in their own language, and told; nothing is sent twice."""
    exchange = scanned
    exchange.accepted()

    found = exchange.submission
    assert (found["state"], found["steps"]) == ("accepted", [])
    assert [(each["template"], each["to"]) for each in found["messages"]] == [
        ("confirm", "applicant"),
        ("confirmed", "applicant"),
        ("asked", "guardians.0"),
        ("asked", "guardians.1"),
        ("asked", "teacher_email"),
        ("answered", "guardians.0"),
        ("answered", "guardians.1"),
        ("answered", "teacher_email"),
        *(("asked", f"reviewer.{number}") for number in range(3)),
        ("answered", "reviewer.0"),
        ("answered", "reviewer.1"),
        ("asked", "partner.0"),
        ("answered", "partner.0"),
        ("asked", "coordinator.0"),
        ("answered", "coordinator.0"),
        ("asked", "applicant"),
        ("code", "applicant"),
        ("accepted", "applicant"),
    ]
    assert {each["state"] for each in found["messages"]} == {"sent"}
    languages = {mail.to: mail.header("Content-Language") for mail in exchange.story.inbox.all()}
    assert languages == {
        PUPIL: "en",
        MOTHER: "en",
        FATHER: "ja",
        TEACHER: "en",
        **dict.fromkeys(REVIEWERS, "en"),
        PARTNER: "ja",
        DESK: "en",
    }


def test_everybody_sees_what_they_have_to_and_no_more(exchange: Exchange) -> None:
    """Guardians what the pupil is called; the teacher no answers; the committee no name."""
    today = datetime.now(UTC).date()
    exchange.confirmed()
    for address in (MOTHER, TEACHER):
        page = exchange.story.open(exchange.link(address))
        assert CALLED in page.text
        assert forms.ESSAY[:40] not in page.text
        assert "1 Example Street" not in page.text
    exchange.consent(MOTHER)
    exchange.consent(FATHER)
    exchange.recommend()

    page = exchange.story.open(exchange.link(REVIEWERS[0]))
    assert forms.ESSAY[:40] in page.text
    assert "The student listens first" in page.text
    hidden = (
        "A pupil of the West Side",
        "Pupil",
        "1 Example Street",
        PUPIL,
        "A mother",
        "No pork",
        "555-0123",
    )
    assert [words for words in hidden if words in page.text] == []
    assert "A pupil of the West Side" not in exchange.story.newest(REVIEWERS[0]).text

    exchange.review(REVIEWERS[0])
    exchange.review(REVIEWERS[1])
    page = exchange.story.open(exchange.link(PARTNER))
    assert "A pupil of the West Side" in page.text
    assert "No pork" in page.text
    assert "The student listens first" not in page.text
    assert "1 Example Street" not in page.text
    assert "555-0123" not in page.text
    assert forms.exchange(today)["email"] not in page.text

    status = exchange.story.open(exchange.story.newest(PUPIL).link("status")).text
    for words in ("The student listens first", "A pupil of the West Side", MOTHER, "No pork"):
        assert words not in status


@pytest.mark.parametrize(
    ("stage", "address", "answer"),
    [
        ("consents", MOTHER, "refuse"),
        pytest.param("partner city", PARTNER, "decline", marks=pytest.mark.long),
        pytest.param("decision", DESK, "refuse", marks=pytest.mark.long),
        pytest.param("offer", PUPIL, "decline", marks=pytest.mark.long),
    ],
)
def test_refusal_of_any_party_ends_it_and_all_who_wait_are_told(
    exchange: Exchange, stage: str, address: str, answer: str
) -> None:
    """The pupil hears of it once; whoever was still asked need not answer any more."""
    STAGES[stage](exchange)

    page = exchange.sign(address, answer)
    if page.forms and "code" in page.form.names:
        page = page.form.fill({"code": exchange.code(PUPIL)}).press(answer)

    assert page.status == 200
    assert exchange.state == "declined"
    assert exchange.told("applicant").count("declined") == 1
    if stage == "consents":
        assert exchange.told("guardians.1") == ["asked", "not_needed"]
        assert exchange.told("teacher_email") == ["asked", "not_needed"]
        assert exchange.story.open(exchange.link(TEACHER)).status == 410


@pytest.mark.parametrize(
    ("stage", "silence", "state", "reminded"),
    [
        ("unconfirmed", ["3d"], "expired", {}),
        pytest.param(
            "consents",
            ["7d", "5d", "2d"],
            "expired",
            {"guardians.0": 2, "guardians.1": 2, "teacher_email": 0},
            marks=pytest.mark.long,
        ),
        pytest.param(
            "review",
            ["14d", "7d"],
            "in_progress",
            {"reviewer.0": 1, "reviewer.1": 1, "reviewer.2": 1},
            marks=pytest.mark.long,
        ),
        pytest.param(
            "partner city", ["14d", "5d", "2d"], "in_progress", {"partner.0": 2}, marks=pytest.mark.long
        ),
        pytest.param("decision", ["90d"], "in_progress", {}, marks=pytest.mark.long),
        pytest.param("offer", ["5d", "2d"], "expired", {"applicant": 1}, marks=pytest.mark.long),
    ],
)
def test_silence_of_any_party_does_what_the_program_says(
    exchange: Exchange, stage: str, silence: list[str], state: str, reminded: dict[str, int]
) -> None:
    """Reminders in their time; then it ends, or goes on without."""
    STAGES[stage](exchange)

    for length in silence:
        exchange.wait(length)

    assert exchange.state == state
    assert {party: exchange.told(party).count("reminded") for party in reminded} == reminded
    if state == "expired":
        assert exchange.told("applicant").count("expired") == 1


@pytest.mark.long
def test_silence_of_the_teacher_declines(exchange: Exchange) -> None:
    """Both guardians have agreed; without a recommendation it ends."""
    exchange.confirmed()
    exchange.consent(MOTHER)
    exchange.consent(FATHER)

    for length in ("14d", "5d", "2d"):
        exchange.wait(length)

    assert exchange.state == "declined"
    assert exchange.told("teacher_email") == ["asked", "reminded", "reminded"]


def test_one_guardian_is_enough_where_there_is_one(exchange: Exchange) -> None:
    """Nobody waits for a second one."""
    mother = forms.exchange(datetime.now(UTC).date())["guardians"][:1]

    exchange.consented(guardians=mother)

    assert exchange.submission["steps"] == ["review"]


def test_replaced_teacher_answers_and_the_first_link_says_so(exchange: Exchange) -> None:
    """By staff, with a reason; the answers name the new teacher."""
    exchange.confirmed()
    first = exchange.link(TEACHER)

    found = exchange.command(
        "/asks/reference.teacher_email.1/replace", email=NEW_TEACHER, name="Another teacher"
    )

    assert found["answers"]["teacher_email"] == NEW_TEACHER
    page = exchange.story.open(first)
    assert page.status == 410
    assert CALLED not in page.text
    assert exchange.recommend(NEW_TEACHER).status == 200
    assert "reference" not in exchange.submission["steps"]


@pytest.mark.long
def test_teacher_who_is_not_meant_says_so_and_the_pupil_gives_a_better_address(exchange: Exchange) -> None:
    """No more is sent to the first address; the answers are amended with a code, the other one is asked."""
    exchange.confirmed()
    stop = next(link for link in exchange.story.newest(TEACHER).links if "/stop/" in link)
    page = exchange.story.open(stop)
    assert page.form.fill({"sure": True}).press().status == 200
    assert exchange.told("applicant")[-1] == "disowned"

    page = exchange.own("amend")
    page = page.form.fill({"teacher_email": NEW_TEACHER, "signed_by": "The pupil"}).press()
    assert page.status == 200, page.errors

    assert exchange.submission["answers"]["teacher_email"] == NEW_TEACHER
    assert exchange.told("applicant")[-1] == "amended"
    assert exchange.recommend(NEW_TEACHER).status == 200
    assert len(exchange.story.mails(TEACHER)) == 1


def test_lost_links_are_sent_again_by_mail(exchange: Exchange) -> None:
    """The pupil gets the status, the mother her question, a stranger nothing; the page is the same."""
    exchange.confirmed()
    exchange.story.demo.drain()
    before = len(exchange.story.inbox.all())
    answers = set()
    for address in (PUPIL, MOTHER, "stranger@people.example"):
        page = exchange.story.open("/links").form.fill({"email": address}).press()
        answers.add((page.status, page.text))
    assert len(answers) == 1

    exchange.story.demo.drain()
    assert len(exchange.story.inbox.all()) == before + 2
    assert exchange.story.open(exchange.story.newest(PUPIL).link("status")).status == 200
    assert exchange.story.open(exchange.story.newest(MOTHER).link("asks")).status == 200
    assert exchange.consent(MOTHER).status == 200


def test_dead_link_leads_to_a_fresh_one(exchange: Exchange) -> None:
    """Of an ask that was asked anew; sent to the address of record, and limited."""
    page = exchange.apply(email="wrong@people.example")
    dead = exchange.link("wrong@people.example")
    page.form.fill({"email": PUPIL}).press()

    page = exchange.story.open(dead)
    assert page.status == 410
    fresh = next(link for link in page.links if "/fresh/" in link)
    page = exchange.story.open(fresh).form.press()

    assert page.status == 200
    assert "p…@people.example" in page.text
    assert exchange.told("applicant") == ["confirm", "confirm", "confirm"]
    assert exchange.story.confirm(exchange.link(PUPIL)).status == 200


@pytest.mark.long
def test_reviewer_who_can_not_answer_says_so(exchange: Exchange) -> None:
    """The coordinator is told why; the two others are enough."""
    exchange.consented()
    page = exchange.story.open(exchange.link(REVIEWERS[0]))
    cannot = next(link for link in page.links if "/cannot/" in link)

    page = exchange.story.open(cannot).form.fill({"reason": "She is my niece.", "sure": True}).press()

    assert page.status == 200
    assert "She is my niece." in exchange.story.newest(DESK).text
    exchange.review(REVIEWERS[1])
    exchange.review(REVIEWERS[2])
    assert exchange.submission["steps"] == ["partner_city"]


@pytest.mark.long
def test_withdrawn_midway_ends_for_everybody(exchange: Exchange) -> None:
    """By the pupil, with a code and a name."""
    exchange.confirmed()

    assert exchange.own("withdraw").status == 200

    assert exchange.state == "withdrawn"
    assert exchange.told("applicant")[-1] == "withdrawn"
    assert exchange.told("guardians.0")[-1] == "not_needed"
    assert exchange.story.open(exchange.link(MOTHER)).status == 410


@pytest.mark.long
def test_downloaded_data_are_all_that_the_pupil_may_see(exchange: Exchange) -> None:
    """Answers, consents with their words, who was asked, messages; nothing of what is hidden."""
    exchange.reviewed()

    page = exchange.own("download")

    data = json.loads(page.html)
    assert "attachment" in page.headers["Content-Disposition"]
    whole = json.dumps(data, ensure_ascii=False)
    for words in (forms.ESSAY[:40], "No pork, please.", MOTHER, "legal guardian of this student"):
        assert words in whole
    for words in ("The student listens first", "Curious, and glad", *REVIEWERS):
        assert words not in whole


@pytest.mark.parametrize(
    "stage", [each if each == "consents" else pytest.param(each, marks=pytest.mark.long) for each in STAGES]
)
def test_erased_at_any_stage_nothing_is_left(exchange: Exchange, stage: str) -> None:
    """One goodbye; no answers by the API, no page, and no word in the tables."""
    STAGES[stage](exchange)
    status = exchange.story.newest(PUPIL).link("status")
    before = len(exchange.story.inbox.all())

    page = exchange.own("erase")
    assert page.status == 200
    exchange.story.demo.drain()

    found = exchange.submission
    assert (found["state"], found["answers"]) == ("erased", {})
    assert exchange.story.open(status).status == 404
    assert [mail.to for mail in exchange.story.inbox.all()[before:]] == [PUPIL, PUPIL], (
        "a code and the goodbye"
    )
    whole = json.dumps(stored(), ensure_ascii=False, default=str)
    for words in (
        "people.example",
        "school.example",
        "West Side",
        "No pork",
        forms.ESSAY[:30],
        "17195550123",
    ):
        assert words not in whole


@pytest.mark.long
def test_staff_answer_extend_and_reopen_with_reasons_that_stay(exchange: Exchange) -> None:
    """By the API: more time for one, an answer by telephone, and a step opened once more."""
    exchange.confirmed()
    exchange.command("/asks/consent.guardians.1.1/extend", due="30d")
    assert exchange.told("guardians.1") == ["asked", "extended"]
    exchange.consent(MOTHER)
    exchange.recommend()

    noted = exchange.story.api(
        "POST",
        f"/v1/submissions/{exchange.submission['id']}/asks/consent.guardians.1.1",
        json={"answer": "agree", "on_behalf": "By telephone", "form": dict(forms.CONSENT)},
    )
    assert noted.status_code == 200, noted.text
    assert exchange.submission["steps"] == ["review"]
    assert exchange.story.open(exchange.link(FATHER)).status == 200

    exchange.command("/reopen", step="consent")
    assert exchange.submission["steps"] == ["consent", "reference"]
    assert exchange.told("applicant")[-1] == "reopened"
    reasons = [event.get("reason") for event in exchange.submission["events"]]
    assert "As asked" in reasons

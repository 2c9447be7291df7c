"""A program is extended, and another day cancelled: everybody concerned reads it, in their own language."""

from __future__ import annotations

from typing import Any

import pytest

from tests.domain.examples import APPLICATION, EXCHANGE, changed
from tests.domain.seats import FAIR
from tests.journeys.inbox import Mail
from tests.journeys.story import Story

WHY = "The host families have withdrawn"
WORDS = {"en": "No host family is left this year.", "ja": "今年はホストファミリーがいなくなりました。"}
UNTIL = "Friday, January 15, 2027, 5:00 PM (Mountain Standard Time)"
TITLES = {"en": "An exchange", "ja": "交流"}
MARY, NANA = "mary@people.example", "nana@people.example"
GUARDIANS = ["gail@people.example", "bob@people.example"]


def applied(story: Story, program: str, email: str, language: str, guardians: list[str]) -> str:
    """An application whose address is confirmed; its id."""
    answers = {
        **APPLICATION,
        "email": email,
        "teacher_email": f"teacher-of-{email}",
        "guardians": [{"name": "Gail", "email": each} for each in guardians],
    }
    submission = story.send(program, answers, language=language)
    story.confirm(story.newest(email).link("asks"))
    story.demo.drain()
    return submission


def job(story: Story, program: str, command: str, body: dict[str, Any]) -> dict[str, Any]:
    """The job of a command, once everything has settled."""
    answer = story.api("POST", f"/v1/programs/{program}/{command}", json={"reason": WHY, **body})
    assert answer.status_code == 202, answer.text
    story.demo.drain()
    found: dict[str, Any] = story.api("GET", answer.headers["Location"]).json()
    return found


def counted(found: dict[str, Any]) -> tuple[str, int, int, int]:
    """How far a job is."""
    return found["state"], found["total"], found["done"], found["failed"]


def again(story: Story, address: str, before: int) -> Mail:
    """The one message that somebody has had since."""
    (mail,) = story.mails(address)[before:]
    return mail


def publish(story: Story, program: str) -> None:
    """Staff publish the exchange under that name."""
    document = changed(EXCHANGE, ("/id", program), ("/community", "colorado-springs"), ("/partners", []))
    assert story.api("PUT", f"/v1/programs/{program}", json=document).status_code == 201
    story.demo.drain()


@pytest.mark.long
def test_extension_is_told_to_those_who_are_asked_with_the_zone(story: Story) -> None:
    """Each once, in their language; the link in the message answers, and the page says until when."""
    program = "extended"
    publish(story, program)
    applied(story, program, MARY, "en", GUARDIANS[:1])
    applied(story, program, NANA, "ja", GUARDIANS[1:])
    before = {each: len(story.mails(each)) for each in (*GUARDIANS, MARY, NANA)}

    done = job(story, program, "extend", {"steps": {"consent": "2027-01-15T17:00"}, "closes": "2027-02-28"})

    assert counted(done) == ("done", 2, 2, 0)
    english, japanese = (again(story, each, before[each]) for each in GUARDIANS)
    assert "you have more time" in english.subject
    assert UNTIL in english.text
    assert "2027年1月15日" in japanese.text
    assert [len(story.mails(each)) for each in (MARY, NANA)] == [before[MARY], before[NANA]]
    page = story.open(english.link("asks"))
    assert page.status == 200
    assert "January 15, 2027" in page.text
    assert story.decide(english.link("asks"), "agree", "Gail").status == 200
    assert "2027-02-28" in story.api("GET", f"/v1/programs/{program}").text


@pytest.mark.long
def test_cancelling_is_told_to_everybody_in_their_language(story: Story) -> None:
    """Applicants, guardians and teachers have one message each; links are dead, and the page says why."""
    program = "cancelled"
    publish(story, program)
    found = [
        applied(story, program, MARY, "en", GUARDIANS[:1]),
        applied(story, program, NANA, "ja", GUARDIANS[1:]),
    ]
    asked = story.newest(GUARDIANS[0]).link("asks")
    everybody = {
        "en": (MARY, GUARDIANS[0], f"teacher-of-{MARY}"),
        "ja": (NANA, GUARDIANS[1], f"teacher-of-{NANA}"),
    }
    before = {each: len(story.mails(each)) for people in everybody.values() for each in people}

    done = job(story, program, "cancel", {"message": WORDS})

    assert counted(done) == ("done", 2, 2, 0)
    for language, people in everybody.items():
        for each in people:
            mail = again(story, each, before[each])
            assert TITLES[language] in mail.subject
            assert mail.header("Content-Language") == language
            assert WORDS[language] in mail.text
            assert WHY not in mail.text
    states = [story.api("GET", f"/v1/submissions/{each}").json() for each in found]
    assert [each["state"] for each in states] == ["withdrawn", "withdrawn"]
    assert {
        each["reason"] for whole in states for each in whole["events"] if each["type"] == "withdrawn"
    } == {WHY}
    assert story.open(asked).status == 410
    status = story.open(story.newest(MARY).link("status"))
    assert "The program was cancelled, and with it this has ended." in status.text
    page = story.browser.open(f"/programs/{program}")
    assert "This has been cancelled." in page.text
    assert WORDS["en"] in page.text
    (card,) = [
        each
        for each in story.api("GET", "/v1/programs", token=None).json()["programs"]
        if each["id"] == program
    ]
    assert card["status"] == "closed"
    # Told once, whoever cancels once more.
    assert counted(job(story, program, "cancel", {})) == ("done", 2, 2, 0)
    assert len(story.mails(MARY)) == before[MARY] + 1


def test_who_is_let_in_late_sends_the_form_by_a_personal_link(story: Story) -> None:
    """In their language, once; a scanner that opened the link before has changed nothing."""
    fair = {
        **FAIR,
        "id": "late",
        "community": "colorado-springs",
        "closes": "today+2d",
        "languages": ["en", "ja"],
    }
    assert story.api("PUT", "/v1/programs/late", json=fair).status_code == 201
    story.demo.advance("4d")
    answers = {"full_name": "Mary", "email": MARY}
    refused = story.api("POST", "/v1/programs/late/submissions", token=None, json={"answers": answers})
    assert refused.status_code == 409
    body = {"email": NANA, "name": "Nana", "language": "ja", "until": "3d", "reason": WHY}

    invited = story.api("POST", "/v1/programs/late/late", json=body)

    assert invited.status_code == 201, invited.text
    mail = story.newest(NANA)
    assert mail.header("Content-Language") == "ja"
    assert WHY not in mail.text
    page = story.open(mail.link("drafts"))
    assert page.form.values["full_name"] == ["Nana"]
    assert page.form.fill({"full_name": "Nana Sato"}).press().status == 200
    story.confirm(story.newest(NANA).link("asks"))
    submission = story.submission("late")
    assert (submission["id"], submission["state"]) == (invited.json()["id"], "accepted")
    assert submission["events"][0]["reason"] == WHY
    assert story.open(mail.link("drafts")).status == 410

"""Occasions of every message, as people come to them, and how the messages are read."""

from __future__ import annotations

from email.message import EmailMessage
from functools import cache
from typing import Any

from chalicelib.mail.compose import compose
from chalicelib.mail.occasion import Occasion
from tests.mail.story import EXCHANGE, FAMILY, FESTIVAL, RETURNING, SEATED, STAFF, Story
from tests.mail.works import announced

TEACHER = {"teacher_email": "teacher@school.example", "teacher_name": "Mr. Rivera"}


def text(occasion: Occasion) -> str:
    """The plain text."""
    return content(compose(occasion), "plain")


def content(message: EmailMessage, kind: str) -> str:
    """One of the two parts, decoded."""
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def confirmed(**answers: str) -> Story:
    """An application whose address is confirmed."""
    return Story().submit(**answers).answer("confirm.applicant.1", "yes")


def exchange(**answers: Any) -> Story:
    """An application of a pupil with two parents."""
    return Story(pinned=EXCHANGE).submit(**{"guardians": FAMILY, "nickname": "Hana", **answers})


def reviewed(**answers: Any) -> Story:
    """The same, with both parents' consent: three readers are asked."""
    story = exchange(**answers).answer("confirm.applicant.1", "yes")
    return story.answer("consent.guardians.0.1", "agree").answer("consent.guardians.1.1", "agree")


def offered(**answers: Any) -> Story:
    """The same, offered a place."""
    story = reviewed(**answers)
    for ask in ("review.reviewer.0.1", "review.reviewer.1.1"):
        story.answer(ask, "submit")
    return story.answer("decide.coordinator.0.1", "approve")


def sent_back(note: str = "", *fields: str, known: bool = True) -> Story:
    """One that the coordinator has sent back; `known`: to an address that was confirmed by its reader."""
    story = Story(pinned=RETURNING).submit(guardians=FAMILY, nickname="Hana")
    story.answer("confirm.applicant.1", "yes", by=None if known else STAFF)
    for number in range(2):
        story.answer(f"consent.guardians.{number}.1", "agree")
    return story.answer("decide.coordinator.0.1", "back", note=note, fields=fields)


@cache
def all_occasions() -> tuple[Occasion, ...]:
    """At least one occasion of every template, to strangers and to people who are known."""
    return *_visits(), *_exchanges(), *_seats(), *_ends()


def _visits() -> list[Occasion]:
    asked = confirmed(**TEACHER)
    vouched = confirmed(**TEACHER).answer("vouch.teacher_email.1", "agree")
    offer = confirmed().answer("decide.coordinator.0.1", "offer")
    festival = Story(pinned=FESTIVAL).submit().answer("confirm.applicant.1", "yes")
    return [
        Story().submit().occasion("confirm"),
        asked.occasion("confirmed"),
        asked.occasion("asked"),
        vouched.occasion("asked"),
        vouched.occasion("answered"),
        offer.occasion("asked", "applicant"),
        offer.answer("accept.applicant.1", "accept").occasion("accepted"),
        festival.occasion("accepted"),
        confirmed().answer("decide.coordinator.0.1", "refuse").occasion("declined"),
        announced().occasion("asked", "applicant"),
        announced(answer="none").occasion("declined"),
        Story().submit().wait(4).occasion("expired"),
    ]


def _exchanges() -> list[Occasion]:
    consent = exchange().answer("confirm.applicant.1", "yes")
    extended = exchange().answer("confirm.applicant.1", "yes").extend("consent.guardians.1.1", days=30)
    review = reviewed()
    recused = reviewed().recuse("review.reviewer.0.1", "I know the family.")
    last = confirmed().recuse("decide.coordinator.0.1", "On leave.")
    lost = reviewed()
    return [
        exchange().wait(2).occasion("reminded"),
        exchange().extend("confirm.applicant.1", days=9).occasion("extended"),
        consent.occasion("asked", "guardians.1"),
        consent.wait(7).occasion("reminded", "guardians.0"),
        extended.occasion("extended"),
        review.occasion("asked", "reviewer.2"),
        review.occasion("answered", "guardians.0"),
        reviewed().wait(14).occasion("reminded", "reviewer.1"),
        reviewed().extend("review.reviewer.1.1", days=30).occasion("extended"),
        recused.occasion("recused", "coordinator.1"),
        last.occasion("recused", "desk"),
        reviewed().answer("review.reviewer.0.1", "submit").occasion("answered"),
        exchange().answer("confirm.applicant.1", "yes").disown("consent.guardians.1.1").occasion("disowned"),
        exchange().amend(nickname="Hanachan", allergies="PLANTED-ANSWER").occasion("amended"),
        offered().occasion("asked", "applicant"),
        sent_back().occasion("asked", "applicant"),
        sent_back("A little more, please.", "purpose").occasion("asked", "applicant"),
        sent_back("PLANTED-ANSWER, please.", "allergies", known=False).occasion("asked", "applicant"),
        offered().wait(5).occasion("reminded", "applicant"),
        offered().extend("offer.applicant.1", days=9).occasion("extended"),
        offered().code("offer.applicant.1", "accept").occasion("code"),
        exchange().status_code().occasion("code"),
        lost.links().occasion("links", alive=(lost.alive("hanako@city.example"),)),
        lost.refused_second().occasion("links", alive=(lost.alive("hanako@city.example"),)),
        _links_of_a_reader(),
    ]


def registered() -> Story:
    """A registration that wants its seat."""
    return Story(pinned=SEATED).submit().answer("confirm.applicant.1", "yes")


def _seats() -> list[Occasion]:
    waiting, offered_, started, late = (registered().seat("wait") for _ in range(4))
    missed = registered().seat("wait").seat("grant").wait(8)
    return [
        waiting.occasion("waitlisted"),
        offered_.seat("grant").occasion("offered"),
        offered_.wait(5).occasion("reminded"),
        started.wait(200).occasion("expired"),
        missed.occasion("expired"),
        late.wait(170).seat("grant").wait(5).occasion("expired"),
        registered().seat("refuse").occasion("declined"),
        registered().seat("grant").occasion("accepted"),
    ]


def _links_of_a_reader() -> Occasion:
    story, email = reviewed().links(to="reviewer.0", ask="review.reviewer.0.1"), "one@readers.example"
    return story.occasion("links", alive=(story.alive(email), reviewed().alive(email)))


def _ends() -> list[Occasion]:
    consent = exchange().answer("confirm.applicant.1", "yes")
    declined = confirmed().answer("decide.coordinator.0.1", "refuse")
    return [
        consent.withdraw().occasion("not_needed", "guardians.1"),
        reviewed().withdraw().occasion("not_needed", "reviewer.2"),
        declined.reopen("decide").occasion("reopened"),
        reviewed().withdraw().occasion("withdrawn"),
        reviewed().withdraw(by=STAFF).occasion("withdrawn"),
        reviewed().erase().occasion("erased"),
        exchange().erase(by=STAFF).occasion("erased"),
        reviewed().erase(by="concord").occasion("erased"),
    ]

"""A 13-year-old applies for the youth exchange, everybody says yes, and the pupil accepts.

The mother and the desk of Fujiyoshida are written to in one language each; in the run in Japanese, so is
everybody of the committee.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.local import forms
from tests.browser.offstage import answered, exchange, staff_speak, wrong
from tests.browser.played.headings import (
    ACCEPT,
    AGREE,
    ANSWER,
    CONFIRM,
    DECIDE,
    HOW,
    SENT,
    STATUS,
    THANKS,
    only,
)
from tests.browser.played.scene import Journey, Scene, pages
from tests.journeys.exchange import DESK, FATHER, MOTHER, PARTNER, PROGRAM, PUPIL, REVIEWERS, TEACHER

if TYPE_CHECKING:
    from tests.browser.person import Person

YOUTH = {"en": "Youth exchange with Fujiyoshida", "ja": "富士吉田市との青少年交流"}
CANNOT = {"en": "You can't answer this?", "ja": "回答できないことの連絡"}
PARENT = "A parent of the West Side"


def _program(person: Person) -> None:
    staff_speak(person, PROGRAM)
    person.open(f"/programs/{PROGRAM}")


def _mistaken(person: Person) -> None:
    person.open(f"/programs/{PROGRAM}")
    person.send(forms.exchange(person.today, email="no address", grade=None))


def _everybody_is_asked(person: Person) -> None:
    person.send({"sure": True}, "yes")
    person.follow(PUPIL, "status")


def _father(person: Person) -> None:
    answered(person, MOTHER, forms.CONSENT, "agree", signed_by=PARENT)
    person.follow(FATHER, "asks")


def _reviewer(person: Person) -> None:
    person.follow(REVIEWERS[0], "asks")


def _partner(person: Person) -> None:
    for reviewer in REVIEWERS[1:]:
        answered(person, reviewer, forms.REVIEW, "submit", sure=True)
    person.follow(PARTNER, "asks")


def _decide(person: Person) -> None:
    answered(person, PARTNER, {}, "approve", signed_by="The desk of Fujiyoshida")
    person.follow(DESK, "asks")


def _offer(person: Person) -> None:
    answered(person, DESK, {}, "offer", signed_by="The exchange desk")
    person.follow(PUPIL, "asks")


def _code(person: Person) -> str:
    return exchange(person).code(PUPIL)


EXCHANGE = Journey(
    "exchange",
    "A student applies for the youth exchange, and everybody is asked",
    (
        Scene(
            "program",
            _program,
            YOUTH,
            "A long form, which says first what it takes and who reads it.",
        ),
        Scene(
            "how-it-works",
            lambda person: person.open(f"/programs/{PROGRAM}/how-it-works"),
            HOW,
            "The program's steps, drawn and told from its definition.",
        ),
        Scene(
            "mistakes",
            _mistaken,
            YOUTH,
            "What is missing or mistyped on a page, in a list that leads to each; all answers are kept.",
            status=422,
        ),
        *pages(lambda person: forms.exchange(person.today), YOUTH, range(3, 8)),
        Scene("sent", lambda person: person.press(), SENT, "After sending: what comes next."),
        Scene(
            "confirm",
            lambda person: person.follow(PUPIL, "asks"),
            CONFIRM,
            "Nobody is asked before the student has confirmed the address.",
        ),
        Scene(
            "status-everybody-asked",
            _everybody_is_asked,
            STATUS,
            "Both guardians and the teacher are asked at once, and the student sees for whom to wait.",
        ),
        Scene(
            "guardian",
            lambda person: person.follow(MOTHER, "asks"),
            only("en", AGREE),
            "What the mother is asked, in English. She sees what the student is called, and no answers.",
        ),
        Scene(
            "guardian-mistakes",
            lambda person: person.send({"signed_by": PARENT}, "agree"),
            only("en", AGREE),
            "To agree takes the tick at the words that are agreed to.",
            status=422,
        ),
        Scene("father", _father, only("ja", AGREE), "What the father is asked, in Japanese."),
        Scene(
            "father-mistakes",
            lambda person: person.press("agree"),
            only("ja", AGREE),
            "Neither the tick nor a name.",
            status=422,
        ),
        Scene(
            "guardian-receipt",
            lambda person: person.send({**forms.CONSENT, "signed_by": PARENT}, "agree"),
            THANKS,
            "What was answered, when, and by whom it was signed.",
        ),
        Scene(
            "teacher",
            lambda person: person.follow(TEACHER, "asks"),
            ANSWER,
            "The teacher fills in a form of the step's own.",
        ),
        Scene(
            "teacher-mistakes",
            lambda person: person.press("submit"),
            ANSWER,
            "A form that was sent blank.",
            status=422,
        ),
        Scene(
            "teacher-receipt",
            lambda person: person.send({**forms.REFERENCE, "sure": True}, "submit"),
            THANKS,
            "The receipt of the recommendation.",
        ),
        Scene(
            "reviewer",
            _reviewer,
            ANSWER,
            "The committee reads the essay and the recommendation without name, age, school and addresses.",
        ),
        Scene(
            "cannot-answer",
            lambda person: person.click("/cannot/"),
            CANNOT,
            "Who is not impartial says so, with a reason.",
        ),
        Scene(
            "cannot-answer-receipt",
            lambda person: person.send({"reason": "The applicant is my niece.", "sure": True}),
            THANKS,
            "The two others are enough.",
        ),
        Scene(
            "partner-city",
            _partner,
            only("ja", DECIDE),
            "Fujiyoshida reads what it needs to find a host family, and no recommendation.",
        ),
        Scene(
            "decide",
            _decide,
            ANSWER,
            "The desk reads everything, and what everybody answered.",
        ),
        Scene("offer", _offer, ACCEPT, "A place is offered, for seven days."),
        Scene(
            "offer-code",
            lambda person: person.send({"signed_by": "The pupil"}, "accept"),
            ACCEPT,
            "To accept takes a code from the mailbox: a forwarded link is not enough.",
        ),
        Scene(
            "offer-wrong-code",
            lambda person: person.send({"code": wrong(_code(person))}, "accept"),
            ACCEPT,
            "A wrong code.",
            status=422,
        ),
        Scene(
            "accepted",
            lambda person: person.send({"code": _code(person)}, "accept"),
            THANKS,
            "The receipt of the last answer.",
        ),
        Scene(
            "status",
            lambda person: person.follow(PUPIL, "status"),
            STATUS,
            "Where it stands in the end: everything that happened, and every message.",
        ),
    ),
)

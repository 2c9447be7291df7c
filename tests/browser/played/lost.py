"""Links that were lost, replaced, or sent to the wrong address; reminders, and whatever else time brings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.local import forms
from tests.browser.offstage import answered, exchange, staff_speak
from tests.browser.played.headings import AGREE, NOT_NEEDED, REPLACED, SENT, STATUS, TOO_LATE
from tests.browser.played.scene import Journey, Scene
from tests.journeys.exchange import DESK, FATHER, MOTHER, PARTNER, PROGRAM, PUPIL, REVIEWERS, TEACHER

if TYPE_CHECKING:
    from tests.browser.person import Person

FRESH = {"en": "Send me a fresh link", "ja": "新しいリンクを受け取る"}
FRESH_SENT = {"en": "A fresh link is on its way", "ja": "新しいリンクをお送りしました"}
LINKS = {"en": "Send me my links", "ja": "リンクをメールで受け取る"}
LINKS_SENT = {"en": "Please look at your mail", "ja": "メールをご確認ください"}
STOP = {"en": "Is this not meant for you?", "ja": "お心当たりのない場合"}
STOPPED = {"en": "We do not write to you again", "ja": "今後メールはお送りしません"}
MISTYPED = "pupli@people.example"
NEW_TEACHER = "new.teacher@school.example"
PARENT = "A parent of the West Side"


def _mistyped(person: Person) -> None:
    staff_speak(person, PROGRAM)
    language = person.story.language
    answers = forms.exchange(person.today, email=MISTYPED, teacher_language=language)
    for guardian in answers["guardians"]:
        guardian["language"] = language
    sent = person.story.fill_in(PROGRAM, answers)
    person.open(sent.url)


def _asked_at_the_right_address(person: Person) -> None:
    person.story.confirm(exchange(person).link(PUPIL))
    person.story.demo.drain()
    person.open("/links")


def _replaced(person: Person) -> None:
    link = exchange(person).link(FATHER)
    exchange(person).command(
        "/asks/consent.guardians.1.1/replace", email="new.father@people.example", name="A parent"
    )
    exchange(person).command("/asks/reference.teacher_email.1/replace", email=NEW_TEACHER, name="A teacher")
    person.open(link)


def _extended(person: Person) -> None:
    exchange(person).command("/asks/consent.guardians.0.1/extend", due="30d")
    person.follow(MOTHER, "asks")


def _reminded(person: Person) -> None:
    exchange(person).wait("12d")
    person.follow("new.father@people.example", "asks")


def _reopened(person: Person) -> None:
    for address in (MOTHER, "new.father@people.example"):
        answered(person, address, forms.CONSENT, "agree", signed_by=PARENT)
    answered(person, NEW_TEACHER, forms.REFERENCE, "submit", sure=True)
    exchange(person).command("/reopen", step="reference")
    person.follow(PUPIL, "status")


def _settled(person: Person) -> None:
    # The whole group was opened once more, so everybody answers anew.
    for address in (MOTHER, "new.father@people.example"):
        answered(person, address, forms.CONSENT, "agree", signed_by=PARENT)
    answered(person, NEW_TEACHER, forms.REFERENCE, "submit", sure=True)
    for reviewer in REVIEWERS[:2]:
        answered(person, reviewer, forms.REVIEW, "submit", sure=True)
    person.open(exchange(person).link(REVIEWERS[2]))


def _silent(person: Person) -> None:
    answered(person, PARTNER, {}, "approve", signed_by="The desk of Fujiyoshida")
    answered(person, DESK, {}, "offer", signed_by="The exchange desk")
    exchange(person).wait("5d")
    exchange(person).wait("3d")
    person.open(exchange(person).link(PUPIL))


LOST = Journey(
    "lost",
    "Lost links, wrong addresses, and time that passes",
    (
        Scene(
            "wrong-address",
            _mistyped,
            SENT,
            "Who has typed a wrong address sees it here, and can correct it.",
        ),
        Scene(
            "corrected",
            lambda person: person.send({"email": PUPIL}),
            SENT,
            "The address is corrected; the first link no longer works.",
        ),
        Scene(
            "dead-link",
            lambda person: person.open(exchange(person).link(MISTYPED)),
            REPLACED,
            "The first link says so, and offers a fresh one.",
            status=410,
        ),
        Scene(
            "fresh",
            lambda person: person.click("/fresh/"),
            FRESH,
            "A fresh link goes to the address of record, which is shown masked.",
        ),
        Scene("fresh-sent", lambda person: person.press(), FRESH_SENT, "It is on its way."),
        Scene(
            "links",
            _asked_at_the_right_address,
            LINKS,
            "For who has lost every link: an address in.",
        ),
        Scene(
            "links-mistake",
            lambda person: person.send({"email": "no address"}),
            LINKS,
            "What is no address is told.",
            status=422,
        ),
        Scene(
            "links-sent",
            lambda person: person.send({"email": PUPIL}),
            LINKS_SENT,
            "The answer is the same for every address.",
        ),
        Scene(
            "stop",
            lambda person: person.follow(TEACHER, "stop"),
            STOP,
            "Who was named by mistake can say so.",
        ),
        Scene(
            "stopped",
            lambda person: person.send({"sure": True}),
            STOPPED,
            "No more is sent to this address; the student is asked for a better one.",
        ),
        Scene(
            "stopped-link",
            lambda person: person.follow(TEACHER, "asks"),
            STOPPED,
            "The link to the question itself.",
            status=410,
        ),
        Scene(
            "replaced-address",
            _replaced,
            REPLACED,
            "Staff have replaced an address; the link at the first one says so.",
            status=410,
        ),
        Scene("extended", _extended, AGREE, "Staff have given the mother more time."),
        Scene("reminded", _reminded, AGREE, "Two days before the end, whoever hasn't answered is reminded."),
        Scene("reopened", _reopened, STATUS, "Staff have opened a step once more."),
        Scene(
            "withdrawn-ask",
            _settled,
            NOT_NEEDED,
            "Two of three were enough: the third one's link says so.",
            status=410,
        ),
        Scene("expired-ask", _silent, TOO_LATE, "An offer that nobody answered in time.", status=410),
    ),
)

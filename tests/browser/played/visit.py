"""A delegation's visit, a family at the festival, and somebody who gets lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.local import forms
from tests.browser.played.headings import CONFIRM, DECIDE, NOT_FOUND, SENT, STATUS, THANKS, TOO_LATE
from tests.browser.played.scene import Journey, Scene, pages

if TYPE_CHECKING:
    from tests.browser.person import Person

OFFICE = "international@fujiyoshida.example"
DESK = "visits@concord.example"
SCHOOL = "school@fujiyoshida.example"
FAMILY = "family@people.example"

DELEGATION = {"en": "Delegation visit to Colorado Springs", "ja": "コロラドスプリングス市への公式訪問"}
CULTURE = {"en": "Sister Cities Cultural Festival", "ja": "姉妹都市文化フェスティバル"}


def _mistaken(person: Person) -> None:
    person.send(forms.visit(person.today, email="no address", organisation=""))


def _decided(person: Person) -> None:
    person.follow(DESK, "asks")
    person.send({"signed_by": "The protocol desk"}, "approve")


def _declined(person: Person) -> None:
    person.story.fill_in("delegation-visit", forms.visit(person.today, email=SCHOOL))
    person.story.confirm(person.link(SCHOOL, "asks"))
    person.follow(DESK, "asks")
    person.send({"signed_by": "The protocol desk"}, "decline")


def _too_late(person: Person) -> None:
    link = person.link(FAMILY, "asks")
    person.story.demo.advance("8d")
    person.story.demo.drain()
    person.open(link)


def _registered(person: Person) -> None:
    person.open("/programs/cultural-festival")
    person.send(forms.family())
    person.follow(FAMILY, "asks")
    person.send({"sure": True}, "yes")


VISIT = Journey(
    "visit",
    "A delegation asks to visit",
    (
        Scene(
            "home",
            lambda person: person.open("/"),
            {"en": "Programs with our sister cities", "ja": "姉妹都市との交流プログラム"},
            "Every program by area of focus, and the partner cities.",
        ),
        Scene(
            "program",
            lambda person: person.open("/programs/delegation-visit"),
            DELEGATION,
            "What a program is, what happens after sending and to the data, and the first page of the form.",
        ),
        Scene(
            "mistakes",
            _mistaken,
            DELEGATION,
            "A page with mistakes comes back with a list that leads to each; all answers are kept.",
            status=422,
        ),
        *pages(lambda person: forms.visit(person.today), DELEGATION, range(2, 6)),
        Scene(
            "sent",
            lambda person: person.press(),
            SENT,
            "After sending: the reference, the address that was written to, and what comes next.",
        ),
        Scene(
            "confirm",
            lambda person: person.follow(OFFICE, "asks"),
            CONFIRM,
            "The link in the first message: whose form it is, and one box to tick.",
        ),
        Scene(
            "not-ticked",
            lambda person: person.press("yes"),
            CONFIRM,
            "Nothing is confirmed by a button alone.",
            status=422,
        ),
        Scene(
            "confirmed",
            lambda person: person.send({"sure": True}, "yes"),
            THANKS,
            "The receipt of the confirmation.",
        ),
        Scene(
            "decide",
            lambda person: person.follow(DESK, "asks"),
            DECIDE,
            "What the desk is asked, with everything that the office wrote.",
        ),
        Scene(
            "status-waiting",
            lambda person: person.follow(OFFICE, "status"),
            STATUS,
            "Where an application stands while the desk decides.",
        ),
        Scene(
            "decided",
            _decided,
            THANKS,
            "The receipt of the decision, with the name that it was signed by.",
        ),
        Scene(
            "status",
            lambda person: person.follow(OFFICE, "status"),
            STATUS,
            "Where it stands in the end: everything that happened, and every message.",
        ),
        Scene(
            "declined",
            _declined,
            THANKS,
            "The receipt of a decision against another visit.",
        ),
    ),
)

FESTIVAL = Journey(
    "festival",
    "A family registers for the festival, too late and again",
    (
        Scene(
            "program",
            lambda person: person.open("/programs/cultural-festival"),
            CULTURE,
            "A registration, which nobody decides.",
        ),
        Scene(
            "sent",
            lambda person: person.send(forms.family()),
            {"en": "Your registration was sent", "ja": "お申し込みを送信しました"},
            "After sending.",
        ),
        Scene(
            "too-late",
            _too_late,
            TOO_LATE,
            "The link of an ask that has expired says so.",
            status=410,
        ),
        Scene(
            "registered",
            _registered,
            THANKS,
            "Confirming the address is all it takes.",
        ),
    ),
)

ASTRAY = Journey(
    "astray",
    "Somebody gets lost",
    (
        Scene(
            "no-such-page",
            lambda person: person.open("/programs/none"),
            NOT_FOUND,
            "An address at which there is nothing.",
            status=404,
        ),
        Scene(
            "dead-link",
            lambda person: person.open("/asks/changed-on-the-way"),
            NOT_FOUND,
            "A link that is not ours, or was changed on the way.",
            status=404,
        ),
    ),
)

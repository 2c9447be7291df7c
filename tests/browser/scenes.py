"""The pages that are looked at, in the order in which people come to them.

A journey is a list of scenes, played from the first one on by one person in an empty demo. A scene is a name,
what is done to get to the page from where the scene before it ended, the heading that the page must have in
each language it is looked at in, and a line for the document with the pictures. Without a heading it is
played and not looked at. Messages need no scene: whatever a scene causes to be sent is looked at after it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from infra.local import forms

if (
    TYPE_CHECKING
):  # whose playwright is there for the tests in a browser alone; this is read for the others too
    from tests.browser.person import Person

OFFICE = "international@fujiyoshida.example"
DESK = "visits@concord.example"
FAMILY = "family@people.example"

THANKS = {"en": "Thank you", "ja": "ありがとうございました"}
CONFIRM = {"en": "Please confirm your address", "ja": "メールアドレスのご確認をお願いします"}
STATUS = {"en": "Where your form stands", "ja": "お申し込みの状況"}
VISIT = {"en": "Delegation visit to Colorado Springs", "ja": "コロラドスプリングス市への公式訪問"}
FESTIVAL = {"en": "Sister Cities Cultural Festival", "ja": "姉妹都市文化フェスティバル"}
NOT_FOUND = {"en": "Page not found", "ja": "ページが見つかりません"}


@dataclass(frozen=True, slots=True)
class Scene:
    """One page: how to get there, and what it is."""

    name: str
    act: Callable[[Person], object]
    heading: Mapping[str, str]
    seen: str
    status: int = 200


@dataclass(frozen=True, slots=True)
class Journey:
    """Scenes that follow from one another."""

    name: str
    title: str
    scenes: Sequence[Scene]


def _mistaken(person: Person) -> None:
    answers = forms.visit(person.today, email="no address", visit_date=person.today.isoformat())
    person.send(answers | {"agreement": None})


def _decided(person: Person) -> None:
    person.follow(DESK, "asks")
    person.send({"signed_by": "The protocol desk"}, "approve")


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


JOURNEYS: Sequence[Journey] = (
    Journey(
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
                VISIT,
                "What a program is, what happens after sending, what happens to the data, and the form.",
            ),
            Scene(
                "mistakes",
                _mistaken,
                VISIT,
                "A form with mistakes comes back with a list that leads to each; all answers are kept.",
                status=422,
            ),
            Scene(
                "sent",
                lambda person: person.send(forms.visit(person.today)),
                {"en": "Your application was sent", "ja": "お申し込みを送信しました"},
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
                {"en": "Please decide", "ja": "可否のご判断をお願いします"},
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
        ),
    ),
    Journey(
        "festival",
        "A family registers for the festival, too late and again",
        (
            Scene(
                "program",
                lambda person: person.open("/programs/cultural-festival"),
                FESTIVAL,
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
                {"en": "The time for an answer has passed", "ja": "回答期限を過ぎました"},
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
    ),
    Journey(
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
    ),
)

"""A form that is saved and gone on with, or deleted; and a reminder before the program closes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from infra.local import catalogue, forms
from tests.browser.played.scene import Journey, Scene
from tests.browser.played.visit import CULTURE, DELEGATION

if TYPE_CHECKING:
    from tests.browser.person import Person

OFFICE = "office@fujiyoshida.example"
FAMILY = "saved@people.example"
PROGRAM = "delegation-visit"

SAVED = {
    "en": "Your form is saved, and not sent yet",
    "ja": "入力内容を保存しました（まだ送信されていません）",
}
WHERE = {"en": "Where shall we send the link?", "ja": "リンクの送り先をご記入ください"}
DELETED = {"en": "Your saved form is deleted", "ja": "保存された入力内容を削除しました"}
ENDED = {"en": "This form is no longer saved", "ja": "このフォームは保存されていません"}
WAS_SENT = {"en": "This form was sent", "ja": "このフォームは送信済みです"}


def _publish(person: Person, *, without: str = "", closes: timedelta | None = None) -> None:
    """A version of the visit without one of its fields, or with another closing date."""
    (document,) = [each for _, each in catalogue.catalogue() if each["id"] == PROGRAM]
    for page in document["form"]:
        page["fields"] = [field for field in page["fields"] if field["id"] != without]
    if closes is not None:
        document["closes"] = (person.today + closes).isoformat()
    answer = person.story.api("PUT", f"/v1/programs/{PROGRAM}", json=document)
    assert answer.status_code == 200, answer.text


def _saved(person: Person) -> None:
    person.open(f"/programs/{PROGRAM}")
    person.turn(forms.visit(person.today, email=OFFICE))
    person.press("save")


def _newer(person: Person) -> None:
    _publish(person, without="position")
    person.follow(OFFICE, "drafts")


def _reminded(person: Person) -> None:
    _publish(person, closes=timedelta(days=10))
    for _ in range(12):
        person.story.demo.advance("1d")
        person.story.demo.drain()
    person.follow(OFFICE, "drafts")


def _cancelled(person: Person) -> None:
    person.story.api("POST", f"/v1/programs/{PROGRAM}/cancel", json={"reason": "The hall is not there."})
    person.follow(OFFICE, "drafts")


def _sent(person: Person) -> None:
    person.open("/programs/cultural-festival")
    person.fill({"email": FAMILY})
    person.press("save")
    link = person.link(FAMILY, "drafts")
    person.open(link)
    person.send(forms.family(email=FAMILY))
    person.open(link)


DRAFTS = Journey(
    "drafts",
    "A form is saved, and gone on with later",
    (
        Scene(
            "saved", _saved, SAVED, "A form is saved: which address was written to, and until when it works."
        ),
        Scene(
            "draft",
            lambda person: person.follow(OFFICE, "drafts"),
            DELEGATION,
            "The link of the message: the page on which it was saved, filled in as it was.",
        ),
        Scene(
            "draft-newer",
            _newer,
            DELEGATION,
            "The program has a new version since; an answer that has no place in it is listed below.",
        ),
        Scene(
            "draft-not-ticked",
            lambda person: person.press("delete"),
            DELEGATION,
            "To delete it needs a tick.",
            status=422,
        ),
        Scene(
            "draft-closed",
            _reminded,
            DELEGATION,
            "There was a reminder, and by now the program has closed: it can't be sent any more.",
        ),
        Scene(
            "draft-cancelled",
            _cancelled,
            DELEGATION,
            "The program was cancelled since: what was typed is there until it is deleted.",
        ),
        Scene(
            "draft-deleted",
            lambda person: (person.fill({"_sure": True}), person.press("delete")),
            DELETED,
            "Its owner has deleted it.",
        ),
        Scene(
            "draft-gone",
            lambda person: person.follow(OFFICE, "drafts"),
            ENDED,
            "Afterwards the link says so.",
            status=410,
        ),
        Scene(
            "draft-where",
            lambda person: (person.open("/programs/cultural-festival"), person.press("save")),
            WHERE,
            "Saved without an address: where to send the link?",
        ),
        Scene(
            "draft-no-address",
            lambda person: person.send({"_address": "nobody"}, "save"),
            WHERE,
            "What is no address is told, and the form travels along.",
            status=422,
        ),
        Scene(
            "draft-back",
            lambda person: person.press("-"),
            CULTURE,
            "Back to the form, which is as it was.",
        ),
        Scene(
            "draft-sent",
            _sent,
            WAS_SENT,
            "Once it was sent, the link says so.",
            status=410,
        ),
    ),
)

"""Two families for the last place at the festival: one has it, the other waits, and is offered it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.local import catalogue, forms
from tests.browser.played.headings import STATUS, THANKS
from tests.browser.played.scene import Journey, Scene
from tests.browser.played.visit import CULTURE

if TYPE_CHECKING:
    from tests.browser.person import Person

PROGRAM = "cultural-festival"
OFFERED = {"en": "There is a seat for you", "ja": "参加枠をご用意できました"}
FIRST, NEXT = "first@people.example", "next@people.example"


def _one_place(person: Person) -> None:
    """A festival that is nearly full, and the family that takes the last place."""
    (document,) = [each for _, each in catalogue.catalogue() if each["id"] == PROGRAM]
    answer = person.story.api("PUT", f"/v1/programs/{PROGRAM}", json={**document, "capacity": 1})
    assert answer.status_code == 200, answer.text
    _registers(person, FIRST)


def _registers(person: Person, address: str) -> None:
    person.open(f"/programs/{PROGRAM}")
    person.send(forms.family(email=address))
    person.story.demo.drain()
    person.follow(address, "asks")
    person.send({"sure": True}, "yes")
    person.story.demo.drain()


def _offered(person: Person) -> None:
    """The first one withdraws."""
    found = person.story.api("GET", f"/v1/submissions?program={PROGRAM}&q={FIRST}").json()
    (first,) = found["submissions"]
    answer = person.story.api("POST", f"/v1/submissions/{first['id']}/withdraw", json={"reason": "ill"})
    assert answer.status_code == 200, answer.text
    person.story.demo.drain()
    person.follow(NEXT, "asks")


SEATS = Journey(
    "seats",
    "The last place at the festival: one family has it, and the next one waits",
    (
        Scene("taken", _one_place, {}, "The last place is taken."),
        Scene(
            "full",
            lambda person: person.open(f"/programs/{PROGRAM}"),
            CULTURE,
            "All places are taken; who sends the form now waits.",
        ),
        Scene("waiting", lambda person: _registers(person, NEXT), THANKS, "After the address is confirmed."),
        Scene(
            "waitlist",
            lambda person: person.follow(NEXT, "status"),
            STATUS,
            "Who waits sees that nothing is to be done, and until when.",
        ),
        Scene("offered", _offered, OFFERED, "A place is free, and held while the family answers."),
        Scene(
            "accepted",
            lambda person: person.send({"signed_by": "A family"}, "accept"),
            THANKS,
            "After the place is accepted.",
        ),
    ),
)

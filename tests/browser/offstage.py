"""What people do between scenes, which nobody looks at: by pages without a window, and by the staff's API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from infra.local.catalogue import catalogue
from tests.journeys.exchange import Exchange

if TYPE_CHECKING:
    from tests.browser.person import Person

LANGUAGE_OF_STAFF = "en"
"""What the catalogue's roles are written to in, but for those of partner cities."""


def exchange(person: Person) -> Exchange:
    """The youth exchange of the story."""
    return Exchange(person.story)


def staff_speak(person: Person, program: str) -> None:
    """The program once more, in which the roles at home are written to in the journey's language."""
    document = next(each for _, each in catalogue() if each["id"] == program)
    holders = [holder for role in document["roles"].values() for holder in role]
    for holder in holders:
        if holder["language"] == LANGUAGE_OF_STAFF:
            holder["language"] = person.story.language
    answer = person.story.api("PUT", f"/v1/programs/{program}", json=document)
    assert answer.ok, answer.text


def answered(person: Person, address: str, answers: Mapping[str, Any], button: str, **control: Any) -> None:
    """Somebody fills in the newest question to an address, and answers."""
    page = exchange(person).fill(address, answers, button, **control)
    assert page.status == 200, page.errors
    person.story.demo.drain()


def wrong(code: str) -> str:
    """Another code than that one."""
    return f"{(int(code) + 1) % 1_000_000:06}"

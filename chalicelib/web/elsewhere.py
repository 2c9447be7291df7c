"""Where an ask's page leads beside its answer: a fresh link, “I can't answer this”, “I am not meant”."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain import steps
from chalicelib.language.reader import Reader
from chalicelib.services import lost
from chalicelib.services.answer import Opened
from chalicelib.services.world import World
from chalicelib.web.questions import Standing


@dataclass(frozen=True, slots=True)
class Way:
    """A link to a page of its own: nothing happens before somebody presses a button there."""

    href: str
    words: str


def of(
    world: World, opened: Opened, standing: Standing, token: str, speech: Reader, *, asks_code: bool = False
) -> list[Way]:
    """The ways from an ask's page. Fixed paths of our own, with the token that the page has itself.

    `asks_code`: from the page that asks for a code, back to the question.
    """
    if asks_code:
        return [Way(f"/asks/{token}", speech.gettext("No message? Answer the question once more"))]
    step = steps.find(opened.loaded.pinned, opened.ask.step)
    if standing == "open":
        if steps.is_role(step):
            return [Way(f"/cannot/{token}", speech.gettext("I can't answer this"))]
        if steps.is_named(step):
            return [Way(f"/stop/{token}", speech.gettext("This is not meant for me"))]
        return []
    if standing in ("disowned", "answered") or not lost.can_be_fresh(world, opened):
        return []
    return [Way(f"/fresh/{token}", speech.gettext("Send me a fresh link"))]

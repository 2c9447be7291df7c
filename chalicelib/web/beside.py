"""What the pages beside an ask have in common: a fresh link, “I can't answer this”, “not meant for me”.

Each stands under the ask's own token, does nothing before a button is pressed, and has a nonce of its own.
"""

from __future__ import annotations

from typing import Literal

from chalicelib.domain.fields.field import PageForm, first
from chalicelib.language.reader import Reader
from chalicelib.services import answer as services
from chalicelib.services.answer import Opened
from chalicelib.services.world import World
from chalicelib.web import asking, filling, nonces
from chalicelib.web.asking import Shown
from chalicelib.web.control import Control
from chalicelib.web.filling import Mistake
from chalicelib.web.http import Request, Response
from chalicelib.web.single import SEND
from chalicelib.web.tokens import link_of

Purpose = Literal["fresh", "stop", "cannot"]


def opened_of(request: Request, world: World) -> Opened:
    """The ask whose token the page stands under. Raises NoSuchPage and Unknown."""
    return services.open_link(world, link_of(request, world, "ask"))


def as_the_ask_s_page(request: Request, world: World, opened: Opened) -> Response:
    """What became of the ask, where there is nothing to be done beside it any more."""
    return asking.answer(request, world, opened, Shown())


def nonce(world: World, opened: Opened, purpose: Purpose) -> str:
    """The word for a page that is being made."""
    return nonces.fresh(world, opened.loaded.case.submission.id, f"{purpose}.{opened.ask.id}")


def lacking(
    world: World, opened: Opened, purpose: Purpose, form: PageForm, speech: Reader, *, sure: bool
) -> list[Mistake]:
    """What a form lacks of what every one of these has: the tick, where one is wanted, and the nonce."""
    mistakes: list[Mistake] = []
    if sure and first(form, "sure") != "yes":
        words = speech.gettext("Please tick the box, so that we know that you mean it.")
        mistakes.append(Mistake("field-sure", words))
    known = nonces.sent(world, form, opened.loaded.case.submission.id, f"{purpose}.{opened.ask.id}")
    if known is None:
        mistakes.append(Mistake(SEND, speech.gettext("Please send this page once more.")))
    return mistakes


def tick(statement: str, mistakes: list[Mistake], speech: Reader) -> Control:
    """The tick without which nothing is done. It never has a default."""
    return Control(
        "consent",
        "sure",
        speech.gettext("To be sure"),
        error=filling.error(mistakes, "sure"),
        required=True,
        statement=statement,
    )

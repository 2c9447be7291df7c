"""Pages with one matter: words, facts, at most one form, and ways to go on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from chalicelib.language.reader import Reader
from chalicelib.web import nonces
from chalicelib.web.control import Control
from chalicelib.web.elsewhere import Way
from chalicelib.web.filling import Mistake
from chalicelib.web.http import Request, Response
from chalicelib.web.rendering import Visit, page


@dataclass(frozen=True, slots=True)
class Fact:
    """A term and what belongs to it."""

    term: str
    text: str


@dataclass(frozen=True, slots=True)
class Button:
    """A button that sends the form. Without a name, it says nothing but that."""

    label: str
    name: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """What can be sent from the page, with the page's nonce. `hidden`: names and values kept on the way."""

    nonce: str
    buttons: Sequence[Button]
    controls: Sequence[Control] = ()
    hidden: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Single:
    """The page. `listed`: a list below its words."""

    title: str
    explained: Sequence[str] = ()
    listed: Sequence[str] = ()
    facts: Sequence[Fact] = ()
    mistakes: Sequence[Mistake] = ()
    form: Form | None = None
    ways: Sequence[Way] = ()
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


SEND = "send"
"""The id of the place of the buttons, which mistakes of no control are linked to."""


def back(request: Request, speech: Reader) -> Way:
    """The way back to the ask's own page, under the same token."""
    return Way(f"/asks/{request.parameters['token']}", speech.gettext("Back to the question"))


def answer(single: Single, visit: Visit) -> Response:
    """The page as it is sent."""
    values = {
        "title": single.title,
        "explained": single.explained,
        "listed": single.listed,
        "facts": single.facts,
        "errors": single.mistakes,
        "form": single.form,
        "nonce_field": nonces.FIELD,
        "elsewhere": single.ways,
    }
    return page("single.html", values, visit, status=single.status, headers=single.headers)

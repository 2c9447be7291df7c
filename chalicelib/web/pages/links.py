"""Lost links: an address in, always the same answer, and a mail with the links of what is alive there.

Nobody learns here whether an address is known. An address at which something is alive costs a few calls of
AWS more, some milliseconds among the others of a request; the limit of requests from one network is what
keeps strangers from measuring them often enough.
"""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.domain import words
from chalicelib.domain.errors import Fault
from chalicelib.domain.fields import email
from chalicelib.domain.fields.field import first
from chalicelib.services import browse, limits, lost
from chalicelib.services.world import World
from chalicelib.web import filling, nonces, shared, single
from chalicelib.web.bodies import form_of
from chalicelib.web.control import Control
from chalicelib.web.filling import Mistake
from chalicelib.web.http import Request, Response
from chalicelib.web.origins import from_here
from chalicelib.web.rendering import Visit
from chalicelib.web.single import SEND, Button, Form, Single
from chalicelib.web.visitors import reader_of

SUBJECT, PART = "-", "links"
"""What the page's nonce is about: no submission, and no program could be called so."""

ADDRESS = "email"


def show(request: Request, world: World) -> Response:
    """The page with a place for the address."""
    return _page(_visit(request, world), world)


def send(request: Request, world: World) -> Response:
    """The same answer for every address that mail could be sent to; 422 for none, or for no address."""
    from_here(request, world)
    form = form_of(request)
    visit = _visit(request, world)
    typed = first(form, ADDRESS)
    spelt = words.clean(typed)
    mistakes: list[Mistake] = []
    if email.normalised(spelt) is None:
        fault = Fault(f"/{ADDRESS}", "email" if spelt else "required")
        mistakes.append(filling.mistake(fault, visit.speech))
    if nonces.sent(world, form, SUBJECT, PART) is None:
        mistakes.append(Mistake(SEND, visit.speech.gettext("Please send this page once more.")))
    if mistakes:
        return _page(visit, world, mistakes, typed=typed)
    if limits.may_ask_for_links(world, request.source, world.clock()):
        lost.send_links(world, spelt)
    say = visit.speech.gettext
    done = Single(
        say("Please look at your mail"),
        [
            say("If anything is under way at this address, we have sent a message with its links."),
            say("It arrives within a few minutes. If it does not, please look among unwanted mail as well."),
        ],
    )
    return single.answer(done, visit)


def _visit(request: Request, world: World) -> Visit:
    communities = browse.communities(world)
    offered = shared.languages(communities)
    return Visit(request, reader_of(request, offered), shared.dress(communities), offered)


def _page(visit: Visit, world: World, mistakes: Sequence[Mistake] = (), *, typed: str = "") -> Response:
    say = visit.speech.gettext
    error = filling.error(mistakes, ADDRESS)
    address = Control(
        "one_line",
        ADDRESS,
        say("Your e-mail address"),
        hint=say("The one that you gave in the form, or at which you were asked."),
        error=error,
        required=True,
        value=typed,
        attributes={"type": "email", "spellcheck": "false", "autocomplete": "email"},
    )
    shown = Single(
        say("Send me my links"),
        [
            say("Have you sent a form, or were you asked for an answer, and have lost the link?"),
            say("We send the links of everything that is under way at your address, to that address."),
        ],
        mistakes=mistakes,
        form=Form(nonces.fresh(world, SUBJECT, PART), [Button(say("Send the links"))], [address]),
        status=422 if mistakes else 200,
    )
    return single.answer(shown, visit)

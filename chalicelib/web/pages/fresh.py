"""A fresh link in place of a dead one, sent to the address of record and shown to nobody.

Whoever holds the dead link sees that address masked. The button needs no tick: a machine that presses it has
one more message sent to the right address, of five a day.
"""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.domain.errors import TooManyRequests
from chalicelib.domain.masks import masked
from chalicelib.language import refusals
from chalicelib.services import lost
from chalicelib.services.answer import Opened
from chalicelib.services.world import World
from chalicelib.web import beside, questions, single, visits
from chalicelib.web.bodies import form_of
from chalicelib.web.filling import Mistake
from chalicelib.web.http import Request, Response
from chalicelib.web.origins import from_here
from chalicelib.web.single import Button, Fact, Form, Single


def show(request: Request, world: World) -> Response:
    """Where a fresh link would be sent, and a button; where nothing is alive, what became of the ask."""
    opened = beside.opened_of(request, world)
    if not lost.can_be_fresh(world, opened):
        return beside.as_the_ask_s_page(request, world, opened)
    return _page(request, world, opened)


def send(request: Request, world: World) -> Response:
    """Where it was sent; 429 beyond five a day."""
    from_here(request, world)
    opened = beside.opened_of(request, world)
    form = form_of(request)
    visit = visits.of_party(request, opened)
    if not lost.can_be_fresh(world, opened):
        return beside.as_the_ask_s_page(request, world, opened)
    if mistakes := beside.lacking(world, opened, "fresh", form, visit.speech, sure=False):
        return _page(request, world, opened, mistakes)
    say = visit.speech.gettext
    try:
        after = lost.fresh(world, opened)
    except TooManyRequests as error:
        refused = Single(
            say("Please wait a little"),
            [refusals.explain(error, visit.speech), say("A fresh link is sent five times a day at most.")],
            status=429,
            headers={"Retry-After": str(error.retry_after)},
        )
        return single.answer(refused, visit)
    if after.case.submission.seq == opened.loaded.case.submission.seq:
        # What was alive has ended in between.
        return beside.as_the_ask_s_page(request, world, beside.opened_of(request, world))
    done = Single(
        say("A fresh link is on its way"),
        [
            say("We have sent it to {address}. It arrives within a few minutes.").format(
                address=_address(opened)
            ),
            say("If it does not arrive, please look among unwanted mail as well."),
        ],
        facts=visits.facts(opened.loaded, visit.speech),
    )
    return single.answer(done, visit)


def _page(request: Request, world: World, opened: Opened, mistakes: Sequence[Mistake] = ()) -> Response:
    visit = visits.of_party(request, opened)
    say = visit.speech.gettext
    shown = Single(
        say("Send me a fresh link"),
        [
            say("A link that was replaced, or has run out, stays dead. We can send a fresh one."),
            say("It goes to the address that we have: you may recognize it below. To no other one."),
        ],
        facts=[*visits.facts(opened.loaded, visit.speech), Fact(say("We write to"), _address(opened))],
        mistakes=mistakes,
        form=Form(beside.nonce(world, opened, "fresh"), [Button(say("Send a fresh link"))]),
        status=422 if mistakes else 200,
    )
    return single.answer(shown, visit)


def _address(opened: Opened) -> str:
    """The address of record, as far as it is shown."""
    person = questions.person(opened.loaded, opened.ask.id)
    return masked(person.email) if person is not None else ""

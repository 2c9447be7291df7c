"""“This is not meant for me”: who was named by somebody else is not written to any more."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.domain import steps
from chalicelib.domain.errors import AskClosed, Unknown
from chalicelib.services import answer as services
from chalicelib.services.answer import Opened
from chalicelib.services.world import World
from chalicelib.web import beside, questions, sheets, single, visits
from chalicelib.web.bodies import form_of
from chalicelib.web.filling import Mistake
from chalicelib.web.http import Request, Response
from chalicelib.web.origins import from_here
from chalicelib.web.single import Button, Form, Single


def show(request: Request, world: World) -> Response:
    """What it means, and the button; that it is done, where it is; or what became of the ask."""
    opened = _opened(request, world)
    return _standing(request, world, opened) or _page(request, world, opened)


def disown(request: Request, world: World) -> Response:
    """That it is done, also when it was before; 422 without the tick."""
    from_here(request, world)
    opened = _opened(request, world)
    form = form_of(request)
    if (already := _standing(request, world, opened)) is not None:
        return already
    speech = visits.of_party(request, opened).speech
    if mistakes := beside.lacking(world, opened, "stop", form, speech, sure=True):
        return _page(request, world, opened, mistakes)
    try:
        services.disown(world, opened)
    except AskClosed:
        return beside.as_the_ask_s_page(request, world, _opened(request, world))
    return _done(request, opened)


def _opened(request: Request, world: World) -> Opened:
    """The ask; Unknown for those of applicants, and of people who hold a role."""
    opened = beside.opened_of(request, world)
    if not steps.is_named(sheets.step_of(opened)):
        raise Unknown(opened.ask.id)
    return opened


def _standing(request: Request, world: World, opened: Opened) -> Response | None:
    match questions.standing(opened, world.clock()):
        case "open":
            return None
        case "disowned":
            return _done(request, opened)
        case _:
            return beside.as_the_ask_s_page(request, world, opened)


def _done(request: Request, opened: Opened) -> Response:
    visit = visits.of_party(request, opened)
    say = visit.speech.gettext
    done = Single(
        say("We do not write to you again"),
        [
            say("Thank you for letting us know. The link in our message no longer works."),
            say("Whoever gave your address is asked for a better one. You need not do anything else."),
        ],
        facts=visits.facts(opened.loaded, visit.speech),
    )
    return single.answer(done, visit)


def _page(request: Request, world: World, opened: Opened, mistakes: Sequence[Mistake] = ()) -> Response:
    visit = visits.of_party(request, opened)
    say = visit.speech.gettext
    shown = Single(
        say("Is this not meant for you?"),
        [
            say("Then please tell us here, and we send no more messages to this address about this form."),
            say("Whoever gave your address is told that it is somebody else's, and asked for a better one."),
            say("You can't answer afterwards. If you only do not agree, please answer so instead."),
        ],
        facts=visits.facts(opened.loaded, visit.speech),
        mistakes=mistakes,
        form=Form(
            beside.nonce(world, opened, "stop"),
            [Button(say("Stop writing to me"))],
            [beside.tick(say("I am not the person who is meant."), list(mistakes), visit.speech)],
        ),
        ways=[single.back(request, visit.speech)],
        status=422 if mistakes else 200,
    )
    return single.answer(shown, visit)

"""“I can't answer this”: who is asked by role steps back from one question, with a reason."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.domain import remarks, steps
from chalicelib.domain.errors import AskClosed, Invalid, Unknown
from chalicelib.domain.fields.field import first
from chalicelib.services import answer as services
from chalicelib.services.answer import Opened
from chalicelib.services.world import World
from chalicelib.web import beside, filling, questions, sheets, single, visits
from chalicelib.web.bodies import form_of
from chalicelib.web.control import Control
from chalicelib.web.filling import Mistake
from chalicelib.web.http import Request, Response
from chalicelib.web.origins import from_here
from chalicelib.web.single import Button, Form, Single

REASON = "reason"


def show(request: Request, world: World) -> Response:
    """What it means, and a place for the reason; or what became of the ask."""
    opened = _opened(request, world)
    if questions.standing(opened, world.clock()) != "open":
        return beside.as_the_ask_s_page(request, world, opened)
    return _page(request, world, opened)


def recuse(request: Request, world: World) -> Response:
    """That it is noted; 422 without the tick, or without a reason that can be kept."""
    from_here(request, world)
    opened = _opened(request, world)
    form = form_of(request)
    if questions.standing(opened, world.clock()) != "open":
        return beside.as_the_ask_s_page(request, world, opened)
    visit = visits.of_party(request, opened)
    typed = first(form, REASON)
    mistakes = beside.lacking(world, opened, "cannot", form, visit.speech, sure=True)
    try:
        remarks.reason(typed, needed=True)
    except Invalid as error:
        mistakes = [*(filling.mistake(fault, visit.speech) for fault in error.faults), *mistakes]
    if mistakes:
        return _page(request, world, opened, mistakes, typed=typed)
    try:
        services.recuse(world, opened, typed)
    except AskClosed:
        return beside.as_the_ask_s_page(request, world, _opened(request, world))
    say = visit.speech.gettext
    done = Single(
        say("Thank you"),
        [
            say("We have noted that you can't answer this, and the coordinator is told why."),
            say("You need not do anything else."),
        ],
        facts=visits.facts(opened.loaded, visit.speech),
    )
    return single.answer(done, visit)


def _opened(request: Request, world: World) -> Opened:
    """The ask; Unknown for everybody who is not asked by role."""
    opened = beside.opened_of(request, world)
    if not steps.is_role(sheets.step_of(opened)):
        raise Unknown(opened.ask.id)
    return opened


def _page(
    request: Request, world: World, opened: Opened, mistakes: Sequence[Mistake] = (), *, typed: str = ""
) -> Response:
    visit = visits.of_party(request, opened)
    say = visit.speech.gettext
    error = filling.error(mistakes, REASON)
    reason = Control(
        "lines",
        REASON,
        say("Why can't you answer?"),
        hint=say("For example: you know the applicant too well to be impartial. The coordinator reads this."),
        error=error,
        required=True,
        value=typed,
    )
    shown = Single(
        say("You can't answer this?"),
        [
            say("Then please tell us here. The question then goes on without you."),
            say("The coordinator is told, with your reason. You can't answer afterwards."),
        ],
        facts=visits.facts(opened.loaded, visit.speech),
        mistakes=mistakes,
        form=Form(
            beside.nonce(world, opened, "cannot"),
            [Button(say("I can't answer this"))],
            [reason, beside.tick(say("I will not answer this question."), list(mistakes), visit.speech)],
        ),
        ways=[single.back(request, visit.speech)],
        status=422 if mistakes else 200,
    )
    return single.answer(shown, visit)

"""An ask: what is asked, by whom, why and until when; and its answer, which counts once.

Looking changes nothing, however often a mail scanner looks. An answer needs the page's nonce and a control
that has no default: the tick `sure`, or a typed name.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chalicelib.domain import ids, steps
from chalicelib.domain.errors import AskClosed, Fault, Invalid
from chalicelib.domain.fields.field import PageForm, first
from chalicelib.domain.masks import masked
from chalicelib.domain.words import clean
from chalicelib.language import labels
from chalicelib.language.faults import explain
from chalicelib.language.reader import Reader
from chalicelib.services import answer as services
from chalicelib.services.answer import Opened
from chalicelib.services.world import World
from chalicelib.web import looks, nonces, questions
from chalicelib.web.bodies import form_of
from chalicelib.web.filling import Mistake
from chalicelib.web.http import Request, Response
from chalicelib.web.origins import from_here
from chalicelib.web.rendering import Visit, page
from chalicelib.web.tokens import link_of
from chalicelib.web.visitors import reader_of


def show(request: Request, world: World) -> Response:
    """The question (200), what was answered (200), or what happened in the meantime (410)."""
    opened = services.open_link(world, link_of(request, world, "ask"))
    return _page(request, world, opened)


def answer(request: Request, world: World) -> Response:
    """The receipt; 422 for an answer that lacks something; as `show` where none is wanted any more."""
    from_here(request, world)
    link = link_of(request, world, "ask")
    form = form_of(request)
    opened = services.open_link(world, link)
    if questions.standing(opened, world.clock()) != "open":
        return _page(request, world, opened)
    speech = _speech(request, opened)
    if mistakes := _lacking(world, opened, form, speech):
        return _page(request, world, opened, mistakes)
    try:
        loaded = services.by_link(
            world, opened, answer=first(form, "answer"), signed_by=first(form, "signed_by")
        )
    except Invalid as error:
        mistakes = [_mistake(fault, speech) for fault in error.faults]
        return _page(request, world, opened, mistakes)
    except AskClosed:
        # Somebody was quicker, or the deadline passed in between: the page says which.
        return _page(request, world, services.open_link(world, link))
    asked = loaded.case.submission.asks[opened.ask.id]
    return _page(request, world, Opened(loaded, asked), receipt=True)


def _lacking(world: World, opened: Opened, form: PageForm, speech: Reader) -> list[Mistake]:
    """What an answer lacks: the step's own word, the control that goes with it, the page's nonce."""
    offered = steps.offered(steps.find(opened.loaded.pinned, opened.ask.step))
    # A browser sends the button that was pressed. Whoever sends several has chosen none of them.
    given = first(form, "answer") if len(set(form.get("answer", ()))) == 1 else ""
    say = speech.gettext
    ticked = given in steps.TICKED or (given not in offered and not set(offered) - steps.TICKED)
    mistakes: list[Mistake] = []
    if ticked and first(form, "sure") != "yes":
        mistakes.append(Mistake("field-sure", say("Please tick the box, so that we know that you mean it.")))
    if not ticked and not clean(first(form, "signed_by")):
        mistakes.append(Mistake("field-signed_by", say("Please type your name.")))
    if given not in offered:
        mistakes.append(Mistake("answer", say("Please answer with one of the buttons.")))
    elif nonces.sent(world, form, opened.loaded.case.submission.id, opened.ask.id) is None:
        mistakes.append(Mistake("answer", say("Please answer on this page once more.")))
    return mistakes


def _mistake(fault: Fault, speech: Reader) -> Mistake:
    return Mistake(f"field-{fault.pointer.removeprefix('/')}", explain(fault, speech))


def _speech(request: Request, opened: Opened) -> Reader:
    """The visitor's language; else the one in which the party is written to."""
    loaded = opened.loaded
    person = questions.person(loaded, opened.ask.id)
    return reader_of(
        request,
        loaded.pinned.languages,
        timezone=loaded.pinned.timezone,
        otherwise=person.language if person else loaded.case.submission.language,
    )


def _page(
    request: Request, world: World, opened: Opened, mistakes: Sequence[Mistake] = (), *, receipt: bool = False
) -> Response:
    loaded, ask, speech = opened.loaded, opened.ask, _speech(request, opened)
    standing = questions.standing(opened, world.clock())
    is_open = standing == "open"
    title, explained = (
        questions.asked(opened, speech)
        if is_open
        else questions.told(opened, standing, speech, receipt=receipt)
    )
    if is_open and ask.due is None:
        explained.append(speech.gettext("There is no deadline, but somebody is waiting for your answer."))
    values: dict[str, Any] = {
        "title": title,
        "explained": explained,
        "errors": mistakes,
        "program": speech.text(loaded.pinned.title),
        "called": questions.called(opened),
        "reference": ids.reference(loaded.case.submission.id),
        "until": speech.instant(ask.due) if is_open and ask.due is not None else "",
        **_given(opened, speech),
        "parts": questions.shown(opened, speech) if is_open else [],
        **(_form(world, opened, mistakes, speech) if is_open else {"answers": []}),
    }
    gone = not is_open and standing != "answered" and not receipt
    return page(
        "ask.html",
        values,
        Visit(request, speech, looks.of(loaded.community), loaded.pinned.languages),
        status=410 if gone else 422 if mistakes else 200,
    )


def _given(opened: Opened, speech: Reader) -> dict[str, str]:
    """What was answered, when, and the name that was typed with it; empty where nothing was."""
    ask, case = opened.ask, opened.loaded.case
    if ask.answer is None or ask.closed is None:
        return {"answered": "", "answered_at": "", "signed": ""}
    step = steps.find(opened.loaded.pinned, ask.step)
    return {
        "answered": labels.answered(step, ask.answer, speech),
        "answered_at": speech.instant(ask.closed),
        "signed": case.signed.get(ask.id, ""),
    }


def _form(world: World, opened: Opened, mistakes: Sequence[Mistake], speech: Reader) -> dict[str, Any]:
    """The buttons, the controls that they need, and the nonce."""
    step = steps.find(opened.loaded.pinned, opened.ask.step)
    person = questions.person(opened.loaded, opened.ask.id)
    errors = {mistake.target.removeprefix("field-"): mistake.text for mistake in mistakes}
    return {
        "answers": [
            {"value": each, "label": labels.answer(step, each, speech)} for each in steps.offered(step)
        ],
        "required": questions.required(opened, errors, speech),
        "masked": masked(person.email) if person else "",
        "nonce_field": nonces.FIELD,
        "nonce": nonces.fresh(world, opened.loaded.case.submission.id, opened.ask.id),
    }

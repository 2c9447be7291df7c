"""An ask: what is asked, by whom, why and until when; and its answer, which counts once.

Looking changes nothing, however often a mail scanner looks. An answer needs the page's nonce and a control
that has no default: the tick `sure`, or a typed name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from chalicelib.domain import ids, programs, steps
from chalicelib.domain.errors import AskClosed, Fault, Invalid, TooManyRequests
from chalicelib.domain.fields import rows
from chalicelib.domain.fields.field import PageForm, first
from chalicelib.domain.masks import masked
from chalicelib.domain.words import clean
from chalicelib.language import labels, refusals
from chalicelib.language.faults import explain
from chalicelib.language.reader import Reader
from chalicelib.services import answer as services
from chalicelib.services.answer import Given, Opened
from chalicelib.services.world import World
from chalicelib.web import codes, controls, elsewhere, filling, looks, nonces, prefilled, questions
from chalicelib.web.bodies import form_of
from chalicelib.web.codes import CodeAsked
from chalicelib.web.control import Filled
from chalicelib.web.filling import Mistake
from chalicelib.web.http import Request, Response
from chalicelib.web.origins import from_here
from chalicelib.web.rendering import Visit, page
from chalicelib.web.tokens import link_of
from chalicelib.web.visitors import reader_of


@dataclass(frozen=True, slots=True)
class Shown:
    """The page as it is shown: filled in or blank, what is wrong, the code that is asked for.

    `receipt`: the answer has just arrived.
    """

    filled: Filled = field(default_factory=Filled)
    mistakes: Sequence[Mistake] = ()
    code: CodeAsked | None = None
    receipt: bool = False
    status: int = 200


def show(request: Request, world: World) -> Response:
    """The question (200), what was answered (200), or what happened in the meantime (410)."""
    opened = services.open_link(world, link_of(request, world, "ask"))
    return _page(request, world, opened, Shown(filled=_present(opened)))


def answer(request: Request, world: World) -> Response:
    """The receipt; 422 for an answer that lacks something; as `show` where none is wanted any more.

    Where the step wants a code, the page once more that asks for it; 422 with a wrong one.
    """
    from_here(request, world)
    link = link_of(request, world, "ask")
    form = form_of(request)
    opened = services.open_link(world, link)
    if questions.standing(opened, world.clock()) != "open":
        return _page(request, world, opened, Shown())
    fields, speech = questions.fields(opened), _speech(request, opened)
    if filling.pressed(form):
        return _page(request, world, opened, Shown(filled=filling.changed(fields, form)))
    given = Given(
        answer=first(form, "answer"),
        signed_by=first(form, "signed_by"),
        form=rows.read(fields, form),
        language=speech.language,
        code=first(form, "code"),
    )
    lacking = _lacking(world, opened, form, speech)
    if lacking:
        faults = services.faults(world, opened, given)
        return _again(request, world, opened, form, faults, lacking)
    try:
        loaded = services.by_link(world, opened, given)
    except Invalid as error:
        return _again(request, world, opened, form, error.faults)
    except AskClosed:
        # Somebody was quicker, or the deadline passed in between: the page says which.
        return _page(request, world, services.open_link(world, link), Shown())
    except TooManyRequests as error:
        mistake = Mistake("answer", refusals.explain(error, speech))
        return _page(request, world, opened, Shown(mistakes=[mistake], status=429))
    asked = loaded.case.submission.asks[opened.ask.id]
    after = Opened(loaded, asked, stale=asked.generation != link.generation)
    if asked.state == "open" and not after.stale:
        return _code_page(request, world, opened, after, form)
    return _page(request, world, after, Shown(receipt=not after.stale))


def _code_page(request: Request, world: World, before: Opened, after: Opened, form: PageForm) -> Response:
    """The page that asks for the code that was mailed; 422 where a wrong one was typed."""
    speech, ask = _speech(request, after), after.ask.id
    known = before.loaded.case.submission.codes.get(ask)
    wrong = known is not None and after.loaded.case.submission.codes[ask].number == known.number
    error = speech.gettext("This code is not the right one.") if wrong else ""
    mistakes = [Mistake("field-code", error)] if wrong else []
    shown = Shown(mistakes=mistakes, code=codes.asked(form, error, speech), status=422 if wrong else 200)
    return _page(request, world, after, shown)


def _present(opened: Opened) -> Filled:
    """The form as it is filled in before anybody types: of an `amend` step with the present answers."""
    step = steps.find(opened.loaded.pinned, opened.ask.step)
    if not step.amend:
        return Filled()
    return prefilled.of(questions.fields(opened), opened.loaded.case.answers)


def _again(
    request: Request,
    world: World,
    opened: Opened,
    form: PageForm,
    faults: Sequence[Fault],
    lacking: Sequence[Mistake] = (),
) -> Response:
    """422 with everything kept and every mistake named: of the form, then of the answer itself."""
    speech, fields = _speech(request, opened), questions.fields(opened)
    own = [fault for fault in faults if fault.pointer.startswith("/form/")]
    filled, mistakes = filling.faulty(fields, form, own, speech)
    others = [_mistake(fault, speech) for fault in faults if fault not in own]
    shown = Shown(filled=filled, mistakes=[*mistakes, *others, *lacking], status=422)
    return _page(request, world, opened, shown)


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


def _page(request: Request, world: World, opened: Opened, shown: Shown) -> Response:
    loaded, ask, speech = opened.loaded, opened.ask, _speech(request, opened)
    standing = questions.standing(opened, world.clock())
    is_open = standing == "open"
    title, explained = (
        questions.asked(opened, speech)
        if is_open
        else questions.told(opened, standing, speech, receipt=shown.receipt)
    )
    if is_open and ask.due is None:
        explained.append(speech.gettext("There is no deadline, but somebody is waiting for your answer."))
    gone = not is_open and standing != "answered" and not shown.receipt
    theirs = standing not in ("stale", "disowned")
    values: dict[str, Any] = {
        "title": title,
        "explained": explained,
        "errors": shown.mistakes,
        "program": speech.text(loaded.pinned.title),
        "called": questions.called(opened) if theirs else "",
        "reference": ids.reference(loaded.case.submission.id),
        "until": speech.instant(ask.due) if is_open and ask.due is not None else "",
        **_given(opened, speech, theirs=theirs),
        "parts": questions.shown(opened, speech) if is_open else [],
        "elsewhere": elsewhere.of(world, opened, standing, request.parameters["token"], speech),
        **(_form(world, opened, shown, speech) if is_open else {"answers": []}),
    }
    return page(
        "ask.html",
        values,
        Visit(request, speech, looks.of(loaded.community), loaded.pinned.languages),
        status=410 if gone else shown.status,
    )


def _given(opened: Opened, speech: Reader, *, theirs: bool) -> dict[str, str]:
    """What was answered, when, and the name that was typed with it; empty where nothing was."""
    ask, case = opened.ask, opened.loaded.case
    if ask.answer is None or ask.closed is None or not theirs:
        return {"answered": "", "answered_at": "", "signed": ""}
    step = steps.find(opened.loaded.pinned, ask.step)
    return {
        "answered": labels.answered(step, ask.answer, speech),
        "answered_at": speech.instant(ask.closed),
        "signed": case.signed.get(ask.id, ""),
    }


def _form(world: World, opened: Opened, shown: Shown, speech: Reader) -> dict[str, Any]:
    """The step's fields, the buttons, the controls that these need, and the nonce."""
    program = opened.loaded.pinned
    step = steps.find(program, opened.ask.step)
    person = questions.person(opened.loaded, opened.ask.id)
    errors = {mistake.target.removeprefix("field-"): mistake.text for mistake in shown.mistakes}
    today = programs.day(program, world.clock())
    fields = () if shown.code else questions.fields(opened)
    chosen = shown.code.answer if shown.code else ""
    return {
        "answers": [
            {"value": each, "label": labels.answer(step, each, speech)}
            for each in steps.offered(step)
            if chosen in ("", each)
        ],
        "form": controls.of(fields, shown.filled, speech, program, today),
        "required": [shown.code.control] if shown.code else questions.required(opened, errors, speech),
        "code": shown.code,
        "masked": masked(person.email) if person else "",
        "nonce_field": nonces.FIELD,
        "nonce": nonces.fresh(world, opened.loaded.case.submission.id, opened.ask.id),
    }

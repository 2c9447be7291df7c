"""An ask: what is asked, by whom, why and until when; and its answer, which counts once.

Looking changes nothing, however often a mail scanner looks. An answer needs the page's nonce and a control
that has no default: the tick `sure`, or a typed name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chalicelib.domain import steps
from chalicelib.domain.errors import AskClosed, Fault, Invalid, TooManyRequests
from chalicelib.domain.fields import reading
from chalicelib.domain.fields.field import PageForm, first
from chalicelib.domain.words import clean
from chalicelib.language import refusals
from chalicelib.language.reader import Reader
from chalicelib.services import answer as services
from chalicelib.services.answer import Given, Opened
from chalicelib.services.world import World
from chalicelib.web import (
    apart,
    asking,
    codes,
    enclosed,
    filling,
    moved,
    nonces,
    prefilled,
    questions,
    sending_back,
    sheets,
    visits,
)
from chalicelib.web.asking import Shown
from chalicelib.web.bodies import form_of
from chalicelib.web.control import Filled
from chalicelib.web.filling import Mistake
from chalicelib.web.http import Request, Response
from chalicelib.web.moved import Moved
from chalicelib.web.origins import from_here
from chalicelib.web.tokens import link_of


def show(request: Request, world: World) -> Response:
    """The question (200), what was answered (200), or what happened in the meantime (410)."""
    opened = services.open_link(world, link_of(request, world, "ask"))
    return asking.answer(request, world, opened, Shown(filled=_present(opened)))


def answer(request: Request, world: World) -> Response:
    """The receipt; 422 for an answer that lacks something; as `show` where none is wanted any more.

    Where the step wants a code, the page once more that asks for it; 422 with a wrong one.
    """
    from_here(request, world)
    link = link_of(request, world, "ask")
    opened = services.open_link(world, link)
    if questions.standing(opened, world.clock()) != "open":
        form_of(request)
        return asking.answer(request, world, opened, Shown())
    fields, own = sheets.fields(opened), asking.own(opened)
    sent = enclosed.of(request, world, opened.loaded.pinned.id, fields, own)
    speech = visits.of_party(request, opened).speech
    now = moved.of(world, opened, sent, own, speech)
    taken, form = now.taken, now.taken.form
    called = sheets.called(opened, speech)
    counts = filling.lengths(called)
    if filling.pressed(form):
        found = [*now.faults, *enclosed.faults(taken, fields, own, "/form", counts)]
        filled, mistakes = filling.unchecked(fields, form, found, speech, own, called)
        status = 422 if mistakes else 200
        shown = Shown(filled=filled, mistakes=mistakes, sent=form, lost=now.lost, status=status)
        return asking.answer(request, world, opened, shown)
    given = _given(opened, form, counts, speech)
    lacking = _lacking(world, opened, form, speech)
    if lacking or taken.refused or now.faults:
        return _again(request, world, opened, now, services.faults(world, opened, given), lacking)
    if _sent(world, opened, form, codes.part(opened.ask.id)) and not given.code.strip():
        return _code_page(request, world, opened, form, speech.gettext("Please type the code."))
    try:
        loaded = services.by_link(world, opened, given)
    except Invalid as error:
        if any(fault.code == "rows_changed" for fault in error.faults):
            opened = services.open_link(world, link)  # somebody has changed them in between
            now = moved.of(world, opened, sent, own, speech)
            counts = filling.lengths(sheets.called(opened, speech))
            faults = services.faults(world, opened, _given(opened, now.taken.form, counts, speech))
            return _again(request, world, opened, now, faults)
        return _again(request, world, opened, now, error.faults)
    except AskClosed:
        # Somebody was quicker, or the deadline passed in between: the page says which.
        return asking.answer(request, world, services.open_link(world, link), Shown())
    except TooManyRequests as error:
        mistake = Mistake("answer", refusals.explain(error, speech))
        filled, _ = filling.faulty(fields, form, [], speech, own, called)
        wait = {"Retry-After": str(error.retry_after)}
        shown = Shown(filled=filled, mistakes=[mistake], sent=form, lost=now.lost, status=429, headers=wait)
        return asking.answer(request, world, opened, shown)
    asked = loaded.case.submission.asks[opened.ask.id]
    after = Opened(loaded, asked, stale=asked.generation != link.generation)
    if asked.state == "open" and not after.stale:
        known = opened.loaded.case.submission.codes.get(asked.id)
        wrong = known is not None and loaded.case.submission.codes[asked.id].number == known.number
        words = speech.gettext("This code is not the right one.") if wrong else ""
        return _code_page(request, world, after, form, words)
    return asking.answer(request, world, after, Shown(receipt=not after.stale))


def _given(opened: Opened, form: PageForm, counts: Mapping[str, int], speech: Reader) -> Given:
    """What was sent, read by the rows that there are now: `counts` of them."""
    note, to_change = sending_back.typed(opened, form)
    return Given(
        answer=first(form, "answer"),
        signed_by=first(form, "signed_by"),
        note=note,
        form=reading.read(sheets.fields(opened), apart.typed(form, asking.own(opened)), counts),
        fields=to_change,
        language=speech.language,
        code=first(form, "code"),
        rows=first(form, moved.FIELD),
    )


def _code_page(request: Request, world: World, opened: Opened, form: PageForm, error: str) -> Response:
    """The page that asks for the code that was mailed; 422 where a wrong one was typed, or none."""
    speech = visits.of_party(request, opened).speech
    mistakes = [Mistake("field-code", error)] if error else []
    asked = codes.asked(form, error, speech)
    shown = Shown(mistakes=mistakes, code=asked, status=422 if error else 200)
    return asking.answer(request, world, opened, shown)


def _sent(world: World, opened: Opened, form: PageForm, part: str) -> bool:
    """Whether the form bears the nonce of that page of the ask."""
    return nonces.sent(world, form, opened.loaded.case.submission.id, part) is not None


def _present(opened: Opened) -> Filled:
    """The form as it is filled in before anybody types: of an `amend` step with the present answers."""
    step = steps.find(opened.loaded.pinned, opened.ask.step)
    if not step.amend:
        return Filled()
    return prefilled.of(sheets.fields(opened), opened.loaded.case.answers)


def _again(
    request: Request,
    world: World,
    opened: Opened,
    now: Moved,
    faults: Sequence[Fault],
    lacking: Sequence[Mistake] = (),
) -> Response:
    """422 with everything kept and every mistake named: that rows were changed, then those of the form, then
    those of the answer itself.
    """
    taken = now.taken
    speech, fields = visits.of_party(request, opened).speech, sheets.fields(opened)
    own, called = asking.own(opened), sheets.called(opened, speech)
    counts = filling.lengths(called)
    inside = [fault for fault in faults if fault.pointer.startswith("/form/")]
    of_files = enclosed.faults(taken, fields, own, "/form", counts)
    told = [*now.faults, *enclosed.joined(of_files, inside)]
    filled, mistakes = filling.faulty(fields, taken.form, told, speech, own, called)
    others = [
        sending_back.mistake(fault, speech) or filling.mistake(fault, speech)
        for fault in faults
        if fault not in inside
    ]
    mistakes = [*mistakes, *others, *lacking]
    shown = Shown(filled=filled, mistakes=mistakes, sent=taken.form, lost=now.lost, status=422)
    return asking.answer(request, world, opened, shown)


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
    elif not any(_sent(world, opened, form, part) for part in (opened.ask.id, codes.part(opened.ask.id))):
        mistakes.append(Mistake("answer", say("Please answer on this page once more.")))
    return mistakes

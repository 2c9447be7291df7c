"""Sending a program's form, whole or the last of its pages; turning its pages; adding and removing rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chalicelib.domain import answers, programs
from chalicelib.domain.definitions import Community, Program, fields_of
from chalicelib.domain.errors import Fault, Invalid, KeyReused, NotOpen
from chalicelib.domain.fields.field import PageForm, first
from chalicelib.domain.links import Link, make
from chalicelib.language.faults import explain
from chalicelib.language.reader import Reader
from chalicelib.services import browse, drafts, records, submit
from chalicelib.services.submit import Form
from chalicelib.services.world import World
from chalicelib.storage.ports import Published
from chalicelib.web import apart, filling, nonces, paging, saving, turning
from chalicelib.web.bodies import form_of
from chalicelib.web.filling import Mistake
from chalicelib.web.http import HTML, Request, Response
from chalicelib.web.nonces import Nonce
from chalicelib.web.origins import from_here
from chalicelib.web.pages.program import Shown, answer, speech_of
from chalicelib.web.parameters import slug
from chalicelib.web.turning import Sent


def send(request: Request, world: World) -> Response:
    """What follows the form on the program's own page; see `received`."""
    from_here(request, world)
    return received(request, world, records.newest(world, "program", slug(request)), form_of(request))


def received(request: Request, world: World, published: Published, form: PageForm) -> Response:
    """303 to what happens next; or the page again: another one of a long form, with other rows, or with what
    is wrong. What was sent by no button of a long form's page is all of it at once.

    Whoever began in time may finish (`submit.GRACE`), and a page sent twice is one submission.
    """
    program = programs.program(published.text)
    nonce = nonces.sent(world, form, program.id)
    kept = form[nonces.FIELD][0] if nonce is not None else ""
    if saving.wanted(form):
        return _saved(request, world, published, form, nonce)
    paged = _paged(program, form)
    if paged and not turning.sends(form):
        return _turned(request, world, program, form, nonce=kept)
    if filling.pressed(form):
        changed = filling.changed(fields_of(program), form, paging.OWN)
        return answer(request, world, program, Shown(changed, nonce=kept))

    speech = speech_of(request, program)
    typed = answers.from_page(program, apart.typed(form, paging.OWN))
    if nonce is None:
        if programs.status(program, world.clock()) != "open":
            return answer(request, world, program, Shown(status=409))
        faults = submit.check(world, program, Form(program.id, typed))
        return _again(request, world, program, form, faults, nonce="")
    sent = Form(
        program=program.id,
        answers=typed,
        language=speech.language,
        key=drafts.key(nonce.part),
        begun=nonce.begun,
    )
    try:
        done = submit.submit(world, sent, published=published)
    except Invalid as error:
        return _again(request, world, program, form, error.faults, nonce=kept)
    except KeyReused:
        return _again(request, world, program, form, [], nonce="")
    except NotOpen:
        return answer(request, world, program, Shown(status=409))
    if nonce.saved:
        drafts.finish(world, program.id, done.case.submission.id)
    token = make(world.keys().links, Link("sent", done.case.submission.id))
    return Response(status=303, headers={"Location": f"/sent/{token}"}, type=HTML)


def _saved(
    request: Request, world: World, published: Published, form: PageForm, nonce: Nonce | None
) -> Response:
    """The form is kept to be gone on with; or the same page again, with why it can't be."""
    program = programs.program(published.text)
    speech = speech_of(request, program)
    kept = form[nonces.FIELD][0] if nonce is not None else ""
    closed = programs.status(program, world.clock()) != "open"
    if nonce is None and closed:
        return answer(request, world, program, Shown(status=409))
    if nonce is None or closed:
        words = speech.gettext("This has closed. You can send the form now, but no longer save it.")
        stale = [] if closed else _stale(speech)
        return _same(request, world, program, form, stale or [Mistake("send", words)], nonce=kept)
    try:
        return saving.save(request, world, published, form, nonce, speech)
    except Invalid as error:
        large = [Mistake("send", explain(fault, speech)) for fault in error.faults]
        return _same(request, world, program, form, large, nonce=kept)


def _same(
    request: Request, world: World, program: Program, form: PageForm, mistakes: list[Mistake], *, nonce: str
) -> Response:
    """422: the page that was sent, unchecked, and what is wrong with more than one of its places."""
    if paging.is_long(program) and first(form, paging.PAGE):
        community = browse.community(world, program.community)
        sent = _sent(request, world, program, community, {**form, paging.GO: form[paging.PAGE]})
        turn = replace(turning.turn(sent), mistakes=mistakes)
        return answer(request, world, program, Shown(nonce=nonce, status=422, turn=turn), community)
    filled = filling.changed(fields_of(program), form, paging.OWN)
    return answer(request, world, program, Shown(filled, mistakes, nonce, 422))


def _stale(speech: Reader) -> list[Mistake]:
    words = speech.gettext("This page has been open too long, or was sent before. Please send it once more.")
    return [Mistake("send", words)]


def _turned(request: Request, world: World, program: Program, form: PageForm, *, nonce: str) -> Response:
    """Another page of a long form, or the same with its mistakes: two reads, no write."""
    community = browse.community(world, program.community)
    turn = turning.turn(_sent(request, world, program, community, form))
    shown = Shown(nonce=nonce, status=422 if turn.mistakes else 200, turn=turn)
    return answer(request, world, program, shown, community)


def _sent(request: Request, world: World, program: Program, community: Community, form: PageForm) -> Sent:
    speech, today = speech_of(request, program), programs.day(program, world.clock())
    return Sent(program, form, speech, today, community.country)


def _again(
    request: Request, world: World, program: Program, form: PageForm, faults: Sequence[Fault], *, nonce: str
) -> Response:
    """422 with everything kept and every mistake named; without a nonce of this page, a fresh one."""
    speech = speech_of(request, program)
    community = browse.community(world, program.community)
    more = [] if nonce else _stale(speech)
    if not _paged(program, form):
        filled, mistakes = filling.faulty(fields_of(program), form, faults, speech, paging.OWN)
        return answer(request, world, program, Shown(filled, [*mistakes, *more], nonce, 422), community)
    turn = turning.failed(_sent(request, world, program, community, form), faults)
    turn = replace(turn, mistakes=[*turn.mistakes, *more])
    return answer(request, world, program, Shown(nonce=nonce, status=422, turn=turn), community)


def _paged(program: Program, form: PageForm) -> bool:
    """Whether a page of a long form was sent; else all of a form at once."""
    return paging.is_long(program) and turning.turned(form)

"""Sending a program's form, whole or the last of its pages; turning its pages; adding and removing rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chalicelib.domain import answers, programs
from chalicelib.domain.definitions import Community, Program, fields_of
from chalicelib.domain.errors import Fault, Invalid, KeyReused, NotOpen
from chalicelib.domain.fields.field import PageForm
from chalicelib.domain.links import Link, make
from chalicelib.services import browse, records, submit
from chalicelib.services.submit import Form
from chalicelib.services.world import World
from chalicelib.web import apart, filling, nonces, paging, turning
from chalicelib.web.bodies import form_of
from chalicelib.web.filling import Mistake
from chalicelib.web.http import HTML, Request, Response
from chalicelib.web.origins import from_here
from chalicelib.web.pages.program import Shown, answer, speech_of
from chalicelib.web.parameters import slug
from chalicelib.web.turning import Sent


def send(request: Request, world: World) -> Response:
    """303 to what happens next; or the page again: another one of a long form, with other rows, or with what
    is wrong. What was sent by no button of a long form's page is all of it at once.

    Whoever began in time may finish (`submit.GRACE`), and a page sent twice is one submission.
    """
    from_here(request, world)
    form = form_of(request)
    published = records.newest(world, "program", slug(request))
    program = programs.program(published.text)
    nonce = nonces.sent(world, form, program.id)
    kept = form[nonces.FIELD][0] if nonce is not None else ""
    paged = _paged(program, form)
    if paged and not turning.sends(form):
        return _turned(request, world, program, form, nonce=kept)
    if filling.pressed(form):
        changed = filling.changed(fields_of(program), form, apart.ROWS)
        return answer(request, world, program, Shown(changed, nonce=kept))

    speech = speech_of(request, program)
    typed = answers.from_page(program, apart.typed(form, paging.OWN if paged else apart.ROWS))
    if nonce is None:
        if programs.status(program, world.clock()) != "open":
            return answer(request, world, program, Shown(status=409))
        faults = submit.check(world, program, Form(program.id, typed))
        return _again(request, world, program, form, faults, nonce="")
    sent = Form(
        program=program.id,
        answers=typed,
        language=speech.language,
        key=f"page:{nonce.part}",
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
    token = make(world.keys().links, Link("sent", done.case.submission.id))
    return Response(status=303, headers={"Location": f"/sent/{token}"}, type=HTML)


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
    stale = speech.gettext("This page has been open too long, or was sent before. Please send it once more.")
    more = [] if nonce else [Mistake("send", stale)]
    if not _paged(program, form):
        filled, mistakes = filling.faulty(fields_of(program), form, faults, speech, apart.ROWS)
        return answer(request, world, program, Shown(filled, [*mistakes, *more], nonce, 422), community)
    turn = turning.failed(_sent(request, world, program, community, form), faults)
    turn = replace(turn, mistakes=[*turn.mistakes, *more])
    return answer(request, world, program, Shown(nonce=nonce, status=422, turn=turn), community)


def _paged(program: Program, form: PageForm) -> bool:
    """Whether a page of a long form was sent; else all of a form at once."""
    return paging.is_long(program) and turning.turned(form)

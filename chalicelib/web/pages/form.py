"""Sending a program's form, whole or the last of its pages; turning its pages; adding and removing rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from msgspec import structs

from chalicelib.domain import answers, programs
from chalicelib.domain.definitions import Capacity, Community, Program, fields_of
from chalicelib.domain.errors import Another, Fault, Invalid, KeyReused, NotOpen
from chalicelib.domain.fields.field import PageForm, first
from chalicelib.domain.links import Link, make
from chalicelib.language.faults import explain
from chalicelib.language.reader import Reader
from chalicelib.services import browse, capacity, drafts, limits, records, second, submit
from chalicelib.services.submit import Form
from chalicelib.services.world import World
from chalicelib.storage.ports import Published
from chalicelib.web import apart, enclosed, filling, nonces, paging, saving, turning
from chalicelib.web.enclosed import Taken
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
    published = records.newest(world, "program", slug(request))
    return received(request, world, published, taken_of(request, world, published))


def taken_of(request: Request, world: World, published: Published) -> Taken:
    """The form of that program as it was sent, with its files, each taken by itself."""
    program = programs.program(published.text)
    return enclosed.of(request, world, program.id, fields_of(program), paging.OWN)


def received(request: Request, world: World, published: Published, taken: Taken) -> Response:
    """303 to what happens next; or the page again: another one of a long form, with other rows, or with what
    is wrong. What was sent by no button of a long form's page is all of it at once.

    Whoever began in time may finish (`submit.GRACE`), and a page sent twice is one submission.
    """
    program, form = programs.program(published.text), taken.form
    nonce = nonces.sent(world, form, program.id)
    kept = form[nonces.FIELD][0] if nonce is not None else ""
    if saving.wanted(form):
        return _saved(request, world, published, taken, nonce)
    if _paged(program, form) and not turning.sends(form):
        return _turned(request, world, program, taken, nonce=kept)
    if filling.pressed(form):
        return _same(request, world, program, taken, [], nonce=kept)

    speech = speech_of(request, program)
    typed = answers.from_page(program, apart.typed(form, paging.OWN))
    if nonce is None:
        if programs.status(program, world.clock()) != "open":
            return answer(request, world, program, Shown(status=409))
        faults = submit.check(world, program, Form(program.id, typed))
        return _again(request, world, program, taken, faults, nonce="")
    sent = Form(
        program=program.id,
        answers=typed,
        language=speech.language,
        key=drafts.key(nonce.part),
        begun=nonce.begun,
    )
    if taken.refused:
        return _again(request, world, program, taken, submit.check(world, program, sent), nonce=kept)
    try:
        submission = _submitted(request, world, published, sent, taken, nonce)
    except Invalid as error:
        return _again(request, world, program, taken, error.faults, nonce=kept)
    except KeyReused:
        return _again(request, world, program, taken, [], nonce="")
    except NotOpen as error:
        counted = program.capacity
        if error.status == capacity.FULL and isinstance(counted, Capacity) and _is_open(world, program):
            full = [Fault(f"/answers/{counted.by}", "full")]
            return _again(request, world, program, taken, full, nonce=kept, status=409)
        return answer(request, world, program, Shown(status=409))
    token = make(world.keys().links, Link("sent", submission))
    return Response(status=303, headers={"Location": f"/sent/{token}"}, type=HTML)


def _submitted(
    request: Request, world: World, published: Published, sent: Form, taken: Taken, nonce: Nonce
) -> str:
    """The submission's id; of a second one, of what is shown in its place: its first is told by mail."""
    try:
        submission = submit.submit(world, sent, published=published).case.submission.id
    except Another as error:
        refused = second.refuse(world, published, sent, saving.kept(taken.form), part=nonce.part)
        if not refused.again and limits.may_ask_for_links(world, request.source, world.clock()):
            second.tell(world, error, refused.id)
        return refused.id
    if nonce.saved:
        drafts.finish(world, programs.program(published.text), submission)
    return submission


def _saved(
    request: Request, world: World, published: Published, taken: Taken, nonce: Nonce | None
) -> Response:
    """The form is kept to be gone on with; or the same page again, with why it can't be."""
    program, form = programs.program(published.text), taken.form
    speech = speech_of(request, program)
    kept = form[nonces.FIELD][0] if nonce is not None else ""
    closed = programs.status(program, world.clock()) != "open" and not _is_let_in(world, program, nonce)
    if nonce is None and closed:
        return answer(request, world, program, Shown(status=409))
    if nonce is None or closed:
        words = (
            speech.gettext("This has been cancelled. The form can neither be saved nor sent any more.")
            if program.cancelled
            else speech.gettext("This has closed. You can send the form now, but no longer save it.")
        )
        stale = [] if closed else _stale(speech)
        return _same(request, world, program, taken, stale or [Mistake("send", words)], nonce=kept)
    if taken.refused:
        return _same(request, world, program, taken, [], nonce=kept)
    try:
        return saving.save(request, world, published, form, nonce, speech)
    except Invalid as error:
        large = [Mistake("send", explain(fault, speech)) for fault in error.faults]
        return _same(request, world, program, taken, large, nonce=kept)


def _is_let_in(world: World, program: Program, nonce: Nonce | None) -> bool:
    """Whether staff let this form be sent although the program has closed: one read."""
    if nonce is None or not nonce.saved or program.cancelled:
        return False
    draft = drafts.find(world, drafts.id_of(world, program.id, nonce.part))
    return draft is not None and draft.late is not None


def _same(
    request: Request, world: World, program: Program, taken: Taken, mistakes: list[Mistake], *, nonce: str
) -> Response:
    """The page that was sent, with other rows perhaps, unchecked: 422 with what is wrong with more than one
    of its places, and with its files.
    """
    if paging.is_long(program) and first(taken.form, paging.PAGE):
        community = browse.community(world, program.community)
        form = {**taken.form, paging.GO: taken.form[paging.PAGE]}
        turn = turning.turn(_sent(request, world, program, community, replace(taken, form=form)))
        turn = replace(turn, mistakes=[*turn.mistakes, *mistakes])
        return answer(request, world, program, Shown(nonce=nonce, status=422, turn=turn), community)
    fields, speech = fields_of(program), speech_of(request, program)
    refused = enclosed.faults(taken, fields, paging.OWN, "/answers")
    filled, of_files = filling.unchecked(fields, taken.form, refused, speech, paging.OWN)
    found = [*of_files, *mistakes]
    return answer(request, world, program, Shown(filled, found, nonce, 422 if found else 200))


def _stale(speech: Reader) -> list[Mistake]:
    words = speech.gettext("This page has been open too long, or was sent before. Please send it once more.")
    return [Mistake("send", words)]


def _turned(request: Request, world: World, program: Program, taken: Taken, *, nonce: str) -> Response:
    """Another page of a long form, or the same with its mistakes: two reads, no write."""
    community = browse.community(world, program.community)
    turn = turning.turn(_sent(request, world, program, community, taken))
    shown = Shown(nonce=nonce, status=422 if turn.mistakes else 200, turn=turn)
    return answer(request, world, program, shown, community)


def _sent(request: Request, world: World, program: Program, community: Community, taken: Taken) -> Sent:
    speech, today = speech_of(request, program), programs.day(program, world.clock())
    refused = enclosed.faults(taken, fields_of(program), paging.OWN, "/answers")
    return Sent(program, taken.form, speech, today, community.country, refused)


def _is_open(world: World, program: Program) -> bool:
    """Whether there are seats, if of another kind, whatever the dates: somebody may have been let in late."""
    undated = structs.replace(program, opens=None, closes=None)
    return capacity.standing(world, undated).status == "open"


def _again(
    request: Request,
    world: World,
    program: Program,
    taken: Taken,
    faults: Sequence[Fault],
    *,
    nonce: str,
    status: int = 422,
) -> Response:
    """422 with everything kept and every mistake named; without a nonce of this page, a fresh one."""
    speech = speech_of(request, program)
    community = browse.community(world, program.community)
    more = [] if nonce else _stale(speech)
    if not _paged(program, taken.form):
        fields = fields_of(program)
        found = enclosed.joined(enclosed.faults(taken, fields, paging.OWN, "/answers"), faults)
        filled, mistakes = filling.faulty(fields, taken.form, found, speech, paging.OWN)
        return answer(request, world, program, Shown(filled, [*mistakes, *more], nonce, status), community)
    turn = turning.failed(_sent(request, world, program, community, taken), faults)
    turn = replace(turn, mistakes=[*turn.mistakes, *more])
    return answer(request, world, program, Shown(nonce=nonce, status=status, turn=turn), community)


def _paged(program: Program, form: PageForm) -> bool:
    """Whether a page of a long form was sent; else all of a form at once."""
    return paging.is_long(program) and turning.turned(form)

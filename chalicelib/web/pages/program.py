"""A program: what it is, and its form on one page; sending it, and adding and removing rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from chalicelib.domain import answers, programs, seats
from chalicelib.domain.definitions import Capacity, Program, fields_of
from chalicelib.domain.errors import Fault, Invalid, KeyReused, NotOpen
from chalicelib.domain.fields.field import PageForm
from chalicelib.domain.links import Link, make
from chalicelib.language import labels
from chalicelib.language.reader import Reader
from chalicelib.language.refusals import explain
from chalicelib.services import browse, capacity, records, submit
from chalicelib.services.submit import Form
from chalicelib.services.world import World
from chalicelib.storage.ports import Published
from chalicelib.web import apart, controls, filling, looks, nonces, promises
from chalicelib.web.bodies import form_of
from chalicelib.web.control import Filled
from chalicelib.web.filling import Mistake
from chalicelib.web.http import HTML, Request, Response
from chalicelib.web.origins import from_here
from chalicelib.web.parameters import slug
from chalicelib.web.rendering import Visit, page
from chalicelib.web.visitors import reader_of


@dataclass(frozen=True, slots=True)
class Shown:
    """The form as it is shown: filled in or blank, with its nonce (a fresh one where it is empty)."""

    filled: Filled = field(default_factory=Filled)
    mistakes: Sequence[Mistake] = ()
    nonce: str = ""
    status: int = 200


def show(request: Request, world: World) -> Response:
    """The program with a blank form, where it is open."""
    program = programs.program(_newest(request, world).text)
    return _page(request, world, program, Shown())


def send(request: Request, world: World) -> Response:
    """303 to what happens next; or the page again: with other rows, or with what is wrong.

    Whoever began in time may finish (`submit.GRACE`), and a page sent twice is one submission.
    """
    from_here(request, world)
    form = form_of(request)
    published = _newest(request, world)
    program = programs.program(published.text)
    nonce = nonces.sent(world, form, program.id)
    if filling.pressed(form):
        kept = form[nonces.FIELD][0] if nonce is not None else ""
        return _page(
            request, world, program, Shown(filling.changed(fields_of(program), form, apart.ROWS), nonce=kept)
        )

    speech = _speech(request, program)
    typed = answers.from_page(program, apart.typed(form, apart.ROWS))
    if nonce is None:
        if programs.status(program, world.clock()) != "open":
            return _page(request, world, program, Shown(status=409))
        faults = submit.check(world, program, Form(program.id, typed))
        return _again(request, world, program, form, faults)
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
        return _again(request, world, program, form, error.faults, nonce=form[nonces.FIELD][0])
    except KeyReused:
        return _again(request, world, program, form, [])
    except NotOpen as error:
        if error.status == capacity.FULL and isinstance(program.capacity, Capacity):
            taken = [Fault(f"/answers/{program.capacity.by}", "full")]
            return _again(request, world, program, form, taken, nonce=form[nonces.FIELD][0], status=409)
        return _page(request, world, program, Shown(status=409))
    token = make(world.keys().links, Link("sent", done.case.submission.id))
    return Response(status=303, headers={"Location": f"/sent/{token}"}, type=HTML)


def _newest(request: Request, world: World) -> Published:
    return records.newest(world, "program", slug(request))


def _speech(request: Request, program: Program) -> Reader:
    return reader_of(request, program.languages, timezone=program.timezone)


def _again(
    request: Request,
    world: World,
    program: Program,
    form: PageForm,
    faults: Sequence[Fault],
    *,
    nonce: str = "",
    status: int = 422,
) -> Response:
    """422 with everything kept and every mistake named; without a nonce of this page, a fresh one."""
    speech = _speech(request, program)
    filled, mistakes = filling.faulty(fields_of(program), form, faults, speech, apart.ROWS)
    if not nonce:
        stale = speech.gettext(
            "This page has been open too long, or was sent before. Please send it once more."
        )
        mistakes = [*mistakes, Mistake("send", stale)]
    return _page(request, world, program, Shown(filled, mistakes, nonce, status))


def _page(request: Request, world: World, program: Program, shown: Shown) -> Response:
    speech = _speech(request, program)
    community = browse.community(world, program.community)
    now = world.clock()
    status = capacity.status(world, program)
    waits = status == capacity.FULL and seats.may_wait(program, now)
    # Who has begun in time sees the form again; `submit` knows until when that counts.
    answerable = status == "open" or waits or bool(shown.nonce)
    organisation = speech.text(community.organisation)
    values: dict[str, Any] = {
        "title": speech.text(program.title),
        "about": speech.text(program.summary),
        "area": labels.area(program.area, speech),
        "kind_label": labels.kind(program.kind, speech),
        "status": status,
        "status_label": labels.status(status, speech),
        "facts": _facts(world, program, organisation, speech),
        "story": promises.story(program, speech),
        "how_href": f"/programs/{program.id}/how-it-works",
        "data": promises.data(program, organisation, speech),
        "form_heading": _words(program, speech)[0],
        "notice": "" if answerable else explain(NotOpen(status), speech),
        "waitlist": speech.gettext("All seats are taken. Who sends the form now joins the waitlist.")
        if waits
        else "",
        "errors": shown.mistakes,
        "nonce_field": nonces.FIELD,
        "nonce": shown.nonce or nonces.fresh(world, program.id) if answerable else "",
        "send": _words(program, speech)[1],
        "parts": [
            {
                "heading": speech.text(part.page),
                "controls": controls.of(
                    part.fields, shown.filled, speech, program, programs.day(program, now), apart.ROWS
                ),
            }
            for part in program.form
        ],
    }
    return page(
        "program.html",
        values,
        Visit(request, speech, looks.of(community), program.languages),
        status=shown.status,
        kept=not answerable and shown.status == 200,
        listed=request.method in ("GET", "HEAD"),
    )


def _facts(world: World, program: Program, organisation: str, speech: Reader) -> list[dict[str, str]]:
    """Terms and texts, without those of which nothing is said."""
    say = speech.gettext
    facts = [
        (
            say("When to register") if program.kind == "registration" else say("When to apply"),
            promises.opening(program, world.clock(), speech),
        ),
        (say("Date"), promises.taking_place(program, speech)),
        (say("Organized by"), organisation),
    ]
    return [{"term": term, "text": text} for term, text in facts if text]


def _words(program: Program, speech: Reader) -> tuple[str, str]:
    """The form's heading, and what its button says."""
    if program.kind == "registration":
        return speech.gettext("Register"), speech.gettext("Send the registration")
    return speech.gettext("Apply"), speech.gettext("Send the application")

"""What is said of a draft that can't be gone on with: it was sent, or nothing of it is left."""

from __future__ import annotations

from chalicelib.domain import programs
from chalicelib.domain.definitions import Program
from chalicelib.domain.links import Link
from chalicelib.services import browse, drafts, records
from chalicelib.services.world import World
from chalicelib.web import looks, single
from chalicelib.web.elsewhere import Way
from chalicelib.web.http import Request, Response
from chalicelib.web.rendering import Visit
from chalicelib.web.single import Single
from chalicelib.web.visitors import reader_of


def answer(request: Request, world: World, link: Link) -> Response:
    """410, with what has become of it, and where to go on."""
    program = newest(world, link.ask)
    looked = visit(request, world, program)
    say = looked.speech.gettext
    if drafts.sent(world, link.submission):
        told = Single(
            say("This form was sent"),
            [
                say("What was saved is deleted, since the form has been sent."),
                say("The messages that you were sent since then say where things stand."),
            ],
            ways=[Way("/links", say("I have lost my link"))],
            status=410,
        )
    else:
        told = Single(
            say("This form is no longer saved"),
            [
                say("It was deleted, or 30 days have passed since it was saved. Nothing of it is left."),
                *([] if program.cancelled else [say("You can begin anew on the page of the program.")]),
            ],
            ways=[Way(f"/programs/{link.ask}", say("To the program"))],
            status=410,
        )
    return single.answer(told, looked)


def newest(world: World, program: str) -> Program:
    """The newest version of the program of a draft: one read."""
    return programs.program(records.newest(world, "program", program).text)


def visit(request: Request, world: World, program: Program) -> Visit:
    """Who looks at a page about a draft of that program: one read."""
    speech = reader_of(request, program.languages, timezone=program.timezone)
    community = browse.community(world, program.community)
    offered = program.languages if request.method in ("GET", "HEAD") else ()
    return Visit(request, speech, looks.of(community), offered)

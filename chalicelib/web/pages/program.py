"""A program: what it is, and its form: on one page, or the page of a long one that is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from chalicelib.domain import programs, seats
from chalicelib.domain.definitions import Community, Program, fields_of
from chalicelib.domain.errors import NotOpen
from chalicelib.domain.fields import files
from chalicelib.language import labels
from chalicelib.language.reader import Reader
from chalicelib.language.refusals import explain
from chalicelib.services import browse, capacity, records
from chalicelib.services.world import World
from chalicelib.web import (
    attached,
    conditions,
    controls,
    leaf,
    looks,
    nonces,
    paging,
    promises,
    scripts,
    seated,
    turning,
)
from chalicelib.web.control import Filled
from chalicelib.web.filling import Mistake
from chalicelib.web.http import Request, Response
from chalicelib.web.parameters import slug
from chalicelib.web.rendering import Visit, page
from chalicelib.web.resuming import Resumed
from chalicelib.web.turning import Turn
from chalicelib.web.visitors import reader_of


@dataclass(frozen=True, slots=True)
class Shown:
    """The form as it is shown: filled in or blank, with its nonce (a fresh one where it is empty).

    `turn`: the page of a long form that is shown, in place of the whole; `draft`: what stands around it where
    it goes on with a draft.
    """

    filled: Filled = field(default_factory=Filled)
    mistakes: Sequence[Mistake] = ()
    nonce: str = ""
    status: int = 200
    turn: Turn | None = None
    draft: Resumed | None = None


def show(request: Request, world: World) -> Response:
    """The program with a blank form, where it is open."""
    program = programs.program(records.newest(world, "program", slug(request)).text)
    begun = turning.begin(program, programs.day(program, world.clock())) if paging.is_long(program) else None
    return answer(request, world, program, Shown(turn=begun))


def speech_of(request: Request, program: Program) -> Reader:
    """Who reads the program's pages."""
    return reader_of(request, program.languages, timezone=program.timezone)


def answer(
    request: Request, world: World, program: Program, shown: Shown, community: Community | None = None
) -> Response:
    """The page; `community` saves reading it again."""
    speech = speech_of(request, program)
    community = community or browse.community(world, program.community)
    now = world.clock()
    standing = capacity.standing(world, program)
    status = standing.status
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
        "status_label": labels.status(status, speech, cancelled=program.cancelled is not None),
        "facts": _facts(world, program, organisation, speech),
        "cities": _cities(program, community, speech),
        "story": promises.story(program, speech),
        "how_href": f"/programs/{program.id}/how-it-works",
        "data": promises.data(program, organisation, speech),
        "form_heading": _words(program, speech)[0],
        "notice": "" if answerable else explain(NotOpen(_why(program, status)), speech),
        "cancelled": _told_of(program, speech),
        "waitlist": seated.notice(program, standing, now, speech),
        "program_href": f"/programs/{program.id}",
        "draft": shown.draft,
        "go": paging.GO,
        "nonce_field": nonces.FIELD,
        "nonce": shown.nonce or nonces.fresh(world, program.id) if answerable else "",
        "send": _words(program, speech)[1],
        **_form(world, program, shown if answerable else Shown(), speech),
    }
    if not answerable:
        values |= {"scripts": (), "conditions": ""}
    draft = shown.draft is not None
    turned = shown.turn is not None and not shown.turn.begun and not draft
    return page(
        "program.html",
        values,
        # To change the language would lose what was typed on the pages before.
        Visit(request, speech, looks.of(community), () if turned else program.languages),
        status=shown.status,
        kept=not answerable and shown.status == 200 and not draft,
        listed=request.method in ("GET", "HEAD") and not draft,
    )


def _why(program: Program, status: str) -> str:
    return "cancelled" if program.cancelled else status


def _told_of(program: Program, speech: Reader) -> list[str]:
    """What everybody is told of a program that was cancelled, by paragraph."""
    if program.cancelled is None or program.cancelled.message is None:
        return []
    return [each for each in speech.text(program.cancelled.message).splitlines() if each.strip()]


def _form(world: World, program: Program, shown: Shown, speech: Reader) -> dict[str, Any]:
    """All of the form, or the page of a long one, with the errors and the page's own title."""
    title, turn, today = speech.text(program.title), shown.turn, programs.day(program, world.clock())
    if turn is not None:
        here = turn.pages.fields(turn.page)
        turn = replace(
            turn, filled=attached.known(world, program.id, here or fields_of(program), turn.filled, speech)
        )
        sheet = leaf.values(turn, speech, today, send=_words(program, speech)[1])
        called = (
            title
            if turn.begun
            else speech.gettext("{page} – {title}").format(page=sheet["heading"], title=title)
        )
        return {
            "leaf": sheet,
            "errors": sheet["errors"],
            "page_title": called,
            "parts": [],
            "multipart": any(files.fields(here)),
            "attached": turn.filled.held,
            **scripts.of(
                [sheet],
                conditions.of_page(program, here, speech, paging.OWN),
                store=world.stores.files.origin,
            ),
        }
    filled = attached.known(world, program.id, fields_of(program), shown.filled, speech)
    parts = [
        {
            "heading": speech.text(part.page),
            "controls": controls.of(part.fields, filled, speech, program, today, paging.OWN),
        }
        for part in program.form
    ]
    return {
        "leaf": None,
        "errors": shown.mistakes,
        "page_title": title,
        "parts": parts,
        "multipart": any(files.fields(fields_of(program))),
        **scripts.of(
            parts, conditions.of_program(program, speech, paging.OWN), store=world.stores.files.origin
        ),
    }


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


def _cities(program: Program, community: Community, speech: Reader) -> list[dict[str, str]]:
    """The partner cities that the program is with, each with its page."""
    return [
        {"href": f"/cities/{city.id}", "name": speech.text(city.name)}
        for city in community.partners
        if city.id in program.partners
    ]


def _words(program: Program, speech: Reader) -> tuple[str, str]:
    """The form's heading, and what its button says."""
    if program.kind == "registration":
        return speech.gettext("Register"), speech.gettext("Send the registration")
    return speech.gettext("Apply"), speech.gettext("Send the application")

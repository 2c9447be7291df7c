"""Programs: the list, one of them, the schema of its answers, publishing and checking: `/v1/programs`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from chalicelib.domain import answers, documents, programs, sense
from chalicelib.domain.errors import Fault, Invalid, NotAllowed, Unknown
from chalicelib.services import browse, publish, records
from chalicelib.services import drafts as saved
from chalicelib.services.world import World
from chalicelib.storage.ports import Holder
from chalicelib.web import parameters
from chalicelib.web.api import callers
from chalicelib.web.bodies import definition_of
from chalicelib.web.http import Request, Response, json_answer
from chalicelib.web.problems import errors
from chalicelib.web.visitors import reader_of

AREAS = ("culture", "youth", "economy", "partnership")
_PAGE = 100
_FRESH = {"Cache-Control": "no-cache"}


def listed(request: Request, world: World) -> Response:
    """Programs by id, a hundred at once."""
    after = parameters.cursor_of(request)
    found = browse.cards(
        world,
        community=parameters.word(request, "community"),
        area=parameters.one_of(request, "area", AREAS),
    )
    left = [card for card in found if after is None or card["id"] > after]
    more = len(left) > _PAGE
    return json_answer(
        {
            "programs": [_row(card) for card in left[:_PAGE]],
            "next": parameters.cursor_after(left[_PAGE - 1]["id"]) if more else None,
        },
        headers=_FRESH,
        personal=False,
    )


def _row(card: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": card["id"],
        "title": card["title"],
        "summary": card["summary"],
        "community": card["community"],
        "partners": card.get("partners", []),
        "area": card["area"],
        "kind": card["kind"],
        "status": card["status"],
        "opens": card.get("opens"),
        "closes": card.get("closes"),
        "seats": card["seats"],
    }


def show(request: Request, world: World) -> Response:
    """The definition as everybody may see it."""
    shown = browse.program(world, parameters.slug(request))
    return json_answer(programs.public(shown.document, shown.version), headers=_FRESH, personal=False)


def schema(request: Request, world: World) -> Response:
    """JSON Schema 2020-12 of the program's answers."""
    shown = browse.program(world, parameters.slug(request))
    described = answers.schema(shown.program, programs.day(shown.program, world.clock()))
    return Response(
        body=json.dumps({**described, "title": f"Answers of {shown.program.id}, version {shown.version}"}),
        type="application/schema+json",
        headers=_FRESH,
        personal=False,
    )


def drafts(request: Request, world: World) -> Response:
    """How many forms are saved and not sent yet. What is in them, nobody is told."""
    holder = callers.holder(request, world)
    return json_answer({"drafts": saved.count(world, holder, parameters.slug(request))})


def put(request: Request, world: World) -> Response:
    """The program as it was sent: 201 for a new one, 200 for a new version or the same one."""
    holder = callers.administrator(request, world)
    sent = definition_of(request)
    _belongs(world, holder, sent.document, request)
    with sent.placing():
        outcome = publish.publish(
            world, sent.document, by=f"token:{holder.id}", path_id=request.parameters["id"]
        )
    published = outcome.published
    location = {"Location": f"/v1/programs/{published.id}"} if outcome.created else {}
    return json_answer(
        programs.public(json.loads(published.text), published.version),
        status=201 if outcome.created else 200,
        headers=location,
    )


def _belongs(world: World, holder: Holder, document: Any, request: Request) -> None:
    """Raises NotAllowed for a program that is, or would be, another community's."""
    community = document.get("community") if isinstance(document, dict) else None
    if isinstance(community, str) and community != holder.community:
        raise NotAllowed
    try:
        before = records.newest(world, "program", parameters.slug(request))
    except Unknown:
        return
    if programs.program(before.text).community != holder.community:
        raise NotAllowed


def check(request: Request, world: World) -> Response:
    """What is wrong with a definition, what may be, and the story that it tells; stores nothing."""
    callers.holder(request, world)
    reader = reader_of(request)
    try:
        sent = definition_of(request)
    except Invalid as error:
        return json_answer({"errors": errors(error.faults, reader), "warnings": [], "story": []})
    document = sent.document
    faults = publish.check(world, document)
    warnings: list[Fault] = sense.warnings(document)
    story: list[str] = []
    if not faults:
        from chalicelib.web.story import told

        today = world.clock().date()
        story = told(programs.program(documents.to_json(programs.settle(document, today))), reader)
    return json_answer(
        {
            "errors": errors(sent.placed(faults), reader),
            "warnings": errors(sent.placed(warnings), reader),
            "story": story,
        }
    )

"""Uploads: a file sent, or posted into the store directly, and looked at by staff: `/v1/uploads`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote

from chalicelib.domain import media, programs
from chalicelib.domain.definitions import Program
from chalicelib.domain.errors import Fault, Invalid, TooManyRequests
from chalicelib.domain.fields import file
from chalicelib.services import records, uploads
from chalicelib.services.contents import NotTaken
from chalicelib.services.uploads import Sent
from chalicelib.services.world import World
from chalicelib.storage.ports import Upload
from chalicelib.web import parameters
from chalicelib.web.api import callers, shapes
from chalicelib.web.bodies import json_of
from chalicelib.web.http import Request, Response, json_answer
from chalicelib.web.refusals import BadParameter, NotThisType, TooLarge

_PRESIGN = {"program": "text", "field": "text", "name": "text", "type": "text", "size": "integer"}
_ANY = "application/octet-stream"
_WHERE = {"file_type": "/type", "file_too_large": "/size", "file_empty": "/size"}


def send(request: Request, world: World) -> Response:
    """201 with the upload that the body has become; 413 where it is too large, 415 of another type."""
    program, field = parameters.word(request, "program"), parameters.word(request, "field")
    if program is None or field is None:
        raise BadParameter("program" if program is None else "field")
    into = uploads.fields(_program(world, program), field)
    taken = list(dict.fromkeys(each for one in into for each in file.accepted(one)))
    if request.media_type not in (*taken, _ANY):
        raise NotThisType(taken)
    name = unquote(request.headers.get("x-filename", ""), errors="replace")
    sent = Sent(program, name, request.body, request.source)
    with _answered(taken):
        return _shown(uploads.take(world, sent, into), 201)


def presign(request: Request, world: World) -> Response:
    """201 with where a browser may post the file directly, and the fields that go before it."""
    kept = shapes.checked(json_of(request), _PRESIGN, required=list(_PRESIGN))
    into = uploads.fields(_program(world, kept["program"]), kept["field"])
    sent = Sent(kept["program"], kept["name"], b"", request.source)
    try:
        upload, ticket = uploads.promise(world, sent, into, type_=kept["type"], size=kept["size"])
    except NotTaken as error:
        _limited(error.fault)
        raise Invalid([_placed(error.fault, _WHERE.get(error.fault.code, ""))]) from None
    told = {"id": upload.id, "url": ticket.url, "fields": dict(ticket.fields)}
    return json_answer(told, status=201)


def complete(request: Request, world: World) -> Response:
    """The upload, once what was posted directly has been looked into; the same again is the same."""
    with _answered(tuple(media.EXTENSIONS)):
        return _shown(uploads.complete(world, request.parameters["id"]), 200)


def show(request: Request, world: World) -> Response:
    """303 to an address of the store that hands the file out for five minutes."""
    holder = callers.holder(request, world)
    address = uploads.address(world, holder, request.parameters["id"])
    return Response(status=303, headers={"Location": address})


def _program(world: World, id_: str) -> Program:
    return programs.program(records.newest(world, "program", id_).text)


def _shown(upload: Upload, status: int) -> Response:
    told: dict[str, Any] = {"id": upload.id, "type": upload.type, "size": upload.size}
    return json_answer(told, status=status)


@contextmanager
def _answered(taken: list[str] | tuple[str, ...]) -> Iterator[None]:
    """Answers a file that can't be taken as HTTP has it, and the rest as faults of the body."""
    try:
        yield
    except NotTaken as error:
        _limited(error.fault)
        match error.fault.code:
            case "file_too_large":
                raise TooLarge(round(float(str(error.fault.values["limit"])) * 1_000_000)) from None
            case "file_type":
                raise NotThisType(taken) from None
            case _:
                raise Invalid([error.fault]) from None


def _limited(fault: Fault) -> None:
    if fault.code == "too_many_uploads":
        raise TooManyRequests(3600)


def _placed(fault: Fault, pointer: str) -> Fault:
    return Fault(pointer, fault.code, fault.values)

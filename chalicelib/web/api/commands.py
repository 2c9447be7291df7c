"""What staff do to a whole submission: `/v1/submissions/{id}/withdraw` and its like, each with a reason.

A reason that has to be there is the domain's to miss, so that it is named together with every other fault.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.domain import ids
from chalicelib.domain.ask_new import DUE
from chalicelib.domain.errors import Unknown
from chalicelib.services import desk
from chalicelib.services.records import Loaded
from chalicelib.services.world import World
from chalicelib.storage.ports import Holder
from chalicelib.web.api import callers, case, shapes
from chalicelib.web.bodies import json_of
from chalicelib.web.http import Request, Response

Command = Callable[[World, Holder, str, Mapping[str, Any]], Loaded]


def withdraw(request: Request, world: World) -> Response:
    """The submission, withdrawn."""
    return _alone(request, world, desk.withdraw)


def erase(request: Request, world: World) -> Response:
    """The submission, of which nothing that somebody typed is shown any more."""
    return _alone(request, world, desk.erase)


def resend(request: Request, world: World) -> Response:
    """The submission, what is open in it asked once more."""
    return _alone(request, world, desk.resend)


def amend(request: Request, world: World) -> Response:
    """The submission with answers changed."""

    def command(world: World, holder: Holder, submission: str, body: Mapping[str, Any]) -> Loaded:
        return desk.amend(world, holder, submission, body["answers"], body.get("reason", ""))

    return done(request, world, {"answers": "object", "reason": "text"}, ["answers"], command)


def reopen(request: Request, world: World) -> Response:
    """The submission with a step opened once more."""
    return _of_a_step(request, world, desk.reopen)


def ask_new(request: Request, world: World) -> Response:
    """The submission, its applicant asked what the newest version asks and that of the submission doesn't."""

    def command(world: World, holder: Holder, submission: str, body: Mapping[str, Any]) -> Loaded:
        due, reason = body.get("due", DUE), body.get("reason", "")
        return desk.ask_new(world, holder, submission, body.get("fields"), due=due, reason=reason)

    return done(request, world, {"fields": "list", "due": "text", "reason": "text"}, ["reason"], command)


def announce(request: Request, world: World) -> Response:
    """The submission with an outcome told that was kept back."""
    return _of_a_step(request, world, desk.announce)


def _alone(request: Request, world: World, act: Callable[[World, Holder, str, str], Loaded]) -> Response:
    """By a command that needs nothing, not even a body."""

    def command(world: World, holder: Holder, submission: str, body: Mapping[str, Any]) -> Loaded:
        return act(world, holder, submission, body.get("reason", ""))

    return done(request, world, {"reason": "text"}, [], command)


def _of_a_step(
    request: Request, world: World, act: Callable[[World, Holder, str, str, str], Loaded]
) -> Response:
    def command(world: World, holder: Holder, submission: str, body: Mapping[str, Any]) -> Loaded:
        return act(world, holder, submission, body["step"], body.get("reason", ""))

    return done(request, world, {"step": "text", "reason": "text"}, ["step"], command)


def done(
    request: Request, world: World, kinds: Mapping[str, str], required: list[str], command: Command
) -> Response:
    """The submission after a command with a body of these members; where none is required, of none."""
    holder = callers.holder(request, world)
    submission = request.parameters["id"]
    if not ids.is_submission(submission):
        raise Unknown
    document = {} if not required and not request.body.strip() else json_of(request)
    kept = shapes.checked(document, kinds, required=required)
    return case.answer(request, world, command(world, holder, submission, kept))

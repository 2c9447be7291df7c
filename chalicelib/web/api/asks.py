"""What staff do to one ask by the API: `/v1/submissions/{id}/asks/{ask}`, and below it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.domain.desk import Replacement
from chalicelib.services import answer as answers
from chalicelib.services import desk
from chalicelib.services.answer import Given
from chalicelib.services.records import Loaded
from chalicelib.services.world import World
from chalicelib.storage.ports import Holder
from chalicelib.web.api.commands import done
from chalicelib.web.http import Request, Response

_ANSWER = {
    "answer": "text",
    "form": "object",
    "fields": "list",
    "note": "text",
    "rows": "text",
    "on_behalf": "text",
}
_EXTEND = {"due": "text", "reason": "text"}
_REPLACE = {"email": "text", "name": "text", "language": "text", "reason": "text"}


def answer(request: Request, world: World) -> Response:
    """The submission after one's own ask was answered, or with `on_behalf` anybody's."""

    def command(world: World, holder: Holder, submission: str, body: Mapping[str, Any]) -> Loaded:
        given = Given(
            answer=body["answer"],
            note=body.get("note", ""),
            form=body.get("form", {}),
            fields=body.get("fields", ()),
            rows=body.get("rows", ""),
        )
        on_behalf = body.get("on_behalf") or None
        return answers.by_staff(world, holder, submission, _ask(request), given, on_behalf=on_behalf)

    return done(request, world, _ANSWER, ["answer"], command)


def extend(request: Request, world: World) -> Response:
    """The submission with more time for one person."""

    def command(world: World, holder: Holder, submission: str, body: Mapping[str, Any]) -> Loaded:
        reason = body.get("reason", "")
        return desk.extend(world, holder, submission, _ask(request), due=body["due"], reason=reason)

    return done(request, world, _EXTEND, ["due"], command)


def replace(request: Request, world: World) -> Response:
    """The submission with another person, or another address, asked in place of somebody named."""

    def command(world: World, holder: Holder, submission: str, body: Mapping[str, Any]) -> Loaded:
        new = Replacement(body["email"], name=body.get("name"), language=body.get("language"))
        reason = body.get("reason", "")
        return desk.replace(world, holder, submission, _ask(request), new=new, reason=reason)

    return done(request, world, _REPLACE, ["email"], command)


def _ask(request: Request) -> str:
    return request.parameters["ask"]

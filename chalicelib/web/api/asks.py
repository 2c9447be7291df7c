"""Answering an ask by the API: `/v1/submissions/{id}/asks/{ask}`."""

from __future__ import annotations

from chalicelib.domain import ids
from chalicelib.domain.errors import Fault, Invalid, Unknown, child
from chalicelib.services import answer as answers
from chalicelib.services.world import World
from chalicelib.web.api import callers, case, shapes
from chalicelib.web.bodies import json_of
from chalicelib.web.http import Request, Response

_MEMBERS = {"answer": "text", "form": "object", "note": "text", "on_behalf": "text"}


def answer(request: Request, world: World) -> Response:
    """The submission after one's own ask was answered, or with `on_behalf` anybody's."""
    holder = callers.holder(request, world)
    id_ = request.parameters["id"]
    if not ids.is_submission(id_):
        raise Unknown
    kept, faults = shapes.members(json_of(request), _MEMBERS, required=["answer"])
    # No step has a form of its own yet, so there is no field that could be meant.
    unknown = [Fault(child("/form", name), "unknown_field") for name in kept.get("form", {})]
    if faults or unknown:
        raise Invalid([*faults, *unknown])
    loaded = answers.by_staff(
        world,
        holder,
        id_,
        request.parameters["ask"],
        answer=kept["answer"],
        note=kept.get("note", ""),
        on_behalf=kept.get("on_behalf") or None,
    )
    return case.answer(request, world, loaded)

"""Answering an ask by the API: `/v1/submissions/{id}/asks/{ask}`."""

from __future__ import annotations

from chalicelib.domain import ids
from chalicelib.domain.errors import Invalid, Unknown
from chalicelib.services import answer as answers
from chalicelib.services.answer import Given
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
    if faults:
        raise Invalid(faults)
    loaded = answers.by_staff(
        world,
        holder,
        id_,
        request.parameters["ask"],
        Given(answer=kept["answer"], note=kept.get("note", ""), form=kept.get("form", {})),
        on_behalf=kept.get("on_behalf") or None,
    )
    return case.answer(request, world, loaded)

"""Letting one person send a form after the closing date by the API: `/v1/programs/{id}/late`."""

from __future__ import annotations

from chalicelib.domain.instants import to_text
from chalicelib.domain.masks import masked
from chalicelib.services import late
from chalicelib.services.late import Invitation
from chalicelib.services.world import World
from chalicelib.web import parameters
from chalicelib.web.api import callers, shapes
from chalicelib.web.bodies import json_of
from chalicelib.web.http import Request, Response, json_answer

_LATE = {"email": "text", "name": "text", "language": "text", "until": "text", "reason": "text"}


def invite(request: Request, world: World) -> Response:
    """201 with until when the form may be sent; an Idempotency-Key repeated with the same body: the same."""
    holder = callers.holder(request, world)
    program, key = parameters.slug(request), parameters.idempotency_key(request)
    kept = shapes.checked(json_of(request), _LATE, required=["email", "until", "reason"])
    draft = late.invite(world, holder, program, Invitation(**kept, key=key))
    told = {"id": draft.id, "until": to_text(draft.expires), "sent_to": masked(draft.email)}
    return json_answer(told, status=201)

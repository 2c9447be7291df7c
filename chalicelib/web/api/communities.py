"""Communities and their partner cities: `/v1/communities`."""

from __future__ import annotations

import json

from chalicelib.domain import programs
from chalicelib.domain.errors import NotAllowed
from chalicelib.services import browse, publish
from chalicelib.services.world import World
from chalicelib.web.api import callers
from chalicelib.web.bodies import definition_of
from chalicelib.web.http import Request, Response, json_answer
from chalicelib.web.parameters import slug


def listed(_request: Request, world: World) -> Response:
    """All communities, without their staff."""
    return json_answer(
        {"communities": browse.communities(world)}, headers={"Cache-Control": "no-cache"}, personal=False
    )


def put(request: Request, world: World) -> Response:
    """The community as it was sent: 201 for a new one, 200 for a new version or the same one."""
    holder = callers.administrator(request, world)
    if slug(request) != holder.community:
        raise NotAllowed
    sent = definition_of(request)
    with sent.placing():
        outcome = publish.publish(
            world, sent.document, by=f"token:{holder.id}", kind="community", path_id=holder.community
        )
    shown = programs.public_community(json.loads(outcome.published.text))
    return json_answer(
        {**shown, "version": outcome.published.version}, status=201 if outcome.created else 200
    )

"""The token in a path: what it names, or one answer for everything that is not ours."""

from __future__ import annotations

from chalicelib.domain.links import BadLink, Kind, Link, read
from chalicelib.services.world import World
from chalicelib.web.http import Request
from chalicelib.web.refusals import NoSuchPage


def link_of(request: Request, world: World, kind: Kind) -> Link:
    """The link of that kind. Raises NoSuchPage for all others, tampered or of another kind."""
    try:
        link = read(world.keys().links, request.parameters["token"])
    except BadLink:
        raise NoSuchPage from None
    if link.kind != kind:
        raise NoSuchPage
    return link

"""Who calls the API, by the token in the Authorization header (RFC 6750 §2.1)."""

from __future__ import annotations

from chalicelib.domain.errors import NotAllowed, NotAuthenticated
from chalicelib.services import staff
from chalicelib.services.world import World
from chalicelib.storage.ports import Holder
from chalicelib.web.http import Request


def holder(request: Request, world: World) -> Holder:
    """Whose token was sent. Raises NotAuthenticated without one, or with one that isn't ours."""
    scheme, _, token = request.headers.get("authorization", "").strip().partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise NotAuthenticated
    return staff.holder(world, token.strip())


def anybody(request: Request, world: World) -> Holder | None:
    """Whose token was sent, or None where none was. Raises NotAuthenticated for one that isn't ours."""
    return holder(request, world) if "authorization" in request.headers else None


def administrator(request: Request, world: World) -> Holder:
    """The same of who may publish. Raises NotAllowed for all others."""
    found = holder(request, world)
    if found.role != "administrator":
        raise NotAllowed
    return found

"""Who calls the API with a token, and what lists they may see."""

from __future__ import annotations

import hashlib

from chalicelib.domain import words
from chalicelib.domain.errors import NotAuthenticated
from chalicelib.services.world import World
from chalicelib.storage.ports import Holder, Page


def holder(world: World, token: str) -> Holder:
    """Whose token it is: one GetItem by its digest. Raises NotAuthenticated."""
    found = world.stores.tokens.find(digest(token)) if token else None
    if found is None:
        raise NotAuthenticated
    return found


def digest(token: str) -> str:
    """What is stored of a token. Tokens have 128 random bits or more: one round of SHA-256 is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def submissions(
    world: World,
    holder: Holder,
    *,
    program: str | None = None,
    state: str | None = None,
    q: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page:
    """Submissions of the holder's community, newest first; `q` is the beginning of a word."""
    term = " ".join(words.clean(q).casefold().split()) if q else None
    return world.stores.summaries.page(
        community=holder.community, program=program, state=state, q=term, cursor=cursor, limit=limit
    )

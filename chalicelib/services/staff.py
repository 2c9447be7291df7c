"""Who calls the API with a token, and what programs and lists are theirs."""

from __future__ import annotations

import hashlib

from chalicelib.domain import programs, words
from chalicelib.domain.definitions import Program
from chalicelib.domain.errors import NotAllowed, NotAuthenticated
from chalicelib.services import records
from chalicelib.services.world import World
from chalicelib.storage.ports import Holder, Page, Published


def holder(world: World, token: str) -> Holder:
    """Whose token it is: one GetItem by its digest. Raises NotAuthenticated."""
    found = world.stores.tokens.find(digest(token)) if token else None
    if found is None:
        raise NotAuthenticated
    return found


def digest(token: str) -> str:
    """What is stored of a token. Tokens have 128 random bits or more: one round of SHA-256 is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def program(world: World, holder: Holder, id_: str) -> tuple[Published, Program]:
    """The newest version of a program of the holder's community, as it is stored and as it is read.

    Raises Unknown, and NotAllowed for another community's.
    """
    newest = records.newest(world, "program", id_)
    there = programs.program(newest.text)
    if there.community != holder.community:
        raise NotAllowed
    return newest, there


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

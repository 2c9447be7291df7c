"""The signed word in a page's form that says: this was sent from a page of ours, this one, fetched then.

It is a link of the kind `page` that leads nowhere. `subject` is what the page is about, and of an ask `part`
its id; a program's page has random digits there, which serve as its Idempotency-Key. Where the form was saved
before and is gone on with, `.saved` stands behind them: so nobody has to look whether it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from chalicelib.domain.links import BadLink, Link, make, read
from chalicelib.services.world import World

FIELD = "_nonce"
"""The control's name, which no field's id can be."""

_SAVED = ".saved"


@dataclass(frozen=True, slots=True)
class Nonce:
    """What it says: which page (`part`), fetched when; `saved`: the page goes on with a draft."""

    part: str
    begun: datetime
    saved: bool = False


def fresh(world: World, subject: str, part: str | None = None) -> str:
    """The word for a page that is being made."""
    link = Link("page", subject, part or world.random(16).hex(), int(world.clock().timestamp()))
    return make(world.keys().links, link)


def of_draft(world: World, program: str, part: str) -> str:
    """The word for the page of a draft, whose random digits are those of the page that was saved."""
    return fresh(world, program, part + _SAVED)


def sent(
    world: World, form: Mapping[str, Sequence[str]], subject: str, part: str | None = None
) -> Nonce | None:
    """What the form's word says, or None unless it is ours, and of this page."""
    words = form.get(FIELD, ())
    try:
        link = read(world.keys().links, words[0] if words else "")
    except BadLink:
        return None
    if (link.kind, link.submission) != ("page", subject) or (part is not None and link.ask != part):
        return None
    begun = datetime.fromtimestamp(link.generation, UTC)
    if part is not None:
        return Nonce(link.ask, begun)
    return Nonce(link.ask.removesuffix(_SAVED), begun, saved=link.ask.endswith(_SAVED))

"""Publishes what ships with Concord, as staff would, and makes the demo's API token.

Programs say their dates relative to the day they are published, so in the demo all of them are open.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from chalicelib.domain import documents, times
from chalicelib.services import publish, staff
from chalicelib.services.world import World
from chalicelib.storage.ports import Holder, Kind, Published

CATALOGUE = Path(publish.__file__).parents[1] / "catalogue"
TOKEN = "demo"  # noqa: S105 - it opens nothing but this machine's demo
STAFF = Holder(id="demo", email="staff@concord.example", community="colorado-springs", role="administrator")


def catalogue() -> Iterator[tuple[Kind, Any]]:
    """Every document that ships, communities before the programs that belong to them."""
    kinds: tuple[tuple[Kind, str], ...] = (("community", "communities"), ("program", "programs"))
    for kind, folder in kinds:
        for path in sorted((CATALOGUE / folder).glob("*.yaml")):
            yield kind, documents.from_yaml(path.read_bytes())


def publish_all(world: World) -> None:
    """Publishes the catalogue, as of today."""
    for kind, document in catalogue():
        publish.publish(world, document, by=STAFF.email, kind=kind)


def publish_again(world: World) -> None:
    """Writes what `publish_all` does into storage in which nothing is published yet.

    Every document is read and checked once for its day, however many deployments a process makes.
    """
    now = world.clock()
    for kind, document in _read():
        day = now.astimezone(times.zone(document["timezone"])).date()
        known = _known.get((document["id"], day))
        if known is None:
            published = publish.publish(world, document, by=STAFF.email, kind=kind).published
            _known[document["id"], day] = published, publish.card(published)
        else:
            published, card = known
            world.stores.definitions.publish(replace(published, at=now), card)


_known: dict[tuple[str, date], tuple[Published, str]] = {}
"""What was published in this process and its card, by id and day."""

_read = cache(lambda: tuple(catalogue()))


def give_token(world: World) -> None:
    """Makes the token `demo` the staff member's."""
    world.stores.tokens.put(staff.digest(TOKEN), STAFF)

"""The catalogue, published as of a moment: checked once for all tests, written into the storage of each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import cache

from chalicelib.services.world import World
from chalicelib.storage.ports import Published, Stores
from infra.local import catalogue
from tests import memory


def publish(stores: Stores, now: datetime) -> None:
    """Writes every community and program that ships, as they are when they are published at that moment."""
    for published, card in _published(now):
        stores.definitions.publish(published, card)


@cache
def _published(now: datetime) -> tuple[tuple[Published, str], ...]:
    return tuple(_publishing(now))


def _publishing(now: datetime) -> Iterator[tuple[Published, str]]:
    kept = memory.stores()
    catalogue.publish_all(World(stores=kept, base_url="https://concord.example", clock=lambda: now))
    definitions = kept.definitions
    assert isinstance(definitions, memory.Definitions)
    for key, published in definitions.versions.items():
        if key.version is not None:
            yield published, definitions.texts[published.kind][published.id]

"""Every minute: what is due is queued. Submissions and drafts go to repair; messages are settled here, and
sent again.

The index of timers may lag behind by a second, and shows what was just done once more: that is harmless.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from chalicelib import logs
from chalicelib.consumers import batches, rows
from chalicelib.domain.errors import Unavailable
from chalicelib.services.world import World
from chalicelib.storage.ports import Timer

log = logs.logger("sweep")

PAGE = 100
LONGEST = 40.0
"""Seconds after which the rest waits for the next minute."""


def handle(_event: Mapping[str, Any], world: World) -> None:
    """Queues what is due. Raises Unavailable where AWS fails: the next minute sweeps again."""
    ends = time.monotonic() + LONGEST
    for submissions in _pages(world, "submission", ends):
        batches.look_at(world, submissions)
    for drafts in _pages(world, "draft", ends):
        batches.look_at_drafts(world, drafts)
    for messages in _pages(world, "message", ends):
        batches.send(world, [each for message in messages for each in _settled(world, message)])


def _pages(world: World, timer: Timer, ends: float) -> Iterator[Sequence[str]]:
    """What is due, each once, earliest first; what stays due doesn't stand before the rest."""
    seen: set[str] = set()
    while time.monotonic() < ends:
        due = world.stores.timers.due(timer, world.clock(), len(seen) + PAGE)
        new = [each for each in due if each not in seen]
        if not new:
            return
        log.info("due", extra=logs.ids(timer=timer, count=len(new)))
        yield new
        seen.update(new)


def _settled(world: World, message: str) -> list[str]:
    """Ids to be queued. A row that can't be settled must not stop the others."""
    try:
        row = world.stores.messages.get(message)
        return [] if row is None else rows.settle(world, row, world.clock())
    except Unavailable:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, it is this row's own
        log.error("failed", extra=logs.fault(error, message=message))  # noqa: TRY400
        return []

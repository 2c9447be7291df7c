"""Does for one submission whatever should have happened by now: deadlines, summary, messages, erasing.

Comes here what failed elsewhere for a reason of its own, and what the sweep finds due. Doing it twice is
harmless; what fails here again and again ends among the dead letters, for a person to look at.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib import logs
from chalicelib.consumers import batches, rows
from chalicelib.consumers.batches import Answer
from chalicelib.domain.errors import Unknown
from chalicelib.services import erase, project
from chalicelib.services.fire import fire
from chalicelib.services.world import World

log = logs.logger("repair")


def handle(event: Mapping[str, Any], world: World) -> Answer:
    """Mends each submission that is queued."""

    def act(body: Mapping[str, Any]) -> bool:
        mend(world, str(body.get("submission", "")))
        return True

    return batches.one_by_one(batches.bodies(event), act)


def mend(world: World, submission: str) -> None:
    """Fires what is due, projects, and plans and queues the messages that are missing or were left behind.

    Then removes what is erased, and sets when to look again.
    """
    try:
        loaded = fire(world, submission)
    except Unknown:
        log.warning("unknown", extra=logs.ids(submission=submission))
        return
    project.project(world, loaded)
    now = world.clock()
    there = {row.id: row for row in world.stores.messages.of(submission)}
    missing = [row for row in project.rows(loaded) if row.id not in there]
    queued = rows.plan(world, loaded, missing, now)
    for row in there.values():
        queued += rows.settle(world, row, now)
    batches.send(world, queued)
    project.time(world, erase.finish(world, loaded))

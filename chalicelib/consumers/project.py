"""Lists and deadlines follow the journal: a submission's summary, as its newest commit has it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.consumers import batches
from chalicelib.consumers.batches import Answer, Arrived
from chalicelib.services import project, records
from chalicelib.services.world import World


def handle(event: Mapping[str, Any], world: World) -> Answer:
    """Projects each submission of the batch once, whatever number and order its commits arrive in."""
    done: set[str] = set()

    def act(arrived: Arrived) -> None:
        if arrived.submission not in done:
            project.project(world, records.load(world, arrived.submission))
            done.add(arrived.submission)

    return batches.in_order(batches.commits(event), act, world)

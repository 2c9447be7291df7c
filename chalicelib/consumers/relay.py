"""From commits to messages: the row first, then its id into the queue, so that none can be forgotten.

Also marks the files that a commit claims as somebody's, before the bucket would remove them; and where a seat
is asked for or given back, has it looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.consumers import batches, rows
from chalicelib.consumers.batches import Answer, Arrived
from chalicelib.domain.errors import Unavailable
from chalicelib.services import project, records, seating, uploads
from chalicelib.services.records import Loaded
from chalicelib.services.world import World


def handle(event: Mapping[str, Any], world: World) -> Answer:
    """Plans what each commit calls for, and queues it; a record that comes twice plans nothing twice."""
    arrived = batches.commits(event)
    loaded: dict[str, Loaded] = {}
    planned: list[str] = []
    seated: dict[str, list[str]] = {}

    def act(each: Arrived) -> None:
        known = loaded.get(each.submission)
        if known is None or known.case.submission.seq < each.seq:
            known = loaded[each.submission] = records.load(world, each.submission)
        if seating.concerns(known.case.commits[each.seq - 1]):
            seated.setdefault(known.case.submission.program, []).append(each.submission)
        uploads.keep(world, each.submission, [c for c in known.case.commits if c.seq == each.seq])
        planned.extend(rows.plan(world, known, project.rows_of(known, each.seq), world.clock()))

    answer = batches.in_order(arrived, act, world)
    try:
        for program, submissions in seated.items():
            seating.queue(world, program, list(dict.fromkeys(submissions)))
        batches.send(world, planned)
    except Unavailable:
        return batches.failed(arrived)
    return answer

"""Does for one submission whatever should have happened by now: deadlines, summary, messages, seat, erasing.

Comes here what failed elsewhere for a reason of its own, what the sweep finds due, and each submission of a
program whose roles have changed hands, or which keeps personal data for another time. Doing it twice is
harmless; what fails here again and again ends among the dead letters, for a person to look at.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from chalicelib import logs
from chalicelib.consumers import batches, drafts, rows
from chalicelib.consumers.batches import Answer
from chalicelib.domain import programs
from chalicelib.domain.errors import Unknown
from chalicelib.services import erase, jobs, project, records, seating, uploads
from chalicelib.services.fire import fire
from chalicelib.services.world import World

log = logs.logger("repair")

PAGE = 100
"""Submissions of a program that are queued at once."""


def handle(event: Mapping[str, Any], world: World) -> Answer:
    """Mends each submission that is queued, and looks at each draft; of a program, queues all submissions of
    which anything is left. Of a saved form that is no more, removes the files; of a job, does a page.
    """

    def act(body: Mapping[str, Any]) -> bool:
        match body:
            case {"program": str(program), "job": str(job), "page": int(page)}:
                return jobs.work(world, program, job, page, body.get("cursor"))
            case {"program": str(program)}:
                spread(world, program, body.get("cursor"))
            case {"uploads": list(named)}:
                uploads.drop(world, named)
            case {"draft": str(draft)}:
                drafts.look(world, draft)
            case _:
                mend(world, str(body.get("submission", "")))
        return True

    return batches.one_by_one(batches.bodies(event), act)


def spread(world: World, program: str, cursor: str | None = None) -> None:
    """Queues submissions of a program to be looked at, and the program once more where there are others."""
    try:
        newest = records.newest(world, "program", program)
    except Unknown:
        log.warning("unknown", extra=logs.ids(program=program))
        return
    community = programs.program(newest.text).community
    page = world.stores.summaries.page(community=community, program=program, cursor=cursor, limit=PAGE)
    # The rest first: what comes twice is harmless, what is forgotten is not.
    if page.next is not None:
        body = json.dumps({"program": program, "cursor": page.next})
        world.stores.queues.send("repair", [body])
    batches.look_at(world, [row.submission for row in page.rows if row.fires is not None])


def mend(world: World, submission: str) -> None:
    """Fires what is due, projects, and plans and queues the messages that are missing or were left behind.

    Has its seat looked at, where it ever asked for one. Then removes what is erased, and sets when to look
    again.
    """
    try:
        loaded = fire(world, submission)
    except Unknown:
        log.warning("unknown", extra=logs.ids(submission=submission))
        return
    project.project(world, loaded)
    if loaded.case.submission.state != "erased":
        uploads.keep(world, submission, loaded.case.commits)
    now = world.clock()
    there = {row.id: row for row in world.stores.messages.of(submission)}
    missing = [row for row in project.rows(loaded) if row.id not in there]
    queued = rows.plan(world, loaded, missing, now)
    for row in there.values():
        queued += rows.settle(world, row, now)
    batches.send(world, queued)
    if loaded.case.submission.requests:
        seating.queue(world, loaded.case.submission.program, [submission])
    project.time(world, erase.finish(world, loaded))

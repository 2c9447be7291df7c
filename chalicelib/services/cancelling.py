"""Cancelling a whole program: its newest version says so, and a job ends what was sent.

That version is what counts: from then on nothing is taken, asked or offered, and whatever the job does not
come by ends when it is looked at next (`domain.cancelling`). Cancelled stays cancelled: there is no way back,
since everybody has been told.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from chalicelib.domain import documents, ids, programs, remarks, walker
from chalicelib.domain.definitions import Cancelled
from chalicelib.domain.errors import Conflict, Fault, Invalid, Unavailable, child
from chalicelib.domain.instants import to_text
from chalicelib.domain.texts import Text
from chalicelib.services import publish, staff
from chalicelib.services.fire import fire
from chalicelib.services.world import World
from chalicelib.storage.ports import Holder, Job, Published

LONGEST = 5_000
"""Characters of what everybody is told, in each language."""

LARGEST = 50 * 1024
"""Bytes of it in all languages: it is kept beside a definition, in an item of 400 KB at most."""


def cancel(world: World, holder: Holder, program: str, *, reason: str, message: Text | None = None) -> Job:
    """The job that ends all submissions of the program; of one that is cancelled, the same.

    `message` is for everybody, `reason` for those who work with submissions. Raises Unknown, NotAllowed for
    another community's program, or Invalid with every fault.
    """
    for _ in range(publish.ATTEMPTS):
        newest, there = staff.program(world, holder, program)
        job = _of(world, program, there.cancelled) if there.cancelled else None
        if job is None:
            job = _made(world, holder, newest, reason, message)
        if job is not None:
            queue(world, job)
            return job
    raise Unavailable


def _of(world: World, program: str, cancelled: Cancelled) -> Job | None:
    return world.stores.jobs.get(program, cancelled.job)


def _made(world: World, holder: Holder, newest: Published, reason: str, message: Text | None) -> Job | None:
    """The job, once the program is cancelled; None where somebody else has published meanwhile."""
    document = json.loads(newest.text)
    why, faults = remarks.said(reason)
    faults = [*faults, *_faults(message, document["languages"])]
    if faults:
        raise Invalid(faults)
    by, now = f"token:{holder.id}", world.clock()
    job = Job(newest.id, ids.submission_id(world.random(13)), "cancel", now, by, "{}")
    kept: Mapping[str, Any] = {
        "at": to_text(now),
        "by": by,
        "job": job.id,
        "reason": why["reason"],
        **({} if message is None else {"message": message}),
    }
    # The job first: whoever finds the program cancelled finds the job as well.
    world.stores.jobs.begin(job)
    try:
        publish.follow(world, newest, {**document, programs.CANCELLED: kept}, by=by)
    except Conflict:
        return None
    return job


def _faults(message: Text | None, languages: list[str]) -> list[Fault]:
    """What is wrong with the words for everybody, at their place in the request."""
    if message is None:
        return []
    whole = {"at": "", "by": "", "job": "", "reason": "", "message": message}
    found = [*walker.faults(Cancelled, whole, languages=languages), *documents.unfit({"message": message})]
    texts: dict[str, object] = {"": message} if isinstance(message, str) else {**message}
    for key, text in texts.items():
        if isinstance(text, str) and len(text) > LONGEST:  # of another type it is named already
            place = child("/message", key) if key else "/message"
            values = {"limit": LONGEST, "actual": len(text), "unit": "characters"}
            found.append(Fault(place, "too_long", values))
    if not found and len(documents.to_json(message).encode()) > LARGEST:
        found.append(Fault("/message", "too_long", {"limit": LARGEST, "unit": "bytes"}))
    return found


def queue(world: World, job: Job) -> None:
    """Has the job worked at, from its first page on."""
    body = {"program": job.program, "job": job.id, "page": 1}
    world.stores.queues.send("repair", [json.dumps(body)])


def end(world: World, _job: Job, submission: str) -> None:
    """Ends a submission of a program that is cancelled, as whoever looks at it does. Raises Unknown."""
    fire(world, submission)

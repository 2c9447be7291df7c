"""What is done to all submissions of a program: page by page, in the queue `repair`, with progress.

A message names the job and a page. Whoever handles it notes the page's submissions, queues the page after
it, and does to each what the job is for, which does nothing where it is done. So a message may come twice,
and two may work at one page at once; what dies on the way is taken up where it was left.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from chalicelib import logs
from chalicelib.domain import ids, programs
from chalicelib.domain.errors import Unavailable, Unknown
from chalicelib.domain.submissions import ENDED
from chalicelib.services import cancelling, extending, records
from chalicelib.services.world import World
from chalicelib.storage.ports import Holder, Job, JobPage

log = logs.logger("jobs")

TOGETHER = 25
"""Submissions of a page. Three calls each, one after another: well within what one message may take."""

State = Literal["counting", "working", "failed", "done"]

_DOES: dict[str, Callable[[World, Job, str], None]] = {
    "cancel": cancelling.end,
    "extend": extending.extend_one,
}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is. `total` counts the submissions that it has come to so far.

    `state`: `counting` until it has come to all of them, then `working`; `failed` where nothing is left but
    what has failed, which is tried again for a while; `done`. `ended`: when it was worked at last, in both.
    """

    job: Job
    state: State
    total: int
    done: int
    failed: int
    ended: datetime | None


def progress(world: World, job: Job) -> Progress:
    """One Query."""
    pages = world.stores.jobs.pages(job.program, job.id)
    left = sum(len(page.left) for page in pages)
    failed = sum(len(page.left & page.failed) for page in pages)
    total = sum(page.size for page in pages)
    state: State = "working"
    if not pages or pages[-1].next is not None:
        state = "counting"
    elif left == failed:
        state = "failed" if failed else "done"
    ended = max(page.at for page in pages) if state in ("failed", "done") else None
    return Progress(job, state, total, total - left, failed, ended)


def find(world: World, holder: Holder, program: str, job: str) -> Progress:
    """How far a job of the holder's community is. Raises Unknown."""
    newest = programs.program(records.newest(world, "program", program).text)
    found = world.stores.jobs.get(program, job) if ids.is_submission(job) else None
    if found is None or newest.community != holder.community:
        raise Unknown(job)
    return progress(world, found)


def work(world: World, program: str, job: str, number: int = 1, cursor: str | None = None) -> bool:
    """Whether all of a page is done. Raises Unavailable; what was done until then is noted."""
    found = world.stores.jobs.get(program, job)
    if found is None:
        log.warning("unknown", extra=logs.ids(program=program, job=job))
        return True
    page = world.stores.jobs.page(program, job, number) or _come_to(world, found, number, cursor)
    if page.next is not None and not page.passed:
        # The rest first: what comes twice is harmless, what is forgotten is not.
        body = {"program": program, "job": job, "page": number + 1, "cursor": page.next}
        world.stores.queues.send("repair", [json.dumps(body)])
    done: list[str] = []
    failed: list[str] = []
    try:
        for submission in sorted(page.left):
            (done if _did(world, found, submission) else failed).append(submission)
    finally:
        if page.left or not page.passed:
            world.stores.jobs.did(program, job, number, done=done, failed=failed, at=world.clock())
    return not failed


def _come_to(world: World, job: Job, number: int, cursor: str | None) -> JobPage:
    """The page's submissions, noted before anything is done to them: whoever was first has the say."""
    community = programs.program(records.newest(world, "program", job.program).text).community
    listed = world.stores.summaries.page(
        community=community, program=job.program, cursor=cursor, limit=TOGETHER
    )
    living = frozenset(row.submission for row in listed.rows if row.state not in ENDED)
    page = JobPage(
        number=number,
        size=len(living),
        left=living,
        failed=frozenset(),
        next=listed.next,
        passed=False,
        at=world.clock(),
    )
    if world.stores.jobs.note(job.program, job.id, page):
        return page
    return world.stores.jobs.page(job.program, job.id, number) or page


def _did(world: World, job: Job, submission: str) -> bool:
    """Whether it is done to the submission; one that fails for a reason of its own holds up no other."""
    try:
        _DOES[job.kind](world, job, submission)
    except Unavailable:
        raise
    except Unknown:
        log.warning("unknown", extra=logs.ids(job=job.id, submission=submission))
    except Exception as error:  # noqa: BLE001 - whatever it is, it is this submission's own
        log.error("failed", extra=logs.fault(error, job=job.id, submission=submission))  # noqa: TRY400
        return False
    return True

"""What staff do to a whole program by the API: `/v1/programs/{id}/cancel` and its like, each a job.

Who may publish the program may do this; everybody who works with its submissions may see how far it is.
"""

from __future__ import annotations

from typing import Any

from chalicelib.domain.instants import to_text
from chalicelib.services import cancelling, extending, jobs
from chalicelib.services.extending import Extension
from chalicelib.services.jobs import Progress
from chalicelib.services.world import World
from chalicelib.storage.ports import Job
from chalicelib.web import parameters
from chalicelib.web.api import callers, shapes
from chalicelib.web.bodies import json_of
from chalicelib.web.http import Request, Response, json_answer

_CANCEL = {"reason": "text", "message": "text | object"}
_EXTEND = {"closes": "text", "steps": "object", "reason": "text"}


def cancel(request: Request, world: World) -> Response:
    """202 with the job that ends everything that was sent; the same again is the same job."""
    holder = callers.administrator(request, world)
    program = parameters.slug(request)
    kept = shapes.checked(json_of(request), _CANCEL, required=["reason"])
    reason, message = kept.get("reason", ""), kept.get("message")
    return _begun(world, cancelling.cancel(world, holder, program, reason=reason, message=message))


def extend(request: Request, world: World) -> Response:
    """202 with the job that gives more time; an Idempotency-Key repeated with the same body: the same."""
    holder = callers.administrator(request, world)
    program, key = parameters.slug(request), parameters.idempotency_key(request)
    kept = shapes.checked(json_of(request), _EXTEND, required=["reason"])
    wanted = Extension(kept.get("closes"), kept.get("steps", {}), kept.get("reason", ""), key)
    return _begun(world, extending.extend(world, holder, program, wanted))


def show(request: Request, world: World) -> Response:
    """How far a job is."""
    holder = callers.holder(request, world)
    return json_answer(_told(jobs.find(world, holder, parameters.slug(request), request.parameters["job"])))


def _begun(world: World, job: Job) -> Response:
    location = f"/v1/programs/{job.program}/jobs/{job.id}"
    return json_answer(_told(jobs.progress(world, job)), status=202, headers={"Location": location})


def _told(progress: Progress) -> dict[str, Any]:
    job, ended = progress.job, progress.ended
    return {
        "job": job.id,
        "kind": job.kind,
        "state": progress.state,
        "total": progress.total,
        "done": progress.done,
        "failed": progress.failed,
        "began": to_text(job.began),
        "ended": to_text(ended) if ended is not None else None,
    }

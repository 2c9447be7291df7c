"""Submissions: sending one, the list, and one with everything about it: `/v1/submissions`."""

from __future__ import annotations

from typing import Any

from chalicelib.domain import answers, ids
from chalicelib.domain.errors import Fault, Invalid, Unknown
from chalicelib.domain.instants import to_text
from chalicelib.domain.masks import masked
from chalicelib.language import labels
from chalicelib.services import browse, staff, submit
from chalicelib.services.answer import staff_case
from chalicelib.services.submit import Form, Sent
from chalicelib.services.world import World
from chalicelib.storage.ports import Summary
from chalicelib.web import parameters
from chalicelib.web.api import callers, case, shapes
from chalicelib.web.bodies import json_of
from chalicelib.web.http import Request, Response, json_answer
from chalicelib.web.refusals import BadParameter


def send(request: Request, world: World) -> Response:
    """201 with the submission that the body makes, or has made before under the same Idempotency-Key."""
    program = parameters.slug(request)
    key = parameters.idempotency_key(request)
    holder = callers.anybody(request, world)
    kept, faults = shapes.members(
        json_of(request), {"answers": "object", "language": "text"}, required=["answers"]
    )
    form = Form(
        program=program,
        answers=kept.get("answers", {}),
        language=kept.get("language"),
        key=key,
        caller=holder.id if holder is not None else "public",
    )
    if faults:
        raise Invalid([*faults, *_also(world, form, kept)])
    sent = submit.submit(world, form)
    submission = sent.case.submission
    return json_answer(
        {
            "id": submission.id,
            "reference": ids.reference(submission.id),
            "state": submission.state,
            "steps": list(submission.steps),
            "sent_to": _sent_to(sent),
        },
        status=201,
        headers={"Location": f"/v1/submissions/{submission.id}"},
    )


def _also(world: World, form: Form, kept: dict[str, Any]) -> list[Fault]:
    """What is wrong with the answers beside what is wrong around them, so that all is named at once."""
    program = browse.program(world, form.program).program
    return submit.check(world, program, form) if "answers" in kept else []


def _sent_to(sent: Sent) -> str | None:
    address = answers.applicant_email(sent.program, sent.case.answers)
    return masked(address) if address else None


def listed(request: Request, world: World) -> Response:
    """Submissions of the caller's community, newest first."""
    holder = callers.holder(request, world)
    limit = parameters.limit(request)
    state = parameters.one_of(request, "state", labels.STATES)
    program, q = parameters.word(request, "program"), parameters.word(request, "q")
    try:
        page = staff.submissions(
            world,
            holder,
            program=program,
            state=state,
            q=q,
            cursor=parameters.word(request, "cursor"),
            limit=limit,
        )
    except ValueError as error:
        raise BadParameter("cursor") from error
    return json_answer({"submissions": [_row(row) for row in page.rows], "next": page.next})


def _row(row: Summary) -> dict[str, Any]:
    return {
        "id": row.submission,
        "reference": row.reference,
        "program": row.program,
        "name": row.name,
        "state": row.state,
        "steps": list(row.steps),
        "submitted": to_text(row.submitted),
        "updated": to_text(row.updated),
    }


def show(request: Request, world: World) -> Response:
    """One submission with everything about it."""
    holder = callers.holder(request, world)
    id_ = request.parameters["id"]
    if not ids.is_submission(id_):
        raise Unknown
    return case.answer(request, world, staff_case(world, holder, id_))

"""Sending a form: one read of the program and one write.

One more read where a telephone number needs it, or where seats are counted and nobody may wait for one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from chalicelib.domain import answers as forms
from chalicelib.domain import ids, programs, workflow
from chalicelib.domain.definitions import Program, fields_of
from chalicelib.domain.draft import Late
from chalicelib.domain.errors import ConcordError, Conflict, Fault, Invalid, KeyReused, NotOpen
from chalicelib.domain.fields import files
from chalicelib.domain.folding import fold
from chalicelib.domain.submissions import Case
from chalicelib.services import capacity, guards, records, uploads
from chalicelib.services.world import World
from chalicelib.storage.ports import Key, NotClaimed, Published

GRACE = timedelta(minutes=15)
"""How long after closing a form still counts that was begun before (contract.md, Pages)."""

MOST = 300 * 1024
"""Bytes of the answers as they are kept. A commit is one item, of 400 KB at most; NFC may make more of what
was sent."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form as it was sent. `key` makes a repetition the same submission; `caller`: a token, or `public`.

    `begun`: when the page with the form was asked for, where a page was. `language`: what messages are
    written in; None or one that the program doesn't speak becomes the program's first.
    """

    program: str
    answers: Mapping[str, Any]
    language: str | None = None
    key: str | None = None
    caller: str = "public"
    begun: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent, of which version of the program. `repeated`: whether it was there before."""

    case: Case
    program: Program
    repeated: bool


def submit(world: World, form: Form, *, published: Published | None = None) -> Sent:
    """The submission that the form makes, or has made before under the same key.

    `published` saves reading the program that the caller has just read. Raises Unknown for no such
    program, NotOpen (also where all seats are taken and nobody may wait), Invalid with every fault, Another
    where there may be one and there is one, or KeyReused when the key stands for another body; the repetition
    of what was accepted is never refused, whatever has happened since.
    """
    published = published or records.newest(world, "program", form.program)
    program = programs.program(published.text)
    submission = _id(world, form)
    now = world.clock()
    try:
        kept, claimed, late = _accepted(world, program, form, now, submission)
    except ConcordError:
        if form.key is not None and (before := world.stores.journal.first(submission)) is not None:
            return _again(world, before.submission, form, published)
        raise
    decision = decided(program, published.version, form, kept, now, late)
    guards.keep(world, program, decision)
    commit = records.first_commit(world, submission, decision, now)
    guard = decision.private.get(guards.PART, "")
    try:
        guards.append(world, commit, claimed, guard, field=program.one_per or "")
    except Conflict:
        return _again(world, submission, form, published)
    except NotClaimed:
        # Somebody else was quicker with one of the files; looking again tells with which.
        raise Invalid(_checked(world, program, form, now, submission)[2] or [_CLAIMED]) from None
    return Sent(fold([commit]), program, repeated=False)


def decided(
    program: Program,
    version: int,
    form: Form,
    kept: Mapping[str, Any],
    now: datetime,
    late: Late | None = None,
) -> workflow.Decision:
    """What the first commit says; `kept` are the form's answers, checked; `late`, who let it be sent."""
    language = form.language if form.language in program.languages else program.languages[0]
    rules = workflow.Rules(pinned=program, live=program, version=version, now=now)
    by = "visitor" if form.caller == "public" else f"token:{form.caller}"
    return workflow.submit(rules, kept, language=language, body=_digest(form), by=by, late=late)


def check(world: World, program: Program, form: Form) -> list[Fault]:
    """What is wrong with the answers, without sending them."""
    submission = _id(world, form) if form.key is not None else ""
    return _checked(world, program, form, world.clock(), submission)[2]


_CLAIMED = Fault("/answers", "upload_taken")


def _checked(
    world: World, program: Program, form: Form, now: datetime, submission: str
) -> tuple[dict[str, Any], list[str], list[Fault]]:
    """What is kept, the uploads that it claims, and every fault."""
    country = ""
    if forms.needs_country(fields_of(program), form.answers):
        community = records.newest(world, "community", program.community)
        country = programs.community(community.text).country
    kept, faults = forms.check(program, form.answers, programs.day(program, now), country=country)
    named = files.named(fields_of(program), kept, "/answers")
    claimed, wrong = uploads.faults(
        world, named, program=program.id, pointer="/answers", submission=submission
    )
    return kept, claimed, [*faults, *wrong]


def _accepted(
    world: World, program: Program, form: Form, now: datetime, submission: str
) -> tuple[dict[str, Any], list[str], Late | None]:
    late = None
    opened = programs.status(program, now)
    begun_in_time = (
        form.begun is not None
        and now - form.begun >= timedelta(0)
        and programs.status(program, form.begun) == "open"
        and programs.status(program, max(form.begun, now - GRACE)) == "open"
    )
    if opened != "open" and not begun_in_time:
        late = _let_in(world, program, form, now, submission)
        if late is None:
            raise NotOpen("cancelled" if program.cancelled else opened)
    kept, claimed, faults = _checked(world, program, form, now, submission)
    if not faults and len(json.dumps(kept, ensure_ascii=False).encode()) > MOST:
        faults = [Fault("/answers", "too_long", {"limit": MOST, "unit": "bytes"})]
    if faults:
        raise Invalid(faults)
    capacity.refuse_full(world, program, kept)
    return kept, claimed, late


def _let_in(world: World, program: Program, form: Form, now: datetime, submission: str) -> Late | None:
    """Who lets this form be sent although the program has closed: one read, of what is closed alone."""
    if form.key is None or program.cancelled:
        return None
    draft = world.stores.drafts.get(submission)
    late = draft.late if draft is not None and draft.program == program.id else None
    return late if late is not None and now < late.until else None


def _again(world: World, submission: str, form: Form, newest: Published) -> Sent:
    case = records.case_of(world, submission)
    # An erasure takes the digest with the answers: what is left of the submission is the answer then.
    if case.body and case.body != _digest(form):
        raise KeyReused
    version = case.submission.version
    if version == newest.version:
        return Sent(case, programs.program(newest.text), repeated=True)
    key = Key("program", newest.id, version)
    pinned = world.stores.definitions.get(key)[key]
    return Sent(case, programs.program(pinned.text), repeated=True)


def _id(world: World, form: Form) -> str:
    if form.key is None:
        return ids.submission_id(world.random(13))
    secret = world.keys().ids
    return ids.keyed_submission_id(secret, program=form.program, caller=form.caller, key=form.key)


def _digest(form: Form) -> str:
    """Of the body as JSON with sorted members, so that spelling it otherwise is the same body."""
    spelt = json.dumps(
        [form.answers, form.language], sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    return hashlib.sha256(spelt.encode(errors="surrogatepass")).hexdigest()

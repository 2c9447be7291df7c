"""Letting one person send a program's form after its closing date: by a draft that staff make, and its link.

So there is nothing new to keep or to sign. The link is that of a form that was saved; it becomes one
submission, whose id the draft has; and what is kept of the person is gone when it is sent, or too old.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from chalicelib import logs
from chalicelib.domain import ids, programs, remarks, words
from chalicelib.domain.definitions import Program
from chalicelib.domain.draft import KEPT, Draft, Late
from chalicelib.domain.errors import Fault, Invalid, KeyReused, NotOpen
from chalicelib.domain.fields import email
from chalicelib.services import drafts, staff
from chalicelib.services.desk import moment
from chalicelib.services.project import REQUEUED_AFTER
from chalicelib.services.world import World
from chalicelib.storage.ports import Holder

log = logs.logger("drafts")

LONGEST_NAME = 200
"""Characters."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """Whom to let in, until when (a date, a moment or a duration from now), and why.

    `key`: of the request, by which a repetition is the same one.
    """

    email: str
    until: str
    reason: str
    name: str = ""
    language: str | None = None
    key: str | None = None


def invite(world: World, holder: Holder, program: str, wanted: Invitation) -> Draft:
    """The draft under whose link one form may be sent until then; its message is queued.

    Raises Unknown, NotAllowed for another community's program, NotOpen for one that is cancelled or not open
    yet, KeyReused, or Invalid with every fault.
    """
    newest, there = staff.program(world, holder, program)
    now = world.clock()
    if there.cancelled:
        raise NotOpen("cancelled")
    if programs.status(there, now) == "upcoming":
        raise NotOpen("upcoming")
    part = _part(world, holder, program, wanted)
    id_ = drafts.id_of(world, program, part)
    address, late = _checked(there, holder, wanted, now)
    language = wanted.language or there.languages[0]
    draft = Draft(
        id=id_,
        program=program,
        community=there.community,
        version=newest.version,
        part=part,
        language=language,
        email=address,
        form=_filled_in(there, address, words.clean(wanted.name)),
        page=0,
        saved=now,
        written=now,
        late=late,
    )
    before = world.stores.drafts.get(id_) if wanted.key is not None else None
    if before is not None and before.late is not None:
        same = (before.email, before.language, before.late.reason) == (address, language, late.reason)
        if not same:
            raise KeyReused
        draft = before
    else:
        world.stores.drafts.put(draft, fires=now + REQUEUED_AFTER)
    world.stores.queues.send("repair", [json.dumps({"draft": id_})])
    log.info("let in", extra=logs.ids(draft=id_))
    return draft


def _checked(there: Program, holder: Holder, wanted: Invitation, now: datetime) -> tuple[str, Late]:
    """The address as it is written to, and what is kept of the permission. Raises Invalid with all faults."""
    why, faults = remarks.said(wanted.reason)
    address = email.normalised(words.clean(wanted.email))
    if address is None:
        faults.append(Fault("/email", "email"))
    found = words.forbidden(wanted.name, lines=False)
    if found is not None:
        faults.append(Fault("/name", "forbidden_character", {"character": words.code(found)}))
    elif len(wanted.name) > LONGEST_NAME:
        values = {"limit": LONGEST_NAME, "actual": len(wanted.name), "unit": "characters"}
        faults.append(Fault("/name", "too_long", values))
    if wanted.language is not None and wanted.language not in there.languages:
        faults.append(Fault("/language", "not_one_of", {"options": list(there.languages)}))
    until = now
    try:
        until = moment(wanted.until, there, now, "/until")
        faults += _until(there, until, now)
    except Invalid as error:
        faults += error.faults
    if faults or address is None:
        raise Invalid(faults)
    return address, Late(now, until, f"token:{holder.id}", why["reason"])


def _until(there: Program, until: datetime, now: datetime) -> list[Fault]:
    """It may be neither past, nor before the program closes, nor further away than drafts are kept."""
    closes, last = programs.window(there)[1], now + KEPT
    if until <= now:
        return [Fault("/until", "in_the_past")]
    if closes is None or until <= closes:
        return [Fault("/until", "not_later")]
    if until > last:
        return [Fault("/until", "too_late", {"limit": programs.day(there, last).isoformat()})]
    return []


def _filled_in(there: Program, address: str, name: str) -> dict[str, tuple[str, ...]]:
    """The form with what is known of who fills it in."""
    known: dict[str, tuple[str, ...]] = {there.applicant.email: (address,)}
    return {there.applicant.name: (name,), **known} if name else known


def _part(world: World, holder: Holder, program: str, wanted: Invitation) -> str:
    """The random part of the draft's page; by a key always the same."""
    if wanted.key is None:
        return world.random(16).hex()
    caller = f"{holder.id} lets in"  # no token's id: a form that is sent has ids of its own
    return ids.keyed_submission_id(world.keys().ids, program=program, caller=caller, key=wanted.key)

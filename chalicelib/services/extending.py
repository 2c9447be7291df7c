"""Extending a program's dates: it closes later, and whoever is asked at some of its steps has more time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.domain import desk, documents, ids, instants, lenient, programs, remarks, seats, steps, times
from chalicelib.domain.definitions import Program, is_duration
from chalicelib.domain.errors import Fault, Invalid, KeyReused, NotOpen, child
from chalicelib.services import cancelling, publish, records, staff
from chalicelib.services.desk import moment
from chalicelib.services.world import World
from chalicelib.storage.ports import Holder, Job, JobPage


@dataclass(frozen=True, slots=True)
class Extension:
    """What is wanted: a later date of closing, deadlines by step (dates, moments or durations from now).

    `key`: of the request, by which a repetition is the same one.
    """

    closes: str | None
    steps: Mapping[str, Any]
    reason: str
    key: str | None = None


def extend(world: World, holder: Holder, program: str, wanted: Extension) -> Job:
    """The job that gives more time to those who are asked; the program closes later already.

    Durations are counted once, so that all have until the same moment. Raises Unknown, NotAllowed for another
    community's program, NotOpen for a cancelled one, KeyReused, or Invalid with every fault.
    """
    newest, there = staff.program(world, holder, program)
    if there.cancelled:
        raise NotOpen("cancelled")
    id_ = _id(world, holder, program, wanted)
    job = world.stores.jobs.get(program, id_) if wanted.key is not None else None
    if job is None:
        now, by = world.clock(), f"token:{holder.id}"
        made = Job(program, id_, "extend", now, by, _text(world, newest.text, wanted, now))
        # By one key there is one job: that of whoever was first.
        job = made if world.stores.jobs.begin(made) else world.stores.jobs.get(program, id_) or made
    text = json.loads(job.text)
    if text["body"] != _digest(wanted):
        raise KeyReused
    if text["closes"] is not None or text["dates"]:
        publish.change(world, program, lambda document: _later(document, text), by=job.by)
    if text["steps"]:
        cancelling.queue(world, job)
    else:
        nobody = JobPage(1, 0, frozenset(), frozenset(), next=None, passed=True, at=job.began)
        world.stores.jobs.note(program, id_, nobody)
    return job


def _later(document: dict[str, Any], text: Mapping[str, Any]) -> dict[str, Any]:
    """The document with its later dates: of closing, and of steps that go by a date. None is set back."""
    zone, after = times.zone(document["timezone"]), deepcopy(document)

    def earlier(there: object, date: str) -> bool:
        return (
            isinstance(there, str)
            and not is_duration(there)
            and times.moment_of(there, zone, end=True) < times.moment_of(date, zone, end=True)
        )

    if text["closes"] is not None and earlier(after.get("closes"), text["closes"]):
        after["closes"] = text["closes"]
    for placed in lenient.placed(after):
        date = text["dates"].get(placed.step.get("step"))
        if date is not None and earlier(placed.step.get("due"), date):
            placed.step["due"] = date
    return after


def extend_one(world: World, job: Job, submission: str) -> None:
    """Gives more time to those who are asked about one submission. Raises Unknown."""
    text = json.loads(job.text)
    dues = {step: instants.from_text(due) for step, due in text["steps"].items()}
    records.change(
        world,
        submission,
        lambda rules, case: desk.extend_steps(rules, case, dues, by=job.by, reason=text["reason"]),
    )


def _text(world: World, newest: str, wanted: Extension, now: datetime) -> str:
    """What the job does, with its moments. Raises Invalid with every fault."""
    there = programs.program(newest)
    why, faults = remarks.said(wanted.reason)
    closes = None
    if wanted.closes is None and not wanted.steps:
        faults.append(Fault("/steps", "required"))
    if wanted.closes is not None:
        document = {**json.loads(newest), "closes": wanted.closes}
        wrong = publish.check(world, document)
        if not wrong:
            settled = programs.settle(document, programs.day(there, now))
            closes = settled["closes"]
            wrong = _not_later(there, programs.program(documents.to_json(settled)), now)
        faults += wrong
    names = [step.step for step in steps.workflow(there)]
    dues: dict[str, str] = {}
    for name, due in wanted.steps.items():
        try:
            dues[name] = instants.to_text(_due(there, names, name, due, now))
        except Invalid as error:
            faults += error.faults
    if faults:
        raise Invalid(faults)
    dates = {name: due for name, due in wanted.steps.items() if not is_duration(due)}
    said = {
        "body": _digest(wanted),
        "steps": dues,
        "dates": dates,
        "closes": closes,
        "reason": why["reason"],
    }
    return json.dumps(said, ensure_ascii=False)


def _due(there: Program, names: list[str], name: str, due: object, now: datetime) -> datetime:
    place = child("/steps", name)
    if name not in names:
        raise Invalid([Fault(place, "not_one_of", {"options": names})])
    if not isinstance(due, str):
        raise Invalid([Fault(place, "wrong_type", {"expected": "text"})])
    until = moment(due, there, now, place)
    if until <= now:
        raise Invalid([Fault(place, "in_the_past")])
    if seats.outlasts_offers(there, steps.find(there, name), now, until):
        raise Invalid([Fault(place, "after_start")])
    return until


def _not_later(there: Program, after: Program, now: datetime) -> list[Fault]:
    """What is wrong with a date that publishing would take: it may be neither past nor earlier."""
    later, before = programs.window(after)[1], programs.window(there)[1]
    if later is not None and later <= now:
        return [Fault("/closes", "in_the_past")]
    if later is None or before is None or later < before:
        return [Fault("/closes", "not_later")]
    return []


def _id(world: World, holder: Holder, program: str, wanted: Extension) -> str:
    if wanted.key is None:
        return ids.submission_id(world.random(13))
    caller = f"{holder.id} extends"  # no token's id: a form that is sent has ids of its own
    return ids.keyed_submission_id(world.keys().ids, program=program, caller=caller, key=wanted.key)


def _digest(wanted: Extension) -> str:
    """Of what is wanted, so that spelling it otherwise is the same."""
    spelt = json.dumps([wanted.closes, wanted.steps, wanted.reason], sort_keys=True)
    return hashlib.sha256(spelt.encode(errors="surrogatepass")).hexdigest()

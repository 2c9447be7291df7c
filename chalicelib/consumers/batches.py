"""Batches as Lambda hands them over, and the answer that tells which records failed.

Records carry keys and ids only. Of a stream, Lambda goes on from the first failure, so everything from there
is named; of a queue, exactly what failed (Lambda developer guide, reporting batch item failures).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib import logs
from chalicelib.domain.errors import Unavailable
from chalicelib.services.world import World

log = logs.logger("consumers")

Answer = dict[str, list[dict[str, str]]]


@dataclass(frozen=True, slots=True)
class Arrived:
    """A commit that was written; `identifier` names its record."""

    identifier: str
    submission: str
    seq: int


@dataclass(frozen=True, slots=True)
class Queued:
    """A queued body; `identifier` names its message."""

    identifier: str
    body: Mapping[str, Any]


def commits(event: Mapping[str, Any]) -> list[Arrived]:
    """The commits of a stream's event, in order; other records of the table are left out."""
    found = []
    for record in event["Records"]:
        keys = record["dynamodb"]["Keys"]
        kind, _, submission = keys["pk"]["S"].partition("#")
        word, _, seq = keys["sk"]["S"].partition("#")
        if (kind, word) == ("submission", "commit"):
            found.append(Arrived(record["dynamodb"]["SequenceNumber"], submission, int(seq)))
    return found


def bodies(event: Mapping[str, Any]) -> list[Queued]:
    """The bodies of a queue's event; one that is no JSON object is empty."""
    return [Queued(record["messageId"], _read(record["body"])) for record in event["Records"]]


def in_order(arrived: Sequence[Arrived], act: Callable[[Arrived], None], world: World) -> Answer:
    """Does it for each commit, in order, and answers for a stream.

    A commit that fails for a reason of its own (a bug, a journal that does not fold) is parked on the repair
    queue and counted as done, so that it holds up no other one; where AWS fails, it ends there.
    """
    for place, each in enumerate(arrived):
        try:
            _parking(each, act, world)
        except Unavailable:
            log.warning("put off", extra=logs.ids(submission=each.submission, records=len(arrived) - place))
            return failed(arrived[place:])
    return failed([])


def _parking(each: Arrived, act: Callable[[Arrived], None], world: World) -> None:
    try:
        act(each)
    except Unavailable:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, it is this record's own
        log.error("parked", extra=logs.fault(error, submission=each.submission, seq=each.seq))  # noqa: TRY400
        look_at(world, [each.submission])


def one_by_one(queued: Sequence[Queued], act: Callable[[Mapping[str, Any]], bool]) -> Answer:
    """Does it for each body and answers for a queue; `act` says whether it is done.

    Whatever raises has failed: it comes again, and ends among the dead letters.
    """
    unfinished = []
    for each in queued:
        try:
            done = act(each.body)
        except Unavailable:
            log.warning("put off", extra=logs.ids(**_ids(each.body)))
            done = False
        except Exception as error:  # noqa: BLE001 - whatever it is, it is this message's own
            log.error("failed", extra=logs.fault(error, **_ids(each.body)))  # noqa: TRY400
            done = False
        if not done:
            unfinished.append(each)
    return failed(unfinished)


def failed(records: Sequence[Arrived | Queued]) -> Answer:
    """The answer that names these records."""
    return {"batchItemFailures": [{"itemIdentifier": each.identifier} for each in records]}


def look_at(world: World, submissions: Sequence[str]) -> None:
    """Queues submissions for repair."""
    world.stores.queues.send("repair", [json.dumps({"submission": each}) for each in submissions])


def look_at_drafts(world: World, drafts: Sequence[str]) -> None:
    """Queues drafts to be looked at."""
    world.stores.queues.send("repair", [json.dumps({"draft": each}) for each in drafts])


def send(world: World, messages: Sequence[str]) -> None:
    """Queues messages to be sent."""
    world.stores.queues.send("mail", [json.dumps({"message": each}) for each in messages])


def _read(body: str) -> Mapping[str, Any]:
    try:
        read = json.loads(body)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def _ids(body: Mapping[str, Any]) -> dict[str, str]:
    """The ids in a body: all that it should have."""
    return {
        name: str(body[name]) for name in ("submission", "message", "program", "draft", "job") if name in body
    }

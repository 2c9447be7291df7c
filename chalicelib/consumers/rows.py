"""What becomes of a message's row: planning it, and looking at it again when its time comes.

    planned ── claimed ──► sent · failed · suppressed
       ▲          │
       │          ├── refused, may pass ──► planned
       │          └── no answer, or none for five minutes ──► unknown ── after 30 minutes: once more

Whether a second sending of an unknown message has been made is told by the reason, which names the attempt
that nobody answered: so a third copy is never sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib import logs
from chalicelib.services import project
from chalicelib.services.project import OLDEST, REQUEUED_AFTER
from chalicelib.services.records import Loaded
from chalicelib.services.world import World
from chalicelib.storage.ports import MessageRow

log = logs.logger("messages")

CLAIM = timedelta(minutes=5)
"""How long an attempt may take; after that nobody knows what became of it."""

SECOND = timedelta(minutes=30)
"""How long an unknown message waits before it is sent a second time."""

TOO_OLD = "too_old"
NO_ANSWER = "no_answer"
NO_ANSWER_TWICE = "no_answer_twice"


def plan(world: World, loaded: Loaded, rows: Sequence[MessageRow], now: datetime) -> list[str]:
    """Writes the rows that are not there yet; the ids of those to be queued.

    What an old commit calls for is not sent any more: it fails, for a person to look at.
    """
    old = [row for row in rows if project.stale(loaded.case, row, now)]
    for row in old:
        if world.stores.messages.plan(row, fires=now):
            fail(world, row, TOO_OLD)
    return project.plan(world, [row for row in rows if row not in old], now)


def settle(world: World, row: MessageRow, now: datetime) -> list[str]:
    """Does what the row's state and age ask for; its id, if it is to be queued."""
    match row.state:
        case "planned" if row.claimed is None:
            if now - row.at > OLDEST:
                fail(world, row, TOO_OLD)
                return []
            world.stores.messages.mark(row, "planned", reason=row.reason, fires=now + REQUEUED_AFTER)
            return [row.id]
        case "planned" if _waited(row, now, CLAIM):
            unanswered(world, row)
            return []
        case "unknown" if is_over(row):
            world.stores.messages.mark(row, "unknown", reason=row.reason)  # whoever claimed it died
            return []
        case "unknown" if _sent_again(row):
            if may_have_been_sent(row) and _waited(row, now, CLAIM):
                world.stores.messages.mark(row, "unknown", reason=NO_ANSWER_TWICE)
            return []
        case "unknown" if now - row.at > OLDEST:
            world.stores.messages.mark(row, "unknown", reason=TOO_OLD)
            return []
        case "unknown" if _waited(row, now, SECOND):
            world.stores.messages.mark(row, "unknown", reason=row.reason, fires=now + REQUEUED_AFTER)
            return [row.id]
        case _:
            return []


def unanswered(world: World, row: MessageRow) -> None:
    """The attempt of `row` had no answer: it may have been sent. The first time it is sent again."""
    if may_have_been_sent(row):
        world.stores.messages.mark(row, "unknown", reason=NO_ANSWER_TWICE)
    elif row.claimed is not None:
        reason = f"{NO_ANSWER}:{row.attempts}"
        world.stores.messages.mark(row, "unknown", reason=reason, fires=row.claimed + SECOND)
    log.warning("no answer", extra=logs.ids(message=row.id, attempts=row.attempts))


def may_have_been_sent(row: MessageRow) -> bool:
    """Whether an earlier attempt had no answer, and a second one is the last."""
    return row.reason.startswith(f"{NO_ANSWER}:")


def is_surely_unsent(row: MessageRow) -> bool:
    """Whether nothing of it has left, and nobody is sending it."""
    match row.state:
        case "planned":
            return row.claimed is None and not may_have_been_sent(row)
        case "failed":
            return row.attempts <= 1  # else the attempt before may have had no answer
        case _:
            return row.state == "suppressed"


def was_tried_since(row: MessageRow) -> bool:
    """Whether, of a row just claimed, an attempt after the unanswered one has ended, and nobody noted how."""
    before = replace(row, attempts=row.attempts - 1)
    return row.state == "unknown" and may_have_been_sent(before) and _sent_again(before)


def is_over(row: MessageRow) -> bool:
    """Whether nobody will know any more, and no other copy is sent: also where it is claimed once more, by a
    queued id that came late.
    """
    return row.state == "unknown" and not may_have_been_sent(row)


def fail(world: World, row: MessageRow, reason: str) -> None:
    """It is not sent, for a person to look at."""
    world.stores.messages.mark(row, "failed", reason=reason)
    log.error("failed", extra=logs.ids(message=row.id, reason=reason))


def _waited(row: MessageRow, now: datetime, length: timedelta) -> bool:
    return row.claimed is not None and now - row.claimed >= length


def _sent_again(row: MessageRow) -> bool:
    """Whether an unknown row has been claimed once more since nobody answered."""
    return row.reason != f"{NO_ANSWER}:{row.attempts}"

"""Message rows in DynamoDB: which messages there are to send, and what has become of each.

Knows nothing about mail. A claim has a random name beside its time, so that a claim whose answer was lost is
told from somebody else's of the same instant.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import cast

from pynamodb.expressions.update import Action

from chalicelib.storage import keys
from chalicelib.storage.failures import ConditionFailed, guarded
from chalicelib.storage.ports import MessageRow, MessageState
from chalicelib.storage.tables import MessageItem


class Messages:
    """`ports.Messages` on the table `desk`."""

    def __init__(self, messages: type[MessageItem]) -> None:
        self._messages = messages

    def plan(self, row: MessageRow, *, fires: datetime) -> bool:
        """One PutItem."""
        item = self._messages(
            keys.submission(row.submission),
            keys.message(row.seq, row.index),
            template=row.template,
            to=row.to,
            state=row.state,
            at=row.at,
            attempts=row.attempts,
            claimed=row.claimed,
            reason=row.reason or None,
            timer="message",
            fires=fires,
        )
        try:
            guarded(lambda: item.save(MessageItem.pk.does_not_exist()))
        except ConditionFailed as failure:
            return failure.repeated and self.get(row.id) == row
        return True

    def get(self, message: str) -> MessageRow | None:
        """One GetItem."""
        place = keys.message_of(message)
        item = None if place is None else self._messages.one(*place)
        return None if item is None else _row(item)

    def claim(self, message: str, *, now: datetime, stale: timedelta, fires: datetime) -> MessageRow | None:
        """One UpdateItem."""
        place = keys.message_of(message)
        if place is None:
            return None
        item, claim = self._messages(*place), secrets.token_hex(8)
        untouched = (MessageItem.state == "planned") & MessageItem.claimed.does_not_exist()
        forsaken = (MessageItem.state == "unknown") & (MessageItem.claimed <= now - stale)
        actions: list[Action] = [
            MessageItem.attempts.set(MessageItem.attempts + 1),
            MessageItem.claimed.set(now),
            MessageItem.claim.set(claim),
            *_due(fires),
        ]
        try:
            guarded(lambda: item.update(actions, untouched | forsaken))
        except ConditionFailed as failure:
            there = self._messages.one(*place) if failure.repeated else None
            return _row(there) if there is not None and there.claim == claim else None
        return _row(item)

    def mark(
        self,
        row: MessageRow,
        state: MessageState,
        *,
        reason: str = "",
        fires: datetime | None = None,
    ) -> bool:
        """One UpdateItem."""
        item = self._messages(keys.submission(row.submission), keys.message(row.seq, row.index))
        ours = MessageItem.attempts == row.attempts
        if row.claimed is None:
            ours &= MessageItem.claimed.does_not_exist()
        else:
            ours &= MessageItem.claimed == row.claimed
        actions: list[Action] = [
            MessageItem.state.set(state),
            MessageItem.reason.set(reason) if reason else MessageItem.reason.remove(),
            *_due(fires),
        ]
        if state == "planned":
            actions += [MessageItem.claimed.remove(), MessageItem.claim.remove()]
        try:
            guarded(lambda: item.update(actions, ours))
        except ConditionFailed as failure:
            # Only giving a claim back makes its own repetition fail.
            there = self.get(row.id) if failure.repeated and state == "planned" else None
            return there is not None and (there.state, there.claimed, there.attempts, there.reason) == (
                state,
                None,
                row.attempts,
                reason,
            )
        return True

    def of(self, submission: str) -> tuple[MessageRow, ...]:
        """One Query for each megabyte."""
        of_this = keys.submission(submission), MessageItem.sk.startswith(keys.MESSAGE)
        items = guarded(lambda: list(self._messages.query(*of_this, consistent_read=True)))
        return tuple(map(_row, items))


def _due(fires: datetime | None) -> list[Action]:
    """Into the index of timers, or out of it."""
    if fires is None:
        return [MessageItem.timer.remove(), MessageItem.fires.remove()]
    return [MessageItem.timer.set("message"), MessageItem.fires.set(fires)]


def _row(item: MessageItem) -> MessageRow:
    submission, seq, index = keys.timed(item.pk, item.sk).split(".")
    return MessageRow(
        submission=submission,
        seq=int(seq),
        index=int(index),
        template=item.template,
        to=item.to,
        state=cast("MessageState", item.state),
        at=item.at,
        attempts=int(item.attempts),
        claimed=item.claimed,
        reason=item.reason or "",
    )

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.storage.ports import MessageRow, MessageState, Stores

AT = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)
SOON = AT + timedelta(minutes=15)
LATER = AT + timedelta(minutes=30)
STALE = timedelta(minutes=5)
ROW = MessageRow("0123456789abcdefghjk", 2, 0, "confirm", "applicant", "planned", AT)


def claimed(stores: Stores, row: MessageRow = ROW, now: datetime = AT) -> MessageRow:
    """The row, planned and claimed."""
    stores.messages.plan(row, fires=SOON)
    claim = stores.messages.claim(row.id, now=now, stale=STALE, fires=LATER)
    assert claim is not None
    return claim


def test_message_that_was_never_planned_is_not_there(stores: Stores) -> None:
    """Neither by its id, nor by what is no id, nor among its submission's."""
    for message in (ROW.id, "no-id", "a.b.c", "0123456789abcdefghjk.2", "", "0123456789abcdefghjk.²."):
        assert stores.messages.get(message) is None
        assert stores.messages.claim(message, now=AT, stale=STALE, fires=SOON) is None
    assert stores.messages.of(ROW.submission) == ()


def test_planned_message_is_there_as_planned(stores: Stores) -> None:
    """A row comes back whole."""
    assert stores.messages.plan(ROW, fires=SOON)

    assert stores.messages.get(ROW.id) == ROW


def test_plan_of_a_row_that_is_there_changes_nothing(stores: Stores) -> None:
    """A redelivered record plans nothing again, whatever has become of the row since."""
    row = claimed(stores)

    assert not stores.messages.plan(ROW, fires=SOON)
    assert not stores.messages.plan(replace(ROW, template="another"), fires=SOON)

    assert stores.messages.get(ROW.id) == row


def test_claim_counts_the_attempt_and_dates_it(stores: Stores) -> None:
    """Claiming a planned row is an attempt, begun now; the row is still planned."""
    stores.messages.plan(ROW, fires=SOON)

    row = stores.messages.claim(ROW.id, now=AT, stale=STALE, fires=LATER)

    assert row == replace(ROW, attempts=1, claimed=AT)
    assert stores.messages.get(ROW.id) == row


def test_claimed_row_is_nobody_elses(stores: Stores) -> None:
    """A claimed row is not claimed again, not even much later: somebody has to call it unknown first."""
    claimed(stores)

    assert stores.messages.claim(ROW.id, now=AT, stale=STALE, fires=LATER) is None
    assert stores.messages.claim(ROW.id, now=AT + timedelta(days=1), stale=STALE, fires=LATER) is None


@pytest.mark.parametrize(
    ("after", "claims"),
    [(timedelta(minutes=4, seconds=59), False), (timedelta(minutes=5), True), (timedelta(days=1), True)],
)
def test_unknown_row_is_claimed_again_when_stale(stores: Stores, after: timedelta, *, claims: bool) -> None:
    """What may or may not have been sent is tried again once its claim is old enough, and not before."""
    stores.messages.mark(claimed(stores), "unknown", fires=LATER)

    row = stores.messages.claim(ROW.id, now=AT + after, stale=STALE, fires=LATER)

    again = replace(ROW, state="unknown", attempts=2, claimed=AT + after)
    assert row == (again if claims else None)


@pytest.mark.parametrize("state", ["sent", "suppressed", "failed", "bounced"])
def test_settled_row_is_never_claimed(stores: Stores, state: MessageState) -> None:
    """What was sent, or won't be, is not sent."""
    stores.messages.mark(claimed(stores), state)

    assert stores.messages.claim(ROW.id, now=AT + timedelta(days=1), stale=STALE, fires=LATER) is None


def test_mark_sets_state_and_reason(stores: Stores) -> None:
    """The claimer says what became of the message, and why; the claim stays as it was."""
    row = claimed(stores)

    assert stores.messages.mark(row, "failed", reason="rejected")

    assert stores.messages.get(ROW.id) == replace(row, state="failed", reason="rejected")


def test_mark_without_a_reason_forgets_the_last_one(stores: Stores) -> None:
    """A reason belongs to the state that it came with."""
    row = claimed(stores)
    stores.messages.mark(row, "failed", reason="rejected")

    assert stores.messages.mark(row, "sent")

    assert stores.messages.get(ROW.id) == replace(row, state="sent")


def test_mark_planned_gives_the_claim_back(stores: Stores) -> None:
    """After a refusal that may pass the row can be claimed again; the attempt still counts."""
    row = claimed(stores)

    assert stores.messages.mark(row, "planned", reason="throttled", fires=SOON)

    assert stores.messages.get(ROW.id) == replace(ROW, attempts=1, reason="throttled")
    again = stores.messages.claim(ROW.id, now=LATER, stale=STALE, fires=LATER)
    assert again == replace(ROW, attempts=2, claimed=LATER, reason="throttled")


def test_mark_of_a_row_that_nobody_claimed_settles_it(stores: Stores) -> None:
    """A planned row may be settled without an attempt, as long as nobody has begun one."""
    stores.messages.plan(ROW, fires=SOON)

    assert stores.messages.mark(ROW, "suppressed", reason="limit")

    assert stores.messages.get(ROW.id) == replace(ROW, state="suppressed", reason="limit")


def test_mark_by_somebody_who_lost_the_claim_changes_nothing(stores: Stores) -> None:
    """Who was away too long does not overwrite what the next one did."""
    first = claimed(stores)
    stores.messages.mark(first, "unknown", fires=LATER)
    second = stores.messages.claim(ROW.id, now=AT + STALE, stale=STALE, fires=LATER)
    assert second is not None

    assert not stores.messages.mark(first, "sent")
    assert not stores.messages.mark(ROW, "suppressed")

    assert stores.messages.get(ROW.id) == second


def test_mark_of_a_row_that_is_not_there_makes_none(stores: Stores) -> None:
    """Marking plans nothing."""
    assert not stores.messages.mark(ROW, "sent")
    assert stores.messages.get(ROW.id) is None


def test_messages_of_a_submission_are_the_oldest_first(stores: Stores) -> None:
    """By commit, then by place in it, past nine too; others' are not among them."""
    rows = [replace(ROW, seq=seq, index=index) for seq in (10, 9, 1) for index in (10, 2, 0)]
    for row in (*rows, replace(ROW, submission="zzzzzzzzzzzzzzzzzzzz")):
        stores.messages.plan(row, fires=SOON)

    assert stores.messages.of(ROW.submission) == tuple(sorted(rows, key=lambda row: (row.seq, row.index)))

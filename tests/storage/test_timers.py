from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from chalicelib.storage.ports import MessageRow, Stores, Summary

AT = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
STALE = timedelta(minutes=5)
ROW = MessageRow("0123456789abcdefghjk", 2, 0, "confirm", "applicant", "planned", AT)


def summary(number: int, seq: int, fires: datetime | None) -> Summary:
    """The summary of a submission that has that deadline."""
    return Summary(
        submission=f"{number:020d}",
        seq=seq,
        reference="0000-0000",
        program="delegation-visit",
        community="colorado-springs",
        version=1,
        kind="application",
        name="",
        state="in_progress",
        steps=(),
        submitted=AT,
        updated=AT,
        fires=fires,
        terms=(),
    )


def test_due_are_those_whose_time_has_come_the_earliest_first(stores: Stores) -> None:
    """To the microsecond; what fires later or never is not due, and messages are apart from submissions."""
    for number, fires in enumerate([AT + MINUTE, AT, AT + 2 * MINUTE, AT + timedelta(microseconds=1), None]):
        stores.summaries.put(summary(number, 1, fires))
    stores.messages.plan(ROW, fires=AT)

    assert stores.timers.due("submission", AT - timedelta(microseconds=1), 10) == []
    assert stores.timers.due("submission", AT, 10) == [f"{1:020d}"]
    assert stores.timers.due("submission", AT + MINUTE, 10) == [f"{number:020d}" for number in (1, 3, 0)]
    assert stores.timers.due("message", AT, 10) == [ROW.id]


def test_due_gives_no_more_than_asked_for(stores: Stores) -> None:
    """The earliest ones come first; the rest when those are done."""
    for number in range(4):
        stores.summaries.put(summary(number, 1, AT + number * MINUTE))

    assert stores.timers.due("submission", AT + timedelta(days=1), 2) == [f"{0:020d}", f"{1:020d}"]


def test_submission_is_due_as_its_newest_summary_says(stores: Stores) -> None:
    """A deadline that has moved or gone does not fire at its old time."""
    for number in (1, 2):
        stores.summaries.put(summary(number, 1, AT))

    stores.summaries.put(summary(1, 2, None))
    stores.summaries.put(summary(2, 2, AT + MINUTE))

    assert stores.timers.due("submission", AT, 10) == []
    assert stores.timers.due("submission", AT + MINUTE, 10) == [f"{2:020d}"]


def test_message_is_due_as_its_last_change_says(stores: Stores) -> None:
    """Planning, claiming and marking each say when to look again; what is settled is not looked at."""
    stores.messages.plan(ROW, fires=AT)
    assert stores.timers.due("message", AT, 10) == [ROW.id]

    row = stores.messages.claim(ROW.id, now=AT, stale=STALE, fires=AT + MINUTE)
    assert row is not None
    assert stores.timers.due("message", AT, 10) == []
    assert stores.timers.due("message", AT + MINUTE, 10) == [ROW.id]

    stores.messages.mark(row, "unknown", fires=AT + 2 * MINUTE)
    assert stores.timers.due("message", AT + MINUTE, 10) == []
    assert stores.timers.due("message", AT + 2 * MINUTE, 10) == [ROW.id]

    stores.messages.mark(row, "sent")
    assert stores.timers.due("message", AT + timedelta(days=9), 10) == []


def test_due_names_each_message_as_its_row_does(stores: Stores) -> None:
    """Ids are those that `Messages` knows."""
    rows = [replace(ROW, seq=12, index=11), replace(ROW, seq=3, index=0)]
    for row in rows:
        stores.messages.plan(row, fires=AT)

    assert {stores.messages.get(message) for message in stores.timers.due("message", AT, 10)} == set(rows)


def test_time_moves_the_timer_of_the_same_commit(stores: Stores) -> None:
    """Without a commit a deadline may move, go, and come back; the summary is otherwise as it was."""
    stores.summaries.put(summary(1, 3, AT))

    assert stores.summaries.time(f"{1:020d}", 3, AT + MINUTE)
    assert stores.timers.due("submission", AT, 10) == []
    assert stores.timers.due("submission", AT + MINUTE, 10) == [f"{1:020d}"]

    assert stores.summaries.time(f"{1:020d}", 3, None)
    assert stores.timers.due("submission", AT + timedelta(days=9), 10) == []

    assert stores.summaries.time(f"{1:020d}", 3, AT)
    assert stores.timers.due("submission", AT, 10) == [f"{1:020d}"]
    assert stores.summaries.page(community="colorado-springs").rows == (summary(1, 3, AT),)


def test_time_of_another_commit_changes_nothing(stores: Stores) -> None:
    """Whoever looked at an earlier commit, or a later one, or at nothing, is told so."""
    stores.summaries.put(summary(1, 3, AT))

    assert not stores.summaries.time(f"{1:020d}", 2, None)
    assert not stores.summaries.time(f"{1:020d}", 4, None)
    assert not stores.summaries.time(f"{2:020d}", 3, AT)

    assert stores.timers.due("submission", AT, 10) == [f"{1:020d}"]
    assert stores.summaries.page(community="colorado-springs").rows == (summary(1, 3, AT),)


def test_put_after_time_has_its_own_timer(stores: Stores) -> None:
    """The next commit's summary says when to look; the same commit's, which comes late, does not."""
    stores.summaries.put(summary(1, 3, AT))
    stores.summaries.time(f"{1:020d}", 3, None)

    assert not stores.summaries.put(summary(1, 3, AT))
    assert stores.timers.due("submission", AT, 10) == []
    assert stores.summaries.put(summary(1, 4, AT + MINUTE))
    assert stores.timers.due("submission", AT + MINUTE, 10) == [f"{1:020d}"]

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.commits import verify
from chalicelib.domain.errors import Conflict, Unavailable
from chalicelib.storage.ports import Key, MessageRow, MessageState, Published, Stores
from chalicelib.storage.tables import EntryItem
from tests.faults.transport import Fault, Sent, faults, on_write
from tests.storage.test_journal import ID, chain
from tests.storage.test_summaries import ROW as SUMMARY

AT = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)
SOON = AT + timedelta(minutes=15)
STALE = timedelta(minutes=5)
PUBLISHED = Published("program", "peace-park", 1, "{}", AT, "staff@concord.example")
NEWEST = Key("program", "peace-park")
ROW = MessageRow(ID, 1, 0, "confirm", "applicant", "planned", AT)
NOTHING_DONE: list[Fault] = ["refused", "throttled", "broken"]


def test_append_whose_answer_is_lost_is_one_commit(deployed_stores: Stores) -> None:
    """The Put is sent again and meets its own commit: that is success, and one commit."""
    (commit,) = chain(1)

    with faults(on_write(1, "lost")) as sent:
        deployed_stores.journal.append(commit)

    assert deployed_stores.journal.read(ID) == (commit,)
    assert [(request.operation, request.attempt) for request in sent] == [
        ("PutItem", 1),
        ("PutItem", 2),
        ("GetItem", 1),
    ]


def test_append_that_never_has_an_answer_may_be_repeated(deployed_stores: Stores) -> None:
    """The caller can't know; the same command sent again finds its commit, another one is told."""
    (commit,) = chain(1)
    with faults(on_write(1, "lost_for_good")), pytest.raises(Unavailable):
        deployed_stores.journal.append(commit)

    deployed_stores.journal.append(commit)
    with pytest.raises(Conflict):
        deployed_stores.journal.append(replace(commit, command="another"))

    assert deployed_stores.journal.read(ID) == (commit,)


@pytest.mark.parametrize("fault", NOTHING_DONE)
def test_append_that_is_refused_wrote_nothing(deployed_stores: Stores, fault: Fault) -> None:
    """Unavailable, nothing is there, and the same append goes through afterwards."""
    (commit,) = chain(1)

    with faults(on_write(1, fault)), pytest.raises(Unavailable):
        deployed_stores.journal.append(commit)

    assert deployed_stores.journal.read(ID) == ()
    deployed_stores.journal.append(commit)
    assert deployed_stores.journal.read(ID) == (commit,)


def test_append_that_loses_to_another_command_while_repeated_conflicts(deployed_stores: Stores) -> None:
    """A lost answer is no excuse: where the number is another command's, it is a conflict."""
    (commit,) = chain(1)
    deployed_stores.journal.append(commit)

    with faults(on_write(1, "lost")), pytest.raises(Conflict):
        deployed_stores.journal.append(replace(commit, command="another"))

    assert deployed_stores.journal.read(ID) == (commit,)


def test_publish_whose_answer_is_lost_is_one_version(deployed_stores: Stores) -> None:
    """The transaction that meets itself is success; version, newest and card are there once."""
    with faults(on_write(1, "lost")):
        deployed_stores.definitions.publish(PUBLISHED, "card")

    assert deployed_stores.definitions.get(NEWEST) == {NEWEST: PUBLISHED}
    assert deployed_stores.definitions.cards("program") == ["card"]


@pytest.mark.parametrize("fault", [*NOTHING_DONE, "conflict"])
def test_publish_that_is_refused_wrote_nothing(deployed_stores: Stores, fault: Fault) -> None:
    """Neither version, nor newest, nor card."""
    with faults(lambda sent: fault if sent.writes else None), pytest.raises(Unavailable):
        deployed_stores.definitions.publish(PUBLISHED, "card")

    assert deployed_stores.definitions.get(NEWEST) == {}
    assert deployed_stores.definitions.cards("program") == []


def test_plan_whose_answer_is_lost_is_one_row(deployed_stores: Stores) -> None:
    """The row was ours: it is told as written, so that it is queued."""
    with faults(on_write(1, "lost")):
        assert deployed_stores.messages.plan(ROW, fires=SOON)

    assert deployed_stores.messages.of(ID) == (ROW,)


def test_claim_whose_answer_is_lost_is_one_attempt(deployed_stores: Stores) -> None:
    """The claim that meets itself is a claim; it counts once, and nobody else gets the row."""
    deployed_stores.messages.plan(ROW, fires=SOON)
    claimed = replace(ROW, attempts=1, claimed=AT)

    with faults(on_write(1, "lost")):
        assert deployed_stores.messages.claim(ROW.id, now=AT, stale=STALE, fires=SOON) == claimed

    assert deployed_stores.messages.get(ROW.id) == claimed
    assert deployed_stores.messages.claim(ROW.id, now=AT, stale=STALE, fires=SOON) is None


def test_claim_that_loses_while_repeated_is_no_claim(deployed_stores: Stores) -> None:
    """Somebody else's claim of the same instant is not taken for one's own."""
    deployed_stores.messages.plan(ROW, fires=SOON)
    deployed_stores.messages.claim(ROW.id, now=AT, stale=STALE, fires=SOON)

    with faults(on_write(1, "lost")):
        assert deployed_stores.messages.claim(ROW.id, now=AT, stale=STALE, fires=SOON) is None


@pytest.mark.parametrize("state", ["sent", "planned", "unknown"])
def test_mark_whose_answer_is_lost_marks(deployed_stores: Stores, state: MessageState) -> None:
    """Marking that meets itself has marked, also where it gave the claim back."""
    deployed_stores.messages.plan(ROW, fires=SOON)
    claim = deployed_stores.messages.claim(ROW.id, now=AT, stale=STALE, fires=SOON)
    assert claim is not None

    with faults(on_write(1, "lost")):
        assert deployed_stores.messages.mark(claim, state, reason="why", fires=SOON)

    after = replace(claim, state=state, reason="why", claimed=None if state == "planned" else AT)
    assert deployed_stores.messages.get(ROW.id) == after


def test_mark_that_loses_while_repeated_says_so(deployed_stores: Stores) -> None:
    """Who gave a claim back that was no longer theirs is told, however often it was sent."""
    deployed_stores.messages.plan(ROW, fires=SOON)
    first = deployed_stores.messages.claim(ROW.id, now=AT, stale=STALE, fires=SOON)
    assert first is not None
    deployed_stores.messages.mark(first, "unknown", fires=SOON)
    second = deployed_stores.messages.claim(ROW.id, now=SOON, stale=STALE, fires=SOON)

    with faults(on_write(1, "lost")):
        assert not deployed_stores.messages.mark(first, "planned", fires=SOON)

    assert deployed_stores.messages.get(ROW.id) == second


@pytest.mark.parametrize("fault", NOTHING_DONE)
def test_message_row_is_unchanged_by_what_is_refused(deployed_stores: Stores, fault: Fault) -> None:
    """Planning, claiming and marking each do all or nothing."""
    messages = deployed_stores.messages
    with faults(on_write(1, fault)), pytest.raises(Unavailable):
        messages.plan(ROW, fires=SOON)
    assert messages.get(ROW.id) is None

    messages.plan(ROW, fires=SOON)
    with faults(on_write(1, fault)), pytest.raises(Unavailable):
        messages.claim(ROW.id, now=AT, stale=STALE, fires=SOON)
    assert messages.get(ROW.id) == ROW

    claim = messages.claim(ROW.id, now=AT, stale=STALE, fires=SOON)
    assert claim is not None
    with faults(on_write(1, fault)), pytest.raises(Unavailable):
        messages.mark(claim, "sent")
    assert messages.get(ROW.id) == claim


@pytest.mark.parametrize("write", [1, 2])
@pytest.mark.parametrize("fault", ["lost", "lost_for_good", *NOTHING_DONE])
def test_summary_put_again_after_a_fault_is_whole(deployed_stores: Stores, write: int, fault: Fault) -> None:
    """Whichever write fails, putting it again leaves one row that is found by its terms, and by no others."""
    summaries = deployed_stores.summaries
    summaries.put(SUMMARY)
    later = replace(SUMMARY, seq=2, name="Hana Sato", terms=("hana", "sato"))

    with faults(on_write(write, fault)):
        try:
            assert summaries.put(later) == (fault == "lost")
        except Unavailable:
            assert fault != "lost"
    summaries.put(later)

    found = {q: summaries.page(community=SUMMARY.community, q=q).rows for q in ("sato", "yamada", "h")}
    assert found == {"sato": (later,), "yamada": (), "h": (later,)}
    assert summaries.page(community=SUMMARY.community).rows == (later,)


def test_summary_overtaken_by_a_later_one_leaves_that_ones_terms(deployed_stores: Stores) -> None:
    """Who read before a later summary was put, and writes after it, undoes what it did to the search."""
    summaries = deployed_stores.summaries
    summaries.put(SUMMARY)
    late = replace(SUMMARY, seq=2, terms=("late", "yamada"))
    newest = replace(SUMMARY, seq=3, terms=("hanako", "newest"))

    waiting = [newest]

    def overtake(sent: Sent) -> None:
        if sent.operation == "PutItem" and waiting:
            summaries.put(waiting.pop())

    with faults(overtake):
        assert not summaries.put(late)

    found = {
        q: summaries.page(community=SUMMARY.community, q=q).rows
        for q in ("late", "yamada", "hanako", "newest")
    }
    assert found == {"late": (), "yamada": (), "hanako": (newest,), "newest": (newest,)}


@pytest.mark.parametrize("write", [1, 2])
@pytest.mark.parametrize("fault", ["lost", "lost_for_good", *NOTHING_DONE])
def test_erase_again_after_a_fault_is_whole(deployed_stores: Stores, write: int, fault: Fault) -> None:
    """Whichever removal fails, erasing again leaves no private part, and the chain holds."""
    commits = chain(2)
    for commit in commits:
        deployed_stores.journal.append(commit)

    with faults(on_write(write, fault)), suppress(Unavailable):
        deployed_stores.journal.erase(ID, [1, 2])
    deployed_stores.journal.erase(ID, [1, 2])

    after = deployed_stores.journal.read(ID)
    verify(after)
    assert [commit.private for commit in after] == [None, None]


def test_time_whose_answer_is_lost_has_set_it(deployed_stores: Stores) -> None:
    """The repetition sets the same."""
    deployed_stores.summaries.put(SUMMARY)

    with faults(on_write(1, "lost")):
        assert deployed_stores.summaries.time(SUMMARY.submission, SUMMARY.seq, SOON)

    assert deployed_stores.timers.due("submission", SOON, 10) == [SUMMARY.submission]


def test_time_overtaken_by_a_later_summary_leaves_that_ones(deployed_stores: Stores) -> None:
    """Who read before a later summary was put does not touch its timer."""
    summaries = deployed_stores.summaries
    summaries.put(SUMMARY)
    waiting = [replace(SUMMARY, seq=2, fires=SOON)]

    def overtake(sent: Sent) -> None:
        if sent.operation == "UpdateItem" and waiting:
            summaries.put(waiting.pop())

    with faults(overtake):
        assert not summaries.time(SUMMARY.submission, SUMMARY.seq, None)

    assert deployed_stores.timers.due("submission", SOON, 10) == [SUMMARY.submission]


def test_forget_deletes_entries_that_no_summary_knows_of(deployed_stores: Stores) -> None:
    """A summary's entries were written, and it was not: the items themselves are gone afterwards."""
    summaries = deployed_stores.summaries
    summaries.put(SUMMARY)
    amended = replace(SUMMARY, seq=2, terms=("amended",))
    with faults(on_write(2, "refused")), pytest.raises(Unavailable):
        summaries.put(amended)
    summaries.put(replace(SUMMARY, seq=3, name="", terms=()))
    assert entries(deployed_stores) == ["amended"]

    summaries.forget(SUMMARY.community, SUMMARY.submission, [*SUMMARY.terms, *amended.terms])

    assert entries(deployed_stores) == []


def entries(stores: Stores) -> list[str]:
    """The search entries that the table has."""
    summaries: Any = stores.summaries
    items = summaries._entries.scan(EntryItem.pk.startswith("search#"))
    return sorted(item.sk.partition("#")[0] for item in items)

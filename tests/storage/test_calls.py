"""What each method costs in requests to AWS: the same for one row and for three."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.storage.ports import Holder, Key, MessageRow, Published, Stores
from tests.faults.transport import counted
from tests.storage.test_drafts import DRAFT
from tests.storage.test_journal import ID, chain
from tests.storage.test_summaries import ROW as SUMMARY
from tests.storage.test_summaries import row

AT = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)
SOON = AT + timedelta(minutes=15)
STALE = timedelta(minutes=5)
ROW = MessageRow(ID, 1, 0, "confirm", "applicant", "planned", AT)
CLAIMED = replace(ROW, attempts=1, claimed=AT)
PUBLISHED = Published("program", "peace-park", 1, "{}", AT, "staff@concord.example")
HOLDER = Holder("demo", "staff@concord.example", "colorado-springs", "administrator")
COMMIT, NEXT = chain(2)

READS: dict[str, tuple[Callable[[Stores], object], list[str]]] = {
    "journal.read": (lambda stores: stores.journal.read(ID), ["Query"]),
    "journal.first": (lambda stores: stores.journal.first(ID), ["GetItem"]),
    "erasures.all": (lambda stores: stores.erasures.all(), ["Query"]),
    "definitions.get one": (lambda stores: stores.definitions.get(Key("program", "p0")), ["GetItem"]),
    "definitions.get both": (
        lambda stores: stores.definitions.get(Key("program", "p0"), Key("program", "p0", 1)),
        ["BatchGetItem"],
    ),
    "definitions.get none": (lambda stores: stores.definitions.get(), []),
    "definitions.cards": (lambda stores: stores.definitions.cards("program"), ["Query"]),
    "summaries.page": (lambda stores: stores.summaries.page(community="colorado-springs"), ["Query"]),
    "summaries.page of a program": (
        lambda stores: stores.summaries.page(community="colorado-springs", program="delegation-visit"),
        ["Query"],
    ),
    "summaries.page of a state": (
        lambda stores: stores.summaries.page(community="colorado-springs", state="unconfirmed", limit=1),
        ["Query"],
    ),
    "summaries.page of no such state": (
        lambda stores: stores.summaries.page(community="colorado-springs", state="erased"),
        ["Query"],
    ),
    "summaries.page by search": (
        lambda stores: stores.summaries.page(community="colorado-springs", q="h"),
        ["Query", "BatchGetItem"],
    ),
    "summaries.page by vain search": (
        lambda stores: stores.summaries.page(community="colorado-springs", q="x"),
        ["Query"],
    ),
    "messages.get": (lambda stores: stores.messages.get(ROW.id), ["GetItem"]),
    "messages.of": (lambda stores: stores.messages.of(ID), ["Query"]),
    "drafts.get": (lambda stores: stores.drafts.get(f"{0:020d}"), ["Query"]),
    "drafts.count": (lambda stores: stores.drafts.count(DRAFT.program), ["Query"]),
    "timers.due": (lambda stores: stores.timers.due("submission", SOON, 10), ["Query"]),
    "tokens.find": (lambda stores: stores.tokens.find("a" * 64), ["GetItem"]),
}


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("read", READS)
def test_reading_takes_as_many_requests_for_three_rows_as_for_one(
    deployed_stores: Stores, read: str, rows: int
) -> None:
    """Reading is one request, and searching two, however much there is to read."""
    stores, (call, operations) = deployed_stores, READS[read]
    for number, commit in enumerate(chain(rows)):
        stores.journal.append(commit)
        stores.definitions.publish(replace(PUBLISHED, id=f"p{number}"), "card")
        stores.summaries.put(row(number))
        stores.messages.plan(replace(ROW, seq=number + 1), fires=SOON)
        stores.drafts.put(replace(DRAFT, id=f"{number:020d}"), fires=SOON)

    with counted() as sent:
        call(stores)

    assert [request.operation for request in sent] == operations


def prepared(stores: Stores) -> Stores:
    """With one of each, so that writes find something there."""
    stores.journal.append(COMMIT)
    stores.definitions.publish(PUBLISHED, "card")
    stores.summaries.put(SUMMARY)
    stores.messages.plan(ROW, fires=SOON)
    stores.messages.claim(ROW.id, now=AT, stale=STALE, fires=SOON)
    stores.drafts.put(DRAFT, fires=SOON)
    return stores


WRITES: dict[str, tuple[Callable[[Stores], object], list[str]]] = {
    "journal.append": (lambda stores: stores.journal.append(NEXT), ["PutItem"]),
    "journal.append again": (lambda stores: stores.journal.append(COMMIT), ["PutItem", "GetItem"]),
    "journal.erase": (lambda stores: stores.journal.erase(ID, [1, 2, 3]), ["UpdateItem"] * 3),
    "erasures.add": (lambda stores: stores.erasures.add(ID, AT), ["PutItem"]),
    "definitions.publish": (
        lambda stores: stores.definitions.publish(replace(PUBLISHED, version=2), "card"),
        ["TransactWriteItems"],
    ),
    "definitions.publish again": (
        lambda stores: stores.definitions.publish(PUBLISHED, "card"),
        ["TransactWriteItems", "GetItem"],
    ),
    "summaries.put first": (
        lambda stores: stores.summaries.put(row(1)),
        ["GetItem", "BatchWriteItem", "PutItem"],
    ),
    "summaries.put next": (
        lambda stores: stores.summaries.put(replace(SUMMARY, seq=2, state="accepted")),
        ["GetItem", "PutItem"],
    ),
    "summaries.put with other terms": (
        lambda stores: stores.summaries.put(replace(SUMMARY, seq=2, terms=("hana", "yamada"))),
        ["GetItem", "BatchWriteItem", "PutItem"],
    ),
    "summaries.put again": (lambda stores: stores.summaries.put(SUMMARY), ["GetItem"]),
    "summaries.time": (
        lambda stores: stores.summaries.time(SUMMARY.submission, SUMMARY.seq, SOON),
        ["GetItem", "UpdateItem"],
    ),
    "summaries.time as it is": (
        lambda stores: stores.summaries.time(SUMMARY.submission, SUMMARY.seq, SUMMARY.fires),
        ["GetItem"],
    ),
    "summaries.forget": (
        lambda stores: stores.summaries.forget(SUMMARY.community, SUMMARY.submission, SUMMARY.terms),
        ["BatchWriteItem"],
    ),
    "messages.plan": (lambda stores: stores.messages.plan(replace(ROW, seq=2), fires=SOON), ["PutItem"]),
    "messages.plan again": (lambda stores: stores.messages.plan(ROW, fires=SOON), ["PutItem"]),
    "messages.claim in vain": (
        lambda stores: stores.messages.claim(ROW.id, now=AT, stale=STALE, fires=SOON),
        ["UpdateItem"],
    ),
    "messages.mark": (lambda stores: stores.messages.mark(CLAIMED, "sent"), ["UpdateItem"]),
    "messages.mark in vain": (lambda stores: stores.messages.mark(ROW, "sent"), ["UpdateItem"]),
    "drafts.put": (lambda stores: stores.drafts.put(DRAFT, fires=SOON), ["PutItem"]),
    "drafts.look": (lambda stores: stores.drafts.look(DRAFT, fires=SOON), ["UpdateItem"]),
    "drafts.look in vain": (
        lambda stores: stores.drafts.look(replace(DRAFT, saved=SOON), fires=SOON),
        ["UpdateItem"],
    ),
    "drafts.delete": (lambda stores: stores.drafts.delete(DRAFT.program, DRAFT.id), ["DeleteItem"]),
    "tokens.put": (lambda stores: stores.tokens.put("a" * 64, HOLDER), ["PutItem"]),
    "counters.add": (lambda stores: stores.counters.add("a", "hour", expires=SOON), ["UpdateItem"]),
}


@pytest.mark.parametrize("write", WRITES)
def test_writing_takes_these_requests(deployed_stores: Stores, write: str) -> None:
    """Most writes are one request; a refused append or publication looks once whether it was itself."""
    stores, (call, operations) = prepared(deployed_stores), WRITES[write]

    with counted() as sent:
        call(stores)

    assert [request.operation for request in sent] == operations


def test_claiming_takes_one_request(deployed_stores: Stores) -> None:
    """Sending a message begins with one request."""
    deployed_stores.messages.plan(ROW, fires=SOON)

    with counted() as sent:
        assert deployed_stores.messages.claim(ROW.id, now=AT, stale=STALE, fires=SOON) == CLAIMED

    assert [request.operation for request in sent] == ["UpdateItem"]

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import TypeVar

from chalicelib.domain.errors import Conflict
from chalicelib.storage.ports import Key, MessageRow, Published, SeatHolder, Stores
from tests.storage.test_journal import ID, chain
from tests.storage.test_summaries import ROW as SUMMARY

T = TypeVar("T")

AT = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)
SOON = AT + timedelta(minutes=15)
ROW = MessageRow(ID, 1, 0, "confirm", "applicant", "planned", AT)
CALLS = 50


def at_once(call: Callable[[int], T], calls: int = CALLS) -> list[T | type[Conflict]]:
    """What so many threads are answered that call at the same moment; Conflict for those that met one."""
    together = Barrier(calls)

    def one(number: int) -> T | type[Conflict]:
        together.wait()
        try:
            return call(number)
        except Conflict:
            return Conflict

    with ThreadPoolExecutor(calls) as threads:
        return list(threads.map(one, range(calls)))


def test_one_of_many_commits_of_a_number_is_appended(shared_stores: Stores) -> None:
    """Fifty commands want the same number at once: one has it, the others conflict."""
    (commit,) = chain(1)
    commits = [replace(commit, command=f"command-{number}") for number in range(CALLS)]

    answers = at_once(lambda number: shared_stores.journal.append(commits[number]))

    assert sorted(map(str, answers)) == sorted(map(str, [None, *[Conflict] * (CALLS - 1)]))
    assert shared_stores.journal.read(ID) == (commits[answers.index(None)],)


def test_one_command_appended_many_times_is_one_commit(shared_stores: Stores) -> None:
    """Fifty appends of the same commit at once all succeed, and there is one of it."""
    (commit,) = chain(1)

    answers = at_once(lambda _: shared_stores.journal.append(commit))

    assert answers == [None] * CALLS
    assert shared_stores.journal.read(ID) == (commit,)


def test_one_of_many_claims_has_the_row(shared_stores: Stores) -> None:
    """Fifty workers claim the same row at the same instant: one has it."""
    shared_stores.messages.plan(ROW, fires=SOON)

    answers = at_once(
        lambda _: shared_stores.messages.claim(ROW.id, now=AT, stale=timedelta(minutes=5), fires=SOON)
    )

    claimed = replace(ROW, attempts=1, claimed=AT)
    assert [answer for answer in answers if answer is not None] == [claimed]
    assert shared_stores.messages.get(ROW.id) == claimed


def test_one_of_many_plans_makes_the_row(shared_stores: Stores) -> None:
    """Fifty deliveries of a record plan its message once."""
    answers = at_once(lambda _: shared_stores.messages.plan(ROW, fires=SOON))

    assert sorted(map(bool, answers)) == [False] * (CALLS - 1) + [True]


def test_one_of_many_publications_of_a_number_is_the_version(shared_stores: Stores) -> None:
    """Twenty people publish at once: one version, and newest and card are of that one."""
    versions = [
        Published("program", "peace-park", 1, f'"{n}"', AT, "staff@concord.example") for n in range(20)
    ]

    answers = at_once(lambda n: shared_stores.definitions.publish(versions[n], f"card {n}"), 20)

    winner = answers.index(None)
    assert answers.count(None) == 1
    newest, first = Key("program", "peace-park"), Key("program", "peace-park", 1)
    assert shared_stores.definitions.get(newest, first) == {newest: versions[winner], first: versions[winner]}
    assert shared_stores.definitions.cards("program") == [f"card {winner}"]


def test_the_latest_of_many_summaries_stays(shared_stores: Stores) -> None:
    """Summaries put in any order leave the one of the last commit, found by its terms and no others."""
    rows = [replace(SUMMARY, seq=n + 1, terms=(f"of-{n}", "all")) for n in range(20)]

    at_once(lambda n: shared_stores.summaries.put(rows[n]), 20)

    page = shared_stores.summaries.page
    assert page(community=SUMMARY.community).rows == (replace(rows[-1], terms=("all", "of-19")),)
    assert len(page(community=SUMMARY.community, q="of-").rows) == 1
    assert page(community=SUMMARY.community, q="of-1").rows == page(community=SUMMARY.community, q="all").rows


def test_ten_of_many_have_a_seat(shared_stores: Stores) -> None:
    """Fifty want one of ten at once: ten have one, and are counted; the others meet the end of them."""
    wanted = [SeatHolder("fair", f"s{n}", 1, has="") for n in range(CALLS)]

    answers = at_once(lambda n: _until_full(shared_stores, wanted[n]))

    had = [each for each in wanted if shared_stores.seats.holder("fair", each.submission) is not None]
    assert (answers.count(True), len(had)) == (10, 10)
    assert shared_stores.seats.of("fair").tallies[""].taken == 10


def _until_full(stores: Stores, holder: SeatHolder) -> bool:
    """Whether it has a seat, where it gives up once all are taken."""
    while not stores.seats.change(None, holder, limit=10):
        if stores.seats.of(holder.program).tallies[""].taken == 10:
            return False
    return True


def test_every_one_of_many_counts(shared_stores: Stores) -> None:
    """Fifty at once are counted to fifty, and each is told another number."""
    counts = at_once(lambda _: shared_stores.counters.add("address", "hour", expires=SOON))

    assert set(counts) == set(range(1, CALLS + 1))

"""The projection behind lists and search, in DynamoDB.

The entries of a summary's terms stand in the search before the summary does, so that a crash between the
two leaves nothing that can't be found; what an entry finds is checked against the summary itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.storage import keys, search
from chalicelib.storage.failures import ConditionFailed, guarded
from chalicelib.storage.ports import Page, Summary
from chalicelib.storage.tables import EntryItem, SummaryItem

LOOKED_THROUGH = 500
"""Summaries in one Query where most may be of another state than the one asked for."""

TOGETHER = 100
"""Items in one BatchGetItem."""


class Summaries:
    """`ports.Summaries` on the table `desk`."""

    def __init__(self, summaries: type[SummaryItem], entries: type[EntryItem]) -> None:
        self._summaries = summaries
        self._entries = entries

    def put(self, summary: Summary) -> bool:
        """GetItem, PutItem, and a BatchWriteItem between them where terms are new or gone."""
        item = self._item(summary)
        old = self._summaries.one(item.pk, item.sk)
        if old is not None and old.seq >= summary.seq:
            return False
        terms, before = set(item.terms), set(old.terms) if old is not None else set[str]()
        self._index(item, added=terms - before, dropped=before - terms)
        try:
            guarded(lambda: item.save(SummaryItem.pk.does_not_exist() | (SummaryItem.seq < summary.seq)))
        except ConditionFailed as failure:
            there = self._summaries.one(item.pk, item.sk)
            if failure.repeated and there is not None and there.seq == summary.seq:
                return True
            # A later summary was quicker than ours: what we touched has to be as that one has it.
            hold = set(there.terms) if there is not None else set[str]()
            self._index(item, added=(terms ^ before) & hold, dropped=(terms ^ before) - hold)
            return False
        return True

    def time(self, submission: str, seq: int, fires: datetime | None) -> bool:
        """GetItem; UpdateItem where the timer is another one."""
        pk, sk = keys.submission(submission), keys.SUMMARY
        there = self._summaries.one(pk, sk)
        if there is None or there.seq != seq:
            return False
        if there.fires == fires:
            return True
        actions: list[Action] = [SummaryItem.timer.remove(), SummaryItem.fires.remove()]
        if fires is not None:
            actions = [SummaryItem.timer.set("submission"), SummaryItem.fires.set(fires)]
        try:
            guarded(lambda: there.update(actions, SummaryItem.seq == seq))
        except ConditionFailed:
            return False
        return True

    def forget(self, community: str, submission: str, terms: Iterable[str]) -> None:
        """One BatchWriteItem for each 25."""
        pk = keys.search(community)

        def write() -> None:
            with self._entries.batch_write() as batch:
                for term in search.trimmed(terms):
                    batch.delete(self._entries(pk, keys.entry(term, submission)))

        guarded(write)

    def page(
        self,
        *,
        community: str,
        program: str | None = None,
        state: str | None = None,
        q: str | None = None,
        cursor: str | None = None,
        limit: int = 50,
    ) -> Page:
        """The newest first, with `q` as without.

        Without `q` one Query, and more only while `state` leaves too few of LOOKED_THROUGH. With `q` one
        Query for each megabyte of entries (some 5,000) that begin with it, and one BatchGetItem for each
        hundred summaries looked at.
        """
        place = None if cursor is None else search.place_of(cursor)
        if q:
            rows = self._found(community, program, state, q, place, limit + 1)
        else:
            rows = self._listed(community, program, state, place, limit + 1)
        more = len(rows) > limit
        return Page(
            rows=tuple(map(_summary, rows[:limit])),
            next=search.cursor(rows[limit - 1].submitted) if more else None,
        )

    def _listed(
        self, community: str, program: str | None, state: str | None, place: str | None, wanted: int
    ) -> list[SummaryItem]:
        """The first that many after the place."""
        condition: Condition | None = None if program is None else SummaryItem.community == community
        if state is not None:
            condition &= SummaryItem.state == state
        index = self._summaries.by_community if program is None else self._summaries.by_program
        return guarded(
            lambda: list(
                index.query(
                    community if program is None else program,
                    None if place is None else SummaryItem.submitted < place,
                    condition,
                    scan_index_forward=False,
                    limit=wanted,
                    page_size=wanted if state is None else LOOKED_THROUGH,
                )
            )
        )

    def _found(
        self,
        community: str,
        program: str | None,
        state: str | None,
        q: str,
        place: str | None,
        wanted: int,
    ) -> list[SummaryItem]:
        """The same, of those with a term that begins with `q`."""
        q = q[: search.LONGEST]
        entries = guarded(
            lambda: list(self._entries.query(keys.search(community), EntryItem.sk.startswith(q)))
        )
        places = {
            entry.place: submission
            for entry in entries
            for term, submission in [keys.entry_named(entry.sk)]
            if term.startswith(q)
            and program in (None, entry.within)
            and (place is None or entry.place < place)
        }
        newest = [places[at] for at in sorted(places, reverse=True)]
        rows: list[SummaryItem] = []
        at_once = TOGETHER if state is not None else min(TOGETHER, wanted)
        for start in range(0, len(newest), at_once):
            rows += [
                row
                for row in self._these(newest[start : start + at_once])
                if row.community == community and state in (None, row.state) and search.matches(q, row.terms)
            ]
            if len(rows) >= wanted:
                break
        return rows[:wanted]

    def _these(self, submissions: Iterable[str]) -> list[SummaryItem]:
        """Those that exist, the newest first."""
        places = [(keys.submission(submission), keys.SUMMARY) for submission in submissions]
        rows = self._summaries.many(places, consistent=False)
        return sorted(rows, key=lambda row: row.submitted, reverse=True)

    def _index(self, item: SummaryItem, *, added: Iterable[str], dropped: Iterable[str]) -> None:
        """Writes and deletes search entries: one BatchWriteItem for each 25, none where there are none."""
        pk, submission = keys.search(item.community), keys.timed(item.pk, item.sk)

        def entry(term: str) -> EntryItem:
            sk = keys.entry(term, submission)
            return self._entries(pk, sk, within=item.program, place=item.submitted)

        def write() -> None:
            with self._entries.batch_write() as batch:
                for term in sorted(added):
                    batch.save(entry(term))
                for term in sorted(dropped):
                    batch.delete(entry(term))

        guarded(write)

    def _item(self, summary: Summary) -> SummaryItem:
        return self._summaries(
            keys.submission(summary.submission),
            keys.SUMMARY,
            seq=summary.seq,
            reference=summary.reference,
            program=summary.program,
            community=summary.community,
            version=summary.version,
            kind=summary.kind,
            name=summary.name,
            state=summary.state,
            steps=summary.steps,
            submitted=search.position(summary.submitted, summary.submission),
            updated=summary.updated,
            terms=search.trimmed(summary.terms),
            timer=None if summary.fires is None else "submission",
            fires=summary.fires,
        )


def _summary(item: SummaryItem) -> Summary:
    return Summary(
        submission=keys.timed(item.pk, item.sk),
        seq=int(item.seq),
        reference=item.reference,
        program=item.program,
        community=item.community,
        version=int(item.version),
        kind=item.kind,
        name=item.name,
        state=item.state,
        steps=item.steps,
        submitted=search.submitted(item.submitted),
        updated=item.updated,
        fires=item.fires,
        terms=item.terms,
    )

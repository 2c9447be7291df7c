"""Holders of seats in DynamoDB: who has one, who waits for one, and how many there are of each.

All of a program stand in one partition, and change together: the holder, the tallies of its options, and its
place on the waitlist, on the condition that fewer are taken than there are. A change is refused rather than
half done, and whoever was refused looks again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from pynamodb.connection import Connection
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from chalicelib.storage import keys
from chalicelib.storage.failures import ConditionFailed, guarded
from chalicelib.storage.ports import SeatHolder, SeatsOf, Tally, Wait
from chalicelib.storage.tables import HolderItem, MarkItem, TallyItem

PATIENCE = (0.05, 0.1, 0.2, 0.4, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8)
"""Pauses, in seconds, where a change meets another transaction: a queue that stands still costs more."""


class Seats:
    """`ports.Seats` on the table `desk`."""

    def __init__(
        self,
        connection: Connection,
        holders: type[HolderItem],
        tallies: type[TallyItem],
        marks: type[MarkItem],
    ) -> None:
        self._connection = connection
        self._holders = holders
        self._tallies = tallies
        self._marks = marks

    def holder(self, program: str, submission: str) -> SeatHolder | None:
        """One GetItem."""
        item = self._holders.one(keys.seats(program), keys.HOLDER + submission)
        if item is None:
            return None
        waits = Wait(item.waits, item.order) if item.order else None
        return SeatHolder(program, submission, int(item.request), item.has, waits, int(item.version))

    def change(
        self, before: SeatHolder | None, after: SeatHolder | None, *, limit: int | None = None
    ) -> bool:
        """One TransactWriteItems, of three to six items."""
        gained = _gained(before, after)
        if gained is not None and limit is not None and limit <= 0:
            return False
        try:
            guarded(lambda: self._write(before, after, gained, limit), PATIENCE)
        except ConditionFailed:
            return False
        return True

    def _write(
        self, before: SeatHolder | None, after: SeatHolder | None, gained: str | None, limit: int | None
    ) -> None:
        this = next(each for each in (after, before) if each is not None)
        pk, sk = keys.seats(this.program), keys.HOLDER + this.submission
        waited = gained is not None and before is not None and _waits_for(before) == gained
        there = _there(before)
        with TransactWrite(connection=self._connection) as transaction:
            if after is None:
                transaction.delete(self._holders(pk, sk), condition=there)
            else:
                transaction.save(self._item(pk, sk, after, before), condition=there)
            for option, (taken, waiting) in _counted(before, after).items():
                actions: list[Action] = [TallyItem.taken.add(taken)] if taken else []
                actions += [TallyItem.waiting.add(waiting)] if waiting else []
                condition = _free(limit, waited=waited) if option == gained else None
                transaction.update(
                    self._tallies(pk, keys.TALLY + option), actions=actions, condition=condition
                )
            places = [_place(each) for each in (before, after)]
            if places[0] != places[1]:
                if places[0] is not None:
                    transaction.delete(self._marks(pk, places[0]))
                if places[1] is not None:
                    transaction.save(self._marks(pk, places[1]))
            if waited:
                transaction.save(self._marks(pk, keys.TELL + this.submission))

    def _item(self, pk: str, sk: str, after: SeatHolder, before: SeatHolder | None) -> HolderItem:
        return self._holders(
            pk,
            sk,
            request=after.request,
            has=after.has,
            waits=None if after.waits is None else after.waits.option,
            order=None if after.waits is None else after.waits.order,
            version=1 + (before.version if before is not None else 0),
        )

    def of(self, program: str) -> SeatsOf:
        """One Query: tallies and who is untold stand side by side."""
        both = TallyItem.sk.between(keys.TALLY, keys.TELL + "~")
        items = guarded(lambda: list(self._tallies.query(keys.seats(program), both, consistent_read=True)))
        return SeatsOf(
            tallies={
                item.sk.removeprefix(keys.TALLY): _tally(item)
                for item in items
                if item.sk.startswith(keys.TALLY)
            },
            untold=tuple(item.sk.removeprefix(keys.TELL) for item in items if item.sk.startswith(keys.TELL)),
        )

    def first(self, program: str, option: str) -> str | None:
        """One Query for one item."""
        waiting = MarkItem.sk.startswith(keys.waiting(option))
        items = guarded(
            lambda: list(
                self._marks.query(keys.seats(program), waiting, consistent_read=True, limit=1, page_size=1)
            )
        )
        return items[0].sk.rpartition("#")[2] if items else None

    def position(self, holder: SeatHolder) -> int:
        """One Query for each megabyte."""
        place, waits = _place(holder), holder.waits
        if place is None or waits is None:
            raise ValueError(holder.submission)
        before = MarkItem.sk.between(keys.waiting(waits.option), place)
        return guarded(lambda: self._marks.count(keys.seats(holder.program), before, consistent_read=True))

    def told(self, program: str, submission: str) -> None:
        """One DeleteItem."""
        guarded(self._marks(keys.seats(program), keys.TELL + submission).delete)

    def tallies(self, wanted: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], Tally]:
        """One BatchGetItem for each hundred, none for none."""
        places = [(keys.seats(program), keys.TALLY + option) for program, option in wanted]
        found = {
            (item.pk.removeprefix(keys.seats("")), item.sk.removeprefix(keys.TALLY)): _tally(item)
            for item in self._tallies.many(places, consistent=False)
        }
        return {each: tally for each, tally in found.items() if tally != Tally()}


def _there(before: SeatHolder | None) -> Condition:
    return HolderItem.pk.does_not_exist() if before is None else HolderItem.version == before.version


def _gained(before: SeatHolder | None, after: SeatHolder | None) -> str | None:
    """The option of which it gets a seat."""
    has = after.has if after is not None else None
    return has if has != (before.has if before is not None else None) else None


def _waits_for(holder: SeatHolder) -> str | None:
    return holder.waits.option if holder.waits is not None else None


def _free(limit: int | None, *, waited: bool) -> Condition | None:
    """That a seat is left; and that nobody waits for it, but for who gets it."""
    condition: Condition | None = None
    if limit is not None:
        condition = TallyItem.taken.does_not_exist() | (TallyItem.taken < limit)
    if waited:
        return condition
    nobody: Condition = TallyItem.waiting.does_not_exist() | (TallyItem.waiting < 1)
    return nobody if condition is None else condition & nobody


def _counted(before: SeatHolder | None, after: SeatHolder | None) -> dict[str, tuple[int, int]]:
    """By how many what is taken, and who waits, changes, by option; without what stays."""
    taken: Counter[str] = Counter()
    waiting: Counter[str] = Counter()
    for holder, by in ((before, -1), (after, 1)):
        if holder is not None and holder.has is not None:
            taken[holder.has] += by
        if holder is not None and holder.waits is not None:
            waiting[holder.waits.option] += by
    both = {option: (taken[option], waiting[option]) for option in {*taken, *waiting}}
    return {option: by for option, by in both.items() if by != (0, 0)}


def _place(holder: SeatHolder | None) -> str | None:
    """Sort key of the place on the waitlist."""
    if holder is None or holder.waits is None:
        return None
    return keys.wait(holder.waits.option, holder.waits.order, holder.submission)


def _tally(item: TallyItem) -> Tally:
    return Tally(int(item.taken or 0), int(item.waiting or 0))

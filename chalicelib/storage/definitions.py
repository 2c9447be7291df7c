"""Versions of programs and communities in DynamoDB, the newest of each, and the cards of lists.

Knows nothing about what a definition says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pynamodb.connection import Connection
from pynamodb.transactions import TransactWrite

from chalicelib.domain.errors import Conflict
from chalicelib.storage import keys
from chalicelib.storage.failures import ConditionFailed, guarded
from chalicelib.storage.ports import Key, Kind, Published
from chalicelib.storage.tables import CardItem, VersionItem


class Definitions:
    """`ports.Definitions` on the table `journal`."""

    def __init__(self, connection: Connection, versions: type[VersionItem], cards: type[CardItem]) -> None:
        self._connection = connection
        self._versions = versions
        self._cards = cards

    def get(self, *wanted: Key) -> Mapping[Key, Published]:
        """One GetItem for one key, one BatchGetItem for several, nothing for none."""
        by_place = {(keys.definition(key.kind, key.id), keys.version(key.version)): key for key in wanted}
        match list(by_place):
            case []:
                return {}
            case [(pk, sk)]:
                item = self._versions.one(pk, sk)
                items = [] if item is None else [item]
            case places:
                items = self._versions.many(places)
        return {key: _published(key, item) for item in items for key in [by_place[item.pk, item.sk]]}

    def publish(self, published: Published, card: str) -> None:
        """One transaction of three; and one GetItem where it was refused, to see whether by itself."""
        try:
            guarded(lambda: self._write(published, card))
        except ConditionFailed:
            key = Key(published.kind, published.id, published.version)
            there = self.get(key).get(key)
            if there is None or (there.text, there.at) != (published.text, published.at):
                raise Conflict from None

    def cards(self, kind: Kind) -> Sequence[str]:
        """One Query for each megabyte; what was published within the last second may be missing."""
        return guarded(lambda: [item.card for item in self._cards.query(keys.cards(kind))])

    def _write(self, published: Published, card: str) -> None:
        pk = keys.definition(published.kind, published.id)
        with TransactWrite(connection=self._connection) as transaction:
            transaction.save(
                self._item(published, pk, keys.version(published.version)),
                condition=VersionItem.pk.does_not_exist(),
            )
            transaction.save(
                self._item(published, pk, keys.NEWEST),
                condition=VersionItem.pk.does_not_exist() | (VersionItem.version < published.version),
            )
            transaction.save(self._cards(keys.cards(published.kind), published.id, card=card))

    def _item(self, published: Published, pk: str, sk: str) -> VersionItem:
        return self._versions(
            pk, sk, text=published.text, at=published.at, version=published.version, by=published.by
        )


def _published(key: Key, item: VersionItem) -> Published:
    return Published(
        kind=key.kind, id=key.id, version=int(item.version), text=item.text, at=item.at, by=item.by
    )

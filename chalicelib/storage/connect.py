"""Makes the stores of a deployment: the only place that knows which table an item is kept in."""

from __future__ import annotations

import types
from typing import Any, TypeVar, cast

from pynamodb.connection import Connection
from pynamodb.connection.base import MetaTable
from pynamodb.connection.table import TableConnection

from chalicelib import aws
from chalicelib.storage import ports
from chalicelib.storage.counters import Counters
from chalicelib.storage.definitions import Definitions
from chalicelib.storage.drafts import Drafts
from chalicelib.storage.erasures import Erasures
from chalicelib.storage.files import Files
from chalicelib.storage.jobs import Jobs
from chalicelib.storage.journal import Journal
from chalicelib.storage.keyring import Keyring
from chalicelib.storage.messages import Messages
from chalicelib.storage.queues import Queues
from chalicelib.storage.seats import Seats
from chalicelib.storage.settings import Settings
from chalicelib.storage.summaries import Summaries
from chalicelib.storage.tables import (
    CardItem,
    CommitItem,
    CountItem,
    DraftItem,
    EntryItem,
    ErasureItem,
    GuardItem,
    HolderItem,
    Item,
    JobItem,
    JobPageItem,
    MarkItem,
    MessageItem,
    SummaryItem,
    TallyItem,
    TimerItem,
    TokenItem,
    UploadItem,
    VersionItem,
    schema,
)
from chalicelib.storage.timers import Timers
from chalicelib.storage.tokens import Tokens

M = TypeVar("M", bound=Item)


def stores(settings: Settings) -> ports.Stores:
    """The stores that a deployment's settings name; makes DynamoDB's client, others when first used."""
    connection = _Lean()
    journal, desk = _Table(settings.journal, connection), _Table(settings.desk, connection)
    return ports.Stores(
        journal=Journal(
            connection,
            _bound(CommitItem, journal),
            _bound(UploadItem, desk),
            _bound(GuardItem, journal),
        ),
        files=Files(settings.uploads, _bound(UploadItem, desk)),
        erasures=Erasures(_bound(ErasureItem, journal)),
        definitions=Definitions(connection, _bound(VersionItem, journal), _bound(CardItem, journal)),
        summaries=Summaries(_bound(SummaryItem, desk), _bound(EntryItem, desk)),
        messages=Messages(_bound(MessageItem, desk)),
        drafts=Drafts(_bound(DraftItem, desk), _bound(TimerItem, desk)),
        timers=Timers(_bound(TimerItem, desk)),
        tokens=Tokens(_bound(TokenItem, desk)),
        counters=Counters(_bound(CountItem, desk)),
        queues=Queues(
            {"mail": settings.mail_queue, "repair": settings.repair_queue, "seat": settings.seat_queue}
        ),
        seats=Seats(connection, _bound(HolderItem, desk), _bound(TallyItem, desk), _bound(MarkItem, desk)),
        jobs=Jobs(_bound(JobItem, desk), _bound(JobPageItem, desk)),
        keyring=Keyring(settings.keys),
    )


class _Lean(Connection):
    """PynamoDB's connection over our own client, in place of one of its own for each table and class."""

    def __init__(self) -> None:
        super().__init__()
        self._lean = aws.client("dynamodb")

    @property
    def client(self) -> Any:
        """DynamoDB's client."""
        return self._lean


class _Table(TableConnection):
    """A table by way of a connection that others use too; PynamoDB would make one here."""

    def __init__(self, name: str, connection: Connection) -> None:
        self.table_name = name
        self.connection = connection
        connection.add_meta_table(MetaTable(schema(name)))


def _bound(model: type[M], table: TableConnection) -> type[M]:
    """The items of that class in that table."""
    within = {
        "Meta": type("Meta", (), {"table_name": table.table_name}),
        "_connection": table,
        "__module__": model.__module__,
    }
    return cast(
        "type[M]", types.new_class(model.__name__, (model,), exec_body=lambda body: body.update(within))
    )

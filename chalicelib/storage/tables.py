"""The items of the two tables, as PynamoDB's models. How their keys are spelled is said in `keys`.

`journal` has commits, guards, definitions and the list of erasures, `desk` everything that is derived or may
be made again. The classes here belong to no table yet: `connect` binds them to those of a deployment.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any, Self

from pynamodb.attributes import (
    Attribute,
    BooleanAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
)
from pynamodb.constants import LIST, STRING
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex, KeysOnlyProjection
from pynamodb.models import Model

from chalicelib.domain import instants
from chalicelib.domain.errors import Unavailable
from chalicelib.storage.failures import PAUSES, guarded, pause_for

INDEXES = {
    "by_community": ("community", "submitted"),
    "by_program": ("program", "submitted"),
    "timers": ("timer", "fires"),
}
"""The desk's indexes and their keys, all of them text."""


def schema(name: str) -> dict[str, Any]:
    """What PynamoDB wants to know of a table; it asks for an index only of what has one."""
    attributes = {"pk", "sk", *(key for keys in INDEXES.values() for key in keys)}
    return {
        "TableName": name,
        "AttributeDefinitions": [
            {"AttributeName": attribute, "AttributeType": STRING} for attribute in sorted(attributes)
        ],
        "KeySchema": _key_schema("pk", "sk"),
        "GlobalSecondaryIndexes": [
            {"IndexName": index, "KeySchema": _key_schema(*keys)} for index, keys in INDEXES.items()
        ],
    }


def _key_schema(partition: str, sort: str) -> list[dict[str, str]]:
    return [
        {"AttributeName": partition, "KeyType": "HASH"},
        {"AttributeName": sort, "KeyType": "RANGE"},
    ]


class InstantAttribute(Attribute[datetime]):
    """An instant as text, which sorts as time does."""

    attr_type = STRING

    def serialize(self, value: datetime) -> str:
        """As in `instants`."""
        return instants.to_text(value)

    def deserialize(self, value: str) -> datetime:
        """As in `instants`."""
        return instants.from_text(value)


class WordsAttribute(Attribute[tuple[str, ...]]):
    """Words in their order."""

    attr_type = LIST

    def serialize(self, value: tuple[str, ...]) -> list[dict[str, str]]:
        """A list of strings."""
        return [{STRING: word} for word in value]

    def deserialize(self, value: list[dict[str, str]]) -> tuple[str, ...]:
        """Back again."""
        return tuple(word[STRING] for word in value)


TOGETHER = 100
"""Items in one BatchGetItem."""


class Item(Model):
    """What all items have, and how one or several are read by their keys."""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)

    @classmethod
    def one(cls, pk: str, sk: str, *, consistent: bool = True) -> Self | None:
        """The item, if there is one: one GetItem."""
        table = cls._get_connection()
        answer = guarded(lambda: table.get_item(pk, sk, consistent_read=consistent))
        item = answer.get("Item")
        return cls.from_raw_data(item) if item else None

    @classmethod
    def many(cls, keys: Iterable[tuple[str, str]], *, consistent: bool = True) -> list[Self]:
        """Those items that exist, in no order: one BatchGetItem for each hundred keys, none for none.

        What DynamoDB leaves for later is asked for again; Unavailable when it goes on doing so.
        """
        wanted = [{"pk": pk, "sk": sk} for pk, sk in keys]
        return [
            item
            for start in range(0, len(wanted), TOGETHER)
            for item in cls._together(wanted[start : start + TOGETHER], consistent=consistent)
        ]

    @classmethod
    def _together(cls, wanted: list[Any], *, consistent: bool) -> list[Self]:
        table = cls._get_connection()
        found: list[Self] = []
        for pause in (*PAUSES, 0.0):
            answer = guarded(partial(table.batch_get_item, wanted, consistent_read=consistent))
            found += map(cls.from_raw_data, answer["Responses"].get(table.table_name, ()))
            wanted = answer.get("UnprocessedKeys", {}).get(table.table_name, {}).get("Keys", [])
            if not wanted:
                return found
            pause_for(pause)
        raise Unavailable

    @classmethod
    def clear(cls, pk: str, sk: str, attribute: Attribute[Any]) -> None:
        """Removes an attribute of the item, if there is one: one UpdateItem, which answers nothing.

        Raises ConditionFailed where there is no such item, which is not made either.
        """
        table = cls._get_connection()
        actions = [attribute.remove()]
        guarded(
            lambda: table.update_item(
                pk, sk, actions=actions, condition=cls.pk.exists(), return_values="NONE"
            )
        )


class CommitItem(Item):
    """One commit of a submission."""

    format = NumberAttribute()
    at = InstantAttribute()
    command = UnicodeAttribute()
    events = UnicodeAttribute()
    private = UnicodeAttribute(null=True)
    digest = UnicodeAttribute()
    hash = UnicodeAttribute()


class GuardItem(Item):
    """Which submission has the value that there may be one for, and the commit by which it got it."""

    submission = UnicodeAttribute()
    seq = NumberAttribute()


class ErasureItem(Item):
    """That a submission was erased."""

    at = InstantAttribute()


class VersionItem(Item):
    """One version of a program or a community, or the newest."""

    text = UnicodeAttribute()
    at = InstantAttribute()
    version = NumberAttribute()
    by = UnicodeAttribute()


class CardItem(Item):
    """What lists show of a program or a community."""

    card = UnicodeAttribute()


class ByCommunity(GlobalSecondaryIndex["SummaryItem"]):  # type: ignore[no-untyped-call]
    """A community's submissions in the order in which they came."""

    class Meta:
        """As PynamoDB wants it."""

        index_name = "by_community"
        projection = AllProjection()

    community = UnicodeAttribute(hash_key=True)
    submitted = UnicodeAttribute(range_key=True)


class ByProgram(GlobalSecondaryIndex["SummaryItem"]):  # type: ignore[no-untyped-call]
    """A program's submissions in the order in which they came."""

    class Meta:
        """As PynamoDB wants it."""

        index_name = "by_program"
        projection = AllProjection()

    program = UnicodeAttribute(hash_key=True)
    submitted = UnicodeAttribute(range_key=True)


class ByTimer(GlobalSecondaryIndex["TimerItem"]):  # type: ignore[no-untyped-call]
    """What is due, the earliest first."""

    class Meta:
        """As PynamoDB wants it."""

        index_name = "timers"
        projection = KeysOnlyProjection()

    timer = UnicodeAttribute(hash_key=True)
    fires = InstantAttribute(range_key=True)


class TimerItem(Item):
    """Whatever has a deadline: a summary, a message row or a draft."""

    timers = ByTimer()


class SummaryItem(Item):
    """What lists show of a submission. `submitted` is its place in them (`search.position`)."""

    by_community = ByCommunity()
    by_program = ByProgram()

    seq = NumberAttribute()
    reference = UnicodeAttribute()
    program = UnicodeAttribute()
    community = UnicodeAttribute()
    version = NumberAttribute()
    kind = UnicodeAttribute()
    name = UnicodeAttribute()
    state = UnicodeAttribute()
    steps = WordsAttribute()
    submitted = UnicodeAttribute()
    updated = InstantAttribute()
    terms = WordsAttribute()
    timer = UnicodeAttribute(null=True)
    fires = InstantAttribute(null=True)


class EntryItem(Item):
    """That a submission is found by a term. Names no key of an index, or it would stand in lists."""

    within = UnicodeAttribute()
    place = UnicodeAttribute()


class MessageItem(Item):
    """The truth about sending one message. `claim` names the claim that `claimed` dates."""

    template = UnicodeAttribute()
    to = UnicodeAttribute()
    state = UnicodeAttribute()
    at = InstantAttribute()
    attempts = NumberAttribute()
    claimed = InstantAttribute(null=True)
    claim = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    timer = UnicodeAttribute(null=True)
    fires = InstantAttribute(null=True)


class HolderItem(Item):
    """What a submission has of its program's seats. `waits` and `order`: where it waits for one."""

    request = NumberAttribute()
    has = UnicodeAttribute(null=True)
    waits = UnicodeAttribute(null=True)
    order = UnicodeAttribute(null=True)
    version = NumberAttribute()


class TallyItem(Item):
    """How many have a seat of an option, and how many wait for one."""

    taken = NumberAttribute(null=True)
    waiting = NumberAttribute(null=True)


class MarkItem(Item):
    """What its keys say: that somebody waits, or is to be told of a seat."""


class JobItem(Item):
    """What is done to all submissions of a program. `text` is JSON."""

    kind = UnicodeAttribute()
    began = InstantAttribute()
    by = UnicodeAttribute()
    text = UnicodeAttribute()


class JobPageItem(Item):
    """Submissions that a job came to together: how many, which are left, and which have failed so far.

    `follows`: the cursor of those after them; `passed`: whether the next page is queued.
    """

    size = NumberAttribute()
    left = UnicodeSetAttribute(null=True)
    failed = UnicodeSetAttribute(null=True)
    follows = UnicodeAttribute(null=True)
    passed = BooleanAttribute()
    at = InstantAttribute()


class DraftItem(Item):
    """A form that is not sent yet. DynamoDB removes it some time after `expires`, if nothing else does.

    Names no key of the lists' indexes, which hold whole items: `form` and `email` stand here alone. `within`
    is the community.
    """

    within = UnicodeAttribute()
    version = NumberAttribute()
    part = UnicodeAttribute()
    language = UnicodeAttribute()
    email = UnicodeAttribute()
    form = UnicodeAttribute()
    page = NumberAttribute()
    saved = InstantAttribute()
    written = InstantAttribute()
    told = BooleanAttribute()
    reminded = BooleanAttribute()
    refused = BooleanAttribute(null=True)
    late = UnicodeAttribute(null=True)
    expires = NumberAttribute()
    timer = UnicodeAttribute()
    fires = InstantAttribute()


class TokenItem(Item):
    """Whose API token it is."""

    holder = UnicodeAttribute()
    email = UnicodeAttribute()
    community = UnicodeAttribute()
    role = UnicodeAttribute()


class CountItem(Item):
    """A count within a window. DynamoDB removes it some time after `expires`."""

    total = NumberAttribute(attr_name="count")
    expires = NumberAttribute()


class UploadItem(Item):
    """A file that was sent. DynamoDB removes the row some time after `expires`, unless it was claimed."""

    program_id = UnicodeAttribute()  # `program` would be the key of an index, and in lists
    field = UnicodeAttribute()
    name = UnicodeAttribute()
    type = UnicodeAttribute()
    size = NumberAttribute()
    pixels = NumberAttribute()
    ready = BooleanAttribute()
    claimed = UnicodeAttribute(null=True)
    expires = NumberAttribute(null=True)

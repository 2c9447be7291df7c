from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain.errors import Conflict
from chalicelib.storage.ports import Key, Published, Stores

AT = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)
FIRST = Published("program", "peace-park", 1, '{"title":"Peace park"}', AT, "staff@concord.example")
SECOND = replace(FIRST, version=2, text='{"title":"The peace park"}', at=AT + timedelta(days=1))
CITY = Published("community", "fujiyoshida", 1, '{"name":"Fujiyoshida"}', AT, "staff@concord.example")

NEWEST = Key("program", "peace-park")


def test_definition_that_was_never_published_is_not_found(stores: Stores) -> None:
    """Neither the newest version nor a certain one is there, one by one or together."""
    assert stores.definitions.get(NEWEST) == {}
    assert stores.definitions.get(NEWEST, Key("program", "peace-park", 1)) == {}
    assert stores.definitions.get() == {}
    assert stores.definitions.cards("program") == []


def test_definition_is_found_as_its_version_and_as_the_newest(stores: Stores) -> None:
    """After two versions the newest is the second, and the first is still there."""
    stores.definitions.publish(FIRST, "card 1")
    stores.definitions.publish(SECOND, "card 2")
    keys = (NEWEST, Key("program", "peace-park", 1), Key("program", "peace-park", 2))

    assert stores.definitions.get(*keys) == dict(zip(keys, (SECOND, FIRST, SECOND), strict=True))
    assert stores.definitions.get(NEWEST) == {NEWEST: SECOND}


def test_definitions_of_both_kinds_are_read_together(stores: Stores) -> None:
    """A program and its community come with one call; what is unknown is left out."""
    stores.definitions.publish(FIRST, "card")
    stores.definitions.publish(CITY, "card")
    city = Key("community", "fujiyoshida")

    found = stores.definitions.get(NEWEST, city, Key("program", "unknown"), NEWEST)

    assert found == {NEWEST: FIRST, city: CITY}


def test_cards_are_those_of_the_newest_versions_by_id(stores: Stores) -> None:
    """Each definition has one card, of the newest version; kinds are apart."""
    stores.definitions.publish(FIRST, "park 1")
    stores.definitions.publish(replace(FIRST, id="art-exhibit"), "art 1")
    stores.definitions.publish(SECOND, "park 2")
    stores.definitions.publish(CITY, "city 1")

    assert stores.definitions.cards("program") == ["art 1", "park 2"]
    assert stores.definitions.cards("community") == ["city 1"]


@pytest.mark.parametrize(
    "other",
    [replace(FIRST, text="{}"), replace(FIRST, at=AT + timedelta(microseconds=1))],
    ids=["another text", "another time"],
)
def test_publish_of_a_taken_version_conflicts_and_changes_nothing(stores: Stores, other: Published) -> None:
    """A version is published once; another one of the same number is refused, card and newest included."""
    stores.definitions.publish(FIRST, "card 1")

    with pytest.raises(Conflict):
        stores.definitions.publish(other, "card 2")

    assert stores.definitions.get(NEWEST) == {NEWEST: FIRST}
    assert stores.definitions.cards("program") == ["card 1"]


def test_publish_of_an_older_number_conflicts(stores: Stores) -> None:
    """The newest version never goes back, not even to a number that is free."""
    stores.definitions.publish(SECOND, "card 2")

    with pytest.raises(Conflict):
        stores.definitions.publish(FIRST, "card 1")

    assert stores.definitions.get(NEWEST, Key("program", "peace-park", 1)) == {NEWEST: SECOND}


def test_publish_repeated_succeeds(stores: Stores) -> None:
    """The very same version may be published again, because the first answer may have been lost."""
    stores.definitions.publish(FIRST, "card 1")
    stores.definitions.publish(FIRST, "card 1")

    assert stores.definitions.get(NEWEST) == {NEWEST: FIRST}

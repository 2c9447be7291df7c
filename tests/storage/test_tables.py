from __future__ import annotations

import inspect

import pytest
from pynamodb.indexes import Index

from chalicelib.storage import tables
from infra.local import template

ITEMS = [
    item
    for _, item in inspect.getmembers(tables, inspect.isclass)
    if issubclass(item, tables.Item) and item is not tables.Item
]


def test_tables_have_the_keys_and_indexes_of_the_template() -> None:
    """What storage takes for granted is what is deployed: keys, indexes, projections, expiry."""
    properties = template.read().of_type("AWS::DynamoDB::Table")
    described = tables.schema("any")

    for table in properties.values():
        assert table["KeySchema"] == described["KeySchema"]
    desk = properties["Desk"]
    indexes = {index["IndexName"]: index["KeySchema"] for index in desk["GlobalSecondaryIndexes"]}
    assert indexes == {
        index["IndexName"]: index["KeySchema"] for index in described["GlobalSecondaryIndexes"]
    }
    assert (
        sorted(desk["AttributeDefinitions"], key=lambda one: one["AttributeName"])
        == described["AttributeDefinitions"]
    )
    assert desk["TimeToLiveSpecification"]["AttributeName"] == "expires"
    assert "GlobalSecondaryIndexes" not in properties["Journal"]


def test_models_index_by_the_same_keys() -> None:
    """PynamoDB's index classes name the keys that the tables have."""
    indexes = {
        index.Meta.index_name: tuple(
            sorted(index.Meta.attributes, key=lambda name: index.Meta.attributes[name].is_range_key)
        )
        for item in ITEMS
        for _, index in inspect.getmembers(item, lambda member: isinstance(member, Index))
    }

    assert indexes == tables.INDEXES


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.__name__)
def test_items_stand_only_in_the_indexes_that_list_them(item: type[tables.Item]) -> None:
    """An item with both keys of an index is in it, meant or not: only what lists are made of has them."""
    names = {attribute.attr_name for attribute in item.get_attributes().values()}
    within = {index for index, keys in tables.INDEXES.items() if names.issuperset(keys)}

    meant = {
        "SummaryItem": {"by_community", "by_program", "timers"},
        "MessageItem": {"timers"},
        "DraftItem": {"timers"},
    }
    assert within == meant.get(item.__name__, set())

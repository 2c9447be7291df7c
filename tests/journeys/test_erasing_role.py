"""That erasing asks for no more of the journal than the conditions of its role allow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatch
from typing import Any

import pytest
from moto import mock_aws

from chalicelib import aws
from chalicelib.storage.ports import Stores
from infra.local import template
from tests.infra.packaged import as_list
from tests.infra.test_roles import statements
from tests.storage.deployment import deployed
from tests.storage.test_journal import AT, ID, chain

Asked = list[tuple[str, Mapping[str, Any]]]


@pytest.fixture
def asked() -> Iterator[Asked]:
    """What DynamoDB is asked for meanwhile: operation and parameters."""
    noted: Asked = []

    def note(params: Mapping[str, Any], model: Any, **_: Any) -> None:
        noted.append((model.name, params))

    aws.session().register("provide-client-params.dynamodb", note)
    yield noted
    aws.session().unregister("provide-client-params.dynamodb", note)


@pytest.fixture
def stores(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stores]:
    """New stores on moto, with two commits; what making them asked for is forgotten."""
    with mock_aws():
        made = deployed(monkeypatch)
        for commit in chain(2):
            made.journal.append(commit)
        asked.clear()
        yield made


def conditions(action: str) -> Mapping[str, Mapping[str, Any]]:
    """The conditions under which the role may do that to the journal."""
    role = template.read().of_type("AWS::IAM::Role")["RepairRole"]
    (found,) = (
        each["Condition"]
        for each in statements(dict(role))
        if action in as_list(each["Action"]) and "Condition" in each
    )
    return found  # type: ignore[no-any-return]  # as YAML has it


def attributes(params: Mapping[str, Any]) -> set[str]:
    """Every attribute that the request names, keys included (the condition key dynamodb:Attributes)."""
    return {*params["Key"], *params["ExpressionAttributeNames"].values()}


def test_erasing_updates_within_the_conditions_of_its_role(stores: Stores, asked: Asked) -> None:
    """Keys and the private part alone, of commits, and no attribute comes back."""
    allowed = conditions("dynamodb:UpdateItem")

    stores.journal.erase(ID, [1, 2])

    assert [operation for operation, _ in asked] == ["UpdateItem", "UpdateItem"]
    for _, params in asked:
        assert attributes(params) == set(allowed["ForAllValues:StringEquals"]["dynamodb:Attributes"])
        (pattern,) = allowed["ForAllValues:StringLike"]["dynamodb:LeadingKeys"]
        assert fnmatch(params["Key"]["pk"]["S"], pattern)
        assert params["ReturnValues"] == allowed["StringEqualsIfExists"]["dynamodb:ReturnValues"]


def test_listing_and_appending_put_within_the_conditions_of_the_role(stores: Stores, asked: Asked) -> None:
    """Commits and the list of erasures, and no definition."""
    patterns = conditions("dynamodb:PutItem")["ForAllValues:StringLike"]["dynamodb:LeadingKeys"]

    stores.erasures.add(ID, AT)
    stores.journal.append(chain(3)[-1])

    keys = [params["Item"]["pk"]["S"] for _, params in asked]
    assert keys == ["erasures", f"submission#{ID}"]
    assert [any(fnmatch(key, each) for each in patterns) for key in keys] == [True, True]
    assert not any(fnmatch("program#exchange", each) for each in patterns)


def test_guards_are_deleted_within_the_conditions_of_the_role(stores: Stores, asked: Asked) -> None:
    """And no commit, no definition, nor the list of erasures."""
    (pattern,) = conditions("dynamodb:DeleteItem")["ForAllValues:StringLike"]["dynamodb:LeadingKeys"]

    stores.journal.free("5f" * 32, ID)

    ((operation, params),) = asked
    assert operation == "DeleteItem"
    assert fnmatch(params["Key"]["pk"]["S"], pattern)
    others = (f"submission#{ID}", "program#exchange", "erasures")
    assert not any(fnmatch(key, pattern) for key in others)

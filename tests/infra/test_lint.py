"""That faults of a template are found, each where it can be: planted into the real one."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from infra import lint
from tests.infra.packaged import Package

pytestmark = [pytest.mark.package, pytest.mark.filterwarnings("ignore::DeprecationWarning")]


@pytest.fixture
def template(package: Package) -> dict[str, Any]:
    """The packaged template, to plant a fault in."""
    return copy.deepcopy(package.template)


def stream_of(template: dict[str, Any]) -> dict[str, Any]:
    """The settings of Relay's event source."""
    settings: dict[str, Any] = template["Resources"]["Relay"]["Properties"]["Events"][
        "RelayDynamodbEventSource"
    ]["Properties"]
    return settings


def test_check_finds_a_misspelt_property_of_a_resource(template: dict[str, Any]) -> None:
    """Both before and after the translation, for it stays what it was."""
    template["Resources"]["MailQueue"]["Properties"]["VisibilityTimeOut"] = 60

    _, found = lint.check(template)

    place = "E3002 Resources/MailQueue/Properties/VisibilityTimeOut"
    assert [line.partition(": Additional")[0] for line in found] == [
        f"before translation: {place}",
        f"after translation: {place}",
    ]


def test_check_finds_an_event_source_without_its_table(template: dict[str, Any]) -> None:
    """cfn-lint does not look there before the translation."""
    stream_of(template)["Stream"] = {"Fn::GetAtt": ["Jornal", "StreamArn"]}

    _, found = lint.check(template)

    assert [line.split(":")[0:2] for line in found] == [["after translation", found[0].split(":")[1]]]
    assert found[0].startswith("after translation: E1010 Resources/RelayRelayDynamodbEventSource/")


def test_check_finds_a_misspelt_property_of_an_event_source(template: dict[str, Any]) -> None:
    """SAM's translator is the only one to look there."""
    stream_of(template)["BisectBatchOnFunctionEror"] = True

    with pytest.raises(lint.NotTranslatable, match="BisectBatchOnFunctionEror"):
        lint.check(template)

"""The alarms of the packaged template, and the topic that they tell."""

from __future__ import annotations

import pytest

from tests.infra.packaged import FUNCTIONS, Package, target

pytestmark = pytest.mark.package


ALARMS = {
    "ApiFailsAlarm",
    "BouncesAlarm",
    "ComplaintsAlarm",
    "FunctionErrorsAlarm",
    "FunctionThrottlesAlarm",
    "MailDeadLettersAlarm",
    "MailWaitsAlarm",
    "ProjectIsBehindAlarm",
    "RelayIsBehindAlarm",
    "RepairDeadLettersAlarm",
    "SeatDeadLettersAlarm",
    "SeatWaitsAlarm",
    "StreamFailuresAlarm",
    "SweepIsSilentAlarm",
    "TableThrottlesAlarm",
}


def test_alarms_reach_the_topic(package: Package) -> None:
    """Every alarm says what to do, and tells the topic when it goes off and when it is over."""
    alarms = package.of_type("AWS::CloudWatch::Alarm")

    assert set(alarms) == ALARMS
    for alarm in alarms.values():
        assert (alarm["AlarmActions"], alarm["OKActions"]) == ([{"Ref": "Alarms"}], [{"Ref": "Alarms"}])
        assert alarm["AlarmDescription"].endswith((".", "?"))


def test_alarms_topic_is_encrypted_by_a_key_that_cloudwatch_may_use(package: Package) -> None:
    """With the key that AWS keeps for SNS, alarms of CloudWatch would not arrive."""
    topic = package.of_type("AWS::SNS::Topic")["Alarms"]
    key = package.of_type("AWS::KMS::Key")["AlarmsKey"]
    policy = package.of_type("AWS::SNS::TopicPolicy")["AlarmsPolicy"]

    cloudwatch = {"Service": "cloudwatch.amazonaws.com"}
    assert topic["KmsMasterKeyId"] == {"Ref": "AlarmsKey"}
    assert [
        statement["Action"]
        for statement in key["KeyPolicy"]["Statement"]
        if statement["Principal"] == cloudwatch
    ] == [["kms:Decrypt", "kms:GenerateDataKey"]]
    assert [
        (statement["Principal"], statement["Action"]) for statement in policy["PolicyDocument"]["Statement"]
    ] == [(cloudwatch, "sns:Publish")]


def test_alarms_sum_over_every_function_and_table(package: Package) -> None:
    """A function or an index that is added is watched too."""
    alarms = package.of_type("AWS::CloudWatch::Alarm")

    def watched(alarm: str) -> set[tuple[str, ...]]:
        return {
            tuple(
                target(one["Value"]) if isinstance(one["Value"], dict) else one["Value"]
                for one in metric["MetricStat"]["Metric"]["Dimensions"]
            )
            for metric in alarms[alarm]["Metrics"]
            if "MetricStat" in metric
        }

    indexes = {
        (table, index["IndexName"])
        for table, properties in package.of_type("AWS::DynamoDB::Table").items()
        for index in properties.get("GlobalSecondaryIndexes", [])
    }
    assert watched("FunctionErrorsAlarm") == {(name,) for name in FUNCTIONS}
    assert watched("FunctionThrottlesAlarm") == {(name,) for name in FUNCTIONS}
    assert watched("TableThrottlesAlarm") == {("Journal",), ("Desk",)} | indexes

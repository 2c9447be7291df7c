"""What docs/operators.md says of resources, alarms, states, limits and costs is what the code has."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import get_args

import botocore.session
import msgspec
from botocore import xform_name

from chalicelib.domain import definitions, draft
from chalicelib.domain.fields.file import File
from chalicelib.services import limits, project, submit, uploads
from chalicelib.storage.ports import MessageState
from chalicelib.web import bodies
from infra import archive
from infra.docs import settings
from infra.local import template
from tests.docs.documents import ROOT, document

PAGE = document("operators.md")
TEMPLATE = template.read()
SERVICES = {"sesv2", "sqs", "dynamodb", "secretsmanager", "cloudformation"}
COMMON = {"query", "output", "region"}


def first_cells(heading: str) -> list[str]:
    """What the lines of the first table below a heading begin with."""
    return [row[0].strip("`") for row in PAGE.tables(heading)[0]]


def test_functions_are_those_of_the_template() -> None:
    """Each function has its line."""
    functions = [name for name, resource in TEMPLATE.resources.items() if "LoggingConfig" in str(resource)]

    assert first_cells("What runs") == functions


def test_every_alarm_says_what_to_do() -> None:
    """Each alarm has its line, and each line three cells."""
    rows = PAGE.tables("Alarms")[0]

    assert {row[0].strip("`") for row in rows} == set(TEMPLATE.of_type("AWS::CloudWatch::Alarm"))
    assert [row for row in rows if not all(row)] == []


def test_resources_and_parameters_are_named() -> None:
    """Whatever an operator may meet stands on the page."""
    kinds = (
        "AWS::S3::Bucket",
        "AWS::DynamoDB::Table",
        "AWS::SQS::Queue",
        "AWS::Logs::LogGroup",
        "AWS::SNS::Topic",
    )
    resources = {name for kind in kinds for name in TEMPLATE.of_type(kind)}

    assert {name for name in resources if f"`{name}`" not in PAGE.text} == set()
    assert [name for name in settings.parameters() if name not in PAGE.text] == []


def test_states_and_reasons_of_messages_are_told() -> None:
    """Each reason that the consumers give, and each state that a row may have."""
    rows = PAGE.tables("What becomes of a message")[0]
    told = {row[1].strip("`").removesuffix("…").rstrip(":") for row in rows if row[1]}

    assert told == set(reasons())
    assert [state for state in get_args(MessageState) if f"`{state}`" not in PAGE.text] == []


def reasons() -> Iterator[str]:
    """The reasons in the code: of `Suppressed`, of `fail`, and the constants of `rows`."""
    folder = ROOT / "chalicelib" / "consumers"
    for node in ast.walk(ast.parse((folder / "notify.py").read_text())):
        match node:
            case ast.Call(func=ast.Name("Suppressed"), args=[ast.Constant(str(reason))]):
                yield reason
            case ast.Call(func=ast.Attribute(attr="fail"), args=[_, _, ast.Constant(str(reason))]):
                yield reason
            case ast.Call(func=ast.Attribute(attr="fail"), args=[_, _, ast.JoinedStr(values=[start, *_])]):
                assert isinstance(start, ast.Constant)
                yield str(start.value).rstrip(":")
    for node in ast.parse((folder / "rows.py").read_text()).body:
        match node:
            case ast.Assign(value=ast.Constant(str(reason))):
                yield reason


def test_bill_is_the_sum_of_what_the_template_has() -> None:
    """Queues that Lambda reads, alarms' metrics, keys and secrets are counted there, and added up here."""
    *rows, total = PAGE.tables("What it costs when nobody uses it")[0]
    sums = {row[0]: row[1] for row in rows}
    alarms = TEMPLATE.of_type("AWS::CloudWatch::Alarm").values()
    metrics = sum(
        sum(1 for metric in alarm.get("Metrics", [{}]) if "Expression" not in metric) for alarm in alarms
    )
    read = [name for name, each in TEMPLATE.resources.items() if "SqsEventSource" in str(each)]

    assert sums["queues read by Lambda"].startswith(f"{len(read)} queues × 5 readers")
    assert sums["alarms"] == f"{metrics} metrics at 0.10"
    assert len(TEMPLATE.of_type("AWS::KMS::Key")) == len(TEMPLATE.of_type("AWS::SecretsManager::Secret")) == 1
    requests = Decimal(5 * 3 * 43_200) / 1_000_000
    price = {"Seat": Decimal("0.50")}  # those of a FIFO queue
    in_all = sum(requests * price.get(name, Decimal("0.40")) for name in read)
    assert Decimal(rows[0][2]) == in_all.quantize(Decimal("0.01"))
    assert Decimal("0.10") * metrics == Decimal(rows[3][2])
    assert sum(Decimal(row[2]) for row in rows) == Decimal(total[2].strip("*"))


def _largest_file() -> float:
    """Megabytes that a field may say at most."""
    (field,) = [each for each in msgspec.structs.fields(File) if each.name == "max_mb"]
    (most,) = [each.le for each in field.type.__metadata__ if getattr(each, "le", None) is not None]
    return float(most)


def test_limits_are_those_of_the_code() -> None:
    """The numbers in the table are the code's and the template's."""
    said = {row[0]: row[1] for row in PAGE.tables("Limits")[0]}
    throttling = TEMPLATE.properties("RestAPI")["MethodSettings"][0]
    receives = TEMPLATE.properties("MailQueue")["RedrivePolicy"]["maxReceiveCount"]
    notify = TEMPLATE.event("Notify")

    assert [re.findall(r"\d+", value) for value in said.values()] == [
        [str(throttling["ThrottlingRateLimit"]), str(throttling["ThrottlingBurstLimit"]), "429"],
        [str(limits.AN_HOUR), str(limits.A_DAY)],
        [str(notify["ScalingConfig"]["MaximumConcurrency"]), str(notify["BatchSize"])],
        [str(uploads.MOST // 10**6), str(int(_largest_file()))],
        [str(limits.UPLOADS_AN_HOUR), "429"],
        [str(bodies.MOST // 1024)],
        [str(submit.MOST // 1024), str(draft.KEPT.days)],
        [str(definitions.LONGEST // 1024), str(bodies.MOST_OF_DEFINITION // 1024**2)],
        [str(receives)],
        [str(TEMPLATE.properties("SeatQueue")["RedrivePolicy"]["maxReceiveCount"])],
        [str(project.OLDEST.days)],
        [str(archive.LARGEST // 10**6)],
    ]


def test_log_retention_is_the_template_s() -> None:
    """Days for which logs are kept."""
    days = {each["RetentionInDays"] for each in TEMPLATE.of_type("AWS::Logs::LogGroup").values()}

    assert re.findall(r"kept for (\d+) days", PAGE.text) == [str(day) for day in days]


def commands() -> Iterator[list[str]]:
    """Every call of the AWS command line interface: service, operation, names of options."""
    text = "\n".join(block.code for block in PAGE.blocks if block.language == "sh").replace("\\\n", " ")
    for found in re.finditer(r"\baws ([a-z0-9]+) ([a-z-]+)([^|\n]*)", text):
        inner = found[3].partition("$(aws")[0]
        yield [found[1], found[2], *re.findall(r"--([a-z-]+)", inner)]


def test_commands_are_those_that_aws_has() -> None:
    """Each operation exists, and takes the options that are given (botocore's models)."""
    session = botocore.session.Session()
    found = list(commands())

    assert {service for service, *_ in found} == SERVICES
    for service, operation, *options in found:
        model = session.get_service_model(service)
        names = {xform_name(name, "-"): name for name in model.operation_names}
        if operation == "wait":
            continue
        shape = model.operation_model(names[operation]).input_shape
        members = {xform_name(name, "-") for name in shape.members}
        assert set(options) - COMMON <= members, (service, operation)

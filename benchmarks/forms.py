"""Checking one long form beside the calls that keep it: CPU of this process, in one run.

The form is the real ones of `tests/forms` one behind another: O1 to O4, then O3 and O4, which have more
conditions than the others, as often as it takes to have enough of them. The calls are PutItem of a first
commit's size by a warm boto3 client, answered at once.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import date
from itertools import chain, cycle
from typing import Any

import boto3

from benchmarks import cold, report, requests
from chalicelib.domain import answers
from chalicelib.domain.logic_paths import OVER_ELEMENTS
from tests.forms import cases, definitions

FIELDS, CONDITIONS, CALLS = 200, 50, 3
ROUNDS, TIMES = 20, 10


def main() -> None:
    """Prints the table: the smallest of several rounds, so that others on the machine don't count."""
    document, sent = long_form(definitions.TODAY)
    program = definitions.program_of(document)
    kept, faults = answers.check(program, sent, definitions.TODAY, country="US")
    if faults or not kept:
        raise RuntimeError(f"the answers are not accepted: {faults}")
    fields, conditions = counted(document)
    item = requests.commit_item()
    with cold.stub(requests.answers()) as endpoint:
        client = boto3.client(
            "dynamodb",
            endpoint_url=endpoint,
            region_name="us-west-2",
            aws_access_key_id="benchmark",
            aws_secret_access_key="benchmark",  # noqa: S106 - of no account
        )
        put, check = _least(
            lambda: client.put_item(TableName="journal", Item=item),
            lambda: answers.check(program, sent, definitions.TODAY, country="US"),
        )
    report.title(f"Checking a form of {fields} fields and {conditions} conditions, all of it filled in")
    report.table(
        ["", "CPU ms", f"x {CALLS} boto3 puts"],
        [
            ["checking the answers", f"{1000 * check:.2f}", f"{check / put / CALLS:.2f}"],
            [f"{CALLS} PutItem by boto3", f"{1000 * CALLS * put:.2f}", "1.00"],
        ],
    )
    report.note(f"Goal: less than {CALLS} calls.")


def _least(*works: Callable[[], object]) -> list[float]:
    """Seconds of CPU of one call of each, warm; in turn, so that whatever else is going on hits all alike."""
    spent: list[list[float]] = [[] for _ in works]
    for number in range(ROUNDS + 1):
        for work, found in zip(works, spent, strict=True):
            began = time.process_time()
            for _ in range(TIMES):
                work()
            if number:
                found.append((time.process_time() - began) / TIMES)
    return [min(found) for found in spent]


def long_form(today: date) -> tuple[dict[str, Any], dict[str, Any]]:
    """The definition, and answers to all of it."""
    names = [name for name in definitions.NAMES if name[0] == "o" and name[1].isdigit()]
    whole: dict[str, Any] = {**definitions.document(names[0]), "form": [], "rules": []}
    sent: dict[str, Any] = {}
    for copy, name in enumerate(chain(names, cycle(names[2:]))):
        if counted(whole)[0] >= FIELDS and counted(whole)[1] >= CONDITIONS:
            break
        prefix = f"a{copy}_" if sent else ""
        part = definitions.document(name)
        whole["roles"] = {**whole["roles"], **part["roles"]}
        whole["form"] += [_page(page, prefix) for page in part["form"]]
        whole["rules"] += [
            {**rule, "check": _moved(rule["check"], prefix), "field": prefix + rule["field"]}
            for rule in part.get("rules", ())
        ]
        sent |= {prefix + key: answer for key, answer in cases.base(name, today).items()}
    return whole, sent


def counted(document: dict[str, Any]) -> tuple[int, int]:
    """How many fields it has, those in rows included, and how many conditions."""
    fields = [each for page in document["form"] for each in _inner(page)]
    parts = [*fields, *document["form"]]
    conditions = sum(
        "show_if" in each or isinstance(each.get("required"), dict) or "value" in each for each in parts
    )
    return len(fields), conditions + len(document["rules"])


def _inner(part: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for each in part.get("fields", ()):
        yield each
        yield from _inner(each)


def _page(page: dict[str, Any], prefix: str) -> dict[str, Any]:
    return _conditions({**page, "fields": [_field(each, prefix) for each in page["fields"]]}, prefix)


def _field(each: dict[str, Any], prefix: str) -> dict[str, Any]:
    moved = {**each, "id": prefix + each["id"]}
    if "rows_from" in each:
        moved["rows_from"] = prefix + each["rows_from"]
    if "options_from" in each:
        moved["options_from"] = {**each["options_from"], "rows": prefix + each["options_from"]["rows"]}
    if "fields" in each:
        moved["fields"] = [_conditions(member, prefix, row=True) for member in each["fields"]]
    return _conditions(moved, prefix)


def _conditions(part: dict[str, Any], prefix: str, *, row: bool = False) -> dict[str, Any]:
    moved = dict(part)
    for key in ("show_if", "required", "value"):
        if isinstance(part.get(key), dict):
            moved[key] = _moved(part[key], prefix, row=row)
    return moved


def _moved(expression: Any, prefix: str, *, row: bool = False) -> Any:
    """The condition with the names that its fields have now; in a row, only those of the form are others."""
    match expression:
        case {"var": [str(name), *others]}:
            return {"var": [_name(name, prefix, row=row), *others]}
        case {"var": str(name)}:
            return {"var": _name(name, prefix, row=row)}
        case dict():
            ((operation, given),) = expression.items()
            if operation in OVER_ELEMENTS:
                return {operation: [_moved(given[0], prefix, row=row), *given[1:]]}
            return {operation: _moved(given, prefix, row=row)}
        case list():
            return [_moved(each, prefix, row=row) for each in expression]
        case _:
            return expression


def _name(name: str, prefix: str, *, row: bool) -> str:
    if name.startswith("form."):
        return f"form.{prefix}{name.removeprefix('form.')}"
    return name if row else prefix + name


if __name__ == "__main__":
    main()

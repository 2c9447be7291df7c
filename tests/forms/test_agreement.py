"""Pages, JSON and the published JSON Schema agree on every case of the real forms."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import jsonschema
import pytest

from chalicelib.domain import answers
from chalicelib.domain.definitions import fields_of
from chalicelib.web import prefilled
from tests.forms import boundaries, cases, definitions
from tests.forms.cases import Case
from tests.forms.mutants import CONSTRAINTS
from tests.forms.shapes import by_shape

OFF_PAGES = {
    "unknown_field",
    "not_one_of",
    "too_many_places",
    "too_many_rows",
    "too_few_rows",
    "money",
    "wrong_type",
}
"""Faults that a page has no way to make: it asks for what there is, for a row of each row, and for one file
or several as there may be; and an amount with three decimals is one with thousands there.
"""


def edges(name: str) -> Iterator[Case]:
    """The first cases on both sides of each constraint, made from `base`."""
    situations = [cases.table(name)[0].answers]
    program = definitions.program(name)
    for one in boundaries.asked(definitions.document(name)):
        for key in sorted(one.written.keys() & CONSTRAINTS - {"required", "show_if", "value"}):
            found = [case for case in boundaries.cases(one, key, situations) if case.holds(program)]
            yield from (each for each in found[:6])


def check(name: str, sent: dict[str, Any]) -> tuple[dict[str, Any], list[Any]]:
    """What is kept, and the faults; of faulty answers only these."""
    program = definitions.program(name)
    kept, found = answers.check(program, sent, definitions.TODAY, country="US", pointer="")
    return ({} if found else kept), [(fault.pointer, fault.code) for fault in found]


def faults(name: str, sent: dict[str, Any]) -> list[Any]:
    """The faults themselves."""
    return answers.check(definitions.program(name), sent, definitions.TODAY, country="US", pointer="")[1]


ALL = [
    pytest.param(name, case, id=f"{name}-{case.name}")
    for name in definitions.NAMES
    for case in (*cases.table(name), *edges(name))
]


def sent_by_pages(name: str, case: Case) -> bool:
    """Whether a page of ours can send the answers."""
    return not {fault.code for fault in faults(name, case.answers)} & OFF_PAGES


@pytest.mark.parametrize(("name", "case"), [each for each in ALL if sent_by_pages(*each.values)])
def test_page_comes_to_the_same_as_json(name: str, case: Case) -> None:
    """What is kept, or every fault, of the controls that a page sends for these answers."""
    program = definitions.program(name)
    sent = case.answers
    read = answers.from_page(program, prefilled.of(fields_of(program), sent).typed)

    assert check(name, read) == check(name, sent)


@pytest.mark.parametrize(("name", "case"), ALL)
def test_schema_takes_what_is_kept_and_refuses_what_has_another_shape(name: str, case: Case) -> None:
    """But for what is conditional, which it describes, and leaves to the check."""
    found = faults(name, case.answers)
    shapes = [fault for fault in found if by_shape(definitions.document(name), case.answers, fault)]

    assert validator(name).is_valid(case.answers) == (not shapes), found
    if not found:
        validator(name).validate(check(name, case.answers)[0])


@cache
def validator(name: str) -> jsonschema.Draft202012Validator:
    """By the schema that is published."""
    schema = answers.schema(definitions.program(name), definitions.TODAY)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(
        schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )

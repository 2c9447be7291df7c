from __future__ import annotations

from typing import Any

import jsonschema
import pytest

from chalicelib.domain import answers
from chalicelib.domain.definitions import fields_of
from tests.domain.examples import ABSENT, ANSWERS, TODAY, changed, program

VISIT = program()


def told(sent: dict[str, Any]) -> list[tuple[str, str]]:
    """The faults' places and codes."""
    return [(fault.pointer, fault.code) for fault in answers.check(VISIT, sent, TODAY)[1]]


def test_answers_without_fault_are_kept_as_they_are() -> None:
    """And are valid by the published schema."""
    kept, faults = answers.check(VISIT, ANSWERS, TODAY)

    assert (kept, faults) == (ANSWERS, [])
    schema = answers.schema(VISIT, TODAY)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(kept)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ([("/full_name", ABSENT)], [("/answers/full_name", "required")]),
        ([("/people", ABSENT)], [("/answers/people", "required")]),
        ([("/people", [])], [("/answers/people", "too_few_rows")]),
        ([("/people/1/name", " ")], [("/answers/people/1/name", "required")]),
        ([("/people", [{"name": "A"}] * 5)], [("/answers/people", "too_many_rows")]),
        ([("/meal_other", ABSENT)], [("/answers/meal_other", "required")]),
        ([("/thanks", "you")], [("/answers/thanks", "unknown_field")]),
        ([("/hat", {"size": 5})], [("/answers/hat", "unknown_field")]),
        ([("/agreement", False)], [("/answers/agreement", "required")]),
        ([("/dob", "2015-06-02")], [("/answers/dob", "too_young")]),
    ],
)
def test_faults_are_pointed_to_in_the_body(
    changes: list[tuple[str, Any]], faults: list[tuple[str, str]]
) -> None:
    """A missing answer to where it should be, a wrong number of rows at the group."""
    assert told(changed(ANSWERS, *changes)) == faults


def test_nothing_sent_misses_all_that_is_required() -> None:
    """In the order of the form."""
    assert told({}) == [
        (f"/answers/{name}", "required") for name in ("full_name", "email", "people", "agreement")
    ]


def test_pointer_may_lead_elsewhere() -> None:
    """A step's form stands under another name."""
    _, faults = answers.check(VISIT, {"x": 1}, TODAY, pointer="/form")

    assert faults[-1].pointer == "/form/x"


def test_from_page_is_what_json_would_hold() -> None:
    """Controls by their names; what was left empty isn't there."""
    page = {
        "full_name": ["Jane Doe"],
        "nickname": [""],
        "email": ["jane@school.example"],
        "people.0.name": ["Ann"],
        "people.0.role": ["head"],
        "people.1.name": [""],
        "people.1.role": [""],
        "nights": ["2,5"],
        "press": ["no"],
        "agreement": ["yes"],
        "sure": ["yes"],
    }

    assert answers.from_page(VISIT, page) == {
        "full_name": "Jane Doe",
        "email": "jane@school.example",
        "people": [{"name": "Ann", "role": "head"}],
        "nights": 2.5,
        "press": False,
        "agreement": True,
    }


@pytest.mark.parametrize(
    ("sent", "name", "called"),
    [
        (ANSWERS, "Jane Doe", "Jane"),
        ({"full_name": "Jane Doe"}, "Jane Doe", "Jane Doe"),
        ({}, "", ""),
    ],
)
def test_applicant_is_who_the_definition_says(sent: dict[str, Any], name: str, called: str) -> None:
    """By its fields; after an erasure nobody."""
    assert answers.applicant_name(VISIT, sent) == name
    assert answers.applicant_called(VISIT, sent) == called
    assert answers.applicant_email(VISIT, sent) == sent.get("email", "")


def test_national_numbers_are_read_by_the_communitys_country() -> None:
    """Handed in with the answers; a number that says its country needs none."""
    kept, faults = answers.check(VISIT, {**ANSWERS, "phone": "03-1234-5678"}, TODAY, country="JP")

    assert (kept["phone"], faults) == ("+81312345678", [])
    assert told({**ANSWERS, "phone": "03-1234-5678"}) == [("/answers/phone", "phone")]


@pytest.mark.parametrize(
    ("sent", "needed"),
    [
        ({"phone": "719-555-0123"}, True),
        ({"phone": "+1 719-555-0123"}, False),
        ({"full_name": "719-555-0123"}, False),
        ({"people": [{"name": "A"}, {"call": "719-555-0123"}]}, True),
        ({"people": [{"name": "719-555-0123", "call": "+1 719-555-0123"}]}, False),
        ({"people": ["719-555-0123", None]}, False),
        ({"people": "719-555-0123", "phone": ["719-555-0123"]}, False),
        ({}, False),
    ],
)
def test_country_is_needed_for_national_numbers_alone(sent: dict[str, Any], needed: bool) -> None:
    """In rows as well; nothing else has to be read for a form."""
    call = {"id": "call", "type": "phone", "label": "Call"}
    fields = fields_of(program(("/form/1/fields/0/fields/-", call)))

    assert answers.needs_country(fields, sent) is needed

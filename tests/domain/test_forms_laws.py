"""Laws of forms, over random definitions and random answers."""

from __future__ import annotations

import random
from typing import Any

import jsonschema
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.domain import answers, logic, programs
from chalicelib.domain.definitions import Program, fields_of
from chalicelib.domain.fields.checking import Settled
from chalicelib.domain.fields.group import Group
from tests.forms import random_definitions
from tests.forms.definitions import TODAY, program_of
from tests.forms.shapes import by_shape

slow = settings(suppress_health_check=[HealthCheck.too_slow], max_examples=40)
FILLED_IN = random_definitions.filled_in()
NEARLY_RIGHT = random_definitions.filled_in(junk=False)


def settle(program: Program, sent: dict[str, Any]) -> Settled:
    """What becomes of the answers."""
    return answers.settle(program, sent, TODAY, country="US", pointer="")


def validator(program: Program) -> jsonschema.Draft202012Validator:
    """By the schema that is published."""
    schema = answers.schema(program, TODAY)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(
        schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )


@slow
@given(random_definitions.definitions())
def test_definitions_that_are_made_here_are_accepted(document: dict[str, Any]) -> None:
    """So that the laws are about such as are published."""
    assert programs.faults(document, TODAY) == []


@slow
@given(FILLED_IN | NEARLY_RIGHT)
def test_what_is_kept_is_kept_again(made: tuple[dict[str, Any], dict[str, Any]]) -> None:
    """Answers without fault settle to themselves, whatever was worked out or dropped."""
    document, sent = made
    program = program_of(document)

    settled = settle(program, sent)

    if not settled.faults:
        assert settle(program, settled.kept).kept == settled.kept
        assert settle(program, settled.kept).faults == []


@slow
@given(FILLED_IN | NEARLY_RIGHT)
def test_schema_takes_what_is_accepted_and_refuses_what_has_another_shape(
    made: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    """As it was sent, and as it is kept."""
    document, sent = made
    program = program_of(document)
    settled = settle(program, sent)

    valid = validator(program).is_valid(sent)

    if not settled.faults:
        validator(program).validate(sent)
        validator(program).validate(settled.kept)
    elif valid:
        assert [fault for fault in settled.faults if by_shape(document, sent, fault)] == []


@slow
@given(FILLED_IN | NEARLY_RIGHT, st.randoms(use_true_random=False))
def test_order_of_fields_does_not_matter(
    made: tuple[dict[str, Any], dict[str, Any]], shuffling: random.Random
) -> None:
    """The same is kept and wrong, wherever on its page or in its row a field stands."""
    document, sent = made
    other = {**document, "form": [shuffled(page, shuffling) for page in document["form"]]}

    found = [settle(program_of(each), sent) for each in (document, other)]

    assert found[0].kept == found[1].kept
    assert sorted(map(repr, found[0].faults)) == sorted(map(repr, found[1].faults))


def shuffled(part: dict[str, Any], shuffling: random.Random) -> dict[str, Any]:
    """The page or group with its fields in another order."""
    fields = [shuffled(each, shuffling) if "fields" in each else each for each in part["fields"]]
    shuffling.shuffle(fields)
    return {**part, "fields": fields}


@slow
@given(FILLED_IN | NEARLY_RIGHT)
def test_what_is_hidden_is_not_kept_and_nothing_is_wrong_with_it(
    made: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    """By the conditions themselves, over the answers as conditions see them at the end. A rule of the whole
    form is told where it says, shown or not.
    """
    document, sent = made
    program = program_of(document)
    settled = settle(program, sent)
    data = {**settled.scope, "form": settled.scope}
    pages = {each.id: page.show_if for page in program.form for each in page.fields}

    for each in fields_of(program):
        conditions = [one for one in (pages[each.id], each.show_if) if one is not None]
        if not all(logic.truthy(logic.evaluate(one, data)) for one in conditions):
            assert each.id not in settled.kept
            wrong = [fault.pointer for fault in settled.faults if fault.code != "rule"]
            assert not any(f"{pointer}/".startswith(f"/{each.id}/") for pointer in wrong)
        elif isinstance(each, Group):
            for row, seen in zip(settled.kept.get(each.id, ()), settled.scope.get(each.id, ()), strict=False):
                assert row.keys() <= seen.keys() or settled.faults

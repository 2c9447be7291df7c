"""Real forms are definitions alone, and every constraint in them is tried from both sides."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec
import pytest

from chalicelib.domain import programs, sense
from chalicelib.domain.fields import rows
from chalicelib.domain.fields.field import Field
from chalicelib.domain.fields.group import Group
from tests.forms import boundaries, cases, definitions, mutants
from tests.forms.cases import ABSENT, Case
from tests.forms.mutants import Site

CASES = [
    pytest.param(name, case, id=f"{name}-{case.name}")
    for name in definitions.NAMES
    for case in cases.table(name)
]
SITES = [
    pytest.param(name, site, id=f"{name}-{site.pointer}-{site.key}")
    for name in definitions.NAMES
    for site in mutants.sites(definitions.document(name))
]


@pytest.mark.parametrize("name", definitions.NAMES)
def test_definition_is_without_fault_and_warning(name: str) -> None:
    """As it could be published today."""
    written = definitions.document(name)

    assert written["id"] == name
    assert programs.faults(written, definitions.TODAY) == []
    assert sense.warnings(written) == []


def test_together_they_use_every_type_and_every_constraint() -> None:
    """Whatever the model has."""
    written = [
        one.written for name in definitions.NAMES for one in boundaries.asked(definitions.document(name))
    ]
    used = {(each["type"], key) for each in written for key in each}

    own = {
        (str(kind.__struct_config__.tag), each.name)
        for kind in (*rows.MODULES, Group)
        for each in msgspec.structs.fields(kind)
        if each.name not in Field.__struct_fields__
    }
    assert own - used == set()
    assert {*Field.__struct_fields__} - {key for _, key in used} == set()
    assert {isinstance(each["required"], dict) for each in written if "required" in each} == {True, False}


def test_every_constraint_of_the_model_has_its_mutants() -> None:
    """A new one is known to `mutants`, or is none that answers break."""
    known = {
        each.name
        for kind in (*rows.MODULES, Group)
        for each in msgspec.structs.fields(kind)
        if each.name not in ("id", "label", "hint", "visible_to", "sensitive", "unit", "statement", "fields")
    }

    assert known == mutants.CONSTRAINTS | mutants.CONTENT


@pytest.mark.parametrize(("name", "case"), CASES)
def test_case_of_the_table_holds(name: str, case: Case) -> None:
    """The answers are kept, dropped or refused as it says."""
    assert case.wrong(definitions.program(name)) == []


@pytest.mark.parametrize("name", definitions.NAMES)
def test_every_field_is_answered_somewhere(name: str) -> None:
    """In answers in which nothing is wrong."""
    answered = {place.rpartition("/")[2] for each in situations(name) for place in cases.places(each)}
    wanted = {
        one.written["id"]
        for one in boundaries.asked(definitions.document(name))
        if one.written["type"] not in ("note", "computed", "group")
    }

    assert wanted - answered == set()


@pytest.mark.parametrize(("name", "site"), SITES)
def test_constraint_is_tried_from_both_sides(name: str, site: Site) -> None:
    """Without it, or were it looser, a case would come out otherwise; and so it would were it stricter."""
    written = definitions.document(name)
    loose = [mutants.mutant(written, site, value) for value in site.looser]
    strict = [mutants.mutant(written, site, value) for value in site.stricter]

    assert all(noticed(name, site, each) for each in loose)
    assert not strict or any(noticed(name, site, each) for each in strict)


def noticed(name: str, site: Site, changed: dict[str, Any]) -> bool:
    """Whether a case comes out otherwise by the changed definition."""
    program = definitions.program_of(changed)
    return any(not case.holds(program) for case in pool(name, site))


def pool(name: str, site: Site) -> Iterator[Case]:
    """The cases of the table, and those at the edge of the constraint that come out as they should."""
    program = definitions.program(name)
    if site.one is not None and site.key not in ("show_if", "value"):
        own = site.one.written["id"]
        fields = [each.written for each in boundaries.asked(definitions.document(name))]
        followers = [each["id"] for each in fields if each.get("rows_from") == own]
        found = boundaries.cases(site.one, site.key, situations(name), followers)
        yield from (case for case in found if case.holds(program))
    yield from cases.table(name)


@cache
def situations(name: str) -> list[dict[str, Any]]:
    """Answers of the table in which nothing is wrong, without what is dropped."""
    found = []
    for case in cases.table(name):
        if not case.faults:
            sent = case.answers
            for place in case.dropped:
                if cases.at(sent, place) is not ABSENT:
                    sent = boundaries.put_into(sent, place, ABSENT)
            found.append(sent)
    return found

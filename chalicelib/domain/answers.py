"""Checking a whole form's answers, reading them from a page, describing them as JSON Schema."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from chalicelib.domain.definitions import Program, fields_of
from chalicelib.domain.errors import Fault
from chalicelib.domain.fields import rows
from chalicelib.domain.fields.field import Context, Field, PageForm
from chalicelib.domain.fields.group import Group
from chalicelib.domain.fields.phone import Phone, national


def check(
    program: Program,
    answers: Mapping[str, Any],
    today: date,
    *,
    country: str = "",
    pointer: str = "/answers",
) -> tuple[dict[str, Any], list[Fault]]:
    """The answers as they are kept, and every fault in them, in the order of the form.

    `today` is the day in the program's time zone, `country` the community's, which `needs_country` says
    whether it is wanted.
    """
    context = Context(today=today, languages=program.languages, country=country)
    return rows.check(fields_of(program), answers, pointer, context)


def needs_country(fields: Sequence[Field], answers: Mapping[str, Any]) -> bool:
    """Whether the answers have a telephone number that only the community's country can tell how to read."""
    for field in fields:
        answer = answers.get(field.id)
        if isinstance(field, Phone) and national(answer):
            return True
        if isinstance(field, Group) and isinstance(answer, list):
            entries = (row for row in answer if isinstance(row, dict))
            if any(needs_country(field.fields, row) for row in entries):
                return True
    return False


def from_page(program: Program, form: PageForm) -> dict[str, Any]:
    """The answers that a page sent, by field id, as JSON would hold them; unchecked."""
    return rows.read(fields_of(program), form)


def schema(program: Program, today: date) -> dict[str, object]:
    """JSON Schema 2020-12 of the program's answers: their shape; what only Concord can check is beyond it."""
    described = rows.schema(fields_of(program), Context(today=today, languages=program.languages))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **described}


def applicant_name(program: Program, answers: Mapping[str, Any]) -> str:
    """What the applicant's name field holds."""
    return str(answers.get(program.applicant.name, ""))


def applicant_called(program: Program, answers: Mapping[str, Any]) -> str:
    """What the applicant is called in letters: the field for that, else the name."""
    called = answers.get(program.applicant.called) if program.applicant.called else None
    return str(called) if called else applicant_name(program, answers)


def applicant_email(program: Program, answers: Mapping[str, Any]) -> str:
    """The applicant's address of record."""
    return str(answers.get(program.applicant.email, ""))

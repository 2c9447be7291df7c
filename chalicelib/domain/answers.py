"""Checking a whole form's answers, reading them from a page, describing them as JSON Schema."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from chalicelib.domain.definitions import Program, fields_of
from chalicelib.domain.errors import Fault
from chalicelib.domain.fields import rows
from chalicelib.domain.fields.field import Context, PageForm


def check(
    program: Program, answers: Mapping[str, Any], today: date, *, pointer: str = "/answers"
) -> tuple[dict[str, Any], list[Fault]]:
    """The answers as they are kept, and every fault in them, in the order of the form.

    `today` is the day in the program's time zone.
    """
    return rows.check(fields_of(program), answers, pointer, Context(today=today, languages=program.languages))


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

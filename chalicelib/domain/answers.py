"""Checking a whole form's answers, reading them from a page, describing them as JSON Schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from chalicelib.domain import logic
from chalicelib.domain.definitions import Program, fields_of
from chalicelib.domain.errors import Fault
from chalicelib.domain.fields import checking, plan, reading, rows
from chalicelib.domain.fields.checking import Settled
from chalicelib.domain.fields.field import Context, Field, PageForm
from chalicelib.domain.fields.group import Group
from chalicelib.domain.fields.phone import Phone, national
from chalicelib.domain.fields.plan import Form
from chalicelib.domain.identity import Same


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
    settled = settle(program, answers, today, country=country, pointer=pointer)
    return settled.kept, settled.faults


def settle(
    program: Program,
    answers: Mapping[str, Any],
    today: date,
    *,
    country: str = "",
    pointer: str = "/answers",
) -> Settled:
    """The same, with what is shown of the form, and what its conditions see."""
    context = Context(today=today, languages=program.languages, country=country)
    settled = checking.settle(form_of(program), answers, pointer, context)
    return replace(settled, faults=settled.faults + list(_broken(program, settled, pointer)))


def form_of(program: Program) -> Form:
    """The program's form with the conditions of its pages; the same for the same program."""
    return _form_of(Same(program))


def may_be_hidden(program: Program, field: Field) -> bool:
    """Whether answers can be such that a field of the form is not shown."""
    return rows.depends(field) or field.id in form_of(program).pages


@lru_cache(maxsize=64)
def _form_of(program: Same[Program]) -> Form:
    pages = {
        field.id: page.show_if
        for page in program.it.form
        if page.show_if is not None
        for field in page.fields
    }
    return Form(fields_of(program.it), pages)


def _broken(program: Program, settled: Settled, pointer: str) -> Iterator[Fault]:
    """The rules that don't hold, at their fields. One over an answer that is wrong already says nothing."""
    if not program.rules:
        return
    faulty = {fault.pointer.removeprefix(f"{pointer}/").partition("/")[0] for fault in settled.faults}
    data = {**settled.scope, "form": settled.scope}
    known = {field.id: field for field in fields_of(program)} if faulty else {}
    for rule in program.rules:
        looked_at = (place.field for place in plan.looked_at(rule.check, known, None))
        if faulty and faulty & {rule.field, *looked_at}:
            continue
        if not logic.truthy(logic.evaluate(rule.check, data)):
            yield Fault(f"{pointer}/{rule.field}", "rule", {"message": rule.message})


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
    return reading.read(fields_of(program), form)


def schema(program: Program, today: date) -> dict[str, object]:
    """JSON Schema 2020-12 of the program's answers: their shape; what only Concord can check is beyond it."""
    context = Context(today=today, languages=program.languages)
    described = rows.schema(fields_of(program), context, form_of(program).pages)
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

"""A form filled in with answers that are there: what a page would have sent for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from chalicelib.domain.fields.email import Email
from chalicelib.domain.fields.field import Field
from chalicelib.domain.fields.group import Group
from chalicelib.web.control import Filled


def of(fields: Sequence[Field], answers: Mapping[str, Any]) -> Filled:
    """The form as it was when these answers were sent."""
    typed: dict[str, list[str]] = {}
    for name, value in _controls(fields, answers, ""):
        typed.setdefault(name, []).append(value)
    counts = {
        field.id: len(answers[field.id])
        for field in fields
        if isinstance(field, Group) and answers.get(field.id)
    }
    return Filled(typed=typed, rows=counts)


def _controls(fields: Sequence[Field], answers: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for field in fields:
        name, answer = f"{prefix}{field.id}", answers.get(field.id)
        if isinstance(field, Group):
            for number, row in enumerate(answer or ()):
                yield from _controls(field.fields, row, f"{name}.{number}.")
        else:
            yield from _values(name, answer)
        if isinstance(field, Email) and field.confirm and answer:
            yield f"{name}_again", str(answer)
        if f"{field.id}_other" in answers:
            yield f"{name}_other", str(answers[f"{field.id}_other"])


def _values(name: str, answer: Any) -> Iterator[tuple[str, str]]:
    """The values of one control, or of those that an answer with members has."""
    match answer:
        case None:
            return
        case bool():
            yield name, "yes" if answer else "no"
        case dict():
            for member, value in answer.items():
                yield f"{name}.{member}", str(value)
        case list():
            for value in answer:
                yield name, str(value)
        case _:
            yield name, str(answer)

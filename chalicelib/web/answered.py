"""Answers as people read them: by the form's own pages, labels and options, in the reader's way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib.domain.definitions import Program
from chalicelib.domain.fields import choice
from chalicelib.domain.fields.field import Field
from chalicelib.domain.fields.group import Group
from chalicelib.domain.fields.rows import MODULES
from chalicelib.language.reader import Reader


@dataclass(frozen=True, slots=True)
class Line:
    """One answer, or of a group its rows."""

    label: str
    text: str = ""
    rows: tuple[tuple[Line, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """The answers of one page of the form."""

    heading: str
    lines: tuple[Line, ...]


def parts(program: Program, answers: Mapping[str, Any], speech: Reader) -> list[Part]:
    """All that was answered, in the form's order; pages without an answer are left out."""
    found = [Part(speech.text(page.page), _lines(page.fields, answers, speech)) for page in program.form]
    return [part for part in found if part.lines]


def _lines(fields: Sequence[Field], answers: Mapping[str, Any], speech: Reader) -> tuple[Line, ...]:
    return tuple(_line(field, answers, speech) for field in fields if field.id in answers)


def _line(field: Field, answers: Mapping[str, Any], speech: Reader) -> Line:
    label, answer = speech.text(field.label), answers[field.id]
    if isinstance(field, Group):
        return Line(label, rows=tuple(_lines(field.fields, row, speech) for row in answer))
    if answer == choice.OTHER and f"{field.id}_other" in answers:
        return Line(label, str(answers[f"{field.id}_other"]))
    # The definition's own type of field shows the answer; a pinned version never changes under it.
    shown: str = MODULES[type(field)].shown(field, answer, speech)
    return Line(label, shown)

"""Answers as people read them: by the form's own pages, labels and options, in the reader's way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib.domain.definitions import Program
from chalicelib.domain.fields import file, options
from chalicelib.domain.fields.field import Field
from chalicelib.domain.fields.file import File
from chalicelib.domain.fields.group import Group
from chalicelib.domain.fields.rows import MODULES
from chalicelib.domain.visibility import seen
from chalicelib.language.reader import Reader


@dataclass(frozen=True, slots=True)
class Line:
    """One answer, or of a group its rows; of files the uploads' ids."""

    label: str
    text: str = ""
    files: tuple[str, ...] = ()
    rows: tuple[tuple[Line, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """The answers of one page of the form."""

    heading: str
    lines: tuple[Line, ...]


def parts(
    program: Program,
    answers: Mapping[str, Any],
    speech: Reader,
    *,
    viewer: Iterable[str],
    blind: Iterable[str] = (),
) -> list[Part]:
    """What was answered, in the form's order, and who goes by the viewer's words may see.

    Pages without such an answer are left out.
    """
    known, hidden = frozenset(viewer), frozenset(blind)
    found = [
        Part(speech.text(page.page), lines(seen(page.fields, known, blind=hidden), answers, speech, known))
        for page in program.form
    ]
    return [part for part in found if part.lines]


def lines(
    fields: Sequence[Field], answers: Mapping[str, Any], speech: Reader, viewer: frozenset[str]
) -> tuple[Line, ...]:
    """Each answered field with its answer, in the fields' order."""
    return tuple(_line(field, answers, speech, viewer) for field in fields if field.id in answers)


def _line(field: Field, answers: Mapping[str, Any], speech: Reader, viewer: frozenset[str]) -> Line:
    label, answer = speech.text(field.label), answers[field.id]
    if isinstance(field, Group):
        members = seen(field.fields, viewer)
        return Line(label, rows=tuple(lines(members, row, speech, viewer) for row in answer))
    files = tuple(file.ids(answer)) if isinstance(field, File) else ()
    return Line(label, words(field, answers, speech), files)


def words(field: Field, answers: Mapping[str, Any], speech: Reader) -> str:
    """The answer to a field that is no group, as people read it."""
    answer, own = answers[field.id], answers.get(f"{field.id}_other")
    # The definition's own type of field shows the answer; a pinned version never changes under it.
    shown: str = MODULES[type(field)].shown(field, answer, speech)
    if own is None or not options.chosen(answer):
        return shown
    return "\n".join([*shown.split("\n")[:-1], str(own)])  # `other` stands last

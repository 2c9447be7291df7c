"""Answers as people read them: by the form's own pages, labels and options, in the reader's way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from chalicelib.domain import about
from chalicelib.domain.about import About
from chalicelib.domain.definitions import Program
from chalicelib.domain.fields import file
from chalicelib.domain.fields.field import Field
from chalicelib.domain.fields.file import File
from chalicelib.domain.fields.group import Group
from chalicelib.domain.visibility import seen
from chalicelib.language import entries
from chalicelib.language.reader import Reader


@dataclass(frozen=True, slots=True)
class Line:
    """One answer, or of a group its rows; of files the uploads' ids.

    `called`: what each row is about, where they go by the rows of another group.
    """

    label: str
    text: str = ""
    files: tuple[str, ...] = ()
    rows: tuple[tuple[Line, ...], ...] = ()
    called: tuple[str, ...] = ()


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
    fields: Sequence[Field],
    answers: Mapping[str, Any],
    speech: Reader,
    viewer: frozenset[str],
    beside: Mapping[str, About] = MappingProxyType({}),
) -> tuple[Line, ...]:
    """Each answered field with its answer, in the fields' order.

    `beside`: the groups of another form by whose rows these fields go.
    """
    known = {**beside, **about.own(fields, answers, viewer)}
    told = entries.offered(fields, known, speech) if known else fields
    return tuple(_line(field, answers, speech, viewer, known) for field in told if field.id in answers)


def _line(
    field: Field,
    answers: Mapping[str, Any],
    speech: Reader,
    viewer: frozenset[str],
    known: Mapping[str, About],
) -> Line:
    label, answer = speech.text(field.label), answers[field.id]
    if isinstance(field, Group):
        members, source = seen(field.fields, viewer), known.get(field.rows_from or "")
        return Line(
            label,
            rows=tuple(lines(members, row, speech, viewer) for row in answer),
            called=entries.called(source, speech) if source is not None else (),
        )
    files = tuple(file.ids(answer)) if isinstance(field, File) else ()
    return Line(label, entries.words(field, answers, speech), files)

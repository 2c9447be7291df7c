"""Where files stand in a form, and which uploads its answers name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib.domain.errors import child
from chalicelib.domain.fields import file
from chalicelib.domain.fields.field import Field, PageForm
from chalicelib.domain.fields.file import File
from chalicelib.domain.fields.group import Group, numbers


@dataclass(frozen=True, slots=True)
class Named:
    """An upload that an answer names: its id, the field that it answers, and the place of the id."""

    id: str
    field: File
    pointer: str


def fields(form: Sequence[Field]) -> Iterator[File]:
    """Every field for files, those in rows included."""
    for each in form:
        if isinstance(each, File):
            yield each
        elif isinstance(each, Group):
            yield from fields(each.fields)


def typed(form: Sequence[Field], page: PageForm, prefix: str = "") -> Iterator[tuple[File, str]]:
    """The uploads that a page names in its controls, with their fields; `prefix` as `works.0.`."""
    for each in form:
        if isinstance(each, File):
            yield from ((each, value) for value in page.get(f"{prefix}{each.id}", ()) if value)
        elif isinstance(each, Group):
            for row in numbers(page, f"{prefix}{each.id}"):
                yield from typed(each.fields, page, f"{prefix}{each.id}.{row}.")


def named(form: Sequence[Field], answers: Mapping[str, Any], pointer: str) -> Iterator[Named]:
    """The uploads that valid answers name; `pointer` is that of the answers."""
    for each in form:
        answer, place = answers.get(each.id), child(pointer, each.id)
        if isinstance(each, File) and answer:
            several = isinstance(answer, list)
            for number, id_ in enumerate(file.ids(answer)):
                yield Named(id_, each, child(place, number) if several else place)
        elif isinstance(each, Group) and isinstance(answer, list):
            for number, row in enumerate(answer):
                if isinstance(row, dict):
                    yield from named(each.fields, row, child(place, number))

"""What was said of rows that are gone: shown to be read, as it was typed, also where nobody could keep it.

The page sends it along in a control, since nothing of it is stored: so it stands there again whenever the
page comes again. What comes back so is shown to whoever sent it, and used for nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import msgspec

from chalicelib.domain import about
from chalicelib.domain.about import About
from chalicelib.domain.fields import plan, reading, rows
from chalicelib.domain.fields.choice import Choice
from chalicelib.domain.fields.choices import Choices
from chalicelib.domain.fields.field import Context, Field, PageForm, first
from chalicelib.domain.fields.file import File
from chalicelib.domain.fields.group import Group
from chalicelib.domain.fields.ranking import Ranking
from chalicelib.language import entries
from chalicelib.language.reader import Reader
from chalicelib.web.answered import Line, Part

FIELD = "_gone"
"""The control with what was said, which no field's id can be."""

MOST = 64 * 1024
"""Bytes of it that are sent along: a quarter of what a page may send (`bodies.MOST`)."""

_Row = tuple[str, list[tuple[str, str]]]
_Sent = list[tuple[str, str, list[_Row]]]
"""Of each line its label, its text, and its rows: what each was called, and the labels and texts in it."""

Orders = Mapping[str, Collection[int]]
"""Of groups whose rows were changed the numbers that those which are there had before."""


def of(
    fields: Sequence[Field],
    said: Mapping[str, Any],
    before: Mapping[str, About],
    orders: Orders,
    context: Context,
    speech: Reader,
) -> list[Line]:
    """What was said of rows that are gone, and which of them were chosen; without files.

    `before`: the rows as they were. Whatever was typed is shown, since it was typed by whoever reads it.
    """
    tied, found = about.going_by(fields, orders), list[Line]()
    for each, shown in zip(tied, entries.offered(tied, before, speech), strict=True):
        answer = said.get(each.id)
        if isinstance(each, Group) and isinstance(shown, Group):
            there = orders.get(each.rows_from or "")
            left = [
                _chosen(each.fields, row, orders) if there is None or number in there else row
                for number, row in enumerate(answer or ())
            ]
            lines = [tuple(_members(shown.fields, row, context, speech)) for row in left]
            found += _group(shown, lines, before, speech)
        elif answer is not None:
            found += _members((shown,), _chosen((each,), {each.id: answer}, orders), context, speech)
    return found


def parts(lines: Sequence[Line], speech: Reader) -> list[Part]:
    """The same under its heading; nothing where there is nothing."""
    heading = speech.gettext("What you filled in about entries that are not there any more")
    return [Part(heading, tuple(lines))] if lines else []


def written(lines: Sequence[Line]) -> str:
    """The value of the control: as much of it as is sent along, the newest last; empty for nothing."""
    for first_ in range(len(lines)):
        text = msgspec.json.encode([_sent(line) for line in lines[first_:]]).decode()
        if _fits(text):
            return text
    return ""


def read(form: PageForm) -> list[Line]:
    """What the page sent along; nothing where that is none of ours."""
    text = first(form, FIELD)
    if not text or not _fits(text):
        return []
    try:
        sent = msgspec.json.decode(text, type=_Sent)
    except msgspec.DecodeError:
        return []
    return [_received(*each) for each in sent]


def _fits(text: str) -> bool:
    return len(text.encode(errors="replace")) <= MOST


def _received(label: str, text: str, rows_: list[_Row]) -> Line:
    names = tuple(called for called, _ in rows_)
    shown = tuple(tuple(Line(*member) for member in members) for _, members in rows_)
    return Line(label, text, rows=shown, called=names if any(names) else ())


def _sent(line: Line) -> tuple[str, str, list[_Row]]:
    names = line.called or ("",) * len(line.rows)
    rows_ = zip(names, line.rows, strict=True)
    return (
        line.label,
        line.text,
        [(called, [(member.label, member.text) for member in row]) for called, row in rows_],
    )


def _group(
    group: Group, rows_: Sequence[tuple[Line, ...]], before: Mapping[str, About], speech: Reader
) -> list[Line]:
    """The rows in which anything is left, each with what it was called."""
    source = before.get(group.rows_from or "")
    called = dict(enumerate(entries.called(source, speech))) if source is not None else {}
    kept = [number for number, row in enumerate(rows_) if row]
    names = tuple(called[number] for number in kept if number in called)
    label = speech.text(group.label)
    return [Line(label, rows=tuple(rows_[number] for number in kept), called=names)] if kept else []


def _chosen(fields: Sequence[Field], answers: Mapping[str, Any], orders: Orders) -> dict[str, Any]:
    """Of what was chosen among rows that were changed: those that are gone."""
    found = dict[str, Any]()
    for each in fields:
        source, answer = plan.options_source(each), answers.get(each.id)
        if source is None or source not in orders or answer is None:
            continue
        if isinstance(answer, list):
            found[each.id] = [value for value in answer if reading.row_number(value) not in orders[source]]
        elif reading.row_number(answer) not in orders[source]:
            found[each.id] = answer
    return found


def _members(
    fields: Sequence[Field], answers: Mapping[str, Any], context: Context, speech: Reader
) -> list[Line]:
    return [
        Line(speech.text(each.label), text)
        for each in fields
        if not isinstance(each, File) and (text := _words(each, answers, context, speech))
    ]


def _words(field: Field, answers: Mapping[str, Any], context: Context, speech: Reader) -> str:
    """The answer as people read it; what is none, as it was typed."""
    right, faults = rows.check_one(field, answers, "", context)
    if right:
        return entries.words(field, right, speech)
    return _typed(field, answers, speech) if faults else ""


def _typed(field: Field, answers: Mapping[str, Any], speech: Reader) -> str:
    answer = answers[field.id]
    if isinstance(field, Choice | Choices | Ranking):  # whose values mean nothing to people
        named = {each.id: speech.text(each.label) for each in field.options or ()}
        given = answer if isinstance(answer, list) else [answer]
        shown = [named[each] for each in given if each in named]
        return "\n".join([*shown, *filter(None, [answers.get(f"{field.id}_other")])])
    members = answer.values() if isinstance(answer, dict) else [answer]
    return "\n".join(str(each) for each in members)

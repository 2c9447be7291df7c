"""How answers were changed, as those who decide read it: each with what it was and what it is.

Less what they may not see, before the change and after it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.domain import changes, steps, visibility
from chalicelib.domain.definitions import fields_of
from chalicelib.domain.fields import rows
from chalicelib.domain.fields.field import Field
from chalicelib.domain.fields.group import Group
from chalicelib.domain.fields.note import Note
from chalicelib.domain.submissions import Amendment
from chalicelib.language import entries
from chalicelib.language.reader import Reader
from chalicelib.services.answer import Opened


@dataclass(frozen=True, slots=True)
class Difference:
    """One answer: empty where there was none, or is none any more."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """What was changed at one time."""

    heading: str
    lines: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Changes that belong together: those since the reader was last asked, and those before; newest first."""

    heading: str
    changes: tuple[Change, ...]


def of(opened: Opened, speech: Reader) -> list[Part]:
    """What who is asked by role may see of it; nothing for everybody else."""
    step = steps.find(opened.loaded.pinned, opened.ask.step)
    if not steps.is_role(step):
        return []
    before = _last_asked(opened)
    found = [
        (amendment.at, Change(_heading(amendment, speech), lines))
        for amendment in reversed(opened.loaded.case.amendments)
        if not _is_hidden(opened, amendment) and (lines := _lines(opened, amendment, speech))
    ]
    say = speech.gettext
    if before is None:
        parts = [Part(say("Changed since the form was sent"), tuple(each for _, each in found))]
    else:
        day = speech.instant(before)
        parts = [
            Part(
                say("Changed since {moment}, when this was last asked").format(moment=day),
                tuple(each for at, each in found if at > before),
            ),
            Part(
                say("Changed earlier"),
                tuple(each for at, each in found if at <= before),
            ),
        ]
    return [part for part in parts if part.changes]


def _last_asked(opened: Opened) -> datetime | None:
    """When the round before this one of the same step was opened."""
    own, asks = opened.ask, opened.loaded.case.submission.asks.values()
    return max((ask.opened for ask in asks if ask.step == own.step and ask.round < own.round), default=None)


def _heading(amendment: Amendment, speech: Reader) -> str:
    say = speech.gettext
    words = {"moment": speech.instant(amendment.at)}
    if amendment.by.startswith("token:"):
        return say("Changed by the desk on {moment}").format_map(words)
    return say("Changed by the applicant on {moment}").format_map(words)


def _is_hidden(opened: Opened, amendment: Amendment) -> bool:
    """Whether it was filled in at a step that is hidden from who is asked."""
    if amendment.ask is None:
        return False
    program, asks = opened.loaded.pinned, opened.loaded.case.submission.asks
    viewer = visibility.words(steps.find(program, opened.ask.step))
    return bool(viewer & frozenset(steps.find(program, asks[amendment.ask].step).hidden_from))


def _lines(opened: Opened, amendment: Amendment, speech: Reader) -> tuple[Difference, ...]:
    program = opened.loaded.pinned
    step = steps.find(program, opened.ask.step)
    viewer = visibility.words(step)
    return tuple(
        line
        for field in visibility.seen(fields_of(program), viewer, blind=step.blind)
        for line in _of_field(field, amendment.before, amendment.after, speech, viewer)
    )


def _of_field(
    field: Field,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    speech: Reader,
    viewer: frozenset[str],
    row: str = "",
) -> Iterator[Difference]:
    """The field's difference, of a group those of its rows; `row`: what the row is called where it stands."""
    if isinstance(field, Note) or all(before.get(name) == after.get(name) for name in rows.names((field,))):
        return
    if isinstance(field, Group):
        members = visibility.seen(field.fields, viewer)
        earlier, later = before.get(field.id, []), after.get(field.id, [])
        for was, is_ in changes.pairs(earlier, later):
            called = entries.numbered(field, (was if is_ is None else is_) or 0, speech)
            old, new = ({} if was is None else earlier[was]), ({} if is_ is None else later[is_])
            for member in members:
                yield from _of_field(member, old, new, speech, viewer, called)
        return
    label = speech.text(field.label)
    if row:
        label = speech.gettext("{row}, {label}").format(row=row, label=label)
    yield Difference(label, *(_words(field, answers, speech) for answers in (before, after)))


def _words(field: Field, answers: Mapping[str, Any], speech: Reader) -> str:
    return entries.words(field, answers, speech) if field.id in answers else ""

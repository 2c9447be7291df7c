"""Checking what was filled in: what is shown, what is kept of it, and everything that is wrong with the rest.

Fields are settled in the order of their plan: what is not shown is dropped before anything looks at it. A
condition sees an answer as it is kept where it is valid, and else as it was sent, so that one mistake makes
no others. Whether something is missing is asked at the end, when all is known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypeVar

import msgspec

from chalicelib.domain import logic
from chalicelib.domain.errors import Fault, child
from chalicelib.domain.fields import computed, plan, rows
from chalicelib.domain.fields.choice import Choice
from chalicelib.domain.fields.choices import Choices
from chalicelib.domain.fields.computed import Computed
from chalicelib.domain.fields.field import Context, Field
from chalicelib.domain.fields.group import Group
from chalicelib.domain.fields.note import Note
from chalicelib.domain.fields.options import Option
from chalicelib.domain.fields.plan import Form, Place, Plan

Beside = Mapping[str, Sequence[Mapping[str, Any]]]
"""The rows of groups of another form, as they were kept there, by the groups' ids."""


def check(
    fields: Sequence[Field],
    answers: Mapping[str, Any],
    pointer: str,
    context: Context,
    beside: Beside = MappingProxyType({}),
) -> tuple[dict[str, Any], list[Fault]]:
    """The answers as they are kept, in the fields' order, and everything that is wrong with the others."""
    settled = settle(Form(fields), answers, pointer, context, beside)
    return settled.kept, settled.faults


def check_alone(
    each: Field, answer: object, pointer: str, context: Context
) -> tuple[dict[str, Any], list[Fault]]:
    """The answer to one field, of which it is known that it is shown."""
    return check([msgspec.structs.replace(each, show_if=None)], {each.id: answer}, pointer, context)


@dataclass(frozen=True, slots=True)
class Settled:
    """`kept`: the answers, in the form's order; `faults`: in the form's order, those of no field last.

    `scope`: the answers as conditions see them; `shown`: the places that are shown, in a group those that are
    in at least one row.
    """

    kept: dict[str, Any]
    faults: list[Fault]
    scope: dict[str, Any]
    shown: frozenset[Place]


def settle(
    form: Form,
    answers: Mapping[str, Any],
    pointer: str,
    context: Context,
    beside: Beside = MappingProxyType({}),
) -> Settled:
    """What becomes of answers to the form; `pointer` is their own.

    `beside`: groups of another form by whose rows this one may go; one of its own by that name comes first.

    A row of which nothing is left is none, and may have been counted by then: so it is all done again
    without it, with a blank one in its place.
    """
    while True:
        run = _Run(form, plan.of(form), answers, pointer, context, beside)
        for place in run.plan.order:
            if place.member:
                run.member(place)
            else:
                run.field(place)
        settled = run.settled()
        if not run.emptied:
            return settled
        answers = {**answers, **run.without_emptied()}


@dataclass(slots=True)
class _Part:
    """Answers on one level, the form's own or a row's: as sent, as conditions see them, as they are kept.

    `data` is what conditions there look at: `scope`, and by `form` and `from` what lies around.
    """

    pointer: str
    sent: Mapping[str, Any]
    scope: dict[str, Any] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)
    faults: dict[str, list[Fault]] = field(default_factory=dict)
    shown: set[str] = field(default_factory=set)

    def take(self, each: Field, context: Context) -> None:
        """Settles an answer that is shown."""
        name = each.id
        self.shown.add(name)
        if self.sent.get(name) is None:
            return
        kept, faults = rows.check_one(each, self.sent, self.pointer, context)
        if faults:
            self.faults[name] = faults
            seen = {one: self.sent[one] for one in rows.names((each,)) if self.sent.get(one) is not None}
            self.scope.update(seen)
            self.data.update(seen)
        elif kept:
            self.keep(kept)

    def keep(self, answers: Mapping[str, Any]) -> None:
        """Keeps answers, which conditions see from now on."""
        for name, answer in answers.items():
            self.kept[name] = self.scope[name] = self.data[name] = answer

    def work_out(self, each: Computed) -> None:
        """Settles what is never sent."""
        self.shown.add(each.id)
        value = computed.kept(logic.evaluate(each.value, self.data))
        if value is not None:
            self.keep({each.id: value})


Offers = TypeVar("Offers", bound=Choice | Choices)

_EMPTY: tuple[object, ...] = (None, "", [], {})

# A union would be made anew at each look.
_OFFERING = (Choice, Choices)
_UNASKED = (Computed, Note)


@dataclass(slots=True)
class _Run:
    """One checking of one form."""

    form: Form
    plan: Plan
    answers: Mapping[str, Any]
    pointer: str
    context: Context
    beside: Beside
    top: _Part = field(init=False)
    rows: dict[str, list[_Part]] = field(default_factory=dict)
    emptied: dict[str, list[_Part]] = field(default_factory=dict)
    shown: set[Place] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.top = _Part(self.pointer, self.answers)
        self.top.data["form"] = self.top.scope
        own = {each.id for each in self.form.fields}
        for name, found in self.beside.items():
            if name not in own:
                self.rows[name] = [_Part("", row, scope=dict(row)) for row in found]

    def field(self, place: Place) -> None:
        """Settles a field of the form; of a group how many rows it has."""
        each = self.plan.fields[place]
        for condition in (self.form.pages.get(each.id), each.show_if):
            if condition is not None and not _holds(condition, self.top.data):
                return
        if isinstance(each, Group):
            self._group(each)
        else:
            self._settle(self.top, each)
        if each.id in self.top.shown:
            self.shown.add(place)

    def member(self, place: Place) -> None:
        """Settles a field in each row of its group."""
        each = self.plan.fields[place]
        for row in self.rows.get(place.field, ()):
            if each.show_if is None or _holds(each.show_if, row.data):
                self._settle(row, each)
                if each.id in row.shown:
                    self.shown.add(place)

    def _settle(self, part: _Part, each: Field) -> None:
        if isinstance(each, Computed):
            part.work_out(each)
            return
        if isinstance(each, _OFFERING) and each.options_from is not None:
            source = self.rows.get(each.options_from.rows)
            if not source:
                return
            each = with_options(each, len(source))
        part.take(each, self.context)

    def _group(self, group: Group) -> None:
        """The rows of a group that is shown, without blank ones."""
        answer, pointer = self.answers.get(group.id), f"{self.pointer}/{group.id}"
        source = self.rows.get(group.rows_from) if group.rows_from is not None else None
        if group.rows_from is not None and not source:
            return
        self.top.shown.add(group.id)
        sent = [] if answer is None else answer
        faults = self.top.faults.setdefault(group.id, [])
        if not isinstance(sent, list):
            faults.append(Fault(pointer, "wrong_type", {"expected": "rows"}))
            return
        most = len(source) if source is not None else group.rows.max
        if len(sent) > most:
            faults.append(Fault(pointer, "too_many_rows", {"limit": most, "actual": len(sent)}))
            return
        if source is not None and len(sent) < most:
            few = Fault(pointer, "too_few_rows", {"limit": most, "actual": len(sent)})
            faults.append(Fault(pointer, "required") if answer is None else few)
        found = []
        # A row in which nothing was answered is none, unless others count on it, or it can't be sent so.
        stays = group.id in self.plan.tied or any(
            member.needed and not rows.depends(member) and not isinstance(member, _UNASKED)
            for member in group.fields
        )
        for number, row in enumerate(sent):
            place = f"{pointer}/{number}"
            if not isinstance(row, dict):
                faults.append(Fault(place, "wrong_type", {"expected": "row"}))
            elif stays or not _blank(row):
                found.append(_Part(place, row))
        for number, part in enumerate(found):
            part.data["form"] = self.top.scope
            if source is not None and number < len(source):
                part.data["from"] = source[number].scope
        self.rows[group.id] = found
        scopes = [row.scope for row in found]
        self.top.scope[group.id] = self.top.data[group.id] = scopes

    def without_emptied(self) -> dict[str, list[Any]]:
        """The answers to groups with blank rows in place of those of which nothing is left."""
        return {
            name: [{} if any(row is part.sent for part in parts) else row for row in self.answers[name]]
            for name, parts in self.emptied.items()
        }

    def settled(self) -> Settled:
        """What has become of everything, with what is missing."""
        kept: dict[str, Any] = {}
        faults: list[Fault] = []
        top = self.top
        for each in self.form.fields:
            name = each.id
            if name in top.kept:
                _copy(each, top.kept, kept)
            elif name not in top.shown:
                continue
            elif isinstance(each, Group):
                value, found = self._rows(each)
                faults += [*top.faults.get(name, ()), *found]
                kept |= {name: value} if value else {}
            else:
                faults += _missing(top, each)
        faults += _unknown(top, self.form.fields)
        return Settled(kept, faults, top.scope, frozenset(self.shown))

    def _rows(self, group: Group) -> tuple[list[dict[str, Any]], list[Fault]]:
        """The rows of a group as they are kept, and what is wrong with them and with their number."""
        kept: list[dict[str, Any]] = []
        faults: list[Fault] = []
        worked_out = frozenset(each.id for each in group.fields if isinstance(each, Computed))
        filled = 0
        for row in self.rows.get(group.id, ()):
            found: list[Fault] = []
            value: dict[str, Any] = {}
            for each in group.fields:
                if each.id in row.kept:
                    _copy(each, row.kept, value)
                elif each.id in row.shown:
                    found += _missing(row, each)
            found += _unknown(row, group.fields)
            blank = not found and not value.keys() - worked_out
            filled += not blank
            if value.keys() - worked_out or group.id in self.plan.tied:
                kept.append(value)
            elif blank and not _blank(row.sent):
                self.emptied.setdefault(group.id, []).append(row)
            faults += found
        least = max(group.rows.min, 1) if _wanted(group, self.top.data) else group.rows.min
        place = f"{self.pointer}/{group.id}"
        counted = all(fault.pointer != place for fault in self.top.faults[group.id])
        if filled < least and group.rows_from is None and counted:
            absent = self.answers.get(group.id) is None
            few = Fault(place, "too_few_rows", {"limit": least, "actual": filled})
            faults.insert(0, Fault(place, "required") if absent else few)
        return kept, faults


def with_options(each: Offers, count: int, labels: Sequence[Any] = ()) -> Offers:
    """A field whose options are the rows of a group; `labels`: what they are called, else their numbers."""
    called = [labels[number] if number < len(labels) else str(number) for number in range(count)]
    options = tuple(Option(id=str(number), label=label) for number, label in enumerate(called))
    return msgspec.structs.replace(each, options=options, options_from=None)


def _blank(row: Mapping[str, Any]) -> bool:
    """Whether nothing was answered in a row."""
    return all(value in _EMPTY for value in row.values())


def _holds(condition: object, data: Mapping[str, Any]) -> bool:
    return condition is None or logic.truthy(logic.evaluate(condition, data))


def _wanted(each: Field, data: Mapping[str, Any]) -> bool:
    """Whether there has to be an answer."""
    return each.required if isinstance(each.required, bool) else _holds(each.required, data)


def _missing(part: _Part, each: Field) -> Sequence[Fault]:
    """What is wrong with a field that is shown and of which nothing is kept."""
    found = part.faults.get(each.id)
    if found:
        return found
    asked = not isinstance(each, _UNASKED) and _wanted(each, part.data)
    return [Fault(child(part.pointer, each.id), "required")] if asked else ()


def _copy(each: Field, kept: Mapping[str, Any], into: dict[str, Any]) -> None:
    """The answer to a field, and the words for `other` that go with it."""
    into[each.id] = kept[each.id]
    if rows.worded(each) and (words := f"{each.id}_other") in kept:
        into[words] = kept[words]


def _unknown(part: _Part, fields: Sequence[Field]) -> list[Fault]:
    known = set(rows.names(fields))
    return [Fault(child(part.pointer, name), "unknown_field") for name in part.sent if name not in known]

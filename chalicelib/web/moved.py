"""What was typed of rows that were changed while their page was open: brought to where these stand now.

A page whose form goes by the rows of another one bears the word for them (`domain.row_marks`). What was said
of a row that is still there stays with it, wherever it stands now; what was said of one that is gone is shown
to be read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib.domain import programs, row_marks, steps
from chalicelib.domain.about import About
from chalicelib.domain.errors import Fault
from chalicelib.domain.fields import reading
from chalicelib.domain.fields.field import Context, Field, PageForm, first
from chalicelib.domain.fields.group import MOST, Group
from chalicelib.language import entries
from chalicelib.language.reader import Reader
from chalicelib.services import row_marks as words
from chalicelib.services.answer import Opened
from chalicelib.services.world import World
from chalicelib.web import apart, gone, prefilled, sheets, tied
from chalicelib.web.answered import Line
from chalicelib.web.enclosed import Taken

FIELD = "_rows"
"""The control with the word, which no field's id can be."""

_NEW = -1
"""In place of the number that a row had: it had none."""


@dataclass(frozen=True, slots=True)
class Moved:
    """The form with everything where its row stands now; what is to be said of it, nothing where no row was
    changed; and what was said of rows that are gone.
    """

    taken: Taken
    faults: Sequence[Fault] = ()
    lost: Sequence[Line] = ()


def of(world: World, opened: Opened, taken: Taken, own: frozenset[str], speech: Reader) -> Moved:
    """The form that was sent, brought to the rows as they are; `own`: the page's own controls."""
    seen, lost = words.seen(world, first(taken.form, FIELD)), gone.read(taken.form)
    if seen is None:
        return Moved(taken, lost=lost)
    program, case, ask = opened.loaded.pinned, opened.loaded.case, opened.ask
    answers = row_marks.then(program, case, ask, seen)
    if answers is case.answers:
        return Moved(taken, lost=lost)
    fields, typed = sheets.fields(opened), apart.typed(taken.form, own)
    before = {} if answers is None else sheets.beside(opened, answers)
    counts = {name: len(each.rows) for name, each in before.items()}
    said = reading.read(fields, typed, counts)
    # A file that was not taken is said of its row as well, though the form has nothing of it.
    sent = {**typed, **{name: (fault.code,) for name, fault in taken.refused}}
    faults = row_marks.changed(program, case, ask, seen, reading.read(fields, sent, counts))
    if not faults:
        return Moved(taken, lost=lost)
    orders = _orders(fields, before, sheets.beside(opened))
    form = _brought(fields, typed, orders)
    if steps.find(program, ask.step).amend:
        form |= _present(fields, case.answers, orders)
    whole = {
        **{name: values for name, values in taken.form.items() if name in own},
        **{apart.name(name, own): values for name, values in form.items()},
    }
    refused = [(name, fault) for each, fault in taken.refused if (name := _place(each, orders))]
    context = Context(today=programs.day(program, world.clock()), languages=program.languages)
    lost += gone.of(fields, said, before, orders, context, speech)
    return Moved(Taken(whole, refused), faults, lost)


def _orders(
    fields: Sequence[Field], before: Mapping[str, About], now: Mapping[str, About]
) -> dict[str, list[int]]:
    """Of each group whose rows were changed, and of those that go by it, the numbers that its rows had."""
    orders = {}
    for name, each in now.items():
        was = before.get(name)
        if was is None or list(was.rows) != list(each.rows):
            found = row_marks.became(_named(was) if was else [], _named(each))
            orders[name] = [_NEW if number is None else number for number in found]
    return reading.followed([each for each in fields if isinstance(each, Group)], orders)


def _named(each: About) -> list[tuple[Mapping[str, Any], str]]:
    return list(zip(each.rows, entries.names(each), strict=True))


def _brought(
    fields: Sequence[Field], typed: PageForm, orders: Mapping[str, list[int]]
) -> dict[str, Sequence[str]]:
    # Every row that there may have been counts as one of the page's: what is chosen of one that is gone goes.
    ever = {f"{name}.{number}.": () for name in orders for number in range(MOST)}
    form = tied.kept(fields, {**typed, **ever}, orders)
    return {name: values for name, values in form.items() if not name.endswith(".")}


def _present(
    fields: Sequence[Field], answers: Mapping[str, Any], orders: Mapping[str, list[int]]
) -> dict[str, Sequence[str]]:
    """What is answered by now in rows that are new to the page: blank controls would clear it."""
    new = [
        f"{name}.{place}." for name, each in orders.items() for place, had in enumerate(each) if had == _NEW
    ]
    typed = prefilled.of(fields, answers).typed
    return {name: values for name, values in typed.items() if name.startswith(tuple(new))}


def _place(name: str, orders: Mapping[str, list[int]]) -> str:
    """What a control is called now; empty where its row is gone."""
    match name.split("."):
        case [group, number, member] if group in orders:
            places = orders[group]
            return f"{group}.{places.index(int(number))}.{member}" if int(number) in places else ""
        case _:
            return name

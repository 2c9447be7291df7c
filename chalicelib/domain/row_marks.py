"""Which rows a step's form was made of: a word for them, and what has become of each since. Pure.

A step's form may go by the rows of the program's form (`about`), and these may be changed while somebody
fills it in. What is said of the first row would be kept of whatever stands there by now. Where the form says
by its word which rows it was made of, that is noticed. Keys are handed in.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib.domain import about, filled, ids, steps
from chalicelib.domain.about import Rows
from chalicelib.domain.definitions import Program
from chalicelib.domain.errors import Fault
from chalicelib.domain.fields import plan
from chalicelib.domain.fields.field import Field
from chalicelib.domain.fields.group import Group
from chalicelib.domain.submissions import AskState, Case

LENGTH = 16
"""Characters of a word."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The rows that a form was made of, by their word as it was sent; `key`: what words are made with."""

    word: str
    key: bytes


def word(program: Program, case: Case, ask: AskState, key: bytes) -> str:
    """The word for the rows by which goes what is filled in with an answer; empty where there are none.

    It goes by everything that was answered in them, also by what whoever is asked may not see: conditions
    look at that too, and a row may have nothing else that tells it from others. So it is an HMAC, of which
    nobody guesses an answer, and the same rows of another submission have another one.
    """
    return _word(_rows(program, case.answers, ask), case.submission.id, key)


def changed(program: Program, case: Case, ask: AskState, seen: Seen, form: Mapping[str, Any]) -> list[Fault]:
    """A fault at each field of the form that says something by rows which are others by now.

    None where nothing is said of them: then it is no matter which they are. But where answers are changed,
    to say nothing is to clear what there is.
    """
    now = _rows(program, case.answers, ask)
    if seen.word == _word(now, case.submission.id, seen.key):
        return []
    answers = then(program, case, ask, seen)
    before = {} if answers is None else _rows(program, answers, ask)
    moved = [name for name, found in now.items() if before.get(name) != found]
    fields = filled.wanted(program, ask)[1]
    known, amends = about.with_those(fields, moved), bool(steps.find(program, ask.step).amend)
    return [
        Fault(f"/form/{each.id}", "rows_changed")
        for each in about.going_by(fields, moved)
        if amends or _says(each, form.get(each.id), known)
    ]


def then(program: Program, case: Case, ask: AskState, seen: Seen) -> Mapping[str, Any] | None:
    """The answers to the program's form that had these rows; None where they never had."""
    ever = (case.answers, *(each.before for each in reversed(case.amendments)))
    return next(
        (
            answers
            for answers in ever
            if _word(_rows(program, answers, ask), case.submission.id, seen.key) == seen.word
        ),
        None,
    )


def became(
    before: Sequence[tuple[Mapping[str, Any], str]], after: Sequence[tuple[Mapping[str, Any], str]]
) -> list[int | None]:
    """For each row as it is now, the number that it had; None for a new one. Each has its name beside it.

    A row is what it was where all its answers are the same, or else where it alone has its name, before and
    now, among those that are left.

    >>> became([({"title": "A"}, "A"), ({"title": "B"}, "B")], [({"title": "B"}, "B"), ({"title": "C"}, "C")])
    [1, None]
    """
    left = dict(enumerate(before))
    found: list[int | None] = [None] * len(after)

    def take(place: int, number: int) -> None:
        found[place] = number
        del left[number]

    for place, (row, _) in enumerate(after):
        if place in left and left[place][0] == row:
            take(place, place)
    for place, (row, _) in enumerate(after):
        same = next((number for number, (other, _) in left.items() if other == row), None)
        if found[place] is None and same is not None:
            take(place, same)
    open_ = [place for place, number in enumerate(found) if number is None]
    for place in open_:
        name = after[place][1]
        called = [number for number, (_, other) in left.items() if other == name]
        if name and len(called) == 1 and sum(after[each][1] == name for each in open_) == 1:
            take(place, called[0])
    return found


def _rows(program: Program, answers: Mapping[str, Any], ask: AskState) -> Rows:
    of, fields = filled.wanted(program, ask)
    return about.rows(of, fields, answers)


def _word(rows: Rows, submission: str, key: bytes) -> str:
    if not any(rows.values()):
        return ""
    said = json.dumps(rows, sort_keys=True, separators=(",", ":"))
    return hmac.new(key, ids.joined(submission, said), hashlib.sha256).hexdigest()[:LENGTH]


def _says(field: Field, answer: Any, moved: Collection[str]) -> bool:
    """Whether anything is answered by the rows of those groups.

    Rows that are there whatever becomes of those say it by what is chosen in them alone.
    """
    match field, answer:
        case Group(), list() if field.rows_from in moved:
            return any(answer)
        case Group(), list():
            choosing = [each.id for each in field.fields if plan.options_source(each) in moved]
            return any(isinstance(row, Mapping) and row.get(name) for row in answer for name in choosing)
        case _:
            return bool(answer)

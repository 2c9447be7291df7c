"""The tables beside the definitions: answers in which nothing is wrong, and what becomes of changed ones.

A table has `base`, and `cases`, each with a `name`, what it changes (`change`: values by pointer; `without`:
pointers of what is left out), and what comes of it: `faults`, each as its pointer and its code, or else
`dropped`, the pointers of what is not kept, and `kept`, values by pointer. What is sent and not named in
`dropped` has to be kept. `kept` beside `base` has what is worked out there. A text `@today+30d` stands for
that day, `@today+30d mon` for the first Monday from it on; `@upload1` for the id of an upload.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

from chalicelib.domain import answers, documents, times
from chalicelib.domain.definitions import Program
from tests.forms.definitions import FOLDER, TODAY

ABSENT = object()
"""In place of a value: there is none."""

KEYS = {"name", "change", "without", "faults", "dropped", "kept"}
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Case:
    """Answers, and what comes of them: all faults, or some where `others` there may be; or what is kept."""

    name: str
    answers: dict[str, Any]
    faults: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    kept: dict[str, Any] = field(default_factory=dict)
    others: bool = False

    def holds(self, program: Program, today: date = TODAY) -> bool:
        """Whether the program makes of the answers what the case says."""
        return not self.wrong(program, today)

    def wrong(self, program: Program, today: date = TODAY) -> list[str]:
        """What the program makes of them otherwise."""
        kept, faults = answers.check(program, self.answers, today, country="US", pointer="")
        found = [f"{fault.pointer} {fault.code}" for fault in faults]
        if self.faults:
            missing = set(self.faults) - set(found)
            return sorted(missing if self.others else missing | (set(found) - set(self.faults)))
        lost = set(places(self.answers)) - set(places(kept)) - set(self.dropped)
        return [
            *found,
            *(f"{place} is lost" for place in sorted(lost)),
            *(f"{place} is kept" for place in self.dropped if at(kept, place) is not ABSENT),
            *(
                f"{place} is {at(kept, place)!r}"
                for place, value in self.kept.items()
                if at(kept, place) != value
            ),
        ]


@cache
def table(name: str, today: date = TODAY) -> tuple[Case, ...]:
    """Every case of a table, `base` first."""
    written = resolved(documents.from_yaml((FOLDER / f"{name}.cases.yaml").read_bytes()), today)
    base = Case("base", written["base"], kept=written.get("kept", {}))
    return (base, *(_case(base, each) for each in written["cases"]))


def base(name: str, today: date = TODAY) -> dict[str, Any]:
    """Answers in which nothing is wrong on that day."""
    return deepcopy(table(name, today)[0].answers)


def _case(base: Case, written: dict[str, Any]) -> Case:
    assert written.keys() <= KEYS, written
    sent = deepcopy(base.answers)
    for place, value in written.get("change", {}).items():
        put(sent, place, value)
    for place in written.get("without", ()):
        put(sent, place, ABSENT)
    return Case(
        name=written["name"],
        answers=sent,
        faults=tuple(written.get("faults", ())),
        dropped=tuple(written.get("dropped", ())),
        kept=written.get("kept", {}),
    )


def resolved(value: Any, today: date) -> Any:
    """The value with days, and ids of uploads, in place of words for them."""
    match value:
        case dict():
            return {key: resolved(each, today) for key, each in value.items()}
        case list():
            return [resolved(each, today) for each in value]
        case str() if found := re.fullmatch(r"@(today\S*)(?: (\w{3}))?", value):
            day = times.day_of(found[1], today)
            if found[2]:
                day += timedelta(days=(_DAYS.index(found[2]) - day.weekday()) % 7)
            return day.isoformat()
        case str() if found := re.fullmatch(r"@upload(\d+)", value):
            return upload(int(found[1]))
        case _:
            return value


def upload(number: int) -> str:
    """An id as uploads have them; of the same number always the same."""
    return f"{number:020}"


def put(sent: Any, pointer: str, value: Any) -> None:
    """Puts a value where the pointer leads, or takes out what is there; `-` is one more in a list."""
    *path, last = pointer.split("/")[1:]
    for name in path:
        sent = sent[int(name)] if isinstance(sent, list) else sent[name]
    if isinstance(sent, dict):
        sent[last] = value
        if value is ABSENT:
            del sent[last]
    elif last == "-":
        sent.append(value)
    elif value is ABSENT:
        del sent[int(last)]
    else:
        sent[int(last)] = value


def at(kept: Any, pointer: str) -> Any:
    """What stands where the pointer leads, or ABSENT."""
    for name in pointer.split("/")[1:]:
        if isinstance(kept, list):
            kept = kept[int(name)] if name.isdigit() and int(name) < len(kept) else ABSENT
        else:
            kept = kept.get(name, ABSENT) if isinstance(kept, dict) else ABSENT
    return kept


def places(sent: dict[str, Any], pointer: str = "") -> Iterator[str]:
    """The pointers of everything that is answered: of fields, and of fields in rows."""
    for name, answer in sent.items():
        place = f"{pointer}/{name}"
        if isinstance(answer, list) and answer and all(isinstance(row, dict) for row in answer):
            for number, row in enumerate(answer):
                yield from places(row, f"{place}/{number}")
        elif answer not in (None, "", [], {}):
            yield place

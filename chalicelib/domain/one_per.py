"""`one_per`: the field of which each value is in one submission at a time. Pure.

Values are compared as people mean them: in any case, width and spacing. Nothing here knows where it is kept
who has a value.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib.domain.definitions import Program
from chalicelib.domain.errors import Fault

TYPES = ("email", "phone", "text", "number", "date", "choice")
"""Types of fields whose values can be compared."""


def value(program: Program, answers: Mapping[str, Any]) -> str:
    """What is compared; empty where there may be any number, or where the field is not answered.

    `answers` as they are kept: addresses with their host in ASCII, telephone numbers as E.164.
    """
    if program.one_per is None:
        return ""
    answer, words = answers.get(program.one_per), answers.get(f"{program.one_per}_other")
    if isinstance(answer, float) and answer.is_integer():
        answer = int(answer)  # 2.0 is 2 to JSON
    said = _spelt(answer)
    return f"{said}\n{_spelt(words)}" if said and words else said


def _spelt(answer: object) -> str:
    if answer is None:
        return ""
    folded = unicodedata.normalize("NFKC", str(answer)).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())


def faults(program: dict[str, Any]) -> Iterator[Fault]:
    """What is wrong with `one_per` in a document: no such field, or one of which nothing can be compared."""
    from chalicelib.domain import lenient

    name = program.get("one_per")
    if not isinstance(name, str):
        return
    types = lenient.types(program)
    if name not in types:
        yield Fault("/one_per", "no_such_field", {"field": name})
    elif types[name] not in TYPES:
        yield Fault("/one_per", "not_comparable", {"field": name})

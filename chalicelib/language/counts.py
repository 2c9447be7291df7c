"""Sentences for too much and too little, in the form that the number wants."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.domain.errors import Fault
from chalicelib.language.reader import Reader


def _count(fault: Fault, reader: Reader, message: str) -> str:
    numbers = {name: reader.number(each) for name, each in fault.values.items() if isinstance(each, int)}
    return message.format_map(numbers)


def _limit(fault: Fault) -> int:
    limit: Any = fault.values.get("limit", 0)
    return int(limit)


def _too_long(fault: Fault, reader: Reader) -> str:
    if "actual" not in fault.values:
        message = reader.ngettext(
            "This is too large: at most {limit} byte is possible.",
            "This is too large: at most {limit} bytes are possible.",
            _limit(fault),
        )
    elif _of_an_answer(fault):
        message = reader.ngettext(
            "Use at most {limit} character; there are {actual} now.",
            "Use at most {limit} characters; there are {actual} now.",
            _limit(fault),
        )
    else:
        message = reader.gettext("This may have a length of {limit} at most; it has {actual}.")
    return _count(fault, reader, message)


def _too_short(fault: Fault, reader: Reader) -> str:
    if _of_an_answer(fault):
        message = reader.ngettext(
            "Use at least {limit} character; there are {actual} now.",
            "Use at least {limit} characters; there are {actual} now.",
            _limit(fault),
        )
    elif fault.values.get("actual") == 0:
        message = reader.gettext("This is empty. Fill it in, or leave the key out.")
    else:
        message = reader.gettext("This needs a length of {limit} at least; it has {actual}.")
    return _count(fault, reader, message)


def _of_an_answer(fault: Fault) -> bool:
    """Whether characters were counted: in a definition it may be the members of a list."""
    return (
        fault.values.get("unit", "characters" if fault.pointer.startswith("/answers") else "") == "characters"
    )


def _too_many_words(fault: Fault, reader: Reader) -> str:
    message = reader.ngettext(
        "Use at most {limit} word; there are {actual} now.",
        "Use at most {limit} words; there are {actual} now.",
        _limit(fault),
    )
    return _count(fault, reader, message)


def _too_few_words(fault: Fault, reader: Reader) -> str:
    message = reader.ngettext(
        "Use at least {limit} word; there are {actual} now.",
        "Use at least {limit} words; there are {actual} now.",
        _limit(fault),
    )
    return _count(fault, reader, message)


def _too_many_choices(fault: Fault, reader: Reader) -> str:
    message = reader.ngettext(
        "Choose at most {limit}; there are {actual} now.",
        "Choose at most {limit}; there are {actual} now.",
        _limit(fault),
    )
    return _count(fault, reader, message)


def _too_many_files(fault: Fault, reader: Reader) -> str:
    message = reader.ngettext(
        "At most {limit} file is possible here; there are {actual} now.",
        "At most {limit} files are possible here; there are {actual} now.",
        _limit(fault),
    )
    return _count(fault, reader, message)


def _too_few_choices(fault: Fault, reader: Reader) -> str:
    message = reader.ngettext(
        "Choose at least {limit}; there are {actual} now.",
        "Choose at least {limit}; there are {actual} now.",
        _limit(fault),
    )
    return _count(fault, reader, message)


def _too_many_places(fault: Fault, reader: Reader) -> str:
    message = reader.ngettext(
        "There is {limit} place; {actual} are filled now.",
        "There are {limit} places; {actual} are filled now.",
        _limit(fault),
    )
    return _count(fault, reader, message)


def _too_many_rows(fault: Fault, reader: Reader) -> str:
    message = reader.ngettext(
        "There is room for {limit} entry; there are {actual} now.",
        "There is room for {limit} entries; there are {actual} now.",
        _limit(fault),
    )
    return _count(fault, reader, message)


def _too_few_rows(fault: Fault, reader: Reader) -> str:
    message = reader.ngettext(
        "Add at least {limit} entry; there are {actual} now.",
        "Add at least {limit} entries; there are {actual} now.",
        _limit(fault),
    )
    return _count(fault, reader, message)


COUNTED: Mapping[str, Callable[[Fault, Reader], str]] = {
    "too_few_choices": _too_few_choices,
    "too_few_rows": _too_few_rows,
    "too_few_words": _too_few_words,
    "too_long": _too_long,
    "too_many_choices": _too_many_choices,
    "too_many_files": _too_many_files,
    "too_many_places": _too_many_places,
    "too_many_rows": _too_many_rows,
    "too_many_words": _too_many_words,
    "too_short": _too_short,
}
"""By the fault's code."""

"""Lengths of time in words, as definitions write them: `3d`, `2w`, `1y6m`."""

from __future__ import annotations

import re

from chalicelib.language.reader import Reader

_PARTS = re.compile(r"(\d+)([ymwdh])")


def spelt(duration: str, reader: Reader) -> str:
    """The duration in the reader's language.

    >>> spelt("1y6m", reader("en", "UTC"))
    '1 year and 6 months'
    """
    return reader.summed([_part(unit, int(number), reader) for number, unit in _PARTS.findall(duration)])


def _part(unit: str, n: int, reader: Reader) -> str:
    match unit:
        case "y":
            words = reader.ngettext("{n} year", "{n} years", n)
        case "m":
            words = reader.ngettext("{n} month", "{n} months", n)
        case "w":
            words = reader.ngettext("{n} week", "{n} weeks", n)
        case "d":
            words = reader.ngettext("{n} day", "{n} days", n)
        case _:
            words = reader.ngettext("{n} hour", "{n} hours", n)
    return words.format(n=reader.number(n))

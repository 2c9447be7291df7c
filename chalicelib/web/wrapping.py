"""Words in lines of a width, for a drawing, where no browser breaks them. Widths are estimates."""

from __future__ import annotations

import re
from unicodedata import category, east_asian_width

_WIDE, _CAPITAL, _OTHER = 1.0, 0.7, 0.56
_PIECES = re.compile(r" +|[^ ]+")


def width(text: str) -> float:
    """How wide the text is, in heights of its letters."""
    return sum(map(_character, text))


def _character(character: str) -> float:
    if category(character) == "Mn":
        return 0.0
    if east_asian_width(character) in "WF":
        return _WIDE
    return _CAPITAL if character.isupper() or character in "mw—→" else _OTHER


def wrapped(text: str, room: float, most: int = 4) -> list[str]:
    """The text in at most so many lines of that width; what is left over becomes `…`.

    A line is broken at a plain space alone, or beside a character of a script that uses none.

    >>> wrapped("Ask for changes", 6)
    ['Ask for', 'changes']
    """
    lines: list[str] = []
    line = ""
    for piece in _pieces(text, room):
        if line and width(line + piece.rstrip()) > room:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    lines += [line.rstrip()] if line.strip() else []
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and width(f"{last}…") > room:
        last = last[:-1]
    return [*lines[: most - 1], f"{last.rstrip()}…"]


def _pieces(text: str, room: float) -> list[str]:
    """What a line is never broken within: words, and single characters of scripts that use no spaces."""
    found: list[str] = []
    for word in _PIECES.findall(text):
        if any(_character(character) == _WIDE for character in word) or width(word) > room:
            found += list(word)
        else:
            found.append(word)
    return found

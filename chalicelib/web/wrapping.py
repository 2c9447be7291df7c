"""Words in lines of a width, for a drawing, where no browser breaks them. Widths are estimates."""

from __future__ import annotations

import re
from unicodedata import category, east_asian_width

_WIDE, _CAPITAL, _OTHER = 1.0, 0.7, 0.56
_OPENING, _CLOSING = tuple("「『（【〈《"), tuple("」』）】〉》、。，．・：；？！ー")
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
        if width(word) > room or any(map(_alone, word)):
            found += _parts(word, room)
        else:
            found.append(word)
    return found


def _parts(word: str, room: float) -> list[str]:
    """The word in parts; a line begins with no closing mark, and ends with no opening one."""
    found: list[str] = []
    for character in word:
        before = found[-1] if found else ""
        together = (
            character in _CLOSING or before[-1:] in _OPENING or not (_alone(character) or _alone(before))
        )
        if before and together and width(before + character) <= room:
            found[-1] += character
        else:
            found.append(character)
    return found


def _alone(part: str) -> bool:
    """Whether a line may be broken beside it."""
    return part[-1:] != "" and east_asian_width(part[-1]) in "WF"

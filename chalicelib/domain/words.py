"""What typed text must be before it is kept: NFC, without control or direction-changing characters."""

from __future__ import annotations

import re
import unicodedata

_KEPT = {"\n", "\t"}
_REFUSED = {"Cc", "Cs", "Co"}
# Bidirectional embeddings, overrides and isolates, and the tag characters (Unicode 15, UAX #9 and UTS #51):
# they make a text look like another one. Joiners stay: Persian and emoji need them.
_DIRECTIONS = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xE0000, 0xE0080), 0x2028, 0x2029}
# Letters and symbols that show nothing: the fillers of Hangul, and the empty Braille pattern.
_FILLERS = {0x115F, 0x1160, 0x2800, 0x3164, 0xFFA0}


def clean(text: str) -> str:
    r"""The text in NFC with `\n` line ends, stripped of white space around it.

    Empty where nothing in it can be seen, as in a name that is one zero-width space.
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    spelt = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    return "" if all(_invisible(character) for character in spelt) else spelt


def _invisible(character: str) -> bool:
    """Whether it shows nothing, though it may be kept beside what does."""
    if character.isspace() or ord(character) in _FILLERS:
        return True
    return unicodedata.category(character) == "Cf" and ord(character) not in _DIRECTIONS


def forbidden(text: str, *, lines: bool) -> str | None:
    """The first character that may not be in an answer, or None. `lines`: whether it may have several."""
    # Nothing that can be printed is among them, and hardly any text has anything else.
    if (text.replace("\n", "").replace("\t", "") if lines else text).isprintable():
        return None
    for character in text:
        if character in _KEPT and lines:
            continue
        if ord(character) in _DIRECTIONS or unicodedata.category(character) in _REFUSED or _none(character):
            return character
    return None


def code(character: str) -> str:
    """The character's number, as `U+202E`."""
    return f"U+{ord(character):04X}"


def _none(character: str) -> bool:
    """Whether Unicode promises never to make a character of it (§23.7); others may be newer than Python."""
    return ord(character) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(character) <= 0xFDEF


def count(text: str) -> int:
    """How many words: runs between Unicode white space."""
    return len(text.split())


_SCHEME = re.compile(r"(?<=[A-Za-z]):(?=\S)|:(?=//)")
_AT = re.compile("[@＠﹫]")
_DOT = re.compile(r"\.(?=\S)|(?<=[A-Za-z0-9])[。．｡](?=[A-Za-z0-9])|(?<=www)\.", re.IGNORECASE)


def defused(text: str, limit: int = 60) -> str:
    """Typed text for a message: one line, at most `limit` characters, nothing that becomes a link.

    A dot within a word becomes a one-dot leader, a colon gets a space and `@` is spelt out, so that mail
    programs see no address in it; who reads it still can.
    """
    line = "".join(each for each in " ".join(text.split()) if forbidden(each, lines=False) is None)
    line = _DOT.sub("․", _AT.sub("(at)", _SCHEME.sub(": ", line)))
    return line if len(line) <= limit else line[: limit - 1] + "…"

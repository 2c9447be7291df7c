"""What typed text must be before it is kept: NFC, without control or direction-changing characters."""

from __future__ import annotations

import unicodedata

_KEPT = {"\n", "\t"}
_REFUSED = {"Cc", "Cs", "Co", "Cn"}
# Bidirectional embeddings, overrides and isolates, and the tag characters (Unicode 15, UAX #9 and UTS #51):
# they make a text look like another one. Joiners stay: Persian and emoji need them.
_DIRECTIONS = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xE0000, 0xE0080), 0x2028, 0x2029}


def clean(text: str) -> str:
    r"""The text in NFC with `\n` line ends, stripped of white space around it."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def forbidden(text: str, *, lines: bool) -> str | None:
    """The first character that may not be in an answer, or None. `lines`: whether it may have several."""
    for character in text:
        if character in _KEPT and lines:
            continue
        if ord(character) in _DIRECTIONS or unicodedata.category(character) in _REFUSED:
            return character
    return None


def count(text: str) -> int:
    """How many words: runs between Unicode white space."""
    return len(text.split())


def defused(text: str, limit: int = 60) -> str:
    """Typed text for a message: one line, at most `limit` characters, nothing that becomes a link.

    A dot between letters becomes a one-dot leader and `://` and `@` lose their middle, so that mail
    programs see no address in it; who reads it still can.
    """
    line = " ".join(text.split())
    line = line.replace("://", ": //").replace("@", "(at)")
    line = "".join(
        "․"
        if character == "." and 0 < i < len(line) - 1 and line[i - 1].isalnum() and line[i + 1].isalnum()
        else character
        for i, character in enumerate(line)
    )
    return line if len(line) <= limit else line[: limit - 1] + "…"

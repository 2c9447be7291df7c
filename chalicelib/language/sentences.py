"""Sentences one after the other, as a language sets them."""

from __future__ import annotations

from collections.abc import Iterable

_WIDE_ENDS = tuple("。．！？」』）】")
"""Marks at an end that are as wide as a letter, and bring the space after them: Japanese and Chinese."""


def joined(parts: Iterable[str]) -> str:
    """The parts as one paragraph; empty ones are left out.

    What parts them is told by how a sentence ends, as some come from a definition, in another language.
    """
    whole = ""
    for part in filter(None, parts):
        space = " " if whole and not whole.endswith(_WIDE_ENDS) else ""
        whole += space + part
    return whole

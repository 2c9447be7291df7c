"""Markdown out of docstrings: paragraphs, tables, the `Attributes:` of a class. Knows nothing of Concord."""

from __future__ import annotations

import inspect
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

_ATTRIBUTE = re.compile(r"    (\w+): (.+)")


class Undescribed(Exception):
    """Something that the reference lists has no description beside it; the message says what."""


@dataclass(frozen=True, slots=True)
class Described:
    """A docstring: its paragraphs, each on one line, and what it says of each attribute."""

    paragraphs: tuple[str, ...]
    attributes: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The paragraphs as Markdown."""
        return "\n\n".join(self.paragraphs)


def described(thing: object) -> Described:
    """The docstring of a class, function or module. Raises Undescribed where it has none."""
    written = inspect.getdoc(thing)
    if not written:
        raise Undescribed(str(thing))
    before, _, after = written.partition("\nAttributes:\n")
    paragraphs = tuple(" ".join(each.split()) for each in before.split("\n\n") if each.strip())
    attributes: dict[str, str] = {}
    last = ""
    for line in after.splitlines():
        found = _ATTRIBUTE.fullmatch(line)
        if found is not None:
            last = found[1]
            attributes[last] = found[2]
        elif line.strip():
            attributes[last] += f" {line.strip()}"
    return Described(paragraphs, attributes)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table; bars within cells are escaped."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def sentence(text: str) -> str:
    """The text with a capital letter and a full stop."""
    end = "" if text.endswith((".", "?", "!", ":")) else "."
    return text[:1].upper() + text[1:] + end


def page(title: str, *parts: str) -> str:
    """A whole page with its title, and the note that it is not written by hand."""
    note = "<!-- Made by `python -m infra.docs` out of the code. Change it there. -->"
    return "\n\n".join([f"# {title}", note, *(part for part in parts if part)]) + "\n"

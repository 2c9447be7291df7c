"""Docstrings as data: the paragraphs of one, and what it says of each attribute. Knows nothing of Concord.

The reference in docs/ and the schemas that are published are made of them: what a key means is said once.
"""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass, field

_ATTRIBUTE = re.compile(r"    (\w+): (.+)")


class Undescribed(Exception):
    """Something that is published has no description beside it; the message says what."""


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


def attributes(kind: type) -> dict[str, str]:
    """What is said of each attribute of a class, by itself and by what it is made of."""
    found: dict[str, str] = {}
    for each in reversed(kind.__mro__):
        if "__doc__" in vars(each) and each.__doc__:
            found |= described(each).attributes
    return found


def sentence(text: str) -> str:
    """The text with a capital letter and a full stop."""
    end = "" if text.endswith((".", "?", "!", ":")) else "."
    return text[:1].upper() + text[1:] + end

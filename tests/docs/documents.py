"""The documents as tests read them: headings, links, tables and blocks of code, as GitHub has them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"

_FENCE = re.compile(r"^( *)```([^\n`]*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"`([^`\n]+)`")


@dataclass(frozen=True)
class Block:
    """A block of code: its language, the words after it, and the code, with the line that it begins on."""

    language: str
    words: tuple[str, ...]
    code: str
    line: int


@dataclass(frozen=True)
class Document:
    """One document."""

    path: Path

    @property
    def name(self) -> str:
        """Its path from the repository's top."""
        return self.path.relative_to(ROOT).as_posix()

    @cached_property
    def text(self) -> str:
        """The whole of it."""
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def prose(self) -> str:
        """What is no block of code."""
        return _FENCE.sub("", self.text)

    @cached_property
    def blocks(self) -> list[Block]:
        """Blocks of code, in order."""
        return [self._block(found) for found in _FENCE.finditer(self.text)]

    def _block(self, found: re.Match[str]) -> Block:
        language, *words = found[2].split() or [""]
        code = "".join(line.removeprefix(found[1]) for line in found[3].splitlines(keepends=True))
        return Block(language, tuple(words), code, self.text[: found.start()].count("\n") + 1)

    @cached_property
    def anchors(self) -> set[str]:
        """What a link may name after its number sign: headings, as GitHub spells them."""
        return {_slug(found[2]) for found in _HEADING.finditer(self.prose)}

    @cached_property
    def links(self) -> list[str]:
        """Where links lead."""
        return _LINK.findall(self.prose)

    @cached_property
    def code(self) -> set[str]:
        """Everything between backticks."""
        return set(_CODE.findall(self.prose))

    def section(self, heading: str) -> str:
        """The text below a heading, until the next of its level or above."""
        found = next(each for each in _HEADING.finditer(self.text) if each[2] == heading)
        after = self.text[found.end() :]
        end = re.search(rf"^#{{1,{len(found[1])}}} ", after, re.MULTILINE)
        return after[: end.start()] if end else after

    def tables(self, heading: str) -> list[list[list[str]]]:
        """The tables below a heading, each as its lines of cells, without head and rule."""
        found: list[list[list[str]]] = []
        before = ""
        for line in self.section(heading).splitlines():
            if line.strip().startswith("|"):
                if not before.strip().startswith("|"):
                    found.append([])
                cells = re.split(r"(?<!\\)\|", line.strip()[1:-1])
                found[-1].append([cell.strip().replace("\\|", "|") for cell in cells])
            before = line
        return [table[2:] for table in found]


def _slug(heading: str) -> str:
    plain = re.sub(r"[`*]", "", heading).strip().lower()
    return re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")


def everything() -> list[Document]:
    """README, CONTRIBUTING, CHANGELOG and all of docs."""
    return [Document(path) for path in _paths()]


def _paths() -> Iterator[Path]:
    yield from sorted(ROOT.glob("*.md"))
    yield from sorted(DOCS.rglob("*.md"))


def document(name: str) -> Document:
    """The document of that name in docs."""
    return Document(DOCS / name)

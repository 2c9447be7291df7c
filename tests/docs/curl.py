"""The commands and answers in a document: curl as far as it is used, and answers with `…` for anything.

`…` stands for any text, `"…": "…"` in an object for more members, `"…"` at the end of a list for more items.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import requests

from tests.docs.documents import Document

ELLIPSIS = "…"


@dataclass(frozen=True)
class Request:
    """What a command sends."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes | None

    def send(self) -> requests.Response:
        """The answer."""
        return requests.request(
            self.method, self.url, headers=self.headers, data=self.body, timeout=30, allow_redirects=False
        )


@dataclass(frozen=True)
class Answer:
    """What the document says that comes back."""

    status: int
    reason: str
    headers: Mapping[str, str]
    body: Any


@dataclass(frozen=True)
class Example:
    """A command, and the answer below it; `line` is where it stands."""

    command: str
    answer: Answer
    line: int


def examples(document: Document) -> Iterator[Example]:
    """Each `sh` block with curl, and the `http` block that follows it."""
    blocks = iter(document.blocks)
    for block in blocks:
        if block.language == "sh" and block.code.startswith("curl "):
            told = next(blocks)
            assert told.language == "http", f"line {told.line}: the answer is missing"
            yield Example(block.code, _answer(told.code), block.line)


def _answer(text: str) -> Answer:
    head, _, body = text.partition("\n\n")
    first, *lines = head.splitlines()
    status, _, reason = first.partition(" ")
    headers = dict(line.split(": ", 1) for line in lines)
    return Answer(int(status), reason, headers, json.loads(body) if body.strip() else None)


def request(command: str, files: Mapping[str, str]) -> Request:
    """What a command sends; `files` are those that it may name after `@`."""
    words = iter(shlex.split(command.replace("\\\n", " "))[1:])
    method, url, headers, body = "", "", {}, None
    for word in words:
        match word:
            case "-X":
                method = next(words)
            case "-H":
                name, _, value = next(words).partition(": ")
                headers[name] = value
            case "-d":
                body = next(words).encode()
            case "--data-binary":
                body = files[next(words).removeprefix("@")].encode()
            case _:
                assert re.match(r"https?://", word), f"curl {word} is not understood here"
                url = word
    return Request(method or ("POST" if body is not None else "GET"), url, headers, body)


def fits(told: Any, found: Any) -> bool:
    """Whether an answer is as it was told."""
    match told, found:
        case str(), str() if ELLIPSIS in told:
            return re.fullmatch(".*".join(map(re.escape, told.split(ELLIPSIS))), found, re.DOTALL) is not None
        case "…", None:
            return False
        case dict(), dict():
            others = told.get(ELLIPSIS) == ELLIPSIS
            wanted = {key: value for key, value in told.items() if key != ELLIPSIS}
            return (set(wanted) <= set(found) if others else set(wanted) == set(found)) and all(
                fits(value, found[key]) for key, value in wanted.items()
            )
        case list(), list():
            if told and told[-1] == ELLIPSIS:
                told, found = told[:-1], found[: len(told) - 1]
            return len(told) == len(found) and all(map(fits, told, found))
        case _:
            return bool(told == found) and type(told) is type(found)

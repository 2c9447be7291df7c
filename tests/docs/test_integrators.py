"""The examples in docs/integrators.md are run against the demo, one after another, as a reader would."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from infra.local.demo import Demo
from tests.docs import curl
from tests.docs.documents import document

PAGE = document("integrators.md")
HERE = "http://127.0.0.1:8000"
(PROGRAM,) = [block.code for block in document("coordinators.md").blocks if "program" in block.words]
FILES = {"guest-choir.yaml": PROGRAM}


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    """The demo with its catalogue and nothing else."""
    with Demo(empty=True) as running:
        yield running


def test_examples_are_answered_as_the_page_says(demo: Demo) -> None:
    """Each command, `$ID` being the first submission, has the status, headers and body below it."""
    id_ = ""
    for example in curl.examples(PAGE):
        command = example.command.replace(HERE, demo.base_url).replace("$ID", id_)
        answer = curl.request(command, FILES).send()
        body: Any = answer.json() if answer.content else None
        if answer.status_code == 201:
            id_ = id_ or body["id"]
        if "-X POST" in example.command:
            demo.drain()  # mails are sent, and seats given, before the next one
        told = example.answer

        place = f"line {example.line}: {answer.status_code} {answer.headers} {answer.text}"
        assert answer.status_code == told.status, place
        assert curl.fits(dict(told.headers), {name: answer.headers.get(name) for name in told.headers}), place
        assert curl.fits(_with(told.body, id_), body), place


def _with(told: Any, id_: str) -> Any:
    """The answer with the id in its place."""
    match told:
        case dict():
            return {key: _with(value, id_) for key, value in told.items()}
        case list():
            return [_with(value, id_) for value in told]
        case str():
            return told.replace("$ID", id_)
        case _:
            return told


def test_reasons_are_those_of_the_statuses() -> None:
    """The words beside a status are HTTP's own."""
    from chalicelib.web.problems import PHRASES

    phrases = {**PHRASES, 200: "OK", 201: "Created", 202: "Accepted", 304: "Not Modified"}
    told = {example.answer.status: example.answer.reason for example in curl.examples(PAGE)}

    assert told == {status: phrases[status] for status in told}


@pytest.mark.parametrize(
    ("told", "found", "expected"),
    [
        ("f…@x", "family@x", True),
        ("f…@x", "gamily@x", False),
        ({"a": 1}, {"a": 1, "b": 2}, False),
        ({"a": 1, "…": "…"}, {"a": 1, "b": 2}, True),
        (["a", "…"], ["a", "b", "c"], True),
        (["a", "…"], ["b"], False),
        (1, True, False),
        ("…", None, False),
    ],
)
def test_ellipses_stand_for_anything_but_nothing(told: Any, found: Any, expected: bool) -> None:
    """What is told is held to; what isn't, may be anything."""
    assert curl.fits(told, found) == expected

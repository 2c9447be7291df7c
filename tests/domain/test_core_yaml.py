from __future__ import annotations

from pathlib import Path

import pytest

import chalicelib
from chalicelib.domain import core_yaml
from chalicelib.domain.core_yaml import NotYaml, place_of

CATALOGUE = sorted((Path(chalicelib.__file__).parent / "catalogue").rglob("*.yaml"))

DOCUMENT = """\
id: visit
title: {en: A visit, ja: 訪問}
form:
  - page: One
    fields:
      - {id: a, type: text, "label": A}
      - id: b
        type: number
        colour: red
rules:
  - check:
      "equals": [1, 1]
a/b: |
  x
c:
"""


@pytest.mark.parametrize("path", CATALOGUE, ids=lambda path: path.stem)
def test_every_part_has_its_place(path: Path) -> None:
    """As many marks as values: of each text of our own definitions, the line that begins with it."""
    text = path.read_text(encoding="utf-8")
    value, mark = core_yaml.read(text)
    lines = text.splitlines()
    waiting = [(value, mark)]

    while waiting:
        value, mark = waiting.pop()
        line, column = mark.place
        if isinstance(value, str):
            assert lines[line - 1][column - 1 :].lstrip("\"'>|-")[:1] in ("", value[:1])
        elif isinstance(value, dict):
            waiting += [(each, mark.members[key]) for key, each in value.items()]
        elif isinstance(value, list):
            waiting += [(each, mark.members[str(number)]) for number, each in enumerate(value)]


@pytest.mark.parametrize(
    ("pointer", "code", "place"),
    [
        ("", "wrong_type", "id: visit"),
        ("/id", "pattern", "visit"),
        ("/title/ja", "wrong_type", "訪問}"),
        ("/title/fr", "missing_language", "{en: A visit, ja: 訪問}"),
        ("/area", "missing", "id: visit"),
        ("/form", "too_short", "- page: One"),
        ("/form/0/page", "too_short", "One"),
        ("/form/0/fields/0/label", "too_short", "A}"),
        ("/form/0/fields/0/max", "missing", '{id: a, type: text, "label": A}'),
        ("/form/0/fields/1", "wrong_keys", "id: b"),
        ("/form/0/fields/1/label", "missing", "id: b"),
        ("/form/0/fields/1/colour", "unknown_key", "colour: red"),
        ("/form/0/fields/1/rows/min", "missing", "id: b"),
        ("/form/0/fields/7", "missing", '- {id: a, type: text, "label": A}'),
        ("/rules/0/check/equals", "unknown_operation", '"equals": [1, 1]'),
        ("/rules/0/check/equals/1", "logic", "1]"),
        ("/a~1b", "unknown_key", "a/b: |"),
        ("/a~1b", "too_long", "|"),
        ("/c", "wrong_type", ""),
    ],
)
def test_place_of_a_fault_is_where_an_editor_puts_the_cursor(pointer: str, code: str, place: str) -> None:
    """At the value; at what lacks it, where there is none; at the key, where it is the key that is wrong."""
    _, mark = core_yaml.read(DOCUMENT)

    line, column = place_of(mark, pointer, code)

    assert DOCUMENT.splitlines()[line - 1][column - 1 :] == place


@pytest.mark.parametrize(
    ("text", "place"), [("a: [1, 2", (1, 9)), ("a: [1, 2\n", (2, 1)), ("a:\n  - {b", (2, 7))]
)
def test_end_of_a_text_is_where_it_ends(text: str, place: tuple[int, int]) -> None:
    """Where something is left open, however the text ends."""
    with pytest.raises(NotYaml) as caught:
        core_yaml.read(text)

    assert caught.value.place == place

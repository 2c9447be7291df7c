from __future__ import annotations

from typing import Any

import pytest

from chalicelib.domain.fields import note, rows
from tests.domain.fields.asking import CONTEXT, field, read, shown, told


def test_note_is_never_answered() -> None:
    """A page that sends one anyhow sends nothing; `null` in JSON is nothing as well."""
    assert read({"f": ["words"]}, "note") is None
    assert told(None, "note") is None
    assert shown(None, "note") == ""


@pytest.mark.parametrize("answer", ["words", True, 0, [], {}])
def test_note_answered_in_json_is_unknown(answer: Any) -> None:
    """There is no such question."""
    assert told(answer, "note") == [("/f", "unknown_field")]


def test_note_is_not_in_the_schema() -> None:
    """It has no place among the answers, and by itself a schema that nothing satisfies."""
    one = field("note")

    assert rows.schema([one], CONTEXT)["properties"] == {}
    assert note.schema(note.Note(id="f", label="F"), CONTEXT) == {"not": {}}

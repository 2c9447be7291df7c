from __future__ import annotations

from typing import Any

import pytest

from tests.domain.fields.asking import read, sent, shown, told

SAID = {"statement": {"en": "All of this is true.", "ja": "以上に相違ありません。"}}


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        ("Jane Doe", "Jane Doe"),
        (" Jane Doe ", "Jane Doe"),
        ("Rene\u0301", "René"),
        ("山田 花子", "山田 花子"),
        ("x" * 200, "x" * 200),
        ("", None),
        (" \u200b", None),
        (None, None),
    ],
)
def test_signature_is_a_name(answer: Any, kept: Any) -> None:
    """In NFC, without white space around it; what can't be seen signs nothing."""
    assert told(answer, "signature", **SAID) == kept


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ("x" * 201, "too_long"),
        ("Jane\nDoe", "forbidden_character"),
        ("Jane \u202eDoe", "forbidden_character"),
        ("\ud800", "forbidden_character"),
        (True, "wrong_type"),
        (5, "wrong_type"),
        (["Jane Doe"], "wrong_type"),
    ],
)
def test_signature_that_is_no_name_is_refused(answer: Any, code: str) -> None:
    """One line of 200 characters at most."""
    assert told(answer, "signature", **SAID) == [("/f", code)]


def test_signature_from_a_page() -> None:
    """What was typed."""
    assert read({"f": [" Jane Doe "]}, "signature", **SAID) == "Jane Doe"
    assert read({"f": [" "]}, "signature", **SAID) is None
    assert sent("Jane Doe", "signature", **SAID) == "Jane Doe"


def test_signature_is_shown_as_it_was_typed() -> None:
    """The name alone."""
    assert shown("Jane Doe", "signature", **SAID) == "Jane Doe"

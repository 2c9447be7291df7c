from __future__ import annotations

from typing import Any

import pytest

from tests.domain.fields.asking import sent, shown, told


@pytest.mark.parametrize(("answer", "kept"), [(True, True), (False, False), (None, None)])
def test_yes_no_is_a_boolean_or_nothing(answer: Any, kept: Any) -> None:
    """No is an answer, and another one than none."""
    assert told(answer, "yes_no") is kept


@pytest.mark.parametrize("answer", ["true", "false", "yes", "no", "", 0, 1, 1.0, [], {}])
def test_yes_no_in_other_words_is_refused(answer: Any) -> None:
    """In JSON booleans are booleans."""
    assert told(answer, "yes_no") == [("/f", "wrong_type")]


@pytest.mark.parametrize(
    ("answer", "must_be", "result"),
    [
        (True, True, True),
        (False, True, [("/f", "must_be")]),
        (False, False, False),
        (True, False, [("/f", "must_be")]),
    ],
)
def test_yes_no_that_must_be_one_of_them(answer: bool, must_be: bool, result: Any) -> None:
    """Only that answer may be sent."""
    assert told(answer, "yes_no", must_be=must_be) == result


def test_yes_no_required_takes_no_for_an_answer() -> None:
    """What is wanted is an answer, not consent."""
    assert told(False, "yes_no", required=True) is False
    assert told(None, "yes_no", required=True) == [("/f", "required")]


@pytest.mark.parametrize(
    ("typed", "result"),
    [
        ("yes", True),
        ("no", False),
        ("true", True),
        ("false", False),
        ("", None),
        ("perhaps", [("/f", "wrong_type")]),
        ("YES", [("/f", "wrong_type")]),
    ],
)
def test_yes_no_from_a_page(typed: str, result: Any) -> None:
    """The radio buttons' values, and nothing until one of them is chosen."""
    assert sent(typed, "yes_no") == result


def test_yes_no_is_shown_in_words() -> None:
    """In the reader's language."""
    assert (shown(True, "yes_no"), shown(False, "yes_no")) == ("Yes", "No")

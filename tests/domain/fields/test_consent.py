from __future__ import annotations

from typing import Any

import pytest

from tests.domain.fields.asking import sent, shown, told


@pytest.mark.parametrize(("answer", "kept"), [(True, True), (False, None), (None, None)])
def test_consent_is_given_or_not(answer: Any, kept: Any) -> None:
    """There is no recorded refusal."""
    assert told(answer, "consent", statement="I agree.") is kept


@pytest.mark.parametrize("answer", ["true", "yes", "on", 1, 0, [], {}])
def test_consent_in_other_words_is_refused(answer: Any) -> None:
    """Nothing but `true` is consent."""
    assert told(answer, "consent", statement="I agree.") == [("/f", "wrong_type")]


@pytest.mark.parametrize("answer", [False, None])
def test_consent_required_and_not_given(answer: Any) -> None:
    """An unticked box is a missing answer."""
    assert told(answer, "consent", statement="I agree.", required=True) == [("/f", "required")]


@pytest.mark.parametrize(
    ("typed", "result"),
    [("yes", True), ("on", True), ("true", True), ("", None), ("no", [("/f", "wrong_type")])],
)
def test_consent_from_a_page(typed: str, result: Any) -> None:
    """A ticked box says yes or on; a page that says anything else isn't ours."""
    assert sent(typed, "consent", statement="I agree.") == result


def test_consent_is_shown_as_yes() -> None:
    """In the reader's language."""
    assert shown(True, "consent", statement="I agree.") == "Yes"

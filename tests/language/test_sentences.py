from __future__ import annotations

import pytest

from chalicelib.language import sentences


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ([], ""),
        (["", "One.", ""], "One."),
        (["One.", "Two.", "Three."], "One. Two. Three."),
        (["ご記入ください。", "600文字以内です。"], "ご記入ください。600文字以内です。"),
        (["例：歌、料理", "600文字以内です。"], "例：歌、料理 600文字以内です。"),
        (["ご記入ください。", "At most 600."], "ご記入ください。At most 600."),
        (["Write it in English.", "600文字以内です。"], "Write it in English. 600文字以内です。"),
    ],
)
def test_sentences_are_joined_as_their_language_does(parts: list[str], whole: str) -> None:
    """With a space, but after a full stop that brings its own."""
    assert sentences.joined(parts) == whole

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.finding import matches, plain, words

TITLE = (
    "Echange d'été avec Łódź",
    "Youth exchange with Fujiyoshida",
    "富士吉田市との青少年交流",
    "Αρχαία Ολυμπία",
)


@pytest.mark.parametrize(
    "typed",
    [
        "exchange",
        "EXCH",
        "ｅｘｃｈａｎｇｅ",
        "échange",
        "ete",
        "d'ete",
        "lodz",
        "exchange fuji",
        "fuji exchange",
        "富士吉田",
        "吉田市",
        "交流 fuji",
        "ολυμπία",
        "ΑΡΧΑΙΑ",
        "youth, with!",
    ],
)
def test_every_word_begins_a_word_of_a_text_without_regard_to_case_accents_and_width(typed: str) -> None:
    """In any order, in any of the texts; of Japanese any part."""
    assert matches(words(typed), TITLE)


@pytest.mark.parametrize("typed", ["change", "exchange kranj", "yoshida", "田市吉", "exchanges", "かがく"])
def test_what_begins_no_word_is_not_found(typed: str) -> None:
    """All of the words have to be there."""
    assert not matches(words(typed), TITLE)


def test_voiced_kana_are_other_letters_and_composed_ones_the_same() -> None:
    """An accent is left out; a voicing mark is not."""
    assert not matches(words("かっこう"), ["がっこう"])
    assert matches(words(unicodedata.normalize("NFD", "がっこう")), ["小がっこう"])


def test_marks_and_white_space_are_no_words() -> None:
    """Who types nothing else has asked for nothing."""
    assert words(" _-!?「」 ") == []


@given(st.text(max_size=40))
def test_a_text_is_found_by_its_own_words_however_it_is_written(text: str) -> None:
    """Composed or not; and what is compared is compared the same a second time."""
    spellings = [text, unicodedata.normalize("NFD", text), unicodedata.normalize("NFC", text)]

    assert all(matches(words(spelt), [text]) for spelt in spellings)
    assert plain(plain(text)) == plain(text)

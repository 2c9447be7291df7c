from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain import ids
from chalicelib.domain.masks import masked

SECRET = b"\x01" * 32
WORDS = st.text(max_size=12)


@given(st.binary(min_size=13, max_size=40))
def test_submission_id_is_twenty_readable_characters(random: bytes) -> None:
    """Of Crockford's base 32, from the first hundred bits."""
    found = ids.submission_id(random)

    assert ids.is_submission(found)
    assert found == ids.submission_id(random[:13])
    assert ids.reference(found) == f"{found[:4]}-{found[4:8]}".upper()


def test_submission_ids_use_all_their_bits() -> None:
    """Another bit of the first hundred is another id."""
    found = {ids.submission_id((1 << bit).to_bytes(13, "big")) for bit in range(100)}

    assert len(found) == 100


@given(st.lists(WORDS, min_size=3, max_size=3), st.lists(WORDS, min_size=3, max_size=3))
def test_keyed_ids_are_the_same_for_the_same_three_words_only(one: list[str], other: list[str]) -> None:
    """However the words could be run together."""

    def keyed(program: str, caller: str, key: str) -> str:
        return ids.keyed_submission_id(SECRET, program=program, caller=caller, key=key)

    assert (keyed(*one) == keyed(*other)) == (one == other)
    assert keyed("ab", "c", "d") != keyed("a", "bc", "d")
    assert ids.keyed_submission_id(b"\x02" * 32, program="a", caller="b", key="c") != keyed("a", "b", "c")


@pytest.mark.parametrize(
    "text",
    ["", "0" * 19, "0" * 21, "0" * 19 + "i", "0" * 19 + "L", "0" * 19 + "\n", "٠" * 20, "0" * 19 + "\ud800"],
)
def test_is_submission_refuses_other_spellings(text: str) -> None:
    """Neither letters that are read as digits, nor capitals, nor other digits."""
    assert not ids.is_submission(text)


def test_ask_id_is_step_party_and_round() -> None:
    """In that order."""
    assert ids.ask_id("decide", "coordinator.0", 1) == "decide.coordinator.0.1"


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("jane@school.example", "j…@school.example"),
        ("j@school.example", "j…@school.example"),
        ("jane@xn--mnchen-3ya.de", "j…@xn--mnchen-3ya.de"),
    ],
)
def test_masked_shows_the_first_letter_and_the_host(address: str, shown: str) -> None:
    """Enough to know one's own, whatever its length."""
    assert masked(address) == shown

from __future__ import annotations

import base64
import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.links import LONGEST, BadLink, Link, make, read

KEYS = (b"newest" * 6, b"older" * 7)
LINK = Link("ask", "0123456789abcdefghjk", "decide.coordinator.0.1", 3)
NAMES = st.from_regex(r"\A[a-z][a-z0-9_]{0,39}\Z")


@given(step=NAMES, party=NAMES, round_=st.integers(1, 99), generation=st.integers(1, 10**6))
def test_link_says_what_it_was_made_of(step: str, party: str, round_: int, generation: int) -> None:
    """In at most 200 letters, digits, dots, hyphens and underscores."""
    link = Link("ask", "0123456789abcdefghjk", f"{step}.{party}.0.{round_}", generation)

    token = make(KEYS, link)

    assert read(KEYS, token) == link
    assert len(token) <= LONGEST
    assert re.fullmatch(r"[A-Za-z0-9_.-]+", token)


def test_any_active_key_opens_and_the_newest_signs() -> None:
    """A rotated key goes on opening until it is retired."""
    old, new = make(KEYS[1:], LINK), make(KEYS, LINK)

    assert read(KEYS, old) == read(KEYS, new) == read(KEYS[:1], new) == LINK
    with pytest.raises(BadLink):
        read(KEYS[:1], old)


@pytest.mark.parametrize("trailing", [".", ",", ")", ">", ").", ">,"])
def test_trailing_characters_are_cut_off(trailing: str) -> None:
    """A sentence goes on after a link."""
    assert read(KEYS, make(KEYS, LINK) + trailing) == LINK


def test_ten_thousand_tampered_tokens_open_nothing() -> None:
    """Changed, cut, swapped, spelt otherwise, or signed for another kind."""
    rng = random.Random(7)
    token = make(KEYS, LINK)
    payload, _, signature = token.rpartition(".")
    alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.=+/ \n\0é"
    tampered = {
        token.upper(),
        token + "=",
        f" {token}",
        f"{payload}.{base64.b64encode(base64.urlsafe_b64decode(signature + '=')).decode()}",
        f"{payload.replace('.ask.', '.status.', 1)}.{signature}",
        f"{payload[:-1]}4.{signature}",
        f"{payload[:-1]}03.{signature}",
        f"{payload}.",
        signature,
        "",
    }
    while len(tampered) < 10_000:
        characters = list(token)
        for _ in range(rng.randint(1, 3)):
            place = rng.randrange(len(characters))
            action = rng.randrange(3)
            if action == 0:
                characters[place] = rng.choice(alphabet)
            elif action == 1:
                characters.insert(place, rng.choice(alphabet))
            else:
                del characters[place]
        changed = "".join(characters)
        if changed.rstrip(".,)>") != token:
            tampered.add(changed)

    opened = []
    for each in tampered:
        try:
            opened.append(read(KEYS, each))
        except BadLink:
            continue

    assert opened == []

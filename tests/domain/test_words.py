from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chalicelib.domain import words

TEXT = st.text(st.characters() | st.sampled_from("\ud800\u202e.:/@w。．　\n\r\t"), max_size=80)
LINKED = re.compile(r"\S@\S|[A-Za-z]:\S|\S\.[^\s.…]", re.ASCII)
"""What mail programs make a link of: addresses, schemes, and anything with a dot inside."""


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Jane Doe", "Jane Doe"),
        ("J. R. R. Tolkien", "J. R. R. Tolkien"),
        ("Dr. Who, Ph.D.", "Dr. Who, Ph․D."),
        ("12:30", "12:30"),
        ("山田：花子。", "山田：花子。"),
        ("はい。いいえ", "はい。いいえ"),
        ("a\r\nb\t c\u2028d", "a b c d"),
        ("see http://evil.example/x", "see http: //evil․example/x"),
        ("HTTPS://EVIL.EXAMPLE", "HTTPS: //EVIL․EXAMPLE"),
        ("www.evil.example", "www․evil․example"),
        ("WWW. x", "WWW․ x"),
        ("evil.example", "evil․example"),
        ("evil.example.", "evil․example."),
        ("evil．example", "evil․example"),
        ("evil。example", "evil․example"),
        ("evil.\u200bexample", "evil․\u200bexample"),
        ("evil_.example", "evil_․example"),
        ("(evil).example", "(evil)․example"),
        ("192.0.2.1/x", "192․0․2․1/x"),
        ("mail me@evil.example", "mail me(at)evil․example"),
        ("me＠evil.example", "me(at)evil․example"),
        ("mailto:me", "mailto: me"),
        ("javascript:alert(1)", "javascript: alert(1)"),
        ("a\u202eb\x00c\ud800d", "abcd"),
        ("x" * 60, "x" * 60),
        ("x" * 61, "x" * 59 + "…"),
        ("", ""),
    ],
)
def test_defused_is_readable_and_no_link(typed: str, written: str) -> None:
    """People see what was meant, mail programs nothing to click at."""
    assert words.defused(typed) == written


@given(TEXT)
@example("://" * 30)
@example("www." * 20)
@example("@" * 60)
def test_defused_is_one_short_line_without_anything_that_links(typed: str) -> None:
    """Whatever was typed."""
    written = words.defused(typed)

    assert len(written) <= 60
    assert written.splitlines() in ([], [written])
    assert "://" not in written
    assert "www." not in written.lower()
    assert LINKED.search(written) is None
    assert written.encode().decode() == written
    assert words.forbidden(written, lines=False) is None


@pytest.mark.parametrize("limit", [1, 10, 120])
def test_defused_keeps_to_its_limit(limit: int) -> None:
    """Characters, with the ellipsis."""
    assert len(words.defused("a word " * 50, limit)) <= limit


@given(TEXT)
def test_clean_is_nfc_and_done_once(typed: str) -> None:
    """What is clean stays as it is; line ends are line feeds."""
    cleaned = words.clean(typed)

    assert words.clean(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert "\r" not in cleaned
    assert cleaned == cleaned.strip()


@pytest.mark.parametrize(
    ("text", "count"), [("", 0), (" a ", 1), ("a b\u3000c\u2003d\ne", 5), ("東京 都", 2), ("a-b", 1)]
)
def test_count_is_of_runs_between_white_space(text: str, count: int) -> None:
    """Of Unicode's white space."""
    assert words.count(text) == count


def test_code_is_the_characters_number() -> None:
    """At least four digits."""
    assert (words.code("\t"), words.code("\U000e0041")) == ("U+0009", "U+E0041")

from __future__ import annotations

from typing import Any

import pytest

from tests.domain.fields.asking import field, read, sent, shown, told

NOTHING = None


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        ("Hanako YAMADA", "Hanako YAMADA"),
        ("O", "O"),
        ("李", "李"),
        ("  Ann  ", "Ann"),
        ("\u3000山田 花子\u3000", "山田 花子"),
        ("Zoe\u0308", "Zoë"),
        ("e\u0301", "é"),
        ("مريم بنت علي", "مريم بنت علي"),
        ("\u200fشרה\u200f", "\u200fشרה\u200f"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d👩\u200d👧", "👩\u200d👩\u200d👧"),
        ("辻\U000e0100", "辻\U000e0100"),
        ("𰻞", "𰻞"),
        ("\U0001fae9", "\U0001fae9"),
        ("O'Connor-Núñez, Jr.", "O'Connor-Núñez, Jr."),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
        ("", NOTHING),
        (" \t\r\n ", NOTHING),
        ("\u200b", NOTHING),
        ("\u2060\ufeff\u00ad", NOTHING),
        ("\u3164", NOTHING),
        ("\u2800\u2800", NOTHING),
        (None, NOTHING),
    ],
)
def test_text_is_kept_in_nfc_without_white_space_around_it(answer: Any, kept: Any) -> None:
    """Names of all scripts and lengths are kept as they are meant; what shows nothing is no answer."""
    assert told(answer, "text") == kept


@pytest.mark.parametrize(
    "character",
    [
        "\x00",
        "\x07",
        "\x1b",
        "\x7f",
        "\x85",
        "\u2028",
        "\u2029",
        "\u202a",
        "\u202d",
        "\u202e",
        "\u2066",
        "\u2069",
        "\ud800",
        "\ue000",
        "\ufdd0",
        "\uffff",
        "\U0010ffff",
        "\U000e0001",
        "\U000e0041",
    ],
)
@pytest.mark.parametrize("type_", ["text", "long_text"])
def test_text_with_a_control_or_direction_character_is_refused(character: str, type_: str) -> None:
    """Controls, bidirectional overrides, tags, private use, surrogates and non-characters are not kept."""
    assert told(f"a{character}b", type_) == [("/f", "forbidden_character")]


@pytest.mark.parametrize("character", ["\u202e", "\ud800", "\x00"])
def test_text_of_a_forbidden_character_alone_is_refused_as_well(character: str) -> None:
    """It shows nothing, and still isn't taken for an empty answer."""
    assert told(character, "text") == [("/f", "forbidden_character")]


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        ("one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour"),
        ("a\tb", "a\tb"),
        ("\r\n\r\nHello\r\n\r\n", "Hello"),
    ],
)
def test_long_text_has_line_feeds_only(answer: str, kept: str) -> None:
    """Browsers send CRLF, other programs anything: kept is one kind of line end."""
    assert told(answer, "long_text") == kept


@pytest.mark.parametrize("answer", ["a\nb", "a\r\nb", "a\tb"])
def test_text_has_one_line(answer: str) -> None:
    """A line end or tab in an answer of one line is refused."""
    assert told(answer, "text") == [("/f", "forbidden_character")]


@pytest.mark.parametrize("answer", [1, 1.5, True, False, [], ["a"], {}, {"a": 1}])
@pytest.mark.parametrize("type_", ["text", "long_text"])
def test_text_of_another_type_is_refused(answer: Any, type_: str) -> None:
    """Nothing but a string is text, not even a number that looks like one."""
    assert told(answer, type_) == [("/f", "wrong_type")]


@pytest.mark.parametrize(
    ("answer", "rule", "result"),
    [
        ("abc", {"max_length": 3}, "abc"),
        ("abcd", {"max_length": 3}, [("/f", "too_long")]),
        ("e\u0301e\u0301e\u0301", {"max_length": 3}, "ééé"),
        ("𝒜𝒜𝒜", {"max_length": 3}, "𝒜𝒜𝒜"),
        (" abc ", {"max_length": 3}, "abc"),
        ("ab", {"min_length": 3}, [("/f", "too_short")]),
        ("abc", {"min_length": 3}, "abc"),
        ("a" * 1000, {}, "a" * 1000),
        ("a" * 1001, {}, [("/f", "too_long")]),
        ("a b\u3000c", {"max_words": 3}, "a b\u3000c"),
        ("a b c d", {"max_words": 3}, [("/f", "too_many_words")]),
        ("a b", {"min_words": 3}, [("/f", "too_few_words")]),
        ("AB-12", {"pattern": "[A-Z]{2}-[0-9]{2}"}, "AB-12"),
        ("AB-12x", {"pattern": "[A-Z]{2}-[0-9]{2}"}, [("/f", "pattern")]),
        ("xAB-12", {"pattern": "[A-Z]{2}-[0-9]{2}"}, [("/f", "pattern")]),
        ("b", {"pattern": "a|b"}, "b"),
        ("ba", {"pattern": "a|b"}, [("/f", "pattern")]),
    ],
)
def test_text_keeps_to_its_limits(answer: str, rule: dict[str, Any], result: Any) -> None:
    """Characters are those of the NFC text, words runs between white space, a pattern is for all of it."""
    assert told(answer, "text", **rule) == result


def test_long_text_may_have_twenty_thousand_characters() -> None:
    """The limit of several lines where the field says none."""
    assert told("a" * 20_000, "long_text") == "a" * 20_000
    assert told("a" * 20_001, "long_text") == [("/f", "too_long")]


@pytest.mark.parametrize(
    ("value", "result"),
    [("Ann", "Ann"), ("  Ann ", "Ann"), ("", None), ("  ", None), ("a\r\nb", "a\nb"), ("12", "12")],
)
def test_long_text_from_a_page(value: str, result: Any) -> None:
    """What was typed is read as JSON would hold it, nothing where nothing was."""
    assert sent(value, "long_text") == result


def test_text_absent_from_the_page_is_no_answer() -> None:
    """A control that the page didn't send is one that was left empty."""
    assert read({}, "text") is None
    assert read({"f": []}, "text") is None


def test_text_is_shown_as_it_is() -> None:
    """Escaping is for who writes the page."""
    assert shown("<i>", "text") == "<i>"


def test_text_required_and_empty_is_pointed_to_where_it_should_be() -> None:
    """An answer of white space is a missing one."""
    assert told("\u200b ", "text", required=True) == [("/f", "required")]


def test_text_is_needed_where_it_is_required() -> None:
    """What pages mark is what `check` asks for."""
    assert (field("text").needed, field("text", required=True).needed) == (False, True)

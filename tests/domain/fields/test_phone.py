from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.fields import checking
from chalicelib.domain.fields.phone import national
from tests.domain.fields.asking import CONTEXT, field, read, sent, shown, told


def told_in(country: str, answer: Any) -> Any:
    """What is kept of an answer in a community of that country, or what is wrong with it."""
    kept, faults = checking.check([field("phone")], {"f": answer}, "", replace(CONTEXT, country=country))
    return [(fault.pointer, fault.code) for fault in faults] or kept.get("f")


@pytest.mark.parametrize(
    ("country", "answer", "kept"),
    [
        ("US", "719-555-0123", "+17195550123"),
        ("US", "(719) 555 0123", "+17195550123"),
        ("US", "1.719.555.0123", "+17195550123"),
        ("US", "011 81 3-1234-5678", "+81312345678"),
        ("JP", "03-1234-5678", "+81312345678"),
        ("JP", "０３－１２３４－５６７８", "+81312345678"),
        ("JP", "090ー1234ー5678", "+819012345678"),
        ("SI", "04 237 31 00", "+38642373100"),
        ("US", "+81 3 1234 5678", "+81312345678"),
        ("JP", "＋1 719 555 0123", "+17195550123"),
        ("", "+44 (0)20 7946 0958", "+442079460958"),
        ("", "(+39) 06 698 12345", "+390669812345"),
        ("", "  +996 312 123456 ", "+996312123456"),
        ("US", "", None),
        ("US", " \u200b", None),
        ("US", None, None),
    ],
)
def test_phone_is_kept_as_e164(country: str, answer: Any, kept: Any) -> None:
    """National numbers by the community's country, others as they say themselves, in many spellings."""
    assert told_in(country, answer) == kept


@pytest.mark.parametrize(
    "answer",
    [
        *("12", "555-0123", "719-555-01234", "+1 719 555 012", "+999 123 4567", "+", "0000000000", "7" * 50),
        *("719-555-0123 ext. 5", "719-555-0123x5", "1-800-FLOWERS", "tel:+17195550123", "call me", "\ud800"),
        *("719-555-0123\n", "719-555-0123, 719-555-0124", "+1+719 555 0123", "+1٧١٩٥٥٥٠١٢٣"),
    ],
)
def test_phone_that_cannot_be_dialled_is_refused(answer: str) -> None:
    """Too short, too long, of no country, with an extension or words, or several at once."""
    assert told(answer, "phone") == [("/f", "phone")]


def test_national_phone_without_a_country_is_refused() -> None:
    """Nobody can say what it means."""
    assert told_in("", "719-555-0123") == [("/f", "phone")]


@pytest.mark.parametrize("answer", [7195550123, True, ["+17195550123"], {"number": "+17195550123"}])
def test_phone_of_another_type_is_refused(answer: Any) -> None:
    """A string: a number would lose its zeros."""
    assert told(answer, "phone") == [("/f", "wrong_type")]


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        ("719-555-0123", True),
        ("(719) 555-0123", True),
        ("+1 719 555 0123", False),
        ("(+1) 719 555 0123", False),
        ("＋81 3 1234 5678", False),
        ("nonsense", False),
        ("", False),
        (7195550123, False),
        (None, False),
    ],
)
def test_national_is_what_only_the_country_can_tell(answer: Any, wanted: bool) -> None:
    """What is refused anyway asks for nothing."""
    assert national(answer) is wanted


def test_phone_from_a_page() -> None:
    """What was typed."""
    assert read({"f": [" 719-555-0123 "]}, "phone") == "719-555-0123"
    assert read({"f": [" "]}, "phone") is None
    assert sent("719-555-0123", "phone") == "+17195550123"


@pytest.mark.parametrize(
    ("answer", "words"),
    [("+17195550123", "+1 719-555-0123"), ("+81312345678", "+81 3-1234-5678"), ("unreadable", "unreadable")],
)
def test_phone_is_shown_for_people_abroad(answer: str, words: str) -> None:
    """With its country's code, in the groups that people of that country read it in."""
    assert shown(answer, "phone") == words

"""What a field wants is told before it is typed."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.language.reader import reader
from chalicelib.web import hints
from tests.domain.fields.asking import TODAY, field

OPTIONS = [{"id": name, "label": name.title()} for name in ("red", "blue", "none")]


@pytest.mark.parametrize(
    ("type_", "said", "hint"),
    [
        ("text", {}, ""),
        ("text", {"max_length": 120}, ""),
        ("text", {"max_length": 8}, "At most 8 characters."),
        ("text", {"min_length": 8, "max_length": 8}, "Exactly 8 characters."),
        ("text", {"min_length": 2, "max_length": 8}, "From 2 to 8 characters."),
        ("text", {"min_length": 2}, "At least 2 characters."),
        ("text", {"max_length": 1}, "At most 1 character."),
        ("text", {"max_words": 1}, "At most 1 word."),
        ("long_text", {}, "At most 20,000 characters."),
        ("long_text", {"min_words": 150, "max_words": 350}, "From 150 to 350 words."),
        ("long_text", {"min_words": 2, "max_length": 900}, "At least 2 words. At most 900 characters."),
        ("number", {}, ""),
        ("number", {"min": 0}, ""),
        ("number", {"min": 1, "max": 5}, "From 1 to 5."),
        ("number", {"min": 0, "max": 5}, "From 0 to 5."),
        ("number", {"max": 5}, "5 or less."),
        ("number", {"min": 2}, "2 or more."),
        ("money", {"currency": "USD", "min": 0, "max": "2500.50"}, "From $0.00 to $2,500.50."),
        ("money", {"currency": "JPY", "max": 1000}, "¥1,000 or less."),
        ("date", {}, ""),
        ("date", {"min": "today"}, "November 23, 2026 or later."),
        ("date", {"weekdays": ["mon", "tue", "wed", "thu", "fri"]}, "Only days from Monday to Friday."),
        ("date", {"weekdays": ["sun", "mon"]}, "Only a Monday or Sunday."),
        ("date", {"min_age": "18y"}, "At least 18 years old on November 23, 2026."),
        (
            "date",
            {"min_age": "12y", "max_age": "15y6m", "age_on": "2027-06-01"},
            "At least 12 years and at most 15 years and 6 months old on June 1, 2027.",
        ),
        ("choices", {"options": OPTIONS}, "Choose all that apply."),
        ("choices", {"options": OPTIONS, "max_choices": 2}, "Choose at most 2."),
        ("choices", {"options": OPTIONS, "min_choices": 2}, "Choose at least 2."),
        ("choices", {"options": OPTIONS, "min_choices": 2, "max_choices": 2}, "Choose exactly 2."),
        ("choices", {"options": OPTIONS, "min_choices": 2, "max_choices": 3}, "Choose from 2 to 3."),
        (
            "choices",
            {"options": OPTIONS, "exclusive": ["none"]},
            "Choose all that apply. Choose “None” only without any other.",
        ),
        ("ranking", {"texts": 2}, "The first place is the highest. Fill in each, and nothing twice."),
        ("yes_no", {}, ""),
    ],
)
def test_constraint_is_told_in_a_few_words(type_: str, said: dict[str, Any], hint: str) -> None:
    """With its numbers as the reader writes them; nothing where it goes without saying."""
    assert hints.of(field(type_, **said), reader("en", "UTC"), TODAY) == hint

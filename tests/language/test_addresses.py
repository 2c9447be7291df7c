from __future__ import annotations

import pytest

from chalicelib.domain.fields import address
from chalicelib.domain.iso_codes import COUNTRIES
from chalicelib.language import addresses
from chalicelib.language.reader import reader

ENGLISH = reader("en", "UTC")


@pytest.mark.parametrize(
    ("part", "country", "words"),
    [
        ("region", "", "State, prefecture, or region"),
        ("region", "US", "State"),
        ("region", "JP", "Prefecture"),
        ("region", "CA", "Province"),
        ("region", "SI", "State, prefecture, or region"),
        ("postal_code", "", "Postal code"),
        ("postal_code", "US", "ZIP code"),
        ("postal_code", "CA", "Postal code"),
        ("city", "US", "City or town"),
    ],
)
def test_part_is_called_as_its_country_does(part: str, country: str, words: str) -> None:
    """Where that is known."""
    assert addresses.part(part, country, ENGLISH) == words


def test_every_part_has_words_in_every_country() -> None:
    """Also in those that have words of their own."""
    assert addresses.PARTS.keys() == set(address.MEMBERS)
    assert all(addresses.part(part, code, ENGLISH) for part in address.MEMBERS for code in COUNTRIES)

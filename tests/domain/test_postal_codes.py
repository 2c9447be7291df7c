from __future__ import annotations

import pytest

from chalicelib.domain import postal_codes
from chalicelib.domain.iso_codes import COUNTRIES


@pytest.mark.parametrize(
    ("country", "typed", "kept"),
    [
        ("CA", "k1a0b1", "K1A 0B1"),
        ("CA", " K1A-0B1 ", "K1A 0B1"),
        ("US", "80903", "80903"),
        ("US", "80903 1234", "80903-1234"),
        ("JP", "4038601", "403-8601"),
        ("JP", "〒４０３ー８６０１", "403-8601"),
        ("DE", "D-80331", "80331"),
        ("SI", "SI 4000", "4000"),
        ("CZ", "11000", "110 00"),
        ("NL", "1012ab", "1012 AB"),
        ("GB", "sw1a1aa", "SW1A 1AA"),
        ("GB", "m1 1ae", "M1 1AE"),
        ("TW", "106", "106"),
        ("KZ", "A15H7T9", "A15H7T9"),
        ("HK", "000000", "000000"),
        ("", "whatever", "whatever"),
        ("CA", "12345", None),
        ("CA", "K1A 0B", None),
        ("US", "8090", None),
        ("US", "8O903", None),
        ("US", "٨٠٩٠٣", None),
        ("JP", "403-860", None),
        ("DE", "ABCDE", None),
        ("DE", "", None),
    ],
)
def test_code_is_written_as_its_country_does(country: str, typed: str, kept: str | None) -> None:
    """Whatever stands between its signs; where no shape is known, as it was typed."""
    assert postal_codes.written(typed, country) == kept


def test_every_shape_is_of_a_country_and_fits_itself() -> None:
    """Examples are codes; what is needed is a country's."""
    assert postal_codes.SHAPES.keys() | postal_codes.NEEDED <= COUNTRIES
    for country, shapes in postal_codes.SHAPES.items():
        assert [postal_codes.written(shape, country) for shape in shapes] == list(shapes)

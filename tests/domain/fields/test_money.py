from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.fields.money import Money, written
from chalicelib.domain.iso_codes import CURRENCIES
from chalicelib.language.reader import reader
from infra.cldr import LANGUAGES
from tests.domain.fields.asking import field, sent, shown, told


def amount(currency: str) -> Money:
    """A field for that currency."""
    found: Any = field("money", currency=currency)
    return found


def test_money_is_shown_with_its_currency() -> None:
    """As the reader's language writes it."""
    assert shown("12.50", "money", currency="USD") == "USD 12.50"


@given(
    st.sampled_from(sorted(CURRENCIES)),
    st.sampled_from(LANGUAGES),
    st.decimals(min_value=-(10**12), max_value=10**12, places=3),
)
def test_money_typed_as_the_reader_is_shown_it_is_that_amount(
    currency: str, language: str, value: Decimal
) -> None:
    """Whatever language's marks are between its digits, without the sign."""
    kept = told(written(amount(currency), value), "money", currency=currency)
    names = reader(language, "UTC")
    typed = names.money(Decimal(kept), "¤").replace("¤", "")

    if currency in ("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND") and "," in typed and "." not in typed:
        return  # `1,250` is a thousand and more there
    if CURRENCIES[currency] != 3 or typed.rfind(".") > typed.rfind(","):
        assert sent(typed, "money", currency=currency) == kept


def test_decimals_are_those_of_iso_4217() -> None:
    """Not those of CLDR, which has none where small amounts are rare."""
    found = {code: CURRENCIES[code] for code in ("USD", "JPY", "KRW", "KWD", "RSD", "KGS", "ISK")}

    assert found == {"USD": 2, "JPY": 0, "KRW": 0, "KWD": 3, "RSD": 2, "KGS": 2, "ISK": 0}

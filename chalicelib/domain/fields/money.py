"""`money`: an amount in one currency. Never a float: JSON has it as text, checks as `decimal.Decimal`."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Annotated

from msgspec import Meta

from chalicelib.domain.fields.field import NO_WORDS, Checked, Context, Field, PageForm, Speech, fault, first
from chalicelib.domain.iso_codes import CURRENCIES

_DIGITS = 15
Amount = Annotated[str, Meta(pattern=r"^-?[0-9]{1,15}(\.[0-9]{1,4})?$")]
Currency = Annotated[str, Meta(pattern=r"^[A-Z]{3}$")]

# What people set before an amount or behind it, beside the code. Another currency's makes it no amount.
_SIGNS = {"CNY": "¥元", "EUR": "€", "GBP": "£", "INR": "₹", "JPY": "¥円", "KRW": "₩원", "MXN": "$"}
_BETWEEN = re.compile(r"(?<=[0-9])[\s'’](?=[0-9]{3}(?![0-9]))")
_GROUPED = {mark: re.compile(rf"-?[0-9]{{1,3}}(?:{re.escape(mark)}[0-9]{{3}})+") for mark in ".,"}


class Money(Field, kw_only=True, frozen=True, tag="money"):
    """An amount of money. In JSON: a string with a point before the decimals, as `"12.50"`.

    It is kept with as many decimals as the currency has.

    Attributes:
        currency: its three capital letters (ISO 4217)
        min: the smallest amount, a number or a text like `"12.50"`
        max: the largest
    """

    currency: Currency
    min: float | Amount | None = None
    max: float | Amount | None = None


def decimals(field: Money) -> int:
    """How many decimals the currency has."""
    return CURRENCIES.get(field.currency, 2)


def signs(field: Money) -> list[str]:
    """What may stand before an amount or behind it: the currency's code and its signs."""
    return [field.currency, *_SIGNS.get(field.currency, "$" if field.currency.endswith("D") else "")]


def bounds(field: Money) -> tuple[Decimal | None, Decimal | None]:
    """The smallest and the largest amount."""
    low, high = (None if each is None else Decimal(str(each)) for each in (field.min, field.max))
    return low, high


def written(field: Money, amount: Decimal) -> str:
    """The amount as it is kept."""
    return f"{amount:.{decimals(field)}f}"


def from_page(field: Money, form: PageForm, name: str) -> object:
    """The amount as JSON has it, the words where they are none, or None for nothing.

    Thousands may be set apart by spaces, apostrophes, commas or points; `1,250.50`, `1.250,50` and `12,5`
    are read as meant. A single mark before exactly three digits sets thousands apart, unless the currency
    has three decimals: then a comma does, and a point begins the decimals. The currency's own code or sign
    may stand before it or behind.
    """
    text = first(form, name).strip()
    plain = unicodedata.normalize("NFKC", text).replace("−", "-")
    for own in signs(field):
        plain = plain.removeprefix(own).removesuffix(own).strip()
    plain = _BETWEEN.sub("", plain)
    marked = _marked(plain, decimals(field))
    return (text or None) if marked is None else marked


def _marked(text: str, most: int) -> str | None:
    """The amount with a point before its decimals, or None where it is none."""
    last = max(text.rfind("."), text.rfind(","))
    mark = text[last] if last >= 0 else "."
    other = "," if mark == "." else "."
    whole, _, fraction = text.rpartition(mark) if last >= 0 else (text, "", "")
    thousands = len(fraction) == 3 and (most != 3 or mark == ",") and other not in text
    if thousands and _GROUPED[mark].fullmatch(text) and not re.match("-?0", text):
        whole, fraction = text.replace(mark, ""), ""
    elif _GROUPED[other].fullmatch(whole):
        whole = whole.replace(other, "")
    amount = f"{whole or '0'}.{fraction}" if fraction else whole
    return amount if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", amount, re.ASCII) else None


def check(field: Money, answer: object, pointer: str, _context: Context) -> Checked:
    """The amount with the decimals of its currency, or the first rule that it breaks."""
    if not isinstance(answer, str):
        return fault(pointer, "wrong_type", expected="amount")
    text = answer.strip()
    if not text:
        return Checked()
    if re.fullmatch(_spelling(field), text) is None:
        return fault(pointer, "money", example=written(field, Decimal("1250.5")), currency=field.currency)
    amount = Decimal(text) + 0  # no minus before nothing
    low, high = bounds(field)
    if low is not None and amount < low:
        return fault(pointer, "too_small", limit=written(field, low), currency=field.currency)
    if high is not None and amount > high:
        return fault(pointer, "too_large", limit=written(field, high), currency=field.currency)
    return Checked(written(field, amount))


def _spelling(field: Money) -> str:
    most = decimals(field)
    fraction = rf"(\.[0-9]{{1,{most}}})?" if most else ""
    return rf"^-?[0-9]{{1,{_DIGITS}}}{fraction}$"


def schema(field: Money, _context: Context) -> dict[str, object]:
    """JSON Schema of the answer; the smallest and the largest amount are beyond it."""
    return {"type": "string", "pattern": _spelling(field)}


BLANK = NO_WORDS
"""JSON Schema of what is no answer, beside null."""


def shown(field: Money, answer: object, speech: Speech) -> str:
    """The amount with its currency, as the reader writes them."""
    return speech.money(Decimal(str(answer)), field.currency)

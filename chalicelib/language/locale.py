"""How one language writes days, times, numbers and lists, and what it calls countries and languages: a table
out of Unicode's CLDR, and a few lines.

The table is made by `infra/cldr.py`. Knows nothing of translations.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import msgspec

from chalicelib.language.catalogue import fallbacks

TABLE = Path(__file__).parent / "cldr.json"
_TOKEN = re.compile(r"'([^']*)'|(y+|M+|d+|E+|H+|h+|K+|m+|a+)")


class Locale(msgspec.Struct, frozen=True):
    """One language's row of the table. Patterns are CLDR's (UTS #35, Date Format Patterns).

    `money` has `0` for the amount and `¤` for the currency, whose sign is in `currencies` where it has one;
    `languages` and `territories` are sorted by their names, as the language sorts them.
    """

    day: str
    full_day: str
    month: str
    year: str
    time: str
    join: str
    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    weekdays_short: tuple[str, ...]
    periods: tuple[str, str]
    decimal: str
    group: str
    money: str
    currencies: dict[str, str]
    lists: dict[str, dict[str, str]]
    languages: dict[str, str]
    territories: dict[str, str]
    zones: dict[str, tuple[str, ...]]


class Table(msgspec.Struct, frozen=True):
    """All of it: languages by tag, and which name each IANA time zone goes by."""

    source: str
    languages: dict[str, Locale]
    zones: dict[str, str]


@lru_cache(maxsize=1)
def table() -> Table:
    """The table, read at first use."""
    return msgspec.json.decode(TABLE.read_bytes(), type=Table)


@lru_cache(maxsize=64)
def locale(language: str) -> Locale:
    """The language's row; English for languages that have none."""
    rows = table().languages
    return next((rows[tag] for tag in fallbacks(language) if tag in rows), rows["en"])


def written(pattern: str, moment: date, names: Locale) -> str:
    """The day or the time after a pattern."""

    def token(found: re.Match[str]) -> str:
        return found[1] if found[2] is None else _token(found[2], moment, names)

    return _TOKEN.sub(token, pattern)


def _token(token: str, moment: date, names: Locale) -> str:
    hour, minute = (moment.hour, moment.minute) if isinstance(moment, datetime) else (0, 0)
    width = len(token)
    match token[0]:
        case "y":
            return str(moment.year)
        case "M":
            return names.months[moment.month - 1] if width > 2 else f"{moment.month:0{width}}"
        case "d":
            return f"{moment.day:0{width}}"
        case "E":
            return (names.weekdays if width > 3 else names.weekdays_short)[moment.weekday()]
        case "H":
            return f"{hour:0{width}}"
        case "h":
            return f"{(hour % 12) or 12:0{width}}"
        case "K":
            return f"{hour % 12:0{width}}"
        case "m":
            return f"{minute:0{width}}"
        case _:
            return names.periods[hour >= 12]


def number(value: float, names: Locale) -> str:
    """The number with the language's decimal mark, and its thousands set apart from ten thousand on.

    Four digits stay together: they are as often a year or a house number.
    """
    exact = Decimal(str(value))
    whole, _, fraction = f"{abs(exact):f}".partition(".")
    fraction = fraction.rstrip("0")
    if len(whole) > 4:
        whole = f"{int(whole):,}".replace(",", names.group)
    sign = "-" if exact < 0 else ""
    return f"{sign}{whole}{names.decimal}{fraction}" if fraction else f"{sign}{whole}"


def money(amount: Decimal, currency: str, names: Locale) -> str:
    """The amount with all its decimals, every three digits set apart, and the currency's sign, else its code.

    A sign that ends in a letter is set apart (UTS #35, Currencies).
    """
    whole, _, fraction = f"{abs(amount):,f}".partition(".")
    spelt = whole.replace(",", names.group) + (f"{names.decimal}{fraction}" if fraction else "")
    sign = names.currencies.get(currency, currency)
    if names.money.startswith("¤0") and sign[-1].isalpha():
        sign += "\u00a0"
    written = names.money.replace("0", spelt).replace("¤", sign)
    return f"-{written}" if amount < 0 else written


def listed(items: Sequence[str], names: Locale, kind: str = "standard") -> str:
    """The items as a list in a sentence; `kind` is `standard` (and) or `or`."""
    patterns = names.lists[kind]
    if len(items) < 2:
        return "".join(items)
    if len(items) == 2:
        return patterns["2"].format(*items)
    *start, before, last = items
    text = patterns["end"].format(before, last)
    for place, item in enumerate(reversed(start)):
        text = patterns["start" if place == len(start) - 1 else "middle"].format(item, text)
    return text


def zone_name(moment: datetime, names: Locale) -> str:
    """The name of an aware moment's time zone, as `Mountain Standard Time`; else its distance from UTC."""
    key = str(moment.tzinfo)
    known = names.zones.get(table().zones.get(key, ""), ())
    if known and not (_summer(moment) and len(known) == 1):
        return known[1] if _summer(moment) else known[0]
    return _distance(moment.utcoffset() or timedelta(0))


def _summer(moment: datetime) -> bool:
    """Whether clocks are ahead of what they show at other times of the year.

    Not `dst()`, which time zone data has the other way round for Dublin.
    """
    offsets = [
        moment.replace(month=month, day=1, hour=12, fold=0).utcoffset() or timedelta(0) for month in (1, 7)
    ]
    return (moment.utcoffset() or timedelta(0)) > min(offsets)


def _distance(offset: timedelta) -> str:
    minutes = round(offset.total_seconds() / 60)
    if minutes == 0:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}" + (f":{rest:02}" if rest else "")

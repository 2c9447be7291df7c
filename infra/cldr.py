"""Makes chalicelib/language/cldr.json: how languages write days, times and numbers, and what they call
countries, languages and currencies, out of Unicode's CLDR; and chalicelib/domain/iso_codes.py, the codes
alone.

Run by hand (`python -m infra.cldr`) when Babel brings a newer CLDR or a language is added; Babel is a tool
of development and goes to no function. A test makes both again and compares.
"""

from __future__ import annotations

import json
import textwrap
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale, __version__
from babel.core import get_cldr_version, get_global
from babel.localedata import locale_identifiers

_PACKAGE = Path(__file__).parent.parent / "chalicelib"
TABLE = _PACKAGE / "language" / "cldr.json"
CODES = _PACKAGE / "domain" / "iso_codes.py"
LANGUAGES = ("en", "ja", "es", "zh-Hans", "zh-Hant", "ru", "el", "sl", "ky", "de", "fr")

# Territories of CLDR that are no country of ISO 3166-1: reserved codes, groupings, and codes for tests.
_NO_COUNTRIES = frozenset(
    {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"}
)

# Currencies whose minor unit is not the hundredth part (ISO 4217, list one). CLDR has fewer decimals for some
# in which small amounts are rare, but prices may still be written with them.
_DECIMALS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
}

# CLDR's full pattern, but where people put the day of the week in brackets behind the date.
_FULL = {"ja": "yMMMEd"}


# How what Japanese writes in kanji is read, which is how it is sorted; longer beginnings before shorter ones.
_READINGS = {
    "中国": "チュウゴク",
    "中央": "チュウオウ",
    "中華": "チュウカ",
    "仏領": "フツリョウ",
    "低地": "テイチ",
    "北朝鮮": "キタチョウセン",
    "北部": "ホクブ",
    "北": "キタ",
    "南極": "ナンキョク",
    "南部": "ナンブ",
    "南": "ミナミ",
    "台湾": "タイワン",
    "合衆国": "ガッシュウコク",
    "四川": "シセン",
    "広東": "カントン",
    "教会": "キョウカイ",
    "日本": "ニホン",
    "東": "ヒガシ",
    "標準": "ヒョウジュン",
    "湿原": "シツゲン",
    "簡体": "カンタイ",
    "米領": "ベイリョウ",
    "繁体": "ハンタイ",
    "英語": "エイゴ",
    "英領": "エイリョウ",
    "西": "ニシ",
    "赤道": "セキドウ",
    "韓国": "カンコク",
    "高地": "コウチ",
}

# Alphabets in which a letter with a mark is one of its own.
_ALPHABETS = {
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "ky": "абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя",
    "sl": "abcčćdđefghijklmnopqrsštuvwxyzž",
    "es": "abcdefghijklmnñopqrstuvwxyz",
}


def table() -> dict[str, Any]:
    """The whole table."""
    return {
        "source": f"{_source()}; made by infra/cldr.py",
        "languages": {language: _language(language) for language in LANGUAGES},
        "zones": _keys(),
    }


def text() -> str:
    """The table as it stands in its file."""
    return json.dumps(table(), ensure_ascii=False, indent=1) + "\n"


def codes() -> str:
    """The module of codes as it stands in its file."""
    return f'''"""Codes of countries (ISO 3166-1 alpha-2), languages (ISO 639), currencies (ISO 4217), out of
{_source()}.

Made by `python -m infra.cldr`, not by hand. What they are called is for `language` to say.
"""

from __future__ import annotations

# fmt: off
COUNTRIES: frozenset[str] = frozenset({{
{_lines(_countries())}
}})
"""All of ISO 3166-1."""

LANGUAGES: frozenset[str] = frozenset({{
{_lines(_languages())}
}})
"""Those that ISO 639-1 has, or that CLDR knows how to write."""

CURRENCIES: dict[str, int] = {{
{_filled(f'"{code}": {_decimals(code)}' for code in _currencies())}
}}
"""Those that are legal tender somewhere, with the decimals of each (ISO 4217)."""
'''


def _source() -> str:
    return f"Unicode CLDR {get_cldr_version()}, by Babel {__version__}"


def _lines(words: Iterable[str]) -> str:
    return _filled(f'"{word}"' for word in words)


def _filled(parts: Iterable[str]) -> str:
    return textwrap.fill(f"{', '.join(parts)},", 108, initial_indent="    ", subsequent_indent="    ")


@cache
def _countries() -> tuple[str, ...]:
    """Codes of ISO 3166-1; regions of the world have numbers instead."""
    named = [str(code) for code in Locale("en").territories]
    return tuple(sorted(code for code in named if code.isalpha() and code not in _NO_COUNTRIES))


@cache
def _currencies() -> tuple[str, ...]:
    """Codes of what is legal tender somewhere today."""
    used = get_global("territory_currencies").values()
    return tuple(sorted({code for each in used for code, _, until, tender in each if tender and not until}))


def _decimals(code: str) -> int:
    return next((number for number, codes in _DECIMALS.items() if code in codes.split()), 2)


@cache
def _languages() -> tuple[str, ...]:
    """Codes of languages in use: of ISO 639-1, or with a locale in CLDR. "sh" has been given up."""
    written = {name.partition("_")[0] for name in locale_identifiers()}
    named = [str(code) for code in Locale("en").languages]
    return tuple(
        sorted(
            code for code in named if code.isalpha() and (len(code) == 2 or code in written) and code != "sh"
        )
    )


def _named(tag: str, codes: Iterable[str], names: Mapping[str, str], english: Mapping[str, str]) -> Any:
    """What the language calls each of them, else English, in the language's own order."""
    found = {code: str(names.get(code.replace("-", "_"), english[code.replace("-", "_")])) for code in codes}
    return dict(sorted(found.items(), key=lambda each: (_order(each[1], tag), each[1])))


def _order(name: str, tag: str) -> list[int]:
    """Where a name stands: by the language's alphabet, and without accents that make no letter of their own.

    Chinese characters stand in Unicode's order, which is by radical and strokes.
    """
    plain = name.casefold()
    if tag == "ja":
        kanji = next((each for each in _READINGS if plain.startswith(each)), "")
        plain = _READINGS.get(kanji, "") + plain.removeprefix(kanji)
    alphabet = _ALPHABETS.get(tag, "")
    letters: list[str] = []
    for letter in plain:
        whole = letter if letter in alphabet else unicodedata.normalize("NFKD", letter)
        letters += [each for each in whole if each.isalnum() and each != "ー"]
    return [alphabet.index(each) if each in alphabet else ord(each) for each in letters]


def _keys() -> dict[str, str]:
    """Which names each zone goes by: its own, or its metazone's; the same under each of its spellings."""
    own: dict[str, Any] = dict(Locale("en").time_zones)
    keys = {zone: meta for zone, meta in get_global("meta_zones").items() if meta}
    keys |= {zone: zone for zone in own if "long" in own[zone]}
    aliases: dict[str, str] = dict(get_global("zone_aliases"))
    for alias, zone in aliases.items():  # CLDR keeps some zones under their older spelling
        if alias in keys:
            keys.setdefault(zone, keys[alias])
    keys |= {alias: keys[zone] for alias, zone in aliases.items() if zone in keys}
    return dict(sorted(keys.items()))


def _language(tag: str) -> dict[str, Any]:
    locale = Locale.parse(tag, sep="-")
    skeletons = locale.datetime_skeletons
    time = locale.time_formats["short"].pattern
    full = skeletons[_FULL[tag]] if tag in _FULL else locale.date_formats["full"]
    return {
        "day": _plain(locale.date_formats["long"].pattern),
        "full_day": _plain(full.pattern),
        # Within a sentence months are as in a date, and not as they stand alone.
        "month": _plain(skeletons["yMMMM"].pattern.replace("L", "M")),
        "year": _plain(skeletons["y"].pattern),
        # Times by the part of the day ("in the evening 8:30") need more rules than they are worth.
        "time": _plain(skeletons["Hm"].pattern if "B" in time else time),
        "join": _plain(str(locale.datetime_formats["long"])),
        "months": [locale.months["format"]["wide"][number] for number in range(1, 13)],
        "weekdays": [locale.days["format"]["wide"][number] for number in range(7)],
        "weekdays_short": [locale.days["format"]["abbreviated"][number] for number in range(7)],
        "periods": [_plain(locale.day_periods["format"]["abbreviated"][half]) for half in ("am", "pm")],
        "decimal": locale.number_symbols["latn"]["decimal"],
        "group": locale.number_symbols["latn"]["group"].replace("\u202f", "\u00a0"),
        "money": _plain(str(locale.currency_formats["standard"].pattern)).replace("#,##0.00", "0"),
        "currencies": {
            code: symbol
            for code in _currencies()
            if (symbol := str(locale.currency_symbols.get(code, code))) != code
        },
        "lists": {kind: dict(sorted(locale.list_patterns[kind].items())) for kind in ("standard", "or")},
        "languages": _named(
            tag, (*_languages(), "zh-Hans", "zh-Hant"), locale.languages, Locale("en").languages
        ),
        "territories": _named(tag, _countries(), locale.territories, Locale("en").territories),
        "zones": _zones(locale),
    }


def _zones(locale: Locale) -> dict[str, list[str]]:
    """The long names of standard and daylight saving time; the second only where there is one.

    By metazone, and by zone for the few that have names of their own (London, Dublin, UTC), which lack those
    that their metazone has.
    """
    metazones = get_global("meta_zones")
    found: dict[str, list[str]] = {}
    for zone, names in sorted([*locale.meta_zones.items(), *locale.time_zones.items()]):
        own = names.get("long", {})
        if not own:
            continue
        long = {**locale.meta_zones.get(metazones.get(zone), {}).get("long", {}), **own}
        standard = long.get("standard") or long.get("generic")
        if standard:
            found[zone] = [_plain(name) for name in (standard, long.get("daylight")) if name]
    return found


def _plain(pattern: str) -> str:
    """With everyday spaces: narrow ones are missing from many fonts, and break searching."""
    return pattern.replace("\u202f", " ")


if __name__ == "__main__":
    TABLE.write_text(text(), encoding="utf-8")
    CODES.write_text(codes(), encoding="utf-8")
    print(TABLE, CODES, sep="\n")

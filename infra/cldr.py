"""Makes chalicelib/language/cldr.json: how languages write days, times and numbers, out of Unicode's CLDR.

Run by hand (`python -m infra.cldr`) when Babel brings a newer CLDR or a language is added; Babel is a tool
of development and goes to no function. A test makes the table again and compares.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from babel import Locale, __version__
from babel.core import get_cldr_version, get_global

TABLE = Path(__file__).parent.parent / "chalicelib" / "language" / "cldr.json"
LANGUAGES = ("en", "ja", "es", "zh-Hans", "zh-Hant", "ru", "el", "sl", "ky", "de", "fr")

# CLDR's full pattern, but where people put the day of the week in brackets behind the date.
_FULL = {"ja": "yMMMEd"}


def table() -> dict[str, Any]:
    """The whole table."""
    return {
        "source": f"Unicode CLDR {get_cldr_version()}, by Babel {__version__}; made by infra/cldr.py",
        "languages": {language: _language(language) for language in LANGUAGES},
        "zones": _keys(),
    }


def text() -> str:
    """The table as it stands in its file."""
    return json.dumps(table(), ensure_ascii=False, indent=1) + "\n"


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
        # Times by the part of the day ("in the evening 8:30") need more rules than they are worth.
        "time": _plain(skeletons["Hm"].pattern if "B" in time else time),
        "join": _plain(str(locale.datetime_formats["long"])),
        "months": [locale.months["format"]["wide"][number] for number in range(1, 13)],
        "weekdays": [locale.days["format"]["wide"][number] for number in range(7)],
        "weekdays_short": [locale.days["format"]["abbreviated"][number] for number in range(7)],
        "periods": [_plain(locale.day_periods["format"]["abbreviated"][half]) for half in ("am", "pm")],
        "decimal": locale.number_symbols["latn"]["decimal"],
        "group": locale.number_symbols["latn"]["group"].replace("\u202f", "\u00a0"),
        "lists": {kind: dict(sorted(locale.list_patterns[kind].items())) for kind in ("standard", "or")},
        "languages": {
            each: locale.languages[each.replace("-", "_")]
            for each in LANGUAGES
            if each.replace("-", "_") in locale.languages
        },
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
    print(TABLE)

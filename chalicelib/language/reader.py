"""Somebody who reads: in a language, and by the clock of a program's time zone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from chalicelib.domain import texts, times
from chalicelib.language import locale
from chalicelib.language.catalogue import translations

_MINUTE = timedelta(minutes=1)


@dataclass(slots=True)
class Reader:
    """Says things as the reader's language does. Made by `reader`, and shared: never changed."""

    language: str
    zone: ZoneInfo

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`: which way the language is written."""
        return "rtl" if self.language.partition("-")[0] in _RIGHT_TO_LEFT else "ltr"

    def gettext(self, message: str) -> str:
        """The message in the reader's language."""
        return translations(self.language).gettext(message)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """The message in the form that the number wants."""
        return translations(self.language).ngettext(singular, plural, n)

    def text(self, text: texts.Text) -> str:
        """A definition's text in the reader's language, or in the first one that it has."""
        return texts.pick(text, self.language)

    def day(self, day: date) -> str:
        """`November 26, 2026`."""
        names = locale.locale(self.language)
        return locale.written(names.day, day, names)

    def full_day(self, day: date) -> str:
        """`Thursday, November 26, 2026`."""
        names = locale.locale(self.language)
        return locale.written(names.full_day, day, names)

    def month(self, month: str) -> str:
        """`February 1962` of `1962-02`, and `1962` of `1962`."""
        names = locale.locale(self.language)
        year, _, number = month.partition("-")
        return locale.written(
            names.month if number else names.year, date(int(year), int(number or 1), 1), names
        )

    def instant(self, instant: datetime) -> str:
        """`Thursday, November 26, 2026, 11:59 PM (Mountain Standard Time)`: a time bears its zone, always."""
        return _instant(self.language, self.zone, instant)

    def deadline(self, instant: datetime) -> str:
        """The same of a moment until which something may be done: the end of a day is its last minute.

        Of “12:00 AM” half of the readers take the wrong day. Where clocks are put forward at midnight, a day
        ends at 1:00 of the next one.
        """
        before = instant - _MINUTE
        same_day = before.astimezone(self.zone).date() == instant.astimezone(self.zone).date()
        return self.instant(instant if same_day else before)

    def weekday(self, number: int) -> str:
        """The day of the week: 0 is Monday."""
        return locale.locale(self.language).weekdays[number]

    def language_name(self, tag: str) -> str:
        """What the reader calls a language: `Japanese` for `ja`, `Portuguese (Brazil)` for `pt-BR`.

        The tag itself where its language is not known.
        """
        known = locale.locale(self.language).languages
        parts = tag.split("-")
        for length in range(len(parts), 0, -1):
            if name := known.get("-".join(parts[:length])):
                kind = "-".join(parts[length:])
                return f"{name} ({self.country_name(kind)})" if kind else name
        return tag

    def languages(self) -> list[tuple[str, str]]:
        """Tags of languages and what the reader calls them, sorted by that."""
        return list(locale.locale(self.language).languages.items())

    def country_name(self, code: str) -> str:
        """What the reader calls a country: `Japan` for `JP`; the code itself where that is not known."""
        return locale.locale(self.language).territories.get(code, code)

    def countries(self) -> list[tuple[str, str]]:
        """Codes of ISO 3166-1 and what the reader calls the countries, sorted by that."""
        return list(locale.locale(self.language).territories.items())

    def number(self, number: float) -> str:
        """`12,500.5`."""
        return locale.number(number, locale.locale(self.language))

    def money(self, amount: Decimal, currency: str) -> str:
        """`$1,250.50`."""
        return locale.money(amount, currency, locale.locale(self.language))

    def rated(self, number: int, most: int) -> str:
        """`4 of 5`."""
        return self.gettext("{number} of {most}").format(number=self.number(number), most=self.number(most))

    def files(self, number: int) -> str:
        """`2 files`."""
        return self.ngettext("{n} file", "{n} files", number).format(n=self.number(number))

    def listed(self, items: Sequence[str], kind: str = "standard") -> str:
        """`a, b, and c`; with the kind `or`: `a, b, or c`."""
        return locale.listed(items, locale.locale(self.language), kind)

    def summed(self, parts: Sequence[str]) -> str:
        """One length of its parts: `1 year and 6 months`."""
        if len(parts) == 2:
            longer, shorter = parts
            return self.gettext("{longer} and {shorter}").format(longer=longer, shorter=shorter)
        return self.listed(parts)

    def yes_no(self, answer: bool) -> str:  # noqa: FBT001 - the answer itself, not a switch
        """Yes or no."""
        return self.gettext("Yes") if answer else self.gettext("No")


@lru_cache(maxsize=256)
def _instant(language: str, zone: ZoneInfo, instant: datetime) -> str:
    """Kept, since a deadline is told to everybody who is asked."""
    names = locale.locale(language)
    local = instant.astimezone(zone)
    day, time = locale.written(names.full_day, local, names), locale.written(names.time, local, names)
    moment = names.join.replace("{1}", day).replace("{0}", time)
    said = translations(language).gettext("{moment} ({zone})")
    return said.format(moment=moment, zone=locale.zone_name(local, names))


_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ps", "ur", "yi", "dv", "ckb"})


@lru_cache(maxsize=256)
def reader(language: str, timezone: str) -> Reader:
    """The reader of a language (BCP 47) in an IANA time zone. Raises ValueError for a zone that is none."""
    return Reader(language, times.zone(timezone))

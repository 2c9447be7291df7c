import gettext
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import available_timezones

import pytest
from babel.dates import format_date
from babel.numbers import format_currency

from chalicelib.domain import times
from chalicelib.language import catalogue, locale
from chalicelib.language.reader import reader

LATE = datetime(2026, 11, 27, 6, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "Thursday, November 26, 2026, 11:59 PM (Mountain Standard Time)"),
        ("de", "Donnerstag, 26. November 2026, 23:59 (Rocky-Mountains-Normalzeit)"),
        ("es", "jueves, 26 de noviembre de 2026, 23:59 (hora estándar de las Montañas Rocosas)"),
        ("zh-Hant", "2026年11月26日 星期四 23:59 (山區標準時間)"),
        ("ru", "четверг, 26 ноября 2026 г., 23:59 (Стандартное горное время (Северная Америка))"),
    ],
)
def test_instant_is_local_and_bears_its_zone(language: str, written: str) -> None:
    """A deadline is told by the program's clock, with the name of its zone."""
    assert reader(language, "America/Denver").instant(LATE) == written


@pytest.mark.parametrize(
    ("local", "written"),
    [
        ("2027-03-02T00:00", "Monday, March 1, 2027, 11:59 PM (Mountain Standard Time)"),
        ("2027-03-15T00:00", "Sunday, March 14, 2027, 11:59 PM (Mountain Daylight Time)"),
        ("2027-03-01T17:00", "Monday, March 1, 2027, 5:00 PM (Mountain Standard Time)"),
        ("2027-03-01T00:16", "Monday, March 1, 2027, 12:16 AM (Mountain Standard Time)"),
        ("2027-03-01T00:00", "Sunday, February 28, 2027, 11:59 PM (Mountain Standard Time)"),
    ],
)
def test_deadline_at_midnight_is_the_last_minute_of_its_day(local: str, written: str) -> None:
    """By the program's clock; any other time is said as it is, on the full hour too."""
    end = times.moment_of(local, times.zone("America/Denver"), end=False)

    assert reader("en", "America/Denver").deadline(end) == written


def test_deadline_where_clocks_change_at_midnight_is_that_day_s_last_minute() -> None:
    """In Beirut the 28th of March 2027 begins at one o'clock."""
    end = times.moment_of("2027-03-27", times.zone("Asia/Beirut"), end=True)

    assert reader("en", "Asia/Beirut").deadline(end).startswith("Saturday, March 27, 2027, 11:59 PM")


def test_instant_in_japanese_has_the_weekday_in_brackets() -> None:
    """Japanese writes the day of the week behind the date, and 24 hours."""
    written = reader("ja", "America/Denver").instant(LATE)

    assert "2026年11月26日(木) 23:59" in written
    assert "アメリカ山地標準時" in written


@pytest.mark.parametrize(
    ("zone", "winter", "summer"),
    [
        ("America/Denver", "Mountain Standard Time", "Mountain Daylight Time"),
        ("US/Mountain", "Mountain Standard Time", "Mountain Daylight Time"),
        ("Europe/London", "Greenwich Mean Time", "British Summer Time"),
        ("Europe/Dublin", "Greenwich Mean Time", "Irish Standard Time"),
        ("Australia/Sydney", "Australian Eastern Daylight Time", "Australian Eastern Standard Time"),
        ("Asia/Tokyo", "Japan Standard Time", "Japan Standard Time"),
        ("Asia/Kolkata", "India Standard Time", "India Standard Time"),
        ("Africa/Casablanca", "UTC+1", "UTC+1"),
        ("Etc/GMT+7", "UTC−7", "UTC−7"),
        ("UTC", "Coordinated Universal Time", "Coordinated Universal Time"),
    ],
)
def test_zone_goes_by_the_name_of_the_season(zone: str, winter: str, summer: str) -> None:
    """The zone's name is the one of that day; where there is no name, the distance from UTC."""
    told = [
        reader("en", zone).instant(datetime(2026, month, 15, 12, tzinfo=UTC)).partition(" (")[2]
        for month in (1, 7)
    ]

    assert told == [f"{winter})", f"{summer})"]


def test_every_zone_is_told_somehow() -> None:
    """Whatever zone a program names, in whatever language: each instant bears something in brackets."""
    # `Factory` and `localtime` are files of the system, none of IANA's names.
    zones = sorted(available_timezones() - {"Factory", "localtime"})
    told = {
        (language, zone): reader(language, zone).instant(LATE)
        for language in locale.table().languages
        for zone in zones
    }

    assert [key for key, text in told.items() if not text.endswith((")", "）")) or "()" in text] == []


@pytest.mark.parametrize("language", locale.table().languages)
def test_days_are_written_as_babel_writes_them(language: str) -> None:
    """Our few lines write a year's days as Babel does."""
    own = reader(language, "UTC")
    days = [date.fromordinal(date(2027, 1, 1).toordinal() + number) for number in range(365)]
    theirs = [
        format_date(day, "long", locale=language.replace("-", "_")).replace("\u202f", " ") for day in days
    ]

    assert [own.day(day) for day in days] == theirs


@pytest.mark.parametrize(
    ("language", "number", "written"),
    [
        ("en", 12, "12"),
        ("en", 2026.0, "2026"),
        ("en", 12500.5, "12,500.5"),
        ("en", -0.25, "-0.25"),
        ("de", 1234567.25, "1.234.567,25"),
        ("ru", 1234567, "1\u00a0234\u00a0567"),
        ("en", 1e15, "1,000,000,000,000,000"),
        ("en", 0.1, "0.1"),
    ],
)
def test_number_has_the_languages_marks(language: str, number: float, written: str) -> None:
    """Numbers are exact, with the language's decimal and thousands marks."""
    assert reader(language, "UTC").number(number) == written


@pytest.mark.parametrize(
    ("language", "items", "written"),
    [
        ("en", [], ""),
        ("en", ["a"], "a"),
        ("en", ["a", "b"], "a or b"),
        ("en", ["a", "b", "c", "d"], "a, b, c, or d"),
        ("ja", ["a", "b"], "aまたはb"),
        ("en", ["{0}", "{1}", "{"], "{0}, {1}, or {"),
    ],
)
def test_list_reads_as_a_sentence(language: str, items: list[str], written: str) -> None:
    """Items are joined as the language does, whatever they contain."""
    assert reader(language, "UTC").listed(items, "or") == written


def test_language_without_a_table_reads_english() -> None:
    """Days are then written in the language that the sentences around them are in."""
    assert reader("sw", "America/Denver").day(date(2026, 11, 26)) == "November 26, 2026"


@pytest.mark.parametrize(
    ("language", "direction"), [("en", "ltr"), ("ja", "ltr"), ("ar", "rtl"), ("fa-AF", "rtl")]
)
def test_direction_is_the_languages(language: str, direction: str) -> None:
    """Pages and mails say which way they are read."""
    assert reader(language, "UTC").direction == direction


def test_text_is_the_readers() -> None:
    """A definition's text is in the reader's language, or in the first that there is."""
    both = {"en": "Visit", "ja": "訪問"}

    assert [reader(each, "UTC").text(both) for each in ("ja", "ja-JP", "sl")] == ["訪問", "訪問", "Visit"]


def test_zone_that_is_none_is_refused() -> None:
    """A misspelt zone is found at once."""
    with pytest.raises(ValueError, match="Mars/Base"):
        reader("en", "Mars/Base")


def test_catalogue_is_the_nearest_there_is() -> None:
    """Languages without a catalogue read English, and plural forms are English's then."""
    unknown = catalogue.translations("sw")

    assert type(unknown) is gettext.NullTranslations
    assert [unknown.ngettext("{n} year", "{n} years", n) for n in (1, 2)] == ["{n} year", "{n} years"]


@pytest.mark.parametrize(
    ("tag", "names"),
    [
        ("ja", ["ja"]),
        ("ja-jp", ["ja-JP", "ja"]),
        ("zh-TW", ["zh-TW", "zh-Hant", "zh"]),
        ("zh", ["zh-Hans", "zh"]),
        ("zh-hant-hk", ["zh-Hant-HK", "zh-Hant", "zh"]),
        ("", []),
    ],
)
def test_tag_falls_back_to_what_it_is_a_kind_of(tag: str, names: list[str]) -> None:
    """From near to far."""
    assert catalogue.fallbacks(tag) == names


@pytest.mark.parametrize(
    ("language", "tag", "name"),
    [
        ("en", "ja", "Japanese"),
        ("ja", "ja", "日本語"),
        ("en", "zh-Hant", "Traditional Chinese"),
        ("en", "zh-Hant-TW", "Traditional Chinese (Taiwan)"),
        ("en", "pt-BR", "Portuguese (Brazil)"),
        ("en", "sr-Latn", "Serbian (Latn)"),
        ("en", "tlh", "tlh"),
        ("th", "ja", "Japanese"),
    ],
)
def test_language_has_its_name(language: str, tag: str, name: str) -> None:
    """With its country in brackets; without a name by its tag; in English for who reads Thai."""
    assert reader(language, "UTC").language_name(tag) == name


def test_countries_and_languages_have_names_in_the_readers_language() -> None:
    """A code without a name is told as it is."""
    english, japanese = reader("en", "UTC"), reader("ja", "UTC")

    assert [english.country_name("JP"), japanese.country_name("JP"), english.country_name("XX")] == [
        "Japan",
        "日本",
        "XX",
    ]
    assert ("JP", "日本") in japanese.countries()
    assert ("zh-Hans", "Simplified Chinese") in english.languages()


def test_rating_is_told_with_its_highest() -> None:
    """Where a number has no words of its own."""
    assert reader("en", "UTC").rated(4, 10) == "4 of 10"


@pytest.mark.parametrize(
    ("language", "amount", "currency", "written"),
    [
        ("en", "1250.50", "USD", "$1,250.50"),
        ("en", "-12.50", "USD", "-$12.50"),
        ("en", "1250.00", "KGS", "KGS\u00a01,250.00"),
        ("en", "1250", "JPY", "¥1,250"),
        ("en", "12.500", "KWD", "KWD\u00a012.500"),
        ("ja", "1250", "JPY", "￥1,250"),
        ("de", "1250.50", "EUR", "1.250,50\u00a0€"),
        ("fr", "1250.50", "EUR", "1\u00a0250,50\u00a0€"),
        ("ky", "1250.00", "KGS", "1\u00a0250,00\u00a0сом"),
        ("xx", "0.50", "EUR", "€0.50"),
    ],
)
def test_money_has_the_languages_signs_in_their_places(
    language: str, amount: str, currency: str, written: str
) -> None:
    """All decimals that are given, thousands apart; the code where the language has no sign."""
    assert reader(language, "UTC").money(Decimal(amount), currency) == written


@pytest.mark.parametrize("language", ["en", "ja", "es", "zh-Hans", "zh-Hant", "ru", "el", "sl", "de", "fr"])
@pytest.mark.parametrize("currency", ["USD", "EUR", "JPY", "GBP"])
@pytest.mark.parametrize("amount", ["1250", "-9999999", "0"])
def test_money_is_written_as_babel_writes_it(language: str, currency: str, amount: str) -> None:
    """But for the width of spaces, and the kind of minus."""
    written = format_currency(Decimal(amount), currency, locale=language.replace("-", "_"))
    decimals = Decimal(1) if currency == "JPY" else Decimal("1.00")
    found = reader(language, "UTC").money(Decimal(amount).quantize(decimals), currency)

    def plain(text: str) -> str:
        return text.replace("\u202f", "\u00a0").replace("−", "-")

    assert plain(found) == plain(written)


@pytest.mark.parametrize(
    ("language", "month", "year"),
    [
        ("en", "February 1962", "1993"),
        ("ja", "1962年2月", "1993年"),
        ("es", "febrero de 1962", "1993"),
        ("ru", "февраля 1962 г.", "1993"),
    ],
)
def test_month_and_year_are_told_as_within_a_sentence(language: str, month: str, year: str) -> None:
    """A month with its year, or a year alone."""
    speech = reader(language, "UTC")

    assert (speech.month("1962-02"), speech.month("1993")) == (month, year)

from importlib import resources

import pytest

from chalicelib.domain import iso_codes
from chalicelib.language import locale
from infra import cldr


def test_table_made_again_is_the_same() -> None:
    """The table in the package is what its generator makes of the pinned Babel."""
    assert cldr.TABLE.read_text(encoding="utf-8") == cldr.text()


def test_table_names_its_source() -> None:
    """Who reads the file learns which CLDR it is from."""
    assert cldr.table()["source"].startswith("Unicode CLDR 4")


def test_codes_made_again_are_the_same() -> None:
    """So are the codes, which the domain reads without the names."""
    assert cldr.CODES.read_text(encoding="utf-8") == cldr.codes()


def test_countries_are_those_of_iso_3166() -> None:
    """As the database of time zones lists them, which has them from ISO itself."""
    table = resources.files("tzdata").joinpath("zoneinfo", "iso3166.tab").read_text(encoding="utf-8")
    listed = {line.partition("\t")[0] for line in table.splitlines() if not line.startswith("#")}

    assert listed == iso_codes.COUNTRIES


@pytest.mark.parametrize("language", cldr.LANGUAGES)
def test_every_code_has_a_name(language: str) -> None:
    """In each language, and beside them the two ways of writing Chinese."""
    row = locale.locale(language)

    assert row.territories.keys() == iso_codes.COUNTRIES
    assert row.languages.keys() == iso_codes.LANGUAGES | {"zh-Hans", "zh-Hant"}
    assert all(row.territories.values())
    assert all(row.languages.values())


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ["Afghanistan", "Åland Islands", "Albania"]),
        ("de", ["Afghanistan", "Ägypten", "Ålandinseln"]),
        ("sl", ["Češka", "Čile", "Črna gora", "Danska"]),
        ("ru", ["Италия", "Йемен", "Кабо-Верде"]),
        ("ja", ["ニカラグア", "ニジェール", "西サハラ", "日本", "ニューカレドニア"]),
    ],
)
def test_names_stand_where_readers_look_for_them(language: str, names: list[str]) -> None:
    """By the language's alphabet, accents aside; Japanese by how kanji are read."""
    order = list(locale.locale(language).territories.values())
    first = order.index(names[0])

    assert order[first : first + len(names)] == names

"""Somebody looks around: the front page, its search, and the pages of partner cities."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote

from tests.browser.played.headings import NOT_FOUND
from tests.browser.played.scene import Journey, Scene

if TYPE_CHECKING:
    from tests.browser.person import Person

_WORD = {"en": "garden", "ja": "庭園"}


def _search(person: Person) -> None:
    person.open("/")
    person.fill({"q": _WORD[person.story.language]})
    person.press()


def _opened(person: Person, path: str) -> None:
    person.open(path)


PLACES = Journey(
    "places",
    "Somebody looks around",
    (
        Scene(
            "front-page",
            lambda person: person.open("/"),
            {"en": "Programs with our sister cities", "ja": "姉妹都市との交流プログラム"},
            "The partner cities on a map and in a list, and below them the programs by area.",
        ),
        Scene(
            "city",
            lambda person: person.click("/cities/kranj"),
            {"en": "Kranj", "ja": "クラーニ市 Kranj"},
            "A partner city: since when, where it is, and the programs with it.",
        ),
        Scene(
            "city-of-other-letters",
            partial(_opened, path="/cities/fujiyoshida"),
            {"en": "Fujiyoshida 富士吉田市", "ja": "富士吉田市"},
            "A city under its own name too, for who reads another language.",
        ),
        Scene(
            "resting-city",
            partial(_opened, path="/cities/smolensk"),
            {"en": "Smolensk Смоленск", "ja": "スモレンスク市 Смоленск"},
            "A partnership that rests.",
        ),
        Scene(
            "found",
            _search,
            {"en": "2 programs found for “garden”", "ja": "「庭園」の検索結果：プログラム2件"},
            "What a search finds, in any language.",
        ),
        Scene(
            "found-city",
            partial(_opened, path=f"/?q={quote('富士')}"),
            {"en": "16 programs found for “富士”", "ja": "「富士」の検索結果：プログラム16件"},
            "The name of a city finds the city, and the programs with it.",
        ),
        Scene(
            "nothing-found",
            partial(_opened, path="/?q=helicopter&area=youth"),
            {
                "en": "0 programs found for “helicopter”",
                "ja": "「helicopter」の検索結果：プログラム0件",
            },
            "A search that finds nothing, and the way back to everything.",
        ),
        Scene(
            "one-city-and-area",
            partial(_opened, path="/?city=kaohsiung&area=youth"),
            {
                "en": "Programs with Kaohsiung: Youth and education",
                "ja": "高雄市とのプログラム：青少年・教育",
            },
            "The programs of one area with one city.",
        ),
        Scene(
            "no-such-city",
            partial(_opened, path="/cities/atlantis"),
            NOT_FOUND,
            "A city that is no partner.",
            status=404,
        ),
    ),
)

from __future__ import annotations

from typing import Any

import pytest

from tests.domain.fields.asking import read, shown, told

TAGS = ["ja", "haw", "zh-Hant", "zh-Hant-TW", "pt-BR", "es-419", "sl-rozaj", "de-1996", "en-u-ca-buddhist"]

ODD = ["JA", "zh-hant", "zh-HANT", "pt-br", "pt_BR", "ja-", "-ja", "ja-a", "ja ", "ja\n", "English"]


@pytest.mark.parametrize("answer", [*TAGS, "zh-cmn-Hans-CN", "en-a-bbb-x-a-ccc", "ar-x-1"])
def test_language_is_a_tag(answer: str) -> None:
    """With script, region, variants and extensions, as RFC 5646 has them."""
    assert told(answer, "language") == answer


@pytest.mark.parametrize("answer", ["", None])
def test_language_that_was_not_chosen_is_no_answer(answer: Any) -> None:
    """As everywhere."""
    assert told(answer, "language") is None


@pytest.mark.parametrize(
    "answer",
    [
        *ODD,
        "xx",
        "qaa",
        "x-private",
        "i-klingon",
        "und",
        "\ud800",
        "en-u",
        "en-" + "x" * 9,
        "de-x" + "-a" * 60,
    ],
)
def test_language_that_is_unknown_or_spelt_otherwise_is_refused(answer: str) -> None:
    """One spelling of each; a language that nobody has a name for is none."""
    assert told(answer, "language") == [("/f", "language_tag")]


@pytest.mark.parametrize("answer", [0, True, ["ja"], {"tag": "ja"}])
def test_language_of_another_type_is_refused(answer: Any) -> None:
    """One tag, as a string."""
    assert told(answer, "language") == [("/f", "wrong_type")]


@pytest.mark.parametrize(("typed", "answer"), [(["ja"], "ja"), ([" ja "], "ja"), ([""], None), ([], None)])
def test_language_from_a_page(typed: list[str], answer: Any) -> None:
    """The value of the chosen option."""
    assert read({"f": typed}, "language") == answer


def test_language_is_shown_by_its_name() -> None:
    """As the reader calls it."""
    assert shown("ja", "language") == "Japanese"

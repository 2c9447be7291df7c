from __future__ import annotations

from typing import Any

import pytest

from tests.domain.fields.asking import read, shown, told


@pytest.mark.parametrize(("answer", "kept"), [("JP", "JP"), ("KG", "KG"), ("", None), (None, None)])
def test_country_is_a_code(answer: Any, kept: Any) -> None:
    """Nothing chosen is no answer."""
    assert told(answer, "country") == kept


@pytest.mark.parametrize("answer", ["jp", "JP ", "JPN", "392", "EU", "XK", "UK", "ZZ", "Japan", "\ud800"])
def test_country_that_iso_3166_does_not_have_is_refused(answer: str) -> None:
    """Neither small letters, longer codes and names, nor what is reserved for other uses."""
    assert told(answer, "country") == [("/f", "country_code")]


@pytest.mark.parametrize("answer", [0, True, ["JP"], {"code": "JP"}])
def test_country_of_another_type_is_refused(answer: Any) -> None:
    """One code, as a string."""
    assert told(answer, "country") == [("/f", "wrong_type")]


@pytest.mark.parametrize(("typed", "answer"), [(["JP"], "JP"), ([" JP "], "JP"), ([""], None), ([], None)])
def test_country_from_a_page(typed: list[str], answer: Any) -> None:
    """The value of the chosen option."""
    assert read({"f": typed}, "country") == answer


def test_country_is_shown_by_its_name() -> None:
    """As the reader calls it."""
    assert shown("JP", "country") == "Japan"

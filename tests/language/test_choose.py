import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.language.choose import best

OFFERED = ["en", "ja", "zh-Hant"]


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        (None, "en"),
        ("", "en"),
        ("ja", "ja"),
        ("JA-jp", "ja"),
        ("fr, ja;q=0.8, en;q=0.9", "en"),
        ("fr;q=1, ja;q=0.8", "ja"),
        ("en;q=0, ja;q=0.1", "ja"),
        ("en;q=0, *", "ja"),
        ("*", "en"),
        ("zh-TW", "zh-Hant"),
        ("zh-Hant-HK", "zh-Hant"),
        ("zh", "zh-Hant"),
        ("zh-CN", "en"),
        ("ja;q=nonsense", "en"),
        ("ja;q=2", "en"),
        (";;;,,, ,q=1", "en"),
    ],
)
def test_best_is_the_first_that_is_offered(header: str | None, chosen: str) -> None:
    """The heaviest range that leads to something on offer wins; without one it is the first on offer."""
    assert best(header, OFFERED) == chosen


def test_everything_refused_is_the_first_on_offer() -> None:
    """There is always a language."""
    assert best("en;q=0", ["en"]) == "en"


@given(st.text())
def test_any_header_has_an_answer(header: str) -> None:
    """Whatever a browser or a robot sends, one of the languages on offer comes out."""
    assert best(header, OFFERED) in OFFERED

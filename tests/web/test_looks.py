from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.mail.colours import ENOUGH, contrast
from chalicelib.web import static
from chalicelib.web.looks import Dress

DAY, NIGHT = re.findall("--wash: (#[0-9a-f]{6});", static.file("style.css").text)


@given(st.integers(0, 0xFFFFFF))
def test_any_accent_can_be_read_by_day_and_by_night(number: int) -> None:
    """4.5 to 1 at least, on the page and on what stands out from it (WCAG 2.2 §1.4.3)."""
    day, night = re.findall("#[0-9a-f]{6}", Dress(accent=f"#{number:06x}").style)

    assert min(contrast(day, "#ffffff"), contrast(day, DAY)) >= ENOUGH
    assert min(contrast(night, "#1b2126"), contrast(night, NIGHT)) >= ENOUGH


def test_readable_accent_stays_as_it_is() -> None:
    """A community sees its own colour."""
    assert "--day:#1b5e8c" in Dress(accent="#1b5e8c").style

from __future__ import annotations

from datetime import timedelta

import pytest

from infra.local.durations import duration


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("90s", timedelta(seconds=90)),
        ("15m", timedelta(minutes=15)),
        ("1h", timedelta(hours=1)),
        ("8d", timedelta(days=8)),
        ("0s", timedelta(0)),
    ],
)
def test_duration_is_a_number_and_a_unit(text: str, expected: timedelta) -> None:
    """Seconds, minutes, hours and days can be said."""
    assert duration(text) == expected


@pytest.mark.parametrize(
    "text", ["", "8", "d", "8w", "-1d", "1.5d", "8d ", "8d\n", "٣d", "4000d", None, 8, ["8d"]]
)
def test_everything_else_is_no_duration(text: object) -> None:
    """The clock never goes back, nor anywhere that was not said."""
    with pytest.raises(ValueError, match=r"say how far|at most"):
        duration(text)

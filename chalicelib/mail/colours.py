"""Whether people can read one colour on another (WCAG 2.2, contrast minimum: 4.5 to 1)."""

from __future__ import annotations

from functools import lru_cache

DARK, LIGHT = "#000000", "#ffffff"
"""One of them has a contrast of 4.5 or more to any colour."""

ENOUGH = 4.5


@lru_cache(maxsize=64)
def ink(background: str) -> str:
    """The better of light and dark for words on a background of that colour (`#rrggbb`)."""
    return LIGHT if contrast(background, LIGHT) >= contrast(background, DARK) else DARK


@lru_cache(maxsize=64)
def readable(colour: str) -> str:
    """The colour, if words in it can be read on white; else the dark one."""
    return colour if contrast(colour, LIGHT) >= ENOUGH else DARK


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

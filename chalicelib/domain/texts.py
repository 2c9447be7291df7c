"""Human texts of a definition: one string for all languages, or a map with every language."""

from __future__ import annotations

Text = str | dict[str, str]


def every(text: Text) -> list[str]:
    """The text in all its languages."""
    return [text] if isinstance(text, str) else list(text.values())


def pick(text: Text, language: str) -> str:
    """The text in that language; else in its base language, else in the first one that is there."""
    if isinstance(text, str):
        return text
    return text.get(language) or text.get(language.partition("-")[0]) or next(iter(text.values()), "")

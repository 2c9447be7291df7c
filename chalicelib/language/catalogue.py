"""Translations, from the compiled catalogues in `locales/`; English sentences are their own keys."""

from __future__ import annotations

import gettext
from functools import lru_cache
from pathlib import Path

LOCALES = Path(__file__).parent.parent / "locales"
DOMAIN = "concord"


@lru_cache(maxsize=64)
def translations(language: str) -> gettext.NullTranslations:
    """The catalogue of a language (BCP 47), else of the language that it is a kind of, else English as it is.

    Folders are named as gettext does: `zh_Hant` for `zh-Hant`.
    """
    folders = [name.replace("-", "_") for name in fallbacks(language)]
    return gettext.translation(DOMAIN, localedir=str(LOCALES), languages=folders, fallback=True)


@lru_cache(maxsize=1)
def translated() -> tuple[str, ...]:
    """The languages in which Concord itself speaks, as BCP 47 has them; English first."""
    folders = sorted(path.name for path in LOCALES.iterdir() if path.is_dir()) if LOCALES.is_dir() else []
    return ("en", *(name.replace("_", "-") for name in folders if name != "en"))


def fallbacks(language: str) -> list[str]:
    """The tag, and what it is a kind of, from near to far (RFC 4647 §3.4).

    >>> fallbacks("zh-TW")
    ['zh-TW', 'zh-Hant', 'zh']
    """
    parts = [part for part in language.replace("_", "-").split("-") if part]
    spelt = [_spelt(part, place) for place, part in enumerate(parts)]
    found = ["-".join(spelt[:length]) for length in range(len(spelt), 0, -1)]
    if spelt and spelt[0] == "zh" and not {"Hans", "Hant"} & set(spelt):
        # Which script Chinese is written in where the tag doesn't say (CLDR, likely subtags).
        found.insert(-1, "zh-Hant" if {"TW", "HK", "MO"} & set(spelt) else "zh-Hans")
    return found


def _spelt(part: str, place: int) -> str:
    """Subtags as RFC 5646 §2.1.1 recommends them: language, Script, REGION."""
    if place == 0:
        return part.lower()
    match len(part):
        case 4:
            return part.title()
        case 2:
            return part.upper()
        case _:
            return part.lower()

"""Finding what is meant by a few typed words: without regard to case, accents and width, by how words begin.

Pure: knows neither programs nor pages, only texts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_WORDS = re.compile(r"[^\W_]+")
# Marks that make another letter, not the same one with an accent: the voicing marks of kana.
_KEPT = frozenset("\u3099\u309a")
# Letters that Unicode does not take apart into a letter and a mark.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ı": "i"})
# Scripts that put no spaces between words: kana, Chinese characters, Thai, Lao, Khmer, Burmese.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)


def plain(text: str) -> str:
    """The text as it is compared: NFKC, in small letters, without accents.

    >>> plain("Ｃrème Ølstykke")
    'creme olstykke'
    """
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    bare = "".join(each for each in apart if each in _KEPT or unicodedata.category(each) != "Mn")
    return unicodedata.normalize("NFC", bare.translate(_PLAIN))


def words(text: str) -> list[str]:
    """The words of a text or of a search, as they are compared: runs of letters and digits."""
    return _WORDS.findall(plain(text))


def matches(wanted: Iterable[str], texts: Iterable[str]) -> bool:
    """Whether every one of the words (of `words`) is found in one of the texts or another.

    A word is found where a word begins with it; one with a character of a script that puts no spaces between
    words is found anywhere.

    >>> matches(words("olymp arch"), ["Ancient Olympia", "Αρχαία Ολυμπία", "Architecture"])
    True
    """
    known = [plain(text) for text in texts]
    beginnings = {word for text in known for word in _WORDS.findall(text)}
    return all(
        any(each in text for text in known)
        if _UNSPACED.search(each)
        else any(word.startswith(each) for word in beginnings)
        for each in wanted
    )

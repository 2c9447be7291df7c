"""A guess at what was meant by an address whose host is nearly a common one. Never a reason to refuse it."""

from __future__ import annotations

_COMMON = (
    "gmail.com",
    "googlemail.com",
    "yahoo.com",
    "yahoo.co.jp",
    "hotmail.com",
    "outlook.com",
    "outlook.jp",
    "live.com",
    "msn.com",
    "icloud.com",
    "me.com",
    "mac.com",
    "aol.com",
    "comcast.net",
    "verizon.net",
    "sbcglobal.net",
    "bellsouth.net",
    "docomo.ne.jp",
    "ezweb.ne.jp",
    "softbank.ne.jp",
    "i.softbank.jp",
    "mail.ru",
    "yandex.ru",
    "rambler.ru",
    "gmx.de",
    "gmx.net",
    "gmx.at",
    "web.de",
    "t-online.de",
    "orange.fr",
    "wanadoo.fr",
    "free.fr",
    "laposte.net",
    "libero.it",
    "siol.net",
    "proton.me",
    "protonmail.com",
    "qq.com",
    "163.com",
    "naver.com",
)
"""Where many people have their mail, in the countries of our partners."""

_TRUE = frozenset(
    {*_COMMON, "ymail.com", "mail.com", "email.com", "gmx.com", "gmx.ch", "mail.de", "free.com"}
)
_SHORT = 7
"""Hosts of so few characters lie too near one another: of these only two that changed places are noticed."""


def meant(address: str) -> str | None:
    """The address that was probably meant, or None where nothing looks mistyped.

    >>> meant("ann@gmial.com")
    'ann@gmail.com'
    """
    local, at, host = address.strip().rpartition("@")
    typed = host.lower()
    if not local or not at or typed in _TRUE:
        return None
    near = next((common for common in _COMMON if _near(typed, common)), None)
    return f"{local}@{near}" if near is not None else None


def _near(typed: str, common: str) -> bool:
    """Whether one slip makes the one of the other: a character too many, too few, wrong, or two swapped.

    The restricted distance of Damerau and Levenshtein, up to one.
    """
    start = 0
    while start < min(len(typed), len(common)) and typed[start] == common[start]:
        start += 1
    one, other = typed[start:], common[start:]
    swapped = one[:2] == other[1::-1] and one[2:] == other[2:]
    if len(common) <= _SHORT:
        return swapped
    return swapped or one[1:] == other or one == other[1:] or one[1:] == other[1:]

"""Values that may stand in a message's header: one line each, and addresses that are addresses."""

from __future__ import annotations

import unicodedata
from email.headerregistry import Address

from chalicelib.domain.fields.email import normalised

_LONGEST = 200


class BadAddress(Exception):
    """No mail can be sent to (or from) this. The address is not told: it may reach a log."""


def one_line(text: str) -> str:
    """The text without line ends and control characters, and not too long for a header."""
    printable = text.isprintable()  # nothing that is breaks a line, and most names are
    plain = text if printable else "".join(" " if _breaks(each) else each for each in text)
    line = " ".join(plain.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def address(email: str, name: str = "") -> Address:
    """The address with its display name, which may be empty. Raises BadAddress."""
    spelt = normalised(email)
    if spelt is None:
        raise BadAddress
    # It is one by now: the library would parse it once more, which takes longer than all the rest.
    local, _, host = spelt.rpartition("@")
    return Address(one_line(name), local, host)


def _breaks(character: str) -> bool:
    """Whether it ends a line, or shows nothing; joiners stay, since some scripts need them."""
    if character in "\u200c\u200d":
        return False
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")

"""Signed links: what they name, how they are made and read. Keys are handed in, newest first.

A token is `1.<kind>.<submission>.<ask>.<generation>.<signature>`. The signature is itsdangerous' HMAC over
SHA-256 with a salt for each kind, in its canonical spelling only: the token must equal its own re-encoding.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, cast

Kind = Literal["ask", "status", "sent", "page", "draft", "saved", "file"]
KINDS = ("ask", "status", "sent", "page", "draft", "saved", "file")
LONGEST = 200
_SHAPE = re.compile(r"1\.([a-z]+)\.([0-9a-z-]+)\.([a-z0-9_.-]+)\.(\d{1,12})\.([A-Za-z0-9_-]{43})", re.ASCII)
_TRAILING = ".,)>"


class BadLink(Exception):
    """The link is none of ours."""


@dataclass(frozen=True, slots=True)
class Link:
    """What a token names. `ask` is `-` where it names a whole submission.

    Kinds: `ask` answers, `status` shows where things stand, `sent` is the page after sending, and `page`
    is the nonce of a page (then `submission` is the page's subject and `ask` its random part). `draft` goes
    on with a form that was saved, `saved` is the page after saving (then `submission` is the draft's id and
    `ask` its program). `file` hands out an upload for a while: then `ask` is the upload and who sees it,
    `generation` when its page was made.
    """

    kind: Kind
    submission: str
    ask: str = "-"
    generation: int = 1


def make(keys: Sequence[bytes], link: Link) -> str:
    """The token, signed with the newest key."""
    return _signed(keys[0], link)


def code(key: bytes, submission: str, purpose: str, number: int) -> str:
    """The six digits that are mailed as the `number`-th code of that purpose.

    An HMAC over all three under a key of its own, so that a code tells nothing of any other one.
    """
    import hashlib
    import hmac

    said = f"{submission}.{purpose}.{number}".encode()
    spelt = int.from_bytes(hmac.new(key, said, hashlib.sha256).digest(), "big")
    return f"{spelt % 1_000_000:06d}"


def read(keys: Sequence[bytes], token: str) -> Link:
    """What the token names, if one of the keys signed it. Raises BadLink.

    Characters that mail programs leave at the end of a link are cut off first.
    """
    import hmac

    spelt = token.rstrip(_TRAILING)
    found = _SHAPE.fullmatch(spelt) if len(spelt) <= LONGEST else None
    if found is None or found[1] not in KINDS:
        raise BadLink
    link = Link(cast(Kind, found[1]), found[2], found[3], int(found[4]))
    # Comparing with the whole re-encoding refuses every other spelling of signature and number alike.
    if not any(hmac.compare_digest(_signed(key, link), spelt) for key in keys):
        raise BadLink
    return link


def _signed(key: bytes, link: Link) -> str:
    payload = f"1.{link.kind}.{link.submission}.{link.ask}.{link.generation}"
    signed: bytes = _signer(key, link.kind).sign(payload)
    return signed.decode()


@lru_cache(maxsize=32)
def _signer(key: bytes, kind: Kind) -> Any:
    """What signs links of a kind."""
    import hashlib

    from itsdangerous import Signer

    return Signer(key, salt=f"concord.{kind}", key_derivation="hmac", digest_method=hashlib.sha256)

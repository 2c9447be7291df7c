"""The keys that Concord signs and derives with, from the deployment's secret."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Keys:
    """`ids` is never rotated; `links` are all active ones, newest first; `addresses` is for counters, `codes`
    for the codes that are mailed, `guards` for the values that there may be one submission for, `rows` for
    the words of rows that forms are made of.
    """

    ids: bytes
    links: tuple[bytes, ...]
    addresses: bytes
    codes: bytes
    guards: bytes
    rows: bytes


def keys(secret: Mapping[str, object]) -> Keys:
    """The keys of a secret: each as it stands there in hex, else derived from its `seed`. Codes, which live
    for half an hour, guards and words of rows are made with keys that are derived from that of the ids.

    A new deployment has a seed alone. To rotate the links' keys, a list `links` is added, newest first; while
    the one derived from the seed should still hold, the word `seed` stands in it.
    """
    seed = str(secret.get("seed", "")).encode()

    def key(name: str, value: object) -> bytes:
        if isinstance(value, str) and value != "seed":
            return bytes.fromhex(value)
        if not seed:
            raise ValueError(f"the secret has neither a seed nor {name}")
        return hmac.new(seed, name.encode(), hashlib.sha256).digest()

    links = secret.get("links", ["seed"])
    ids = key("ids", secret.get("ids"))
    return Keys(
        ids=ids,
        links=tuple(key("links", each) for each in links) if isinstance(links, list) else (),
        addresses=key("addresses", secret.get("addresses")),
        codes=hmac.new(ids, b"codes", hashlib.sha256).digest(),
        guards=hmac.new(ids, b"guards", hashlib.sha256).digest(),
        rows=hmac.new(ids, b"rows", hashlib.sha256).digest(),
    )

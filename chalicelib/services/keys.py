"""The keys that Concord signs and derives with, from the deployment's secret."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache


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
        return _derived(seed, name)

    links = secret.get("links", ["seed"])
    ids = key("ids", secret.get("ids"))
    return Keys(
        ids=ids,
        links=tuple(key("links", each) for each in links) if isinstance(links, list) else (),
        addresses=key("addresses", secret.get("addresses")),
        codes=_derived(ids, "codes"),
        guards=_derived(ids, "guards"),
        rows=_derived(ids, "rows"),
    )


@lru_cache(maxsize=32)
def _derived(key: bytes, name: str) -> bytes:
    """The key of that name; kept, since the secret that it comes from is kept in memory as well."""
    return hmac.new(key, name.encode(), hashlib.sha256).digest()

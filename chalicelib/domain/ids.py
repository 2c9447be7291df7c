"""Identifiers: of submissions, their public references, and of asks."""

from __future__ import annotations

import hashlib
import hmac

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_LENGTH = 20


def submission_id(random: bytes) -> str:
    """100 bits of `random` (at least 13 bytes) in Crockford's base 32, lower case."""
    number = int.from_bytes(random[:13], "big")
    return "".join(_ALPHABET[(number >> (5 * place)) & 31] for place in range(_LENGTH))


def keyed_submission_id(secret: bytes, *, program: str, caller: str, key: str) -> str:
    """The id that an idempotency key stands for: the same for the same program, caller and key.

    `caller` is the API token's id, else `public`. Parts are joined with their lengths, so that no two
    triples share an id.
    """
    return submission_id(hmac.new(secret, joined(program, caller, key), hashlib.sha256).digest())


def joined(*parts: str) -> bytes:
    """The parts with their lengths, so that no two lists of them are the same bytes."""
    return b"".join(len(part.encode()).to_bytes(4, "big") + part.encode() for part in parts)


def reference(submission: str) -> str:
    """What people read out on the telephone: the id's first eight characters, as `ABCD-EFGH`."""
    return f"{submission[:4]}-{submission[4:8]}".upper()


def is_submission(text: str) -> bool:
    """Whether the text is spelt as a submission's id."""
    return len(text) == _LENGTH and all(character in _ALPHABET for character in text)


def ask_id(step: str, party: str, round_: int) -> str:
    """`<step>.<party>.<round>`, as `decide.coordinator.0.1`."""
    return f"{step}.{party}.{round_}"

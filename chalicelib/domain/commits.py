"""A commit as it is stored, and the chain that makes a journal evident against tampering.

Knows nothing about what events mean. `hash` covers the previous hash and everything of the commit but
its private part; that part is covered by `digest`, and can be removed without breaking the chain.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain import instants

FORMAT = 1
"""The newest format of a commit; older ones are read for ever (tests/journals)."""


@dataclass(frozen=True, slots=True)
class Commit:
    """The events of one command, exactly as the table has them.

    `events` and `private` are JSON texts. `private` begins with 16 random bytes, so that its digest
    tells nothing once it is gone; it is None after an erasure, and where nobody typed anything.
    `command` is the id of the command that made it: a repeated write is told from a conflict by it.
    """

    submission: str
    seq: int
    at: datetime
    command: str
    events: str
    private: str | None
    digest: str
    hash: str = ""
    format: int = FORMAT


class BrokenJournal(Exception):
    """The chain does not hold at this commit."""

    def __init__(self, submission: str, seq: int) -> None:
        """`seq` is the first commit that does not verify."""
        super().__init__(f"{submission} at {seq}")
        self.submission = submission
        self.seq = seq


def digest_of(private: str | None) -> str:
    """SHA-256 of the private part, in hex; empty where there is none."""
    return "" if private is None else hashlib.sha256(private.encode()).hexdigest()


def seal(commit: Commit, previous: str) -> Commit:
    """The commit with its hash; `previous` is the predecessor's hash, empty for the first."""
    return replace(commit, hash=_chained(commit, previous))


def verify(commits: Sequence[Commit]) -> None:
    """Raises BrokenJournal unless numbers, digests and hashes all hold, erased private parts allowed."""
    previous = ""
    for seq, commit in enumerate(commits, start=1):
        whole = commit.private is None or digest_of(commit.private) == commit.digest
        if commit.seq != seq or not whole or commit.hash != _chained(commit, previous):
            raise BrokenJournal(commit.submission, seq)
        previous = commit.hash


def _chained(commit: Commit, previous: str) -> str:
    covered = [
        previous,
        commit.format,
        commit.submission,
        commit.seq,
        instants.to_text(commit.at),
        commit.command,
        commit.events,
        commit.digest,
    ]
    return hashlib.sha256(json.dumps(covered, separators=(",", ":")).encode()).hexdigest()

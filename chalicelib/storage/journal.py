"""Commits of submissions in DynamoDB: the truth, one item for each.

Knows nothing about what is in a commit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress

from pynamodb.connection import Connection
from pynamodb.transactions import TransactWrite

from chalicelib.domain.commits import Commit
from chalicelib.domain.errors import Conflict
from chalicelib.storage import keys
from chalicelib.storage.failures import ConditionFailed, guarded
from chalicelib.storage.ports import NotClaimed
from chalicelib.storage.tables import CommitItem, UploadItem


class Journal:
    """`ports.Journal` on the table `journal`; uploads, which a commit may claim, are in `desk`."""

    def __init__(self, connection: Connection, commits: type[CommitItem], uploads: type[UploadItem]) -> None:
        self._connection = connection
        self._commits = commits
        self._uploads = uploads

    def read(self, submission: str) -> tuple[Commit, ...]:
        """All commits in order: one Query for each megabyte."""
        of_this = keys.submission(submission), CommitItem.sk.startswith(keys.COMMIT)
        items = guarded(lambda: list(self._commits.query(*of_this, consistent_read=True)))
        return tuple(_commit(submission, item) for item in items)

    def first(self, submission: str) -> Commit | None:
        """Commit 1."""
        return self._one(submission, 1)

    def append(self, commit: Commit, uploads: Sequence[str] = ()) -> None:
        """One PutItem, with uploads one TransactWriteItems; and one GetItem where the number is taken, to
        see whether by this very command.
        """
        item = self._commits(
            keys.submission(commit.submission),
            keys.commit(commit.seq),
            format=commit.format,
            at=commit.at,
            command=commit.command,
            events=commit.events,
            private=commit.private,
            digest=commit.digest,
            hash=commit.hash,
        )
        try:
            guarded(lambda: self._write(item, commit, uploads))
        except ConditionFailed:
            there = self._one(commit.submission, commit.seq)
            if there is None and uploads:
                raise NotClaimed from None
            if there is None or there.command != commit.command:
                raise Conflict from None

    def _write(self, item: CommitItem, commit: Commit, uploads: Sequence[str]) -> None:
        if not uploads:
            item.save(CommitItem.pk.does_not_exist())
            return
        nobodys = UploadItem.claimed.does_not_exist() & (UploadItem.expires > int(commit.at.timestamp()))
        own = UploadItem.claimed == commit.submission
        with TransactWrite(connection=self._connection) as transaction:
            transaction.save(item, condition=CommitItem.pk.does_not_exist())
            for each in uploads:
                transaction.update(
                    self._uploads(keys.upload(each), keys.UPLOAD),
                    [UploadItem.claimed.set(commit.submission), UploadItem.expires.remove()],
                    condition=(UploadItem.ready == True) & (own | nobodys),  # noqa: E712 - an expression
                )

    def erase(self, submission: str, seqs: Iterable[int]) -> None:
        """One UpdateItem for each, of nothing but `private`: the role allows no more (resources.yaml)."""
        for seq in seqs:
            with suppress(ConditionFailed):
                self._commits.clear(keys.submission(submission), keys.commit(seq), CommitItem.private)

    def _one(self, submission: str, seq: int) -> Commit | None:
        item = self._commits.one(keys.submission(submission), keys.commit(seq))
        return None if item is None else _commit(submission, item)


def _commit(submission: str, item: CommitItem) -> Commit:
    return Commit(
        submission=submission,
        seq=int(item.sk.removeprefix(keys.COMMIT)),
        at=item.at,
        command=item.command,
        events=item.events,
        private=item.private,
        digest=item.digest,
        hash=item.hash,
        format=int(item.format),
    )

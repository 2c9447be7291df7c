"""Commits of submissions in DynamoDB: the truth, one item for each; and guards, which are taken with them.

Knows nothing about what is in a commit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress

from pynamodb.connection import Connection
from pynamodb.expressions.condition import Condition
from pynamodb.transactions import TransactWrite

from chalicelib.domain.commits import Commit
from chalicelib.domain.errors import Conflict
from chalicelib.storage import keys
from chalicelib.storage.failures import ConditionFailed, guarded
from chalicelib.storage.ports import Guard, NotClaimed, Take, Taken
from chalicelib.storage.tables import CommitItem, GuardItem, UploadItem


class Journal:
    """`ports.Journal` on the table `journal`; uploads, which a commit may claim, are in `desk`."""

    def __init__(
        self,
        connection: Connection,
        commits: type[CommitItem],
        uploads: type[UploadItem],
        guards: type[GuardItem],
    ) -> None:
        self._connection = connection
        self._commits = commits
        self._uploads = uploads
        self._guards = guards

    def read(self, submission: str) -> tuple[Commit, ...]:
        """All commits in order: one Query for each megabyte."""
        of_this = keys.submission(submission), CommitItem.sk.startswith(keys.COMMIT)
        items = guarded(lambda: list(self._commits.query(*of_this, consistent_read=True)))
        return tuple(_commit(submission, item) for item in items)

    def first(self, submission: str) -> Commit | None:
        """Commit 1."""
        return self._one(submission, 1)

    def append(self, commit: Commit, uploads: Sequence[str] = (), take: Take | None = None) -> None:
        """One PutItem, with uploads or a guard one TransactWriteItems; and one GetItem where the number is
        taken, to see whether by this very command, one more to see whose the guard is.
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
            guarded(lambda: self._write(item, commit, uploads, take))
        except ConditionFailed:
            there = self._one(commit.submission, commit.seq)
            if there is None and take is not None:
                self._refuse_taken(commit.submission, take, uploads)
            if there is None and uploads:
                raise NotClaimed from None
            if there is None or there.command != commit.command:
                raise Conflict from None

    def _write(self, item: CommitItem, commit: Commit, uploads: Sequence[str], take: Take | None) -> None:
        if not uploads and take is None:
            item.save(CommitItem.pk.does_not_exist())
            return
        nobodys = UploadItem.claimed.does_not_exist() & (UploadItem.expires > int(commit.at.timestamp()))
        own = UploadItem.claimed == commit.submission
        with TransactWrite(connection=self._connection) as transaction:
            transaction.save(item, condition=CommitItem.pk.does_not_exist())
            if take is not None:
                guard = self._guards(
                    keys.guard(take.guard), keys.GUARD, submission=commit.submission, seq=commit.seq
                )
                transaction.save(guard, condition=_free(commit.submission, take))
            for each in uploads:
                transaction.update(
                    self._uploads(keys.upload(each), keys.UPLOAD),
                    [UploadItem.claimed.set(commit.submission), UploadItem.expires.remove()],
                    condition=(UploadItem.ready == True) & (own | nobodys),  # noqa: E712 - an expression
                )

    def _refuse_taken(self, submission: str, take: Take, uploads: Sequence[str]) -> None:
        """Raises Taken where the guard stood in the way; an upload did where it could be taken now."""
        item = self._guards.one(keys.guard(take.guard), keys.GUARD)
        guard = None if item is None else Guard(item.submission, int(item.seq))
        another = guard is not None and guard != take.over and guard.submission != submission
        if another or not uploads:
            raise Taken(guard) from None

    def free(self, guard: str, submission: str) -> None:
        """One DeleteItem, on the condition that it is that submission's."""
        item = self._guards(keys.guard(guard), keys.GUARD)
        with suppress(ConditionFailed):
            guarded(lambda: item.delete(GuardItem.submission == submission))

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


def _free(submission: str, take: Take) -> Condition:
    """That the guard is nobody's, one's own, or that of the commit from which it is to be taken over."""
    condition: Condition = GuardItem.pk.does_not_exist() | (GuardItem.submission == submission)
    if take.over is None:
        return condition
    looked_at: Condition = (GuardItem.submission == take.over.submission) & (GuardItem.seq == take.over.seq)
    both: Condition = condition | looked_at
    return both

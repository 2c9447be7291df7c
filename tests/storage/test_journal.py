from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain.commits import Commit, digest_of, seal, verify
from chalicelib.domain.errors import Conflict
from chalicelib.storage.ports import Stores

ID = "0123456789abcdefghjk"
AT = datetime(2027, 3, 1, 9, 30, 0, 123456, tzinfo=UTC)


def chain(length: int, *, submission: str = ID, private: str | None = '["salt",{}]') -> list[Commit]:
    """That many commits, as a submission would have them."""
    commits: list[Commit] = []
    for seq in range(1, length + 1):
        commit = Commit(
            submission=submission,
            seq=seq,
            at=AT + timedelta(minutes=seq),
            command=f"command-{seq}",
            events=f'[{{"type":"noted","n":{seq}}}]',
            private=private,
            digest=digest_of(private),
        )
        commits.append(seal(commit, commits[-1].hash if commits else ""))
    return commits


def test_journal_of_an_unknown_submission_is_empty(stores: Stores) -> None:
    """Nothing was ever appended: there is no commit, and no first one."""
    assert stores.journal.read(ID) == ()
    assert stores.journal.first(ID) is None


def test_journal_gives_back_what_was_appended_in_order(stores: Stores) -> None:
    """Commits come back whole, in the order of their numbers, past nine too, and the chain holds."""
    commits = chain(12)

    for commit in commits:
        stores.journal.append(commit)

    assert stores.journal.read(ID) == tuple(commits)
    verify(stores.journal.read(ID))


def test_journal_first_is_commit_one(stores: Stores) -> None:
    """The first commit is found by itself."""
    commits = chain(2)
    for commit in commits:
        stores.journal.append(commit)

    assert stores.journal.first(ID) == commits[0]


def test_journal_keeps_submissions_apart(stores: Stores) -> None:
    """One submission's journal has none of another's commits."""
    mine, theirs = chain(2), chain(1, submission="zzzzzzzzzzzzzzzzzzzz")
    for commit in (*mine, *theirs):
        stores.journal.append(commit)

    assert stores.journal.read(ID) == tuple(mine)


def test_journal_without_a_private_part_reads_none(stores: Stores) -> None:
    """Where nobody typed anything, and after an erasure, the private part is None."""
    (commit,) = chain(1, private=None)

    stores.journal.append(commit)

    assert stores.journal.read(ID) == (commit,)


def test_append_of_a_taken_number_conflicts_and_changes_nothing(stores: Stores) -> None:
    """Another command's commit of the same number is refused, and the first one stays."""
    (commit,) = chain(1)
    stores.journal.append(commit)

    with pytest.raises(Conflict):
        stores.journal.append(replace(commit, command="another", events="[]"))

    assert stores.journal.read(ID) == (commit,)


def test_append_repeated_by_the_same_command_succeeds(stores: Stores) -> None:
    """The same command's commit may be appended again: there is one of it."""
    commits = chain(2)
    for commit in (*commits, *commits):
        stores.journal.append(commit)

    assert stores.journal.read(ID) == tuple(commits)


def test_journal_of_more_than_a_megabyte_is_read_whole(stores: Stores) -> None:
    """DynamoDB answers a megabyte at a time; all of it is read."""
    commits = chain(5, private="x" * 300_000)
    for commit in commits:
        stores.journal.append(commit)

    assert stores.journal.read(ID) == tuple(commits)

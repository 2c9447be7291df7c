from datetime import UTC, datetime, timedelta

from chalicelib.domain.commits import verify
from chalicelib.storage.ports import Stores
from tests.storage.test_journal import ID, chain

AT = datetime(2027, 3, 1, 9, 30, 0, 123456, tzinfo=UTC)


def test_erasures_are_listed_once_each(stores: Stores) -> None:
    """Whoever repeats one changes nothing."""
    for _ in range(2):
        stores.erasures.add(ID, AT)
    stores.erasures.add("z" * 20, AT + timedelta(days=1))

    assert stores.erasures.all() == {ID: AT, "z" * 20: AT + timedelta(days=1)}


def test_erasures_of_nothing_are_none(stores: Stores) -> None:
    """Nothing was ever erased."""
    assert stores.erasures.all() == {}


def test_erasures_stand_beside_the_journal_and_not_in_it(stores: Stores) -> None:
    """A listed submission has the commits that it had."""
    commits = chain(2)
    for commit in commits:
        stores.journal.append(commit)

    stores.erasures.add(ID, AT)

    assert stores.journal.read(ID) == tuple(commits)


def test_erase_removes_private_parts_and_nothing_else(stores: Stores) -> None:
    """All else is as it was, the chain still holds, and other commits keep theirs."""
    commits = chain(3)
    for commit in commits:
        stores.journal.append(commit)

    for _ in range(2):
        stores.journal.erase(ID, [1, 3])

    after = stores.journal.read(ID)
    assert [commit.private for commit in after] == [None, commits[1].private, None]
    assert [(c.seq, c.at, c.command, c.events, c.digest, c.hash, c.format) for c in after] == [
        (c.seq, c.at, c.command, c.events, c.digest, c.hash, c.format) for c in commits
    ]
    verify(after)


def test_erase_of_what_is_not_there_makes_nothing(stores: Stores) -> None:
    """Neither a commit nor a submission."""
    (commit,) = chain(1)
    stores.journal.append(commit)

    stores.journal.erase(ID, [2])
    stores.journal.erase("z" * 20, [1])

    assert stores.journal.read(ID) == (commit,)
    assert stores.journal.read("z" * 20) == ()


def test_append_repeated_after_an_erasure_brings_nothing_back(stores: Stores) -> None:
    """A late repetition of the same command meets its commit, which stays without its private part."""
    (commit,) = chain(1)
    stores.journal.append(commit)
    stores.journal.erase(ID, [1])

    stores.journal.append(commit)

    assert [each.private for each in stores.journal.read(ID)] == [None]

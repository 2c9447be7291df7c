"""Guards, taken with a commit: one submission has each, whoever comes first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domain.commits import Commit
from chalicelib.domain.errors import Conflict
from chalicelib.storage.ports import Guard, NotClaimed, Stores, Take, Taken
from tests.faults.transport import counted
from tests.storage.test_concurrency import at_once
from tests.storage.test_journal import ID, chain

OTHER = "zzzzzzzzzzzzzzzzzzzz"
KEY = "5f" * 32
MINE, NEXT = chain(2)
(THEIRS,) = chain(1, submission=OTHER)


def refused(stores: Stores, commit: Commit, take: Take) -> Guard | None:
    """Whose the guard is that stood in the way."""
    with pytest.raises(Taken) as caught:
        stores.journal.append(commit, take=take)
    return caught.value.guard


def test_guard_is_one_submissions(stores: Stores) -> None:
    """A second one is told whose it is, and nothing of it is written."""
    stores.journal.append(MINE, take=Take(KEY))

    assert refused(stores, THEIRS, Take(KEY)) == Guard(ID, 1)
    assert stores.journal.read(OTHER) == ()
    stores.journal.append(THEIRS, take=Take("another"))


def test_guard_taken_again_by_the_same_command_is_success(stores: Stores) -> None:
    """The answer to the first attempt may be lost."""
    for _ in range(2):
        stores.journal.append(MINE, take=Take(KEY))

    assert stores.journal.read(ID) == (MINE,)


def test_number_that_another_command_has_conflicts_whosever_the_guard_is(stores: Stores) -> None:
    """Whether the submission is there comes before whether it may be."""
    stores.journal.append(MINE)
    stores.journal.append(THEIRS, take=Take(KEY))

    with pytest.raises(Conflict):
        stores.journal.append(replace(MINE, command="another"), take=Take(KEY))


def test_guard_is_taken_over_from_the_very_commit_that_was_looked_at(stores: Stores) -> None:
    """Whoever took it once more meanwhile has it."""
    stores.journal.append(MINE, take=Take(KEY))
    stores.journal.append(NEXT, take=Take(KEY))

    assert refused(stores, THEIRS, Take(KEY, Guard(ID, 1))) == Guard(ID, 2)
    stores.journal.append(THEIRS, take=Take(KEY, Guard(ID, 2)))

    assert refused(stores, replace(NEXT, seq=3), Take(KEY)) == Guard(OTHER, 1)


def test_guard_is_freed_by_who_has_it(stores: Stores) -> None:
    """Twice is once; what is somebody else's by now stays."""
    stores.journal.append(MINE, take=Take(KEY))
    stores.journal.free(KEY, OTHER)
    assert refused(stores, THEIRS, Take(KEY)) == Guard(ID, 1)

    for _ in range(2):
        stores.journal.free(KEY, ID)

    stores.journal.append(THEIRS, take=Take(KEY))


def test_guard_with_a_file_that_is_nobodys_takes_neither(stores: Stores) -> None:
    """Which of the two was in the way is told."""
    with pytest.raises(NotClaimed):
        stores.journal.append(MINE, ["7k2m9q4tw8x3zr5v6ncp"], Take(KEY))

    stores.journal.append(THEIRS, take=Take(KEY))
    with pytest.raises(Taken):
        stores.journal.append(MINE, ["7k2m9q4tw8x3zr5v6ncp"], Take(KEY))


def test_one_of_many_submissions_has_the_guard(shared_stores: Stores) -> None:
    """Twenty come at once: one is written, and the others are told that it was."""
    commits = [chain(1, submission=f"{number:020d}")[0] for number in range(20)]

    def one(number: int) -> bool:
        try:
            shared_stores.journal.append(commits[number], take=Take(KEY))
        except Taken:
            return False
        return True

    answers = at_once(one, 20)

    written = [commit for commit in commits if shared_stores.journal.first(commit.submission)]
    assert [answers.count(True), len(written)] == [1, 1]
    assert written == [commits[answers.index(True)]]


def test_guard_costs_one_request_and_where_it_is_taken_three(deployed_stores: Stores) -> None:
    """The transaction; then whether it was this very command, and whose the guard is."""
    with counted() as first:
        deployed_stores.journal.append(MINE, take=Take(KEY))
    with counted() as second, pytest.raises(Taken):
        deployed_stores.journal.append(THEIRS, take=Take(KEY))

    assert [call.operation for call in first] == ["TransactWriteItems"]
    assert [call.operation for call in second] == ["TransactWriteItems", "GetItem", "GetItem"]

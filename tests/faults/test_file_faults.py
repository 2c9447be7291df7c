"""Claims and objects, while AWS refuses or loses answers."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.errors import Unavailable
from chalicelib.storage.ports import Guard, Stores, Take, Taken
from tests.faults.transport import Fault, faults, on, on_write
from tests.storage.test_files import ONE
from tests.storage.test_journal import ID, chain

NOTHING_DONE: list[Fault] = ["refused", "throttled", "broken"]
(COMMIT,) = chain(1)
UPLOAD = replace(ONE, expires=COMMIT.at + timedelta(days=1))


@pytest.fixture
def noted(deployed_stores: Stores) -> Stores:
    """Stores with an upload."""
    deployed_stores.files.note(UPLOAD)
    return deployed_stores


def claimed(stores: Stores) -> str:
    """Whose the upload is."""
    return stores.files.rows(UPLOAD.id)[UPLOAD.id].claimed


def test_claim_whose_answer_is_lost_is_made_once(noted: Stores) -> None:
    """The transaction is sent again and meets itself: that is success."""
    with faults(on_write(1, "lost")):
        noted.journal.append(COMMIT, [UPLOAD.id])

    assert (noted.journal.read(ID), claimed(noted)) == ((COMMIT,), ID)


def test_claim_that_never_has_an_answer_may_be_repeated(noted: Stores) -> None:
    """The upload is the submission's own by then."""
    with faults(on_write(1, "lost_for_good")), pytest.raises(Unavailable):
        noted.journal.append(COMMIT, [UPLOAD.id])

    noted.journal.append(COMMIT, [UPLOAD.id])

    assert (noted.journal.read(ID), claimed(noted)) == ((COMMIT,), ID)


@pytest.mark.parametrize("fault", NOTHING_DONE)
def test_claim_that_is_refused_wrote_nothing(noted: Stores, fault: Fault) -> None:
    """Neither the commit nor the claim, and the same goes through afterwards."""
    with faults(on_write(1, fault)), pytest.raises(Unavailable):
        noted.journal.append(COMMIT, [UPLOAD.id])

    assert (noted.journal.read(ID), claimed(noted)) == ((), "")
    noted.journal.append(COMMIT, [UPLOAD.id])
    assert claimed(noted) == ID


def test_claim_that_meets_another_transaction_is_made(noted: Stores) -> None:
    """Once that one is through."""
    with faults(on("TransactWriteItems", "conflict", times=1)):
        noted.journal.append(COMMIT, [UPLOAD.id])

    assert claimed(noted) == ID


@pytest.mark.parametrize("fault", ["lost", "lost_for_good", *NOTHING_DONE])
def test_guard_is_taken_with_the_commit_or_not_at_all(noted: Stores, fault: Fault) -> None:
    """Whatever becomes of the answer, the same goes through afterwards, and nobody else's does."""
    with faults(on_write(1, fault)), suppress(Unavailable):
        noted.journal.append(COMMIT, [UPLOAD.id], Take("guard"))

    noted.journal.append(COMMIT, [UPLOAD.id], Take("guard"))

    (theirs,) = chain(1, submission="zzzzzzzzzzzzzzzzzzzz")
    with pytest.raises(Taken) as caught:
        noted.journal.append(theirs, take=Take("guard"))
    assert (caught.value.guard, claimed(noted)) == (Guard(ID, 1), ID)


def test_object_whose_answer_is_lost_is_there(noted: Stores) -> None:
    """It is put again, and meets itself."""
    with faults(on("PutObject", "lost")):
        noted.files.store(UPLOAD.id, b"%PDF-1.4", UPLOAD.type)

    with faults(on("PutObject", "refused")), pytest.raises(Unavailable):
        noted.files.store("b" * 20, b"%PDF-1.4", UPLOAD.type)

"""Jobs and their pages: written once, and done by whoever comes, in any order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from chalicelib.storage.ports import Job, JobPage, Stores

AT = datetime(2027, 3, 1, 9, 30, 0, 123456, tzinfo=UTC)
JOB = Job("fair", "j" * 20, "cancel", AT, "token:1", '{"said": "so"}')
FIRST = JobPage(1, 3, frozenset("abc"), frozenset(), next="there", passed=False, at=AT)
SECOND = JobPage(2, 0, frozenset(), frozenset(), next=None, passed=True, at=AT)


def test_job_is_there_once_it_is_begun(stores: Stores) -> None:
    """Under its program alone; another one of the same id changes nothing."""
    assert stores.jobs.get("fair", JOB.id) is None

    assert stores.jobs.begin(JOB)
    assert not stores.jobs.begin(replace(JOB, kind="extend"))

    assert stores.jobs.get("fair", JOB.id) == JOB
    assert stores.jobs.get("tour", JOB.id) is None


def test_pages_are_noted_once_and_read_in_order(stores: Stores) -> None:
    """Whoever notes another one of the same number is told so; other jobs have pages of their own."""
    other = "k" * 20
    assert stores.jobs.note("fair", JOB.id, SECOND)
    assert stores.jobs.note("fair", JOB.id, FIRST)
    assert stores.jobs.note("fair", other, SECOND)
    assert not stores.jobs.note("fair", JOB.id, replace(FIRST, left=frozenset("d")))

    assert stores.jobs.pages("fair", JOB.id) == (FIRST, SECOND)
    assert stores.jobs.pages("fair", other) == (SECOND,)
    assert stores.jobs.page("fair", JOB.id, 1) == FIRST
    assert stores.jobs.page("fair", JOB.id, 3) is None


def test_nobody_undoes_what_another_has_done(stores: Stores) -> None:
    """What is done is left no more, though somebody else has failed at it; nothing comes back."""
    stores.jobs.note("fair", JOB.id, FIRST)
    later = AT + timedelta(minutes=1)

    stores.jobs.did("fair", JOB.id, 1, done=["a", "b"], failed=[], at=later)
    stores.jobs.did("fair", JOB.id, 1, done=["a"], failed=["b", "c"], at=later)

    expected = replace(FIRST, left=frozenset("c"), failed=frozenset("bc"), passed=True, at=later)
    assert stores.jobs.page("fair", JOB.id, 1) == expected


def test_page_of_which_all_is_done_has_nothing_left(stores: Stores) -> None:
    """And may be done once more."""
    stores.jobs.note("fair", JOB.id, FIRST)

    for _ in range(2):
        stores.jobs.did("fair", JOB.id, 1, done=["a", "b", "c"], failed=[], at=AT)

    assert stores.jobs.page("fair", JOB.id, 1) == replace(FIRST, left=frozenset(), passed=True)

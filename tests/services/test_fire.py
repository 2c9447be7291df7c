from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain import commits
from chalicelib.domain.errors import Unknown
from chalicelib.services.fire import fire
from tests.services.office import CONFIRM, DECIDE, START, Office, overtaken, together

DUE = START + timedelta(days=3)


def test_fire_before_the_deadline_does_nothing() -> None:
    """Not a moment too early."""
    office = Office()
    submission = office.submission()
    office.now = DUE - timedelta(microseconds=1)

    assert fire(office.world, submission).case == office.case(submission)
    assert office.asks(submission) == {CONFIRM: "open"}
    assert office.commits(submission) == 1


def test_fire_at_the_deadline_expires() -> None:
    """The ask, and with it the submission."""
    office = Office()
    submission = office.submission()
    office.now = DUE

    case = fire(office.world, submission).case

    assert case == office.case(submission)
    assert (case.submission.state, case.submission.updated) == ("expired", DUE)
    assert office.events(submission) == ["ask_expired", "step_settled", "expired"]
    assert office.asks(submission) == {CONFIRM: "expired"}


def test_fire_twice_expires_once() -> None:
    """Doing it again is harmless."""
    office = Office()
    submission = office.submission()
    office.now = DUE
    first = fire(office.world, submission)

    assert fire(office.world, submission).case == first.case
    assert office.commits(submission) == 2


def test_fire_of_ten_at_once_expires_once() -> None:
    """Whoever comes later finds nothing to do."""
    office = Office()
    submission = office.submission()
    office.now = DUE
    world = office.world

    got = together(10, lambda _: fire(world, submission).case)

    assert got == [office.case(submission)] * 10
    assert office.commits(submission) == 2


def test_fire_without_a_deadline_does_nothing() -> None:
    """The coordinator has as long as it takes."""
    office = Office()
    submission = office.confirmed()
    office.wait(days=900)

    fire(office.world, submission)

    assert office.asks(submission) == {CONFIRM: "yes", DECIDE: "open"}


def test_fire_after_the_time_of_retention_erases() -> None:
    """Two years after the program's last day, by its clock, and not a moment before."""
    office = Office()
    submission = office.confirmed()
    office.now = datetime(2029, 7, 6, 6, tzinfo=UTC) - timedelta(microseconds=1)
    fire(office.world, submission)
    assert office.asks(submission) == {CONFIRM: "yes", DECIDE: "open"}
    office.wait(microseconds=1)

    case = fire(office.world, submission).case

    assert office.events(submission) == ["ask_withdrawn", "erased"]
    assert (case.submission.state, case.private, case.answers) == ("erased", False, {})


def test_fire_overtaken_by_the_answer_does_nothing() -> None:
    """An answer from the last moment was written first: it stands."""
    office = Office()
    submission = office.submission()
    office.now = DUE

    def answers_just_in_time() -> None:
        office.now = DUE - timedelta(seconds=1)
        office.answer(submission, CONFIRM, "yes")
        office.now = DUE

    fire(overtaken(office, answers_just_in_time), submission)

    assert office.asks(submission) == {CONFIRM: "yes", DECIDE: "open"}
    assert office.commits(submission) == 2


def test_fire_with_a_clock_gone_back_does_not_undo_time() -> None:
    """A commit is never made before the one that it follows; the journal still verifies."""
    office = Office()
    submission = office.submission()
    office.wait(hours=-2)
    office.answer(submission, CONFIRM, "yes")
    office.wait(hours=1)
    office.answer(submission, DECIDE, "approve")
    fire(office.world, submission)

    journal = office.stores.journal.read(submission)

    commits.verify(journal)
    assert [commit.at for commit in journal] == [START, START, START]


def test_fire_once_expired_with_a_clock_gone_back_does_nothing() -> None:
    """What has expired is not open again."""
    office = Office()
    submission = office.submission()
    office.now = DUE
    fire(office.world, submission)
    office.now = START

    assert fire(office.world, submission).case.submission.state == "expired"
    assert [commit.at for commit in office.stores.journal.read(submission)] == [START, DUE]


def test_fire_of_nothing_is_unknown() -> None:
    """There is no such submission."""
    with pytest.raises(Unknown):
        fire(Office().world, "0" * 20)

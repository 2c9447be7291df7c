from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.domain.errors import AskClosed, Ended, Invalid, TooLate, Unknown
from chalicelib.domain.links import Link
from chalicelib.services import answer
from chalicelib.services.correct import correct_address
from chalicelib.services.fire import fire
from tests.services.office import CONFIRM, START, Office, overtaken

AGAIN = "confirm.applicant.2"
DAYS = timedelta(days=3)


def test_correct_address_asks_at_the_new_one() -> None:
    """The old ask is withdrawn; the new one has the same deadline; the status link is another."""
    office = Office()
    submission = office.submission()
    office.wait(minutes=10)

    case = correct_address(office.world, submission, "jane.doe@school.example").case

    assert case == office.case(submission)
    assert case.answers["email"] == "jane.doe@school.example"
    assert office.events(submission) == ["amended", "ask_withdrawn", "ask_opened"]
    asks = case.submission.asks
    assert {ask.id: (ask.state, ask.because, ask.due) for ask in asks.values()} == {
        CONFIRM: ("withdrawn", "superseded", START + DAYS),
        AGAIN: ("open", "", START + DAYS),
    }
    assert (case.submission.generation, case.submission.state) == (2, "unconfirmed")


def test_correct_address_kills_the_old_link() -> None:
    """Who got the mistyped address's message can't confirm with it any more; the new one can."""
    office = Office()
    submission = office.submission()
    correct_address(office.world, submission, "jane.doe@school.example")

    assert not answer.open_link(office.world, Link("ask", submission, CONFIRM)).answerable
    with pytest.raises(AskClosed):
        office.answer(submission, CONFIRM, "yes")
    assert office.answer(submission, AGAIN, "yes").submission.confirmed


def test_correct_address_keeps_the_other_answers() -> None:
    """Nothing else that was typed is lost."""
    office = Office()
    before = office.send().case

    after = correct_address(office.world, before.submission.id, "jane.doe@school.example").case

    assert after.answers == {**before.answers, "email": "jane.doe@school.example"}
    assert after.body == before.body


@pytest.mark.parametrize(("address", "code"), [("nobody", "email"), ("", "required")])
def test_correct_address_to_none_is_refused(address: str, code: str) -> None:
    """It is checked as the form's field is, and nothing is written."""
    office = Office()
    submission = office.submission()

    with pytest.raises(Invalid) as refused:
        correct_address(office.world, submission, address)

    assert [(fault.pointer, fault.code) for fault in refused.value.faults] == [("/email", code)]
    assert office.commits(submission) == 1


@pytest.mark.parametrize("address", ["jane@school.example", " jane@school.example "])
def test_correct_address_to_the_same_does_nothing(address: str) -> None:
    """The link that was sent stays good."""
    office = Office()
    submission = office.submission()

    assert correct_address(office.world, submission, address).case == office.case(submission)
    assert office.asks(submission) == {CONFIRM: "open"}
    assert office.commits(submission) == 1


def test_correct_address_just_before_half_an_hour_counts() -> None:
    """Until then it can be corrected."""
    office = Office()
    submission = office.submission()
    office.wait(minutes=29, seconds=59)

    assert correct_address(office.world, submission, "new@school.example").case.submission.generation == 2


def test_correct_address_after_half_an_hour_is_too_late() -> None:
    """From that moment on, with the moment told."""
    office = Office()
    submission = office.submission()
    office.wait(minutes=30)

    with pytest.raises(TooLate) as refused:
        correct_address(office.world, submission, "new@school.example")

    assert refused.value.since == START + timedelta(minutes=30)
    assert office.commits(submission) == 1


def test_correct_address_a_sixth_time_is_too_often() -> None:
    """Each correction writes to another address, which may be a stranger's: five are enough."""
    office = Office()
    submission = office.submission()
    for number in range(5):
        correct_address(office.world, submission, f"jane{number}@school.example")

    with pytest.raises(TooLate):
        correct_address(office.world, submission, "jane5@school.example")

    assert office.case(submission).answers["email"] == "jane4@school.example"
    assert office.case(submission).submission.generation == 6


def test_correct_address_once_confirmed_is_too_late() -> None:
    """An address that answered is the right one."""
    office = Office()
    submission = office.confirmed()

    with pytest.raises(TooLate):
        correct_address(office.world, submission, "new@school.example")


def test_correct_address_overtaken_by_the_confirmation_is_too_late() -> None:
    """Decided again after the other commit."""
    office = Office()
    submission = office.submission()
    world = overtaken(office, lambda: office.answer(submission, CONFIRM, "yes"))

    with pytest.raises(TooLate):
        correct_address(world, submission, "new@school.example")

    assert office.asks(submission)[CONFIRM] == "yes"


def test_correct_address_of_an_ended_submission_is_refused() -> None:
    """There is nothing to confirm any more."""
    office = Office()
    submission = office.submission()
    office.wait(days=3)
    fire(office.world, submission)

    with pytest.raises(Ended) as refused:
        correct_address(office.world, submission, "new@school.example")

    assert refused.value.state == "expired"


def test_correct_address_of_nothing_is_unknown() -> None:
    """There is no such submission."""
    with pytest.raises(Unknown):
        correct_address(Office().world, "0" * 20, "new@school.example")

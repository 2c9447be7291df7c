"""Commands on what belongs to a cancelled program, before anybody has come by to end it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from chalicelib.domain import events
from chalicelib.domain.desk import Replacement
from chalicelib.domain.errors import AskClosed, ConcordError, Ended, NotOpen
from chalicelib.domain.events import AskOpened, AskReplaced, NewAsked
from chalicelib.services import cancelling, correct, desk, own, records
from chalicelib.services.records import Loaded
from chalicelib.services.world import World
from tests.domain.examples import EXCHANGE
from tests.services.office import DESK, Office, overtaken
from tests.services.test_commands import BOB, WHY, confirmed, essay, kept_back, outdated, reviewing, sent

Begin = Callable[[Office], str]
Act = Callable[[World, str], Loaded]

REFUSED: dict[str, tuple[Begin, Act, type[ConcordError]]] = {
    "announce": (kept_back, lambda w, s: desk.announce(w, DESK, s, "partner_city", WHY), Ended),
    "ask new": (outdated, lambda w, s: desk.ask_new(w, DESK, s, None, due="14d", reason=WHY), Ended),
    "extend": (confirmed, lambda w, s: desk.extend(w, DESK, s, BOB, due="2027-06-01", reason=WHY), AskClosed),
    "replace": (
        confirmed,
        lambda w, s: desk.replace(w, DESK, s, BOB, new=Replacement("bo@people.example"), reason=WHY),
        AskClosed,
    ),
    "reopen": (reviewing, lambda w, s: desk.reopen(w, DESK, s, "consent", WHY), NotOpen),
    "amend one's own": (
        confirmed,
        lambda w, s: own.amend(w, records.load(w, s), essay("Another."), signed_by="Mary"),
        Ended,
    ),
}
"""By the state that it begins with: the command, and what it is refused with."""

OTHERS: dict[str, tuple[Act, list[list[str]]]] = {
    "amend": (lambda w, s: desk.amend(w, DESK, s, {"essay": "Another."}, WHY), [["amended"]]),
    "resend": (lambda w, s: desk.resend(w, DESK, s, WHY), [["resent"]]),
}
"""What may be done to whatever has ended: the command, and its commits."""


@pytest.fixture
def office() -> Office:
    """A deployment with the exchange published."""
    office = Office()
    office.publish(EXCHANGE)
    return office


def cancel(office: Office) -> None:
    """Staff cancel the exchange; the job is never worked at."""
    cancelling.cancel(office.world, DESK, "exchange", reason="No host family is left")


def ended(office: Office, submission: str) -> tuple[str, str, list[str]]:
    """The state, why it was withdrawn, and what is open."""
    case = office.case(submission)
    last = [event for commit in case.commits for event in events.load(commit.events)]
    (why,) = [event.because for event in last if isinstance(event, events.Withdrawn)]
    return case.submission.state, why, [ask.id for ask in case.submission.open_asks()]


def asked_since(office: Office, submission: str, before: int) -> list[object]:
    """The events by which anybody was asked after so many commits."""
    later = office.case(submission).commits[before:]
    found = [event for commit in later for event in events.load(commit.events)]
    return [event for event in found if isinstance(event, AskOpened | AskReplaced | NewAsked)]


@pytest.mark.parametrize("name", REFUSED)
def test_command_on_what_is_cancelled_ends_it_and_is_refused(office: Office, name: str) -> None:
    """In one commit, with which nobody is asked anything; and again it is refused, and nothing is written."""
    begin, act, refusal = REFUSED[name]
    submission = begin(office)
    before = office.commits(submission)
    cancel(office)

    for _ in range(2):
        with pytest.raises(refusal):
            act(office.world, submission)

    assert ended(office, submission) == ("withdrawn", "cancelled", [])
    assert office.commits(submission) == before + 1
    assert asked_since(office, submission, before) == []


@pytest.mark.parametrize("name", OTHERS)
def test_what_may_be_done_to_what_has_ended_is_done_after_its_end(office: Office, name: str) -> None:
    """The answers are corrected, or the applicant is told where things stand; nobody else hears of it."""
    act, expected = OTHERS[name]
    submission = confirmed(office)
    before = office.commits(submission)
    cancel(office)

    act(office.world, submission)

    assert ended(office, submission) == ("withdrawn", "cancelled", [])
    types = [office.events(submission, seq) for seq in range(before + 1, office.commits(submission) + 1)]
    assert types[0][-1] == "withdrawn"
    assert types[1:] == expected
    assert asked_since(office, submission, before) == []


def test_withdrawing_and_erasing_are_as_they_were(office: Office) -> None:
    """One commit each, of who does it."""
    first, second = confirmed(office), confirmed(office)
    before = [office.commits(each) for each in (first, second)]
    cancel(office)

    assert desk.withdraw(office.world, DESK, first, WHY).case.submission.state == "withdrawn"
    assert desk.erase(office.world, DESK, second, WHY).case.submission.state == "erased"

    assert ended(office, first) == ("withdrawn", "", [])
    assert [office.commits(each) for each in (first, second)] == [number + 1 for number in before]


def test_correcting_the_address_ends_it_at_the_new_one(office: Office) -> None:
    """In one commit, with which nobody is asked anything; and once more it has ended."""
    submission = sent(office)
    before = office.commits(submission)
    cancel(office)

    correct.correct_address(office.world, submission, "jane.doe@school.example")

    assert office.events(submission) == ["amended", "ask_withdrawn", "withdrawn"]
    assert ended(office, submission) == ("withdrawn", "cancelled", [])
    assert office.case(submission).answers["email"] == "jane.doe@school.example"
    assert office.commits(submission) == before + 1
    with pytest.raises(Ended):
        correct.correct_address(office.world, submission, "jane@school.example")


def test_command_that_meets_the_cancelling_is_decided_again(office: Office) -> None:
    """The program is cancelled, and a code is sent, between its reading and its writing."""
    submission = kept_back(office)

    def meanwhile() -> None:
        own.send_code(office.world, records.load(office.world, submission))
        cancel(office)

    world = overtaken(office, meanwhile)
    with pytest.raises(Ended):
        desk.announce(world, DESK, submission, "partner_city", WHY)

    assert ended(office, submission) == ("withdrawn", "cancelled", [])

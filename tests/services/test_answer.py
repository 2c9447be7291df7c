from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.errors import (
    AskClosed,
    Invalid,
    NotAllowed,
    Unavailable,
    Unknown,
    UnknownAnswer,
)
from chalicelib.domain.links import Link
from chalicelib.services import answer
from chalicelib.services.fire import fire
from chalicelib.services.records import ATTEMPTS
from chalicelib.storage.ports import Holder
from tests.domain.examples import COMMUNITY, changed
from tests.services.office import (
    CONFIRM,
    COORDINATOR,
    DECIDE,
    DESK,
    START,
    VISIT,
    Office,
    overtaken,
    together,
)

ELSEWHERE = Holder("elsewhere", "exchange@concord.example", "elsewhere", "administrator")


def test_open_link_leads_to_the_ask() -> None:
    """The ask, its case and the definitions they are shown by."""
    office = Office()
    submission = office.submission()

    opened = answer.open_link(office.world, Link("ask", submission, CONFIRM))

    assert opened.ask == office.case(submission).submission.asks[CONFIRM]
    assert opened.loaded.case == office.case(submission)
    assert opened.answerable


@pytest.mark.parametrize(
    "link",
    [
        Link("ask", "0" * 20, CONFIRM),
        Link("ask", "", DECIDE),
        Link("ask", "", "confirm.applicant.2"),
        Link("ask", "", CONFIRM, 2),
        Link("status", "", CONFIRM),
    ],
    ids=["submission", "not asked yet", "round", "generation", "kind"],
)
def test_open_link_to_nothing_is_refused(link: Link) -> None:
    """No such submission, no such ask, or a link of another generation or kind."""
    office = Office()
    submission = office.submission()

    with pytest.raises(Unknown):
        answer.open_link(
            office.world, Link(link.kind, link.submission or submission, link.ask, link.generation)
        )


def test_open_link_of_an_answered_ask_is_not_answerable() -> None:
    """What was answered is still shown, but not asked any more."""
    office = Office()
    submission = office.confirmed()

    opened = answer.open_link(office.world, Link("ask", submission, CONFIRM))

    assert (opened.answerable, opened.ask.answer) == (False, "yes")


def test_by_link_keeps_the_answer_and_the_name() -> None:
    """The answer is the party's; what was typed is in the private part only."""
    office = Office()
    submission = office.confirmed()

    case = office.answer(submission, DECIDE, "approve", signed_by="Eva Exchange", note="Welcome!")

    ask = case.submission.asks[DECIDE]
    assert (ask.state, ask.answer, ask.by) == ("answered", "approve", "coordinator.0")
    assert (case.signed, case.notes, case.overrides) == ({DECIDE: "Eva Exchange"}, {DECIDE: "Welcome!"}, {})
    assert case.submission.state == "accepted"
    assert "Eva" not in case.commits[-1].events
    assert case == office.case(submission)


def test_by_link_with_words_that_cannot_be_kept_is_refused() -> None:
    """All of their faults at once, and nothing is written."""
    office = Office()
    submission = office.confirmed()

    with pytest.raises(Invalid) as refused:
        office.answer(submission, DECIDE, "approve", signed_by="a" * 201, note="a\0")

    assert [(fault.pointer, fault.code) for fault in refused.value.faults] == [
        ("/signed_by", "too_long"),
        ("/note", "forbidden_character"),
    ]
    assert office.commits(submission) == 2


def test_by_link_with_an_answer_not_offered_is_refused() -> None:
    """The refusal says what is offered."""
    office = Office()
    submission = office.confirmed()

    with pytest.raises(UnknownAnswer) as refused:
        office.answer(submission, DECIDE, "perhaps")

    assert refused.value.offered == ("approve", "decline")
    assert office.commits(submission) == 2


def test_by_link_the_same_again_writes_nothing() -> None:
    """A second press of the button is no second answer, even once the submission has ended."""
    office = Office()
    submission = office.confirmed()
    first = office.answer(submission, DECIDE, "decline")
    office.wait(days=1)

    assert office.answer(submission, DECIDE, "decline", note="Sorry") == first
    assert office.commits(submission) == 3


def test_by_link_another_answer_after_the_first_is_refused() -> None:
    """The first answer stands."""
    office = Office()
    submission = office.confirmed()
    office.answer(submission, DECIDE, "approve")

    with pytest.raises(AskClosed) as refused:
        office.answer(submission, DECIDE, "decline")

    assert (refused.value.ask_state, refused.value.state) == ("answered", "accepted")
    assert office.asks(submission) == {CONFIRM: "yes", DECIDE: "approve"}


@pytest.mark.parametrize(("early", "counts"), [(timedelta(microseconds=1), True), (timedelta(0), False)])
def test_by_link_at_the_deadline_is_too_late(early: timedelta, counts: bool) -> None:
    """An answer counts until just before it, whether or not the deadline has acted yet."""
    office = Office()
    submission = office.submission()
    office.now = START + timedelta(days=3) - early

    if counts:
        assert office.answer(submission, CONFIRM, "yes").submission.confirmed
        return
    with pytest.raises(AskClosed) as refused:
        office.answer(submission, CONFIRM, "yes")
    assert (refused.value.ask_state, refused.value.state) == ("expired", "unconfirmed")


def test_by_link_overtaken_is_decided_again() -> None:
    """Another commit came first, which leaves the ask open: the answer follows it."""
    office = Office()
    steps = [{"step": "review", "ask": {"role": "reviewer"}, "answers": "decide", "needs": 3}]
    office.publish(changed(VISIT, ("/workflow", steps)))
    submission = office.submission()
    first, second = "review.reviewer.0.1", "review.reviewer.1.1"
    world = overtaken(office, lambda: office.answer(submission, first, "approve"))
    opened = answer.open_link(world, Link("ask", submission, second))

    loaded = answer.by_link(world, opened, answer.Given("approve"))

    assert loaded.case == office.case(submission)
    assert [office.events(submission, seq) for seq in (2, 3)] == [["ask_answered"], ["ask_answered"]]
    assert office.asks(submission) == {first: "approve", second: "approve", "review.reviewer.2.1": "open"}


def test_by_link_overtaken_by_another_answer_is_refused() -> None:
    """Decided again, the ask is closed."""
    office = Office()
    submission = office.confirmed()
    world = overtaken(office, lambda: office.answer(submission, DECIDE, "approve"))
    opened = answer.open_link(world, Link("ask", submission, DECIDE))

    with pytest.raises(AskClosed):
        answer.by_link(world, opened, answer.Given("decline"))

    assert office.asks(submission)[DECIDE] == "approve"


def test_by_link_overtaken_by_the_same_answer_is_that_one() -> None:
    """Decided again, there is nothing left to do."""
    office = Office()
    submission = office.confirmed()
    world = overtaken(office, lambda: office.answer(submission, DECIDE, "approve"))
    opened = answer.open_link(world, Link("ask", submission, DECIDE))

    assert answer.by_link(world, opened, answer.Given("approve")).case == office.case(submission)
    assert office.commits(submission) == 3


@pytest.mark.parametrize(("times", "given_up"), [(ATTEMPTS - 1, False), (ATTEMPTS, True)])
def test_by_link_overtaken_too_often_is_given_up(times: int, given_up: bool) -> None:
    """After five attempts it may be tried again later; nothing of it is written."""
    office = Office()
    steps = [{"step": "review", "ask": {"role": "reviewer"}, "answers": "decide", "needs": 6}]
    people = [{"name": f"R{n}", "email": f"r{n}@concord.example"} for n in range(6)]
    office.publish(changed(VISIT, ("/workflow", steps), ("/roles/reviewer", people)))
    submission = office.submission()
    others = [
        lambda place=place: office.answer(submission, f"review.reviewer.{place}.1", "approve")
        for place in range(times)
    ]
    world = overtaken(office, *others)
    opened = answer.open_link(world, Link("ask", submission, "review.reviewer.5.1"))

    if given_up:
        with pytest.raises(Unavailable):
            answer.by_link(world, opened, answer.Given("approve"))
    else:
        answer.by_link(world, opened, answer.Given("approve"))

    assert office.asks(submission)["review.reviewer.5.1"] == ("open" if given_up else "approve")
    assert office.commits(submission) == 1 + times + (not given_up)


def test_by_link_of_twenty_at_once_is_one_answer() -> None:
    """Approvals and refusals of the same ask: one counts, and who gave another is told so."""
    office = Office()
    submission = office.confirmed()
    world = office.world
    link = Link("ask", submission, DECIDE)

    def act(place: int) -> Any:
        opened = answer.open_link(world, link)
        return answer.by_link(world, opened, answer.Given(("approve", "decline")[place % 2])).case

    got = together(20, act)

    case = office.case(submission)
    won = case.submission.asks[DECIDE].answer
    assert office.commits(submission) == 3
    assert [each == case for each in got] == [("approve", "decline")[place % 2] == won for place in range(20)]
    assert sum(isinstance(each, AskClosed) for each in got) == 10


@pytest.mark.parametrize("email", ["exchange@concord.example", "Exchange@Concord.EXAMPLE"])
def test_by_staff_its_own_ask_is_the_partys_answer(email: str) -> None:
    """A token whose address is the one asked answers for itself; no reason is kept."""
    office = Office()
    submission = office.confirmed()
    holder = Holder("exchange", email, "springs", "member")

    case = answer.by_staff(
        office.world, holder, submission, DECIDE, answer.Given("approve", note="Fine"), on_behalf="Needless"
    ).case

    assert office.events(submission) == ["ask_answered", "step_settled", "accepted"]
    assert case.submission.asks[DECIDE].by == "coordinator.0"
    assert (case.notes, case.overrides) == ({DECIDE: "Fine"}, {})


def test_by_staff_on_behalf_keeps_the_reason() -> None:
    """It is told as such, by which token; the reason is in the private part only."""
    office = Office()
    submission = office.confirmed()

    case = answer.by_staff(
        office.world, DESK, submission, DECIDE, answer.Given("approve"), on_behalf="Told by telephone"
    ).case

    assert office.events(submission) == ["ask_answered", "overridden", "step_settled", "accepted"]
    assert case.submission.asks[DECIDE].by == "token:desk"
    assert case.overrides == {DECIDE: "Told by telephone"}
    assert "telephone" not in case.commits[-1].events


@pytest.mark.parametrize("reason", [None, ""])
def test_by_staff_somebody_elses_ask_without_a_reason_is_refused(reason: str | None) -> None:
    """Staff may answer for others, but has to say why."""
    office = Office()
    submission = office.confirmed()

    with pytest.raises(NotAllowed):
        answer.by_staff(office.world, DESK, submission, DECIDE, answer.Given("approve"), on_behalf=reason)

    assert office.commits(submission) == 2


def test_by_staff_a_reason_of_nothing_but_space_is_refused() -> None:
    """Spaces are no reason."""
    office = Office()
    submission = office.confirmed()

    with pytest.raises((NotAllowed, Invalid)):
        answer.by_staff(office.world, DESK, submission, DECIDE, answer.Given("approve"), on_behalf="  \n ")


def test_by_staff_of_another_community_is_unknown() -> None:
    """What belongs to others is not there, even for the address that is asked."""
    office = Office()
    submission = office.confirmed()

    with pytest.raises(Unknown):
        answer.by_staff(
            office.world, ELSEWHERE, submission, DECIDE, answer.Given("approve"), on_behalf="Why not"
        )

    with pytest.raises(Unknown):
        answer.staff_case(office.world, ELSEWHERE, submission)


@pytest.mark.parametrize("ask", ["decide.coordinator.0.2", "decide.coordinator.1.1", "nothing"])
def test_by_staff_an_unknown_ask_is_unknown(ask: str) -> None:
    """There is no such ask."""
    office = Office()
    submission = office.confirmed()

    with pytest.raises(Unknown):
        answer.by_staff(office.world, DESK, submission, ask, answer.Given("approve"), on_behalf="Why not")


def test_by_staff_an_unknown_submission_is_unknown() -> None:
    """There is no such submission."""
    with pytest.raises(Unknown):
        answer.by_staff(Office().world, DESK, "0" * 20, DECIDE, answer.Given("approve"))


def test_by_staff_of_who_holds_the_role_no_more_is_refused() -> None:
    """Its ask is withdrawn when the submission is looked at, and who holds the role now is asked."""
    office = Office()
    submission = office.confirmed()
    office.publish(changed(VISIT, ("/roles/coordinator/0/email", "new@concord.example")))
    new = Holder("new", "new@concord.example", "springs", "member")

    with pytest.raises(NotAllowed):
        answer.by_staff(office.world, new, submission, DECIDE, answer.Given("approve"))
    with pytest.raises(AskClosed):
        answer.by_staff(office.world, COORDINATOR, submission, DECIDE, answer.Given("approve"))
    fire(office.world, submission)
    assert office.asks(submission) == {CONFIRM: "yes", DECIDE: "withdrawn", "decide.coordinator.1.1": "open"}
    case = answer.by_staff(
        office.world, new, submission, "decide.coordinator.1.1", answer.Given("approve")
    ).case

    assert case.submission.asks["decide.coordinator.1.1"].by == "coordinator.1"


def test_staff_case_of_its_community_is_shown() -> None:
    """With its definitions."""
    office = Office()
    submission = office.submission()

    loaded = answer.staff_case(office.world, DESK, submission)

    assert loaded.case == office.case(submission)
    assert loaded.community.id == COMMUNITY["id"]

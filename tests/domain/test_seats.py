"""What submissions do for a seat, told by hand whether there is one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.domain import deadlines, desk, owner, programs, seats, sense
from chalicelib.domain.definitions import Capacity
from chalicelib.domain.errors import Invalid
from tests.domain.examples import ABSENT, APPLICATION, TODAY, changed, program
from tests.domain.playing import Play
from tests.domain.seats import ANSWERS, FAIR, PLACES, TOURS

OFFER = "_offer.applicant.1"
BY = "token:desk"


def registered(**more: Any) -> Play:
    """A registration whose address is confirmed, and that wants a seat."""
    return Play(program(document=FAIR), **more).submit(ANSWERS).answer("confirm.applicant.1", "yes")


def decided(answer: str, document: dict[str, Any] = PLACES) -> Play:
    """An application about which the coordinator has decided; is to decide, where there is no answer."""
    play = Play(program(document=document)).submit(APPLICATION).answer("confirm.applicant.1", "yes")
    play.answer("consent.guardians.0.1", "agree").answer("consent.guardians.1.1", "agree")
    play.answer("reference.teacher_email.1", "submit", form={"recommends": True})
    play.answer("review.reviewer.0.1", "submit", form={"score": 4})
    play.answer("review.reviewer.1.1", "submit", form={"score": 5})
    play.answer("partner_city.partner.0.1", "approve").later(days=120).expire()
    return play.answer("decide.coordinator.0.1", answer) if answer else play


def test_confirmed_registration_wants_its_seat_and_is_told_nothing_yet() -> None:
    """The outcome comes within seconds, and is the one message."""
    play = registered()

    seat = play.case.submission.seat
    assert play.events() == ["ask_answered", "step_settled", "confirmed", "seat_requested"]
    assert (play.state, play.told) == ("in_progress", [])
    assert seat is not None
    assert (seat.state, seat.kind, seat.request) == ("wanted", "take", 2)


def test_registration_with_a_seat_is_accepted() -> None:
    """Taken, and told by one message."""
    play = registered().seat("grant")

    assert play.events() == ["seat_taken", "accepted"]
    assert (play.state, play.told) == ("accepted", ["accepted applicant"])


def test_registration_without_a_seat_waits_and_is_offered_one_by_an_ask_besides() -> None:
    """Seven days to accept; then it is what it would have been at first."""
    play = registered().seat("wait")
    assert (play.state, play.told, play.open) == ("waitlisted", ["waitlisted applicant"], [])

    play.seat("grant")
    assert play.events() == ["seat_held", "offered", "ask_opened"]
    assert (play.state, play.told, play.open) == ("offered", ["offered applicant"], [OFFER])

    play.answer(OFFER, "accept")
    assert play.events() == ["ask_answered", "step_settled", "seat_taken", "accepted"]
    assert (play.state, play.told) == ("accepted", ["accepted applicant"])


def test_declined_offer_gives_the_seat_back_at_once() -> None:
    """So that the next one can have it."""
    play = registered().seat("wait").seat("grant").answer(OFFER, "decline")

    assert play.events() == ["ask_answered", "step_settled", "seat_released", "declined"]
    assert play.state == "declined"
    assert play.case.submission.seat is None


def test_missed_offer_gives_the_seat_back() -> None:
    """After seven days, with a reminder two days before."""
    play = registered().seat("wait").seat("grant").later(days=5).expire()
    assert play.events() == ["ask_reminded"]

    play.later(days=2).expire()
    assert play.events() == ["ask_expired", "step_settled", "seat_released", "expired"]


def test_registration_is_declined_where_there_is_no_waitlist() -> None:
    """It has ended, and gives back what it had asked for."""
    play = registered().seat("refuse")

    assert play.events() == ["seat_released", "declined"]
    assert play.told == ["declined applicant"]


@pytest.mark.parametrize("found", ["grant", "wait", "refuse"])
def test_request_is_answered_once(found: str) -> None:
    """Whoever settles seats may say it again, or come late."""
    play = registered()
    play.do(lambda rules, case: desk.withdraw(rules, case, by=BY))
    withdrawn = len(play.commits)
    assert play.events() == ["seat_released", "withdrawn"]

    play.do(lambda rules, case: seats_answer(found)(rules, case, 2))

    assert len(play.commits) == withdrawn


def seats_answer(found: str) -> Any:
    """The command of that name."""
    from chalicelib.domain import seating

    return getattr(seating, found)


def test_waiting_ends_when_the_program_starts() -> None:
    """At midnight where the program is, and the sweep knows it before."""
    play = registered().seat("wait")
    start = datetime(2027, 6, 20, 6, tzinfo=UTC)
    assert deadlines.next_time(play.program, play.case) == start

    play.now = start
    play.expire()

    assert play.events() == ["seat_released", "expired"]
    assert play.told == ["expired applicant"]


def test_offer_ends_when_the_program_starts() -> None:
    """However many of its days are left."""
    play = registered().seat("wait")
    play.now = datetime(2027, 6, 18, tzinfo=UTC)
    play.seat("grant")
    (ask,) = play.case.submission.open_asks()
    assert ask.due == datetime(2027, 6, 20, 6, tzinfo=UTC)

    play.now = datetime(2027, 6, 20, 6, tzinfo=UTC)
    play.expire()

    assert play.events() == ["ask_withdrawn", "seat_released", "expired"]


def test_nobody_is_promised_a_seat_beyond_the_start() -> None:
    """More time can be given, but not more than there is."""
    play = registered().seat("wait").seat("grant")

    def until(day: int) -> Any:
        due = datetime(2027, 6, day, tzinfo=UTC)
        return lambda rules, case: desk.extend(rules, case, OFFER, due=due, by=BY, reason="Ill")

    with pytest.raises(Invalid, match="/due after_start"):
        play.do(until(21))
    assert play.do(until(19)).events() == ["ask_extended"]


def test_nothing_is_offered_after_the_start() -> None:
    """A seat that was found a moment too late is given back."""
    play = registered().seat("wait")
    play.now = datetime(2027, 6, 20, 6, tzinfo=UTC)

    play.seat("grant")

    assert play.events() == ["seat_released", "expired"]


def test_step_that_holds_a_seat_asks_once_there_is_one() -> None:
    """And its step's own offer it is; what follows the step comes after the seat is taken."""
    play = decided("offer")
    assert play.events()[-1] == "seat_requested"
    assert (play.state, play.open) == ("in_progress", [])

    play.seat("grant")
    assert play.events() == ["seat_held", "offered", "ask_opened"]
    assert (play.state, play.open) == ("offered", ["offer.applicant.1"])

    play.answer("offer.applicant.1", "accept")
    assert play.events() == ["ask_answered", "step_settled", "seat_taken", "ask_opened"]
    assert (play.state, play.open) == ("in_progress", ["papers.coordinator.0.1"])

    play.answer("papers.coordinator.0.1", "decline")
    assert play.events() == ["ask_answered", "step_settled", "seat_released", "declined"]


def test_whom_the_coordinator_lets_wait_is_offered_a_seat_by_the_programs_own_step() -> None:
    """The steps between are skipped."""
    play = decided("wait").seat("wait")
    assert play.state == "waitlisted"

    play.seat("grant")

    assert play.events() == ["seat_held", "step_settled", "offered", "ask_opened"]
    assert (play.state, play.open) == ("offered", ["offer.applicant.1"])
    assert play.case.submission.settled["improve"] == "skipped"


def test_order_is_by_mean_score_then_by_time_of_submission() -> None:
    """Who is scored higher is first, who is not scored last."""
    play = decided("wait")
    assert seats.score(play.program, play.case) == 4.5
    places = [seats._descending(each) for each in (1e9, 5.0, 4.5, 0.0, -0.5, -1e9, None)]
    assert places == sorted(places)
    assert seats._descending(-0.0) == seats._descending(0.0)
    assert seats.order(play.program, play.case).endswith("#2026-11-23T23:08:00.000000Z")


def test_coordinator_names_alternates_in_an_order_of_their_own() -> None:
    """By a number that is filled in with the answer that lets them wait."""
    rank = {"id": "rank", "type": "number", "label": "Rank"}
    named = changed(PLACES, ("/workflow/5/form", [rank]), ("/score", "decide.rank"))
    assert faults(named) == []
    assert faults(changed(named, ("/workflow/7/form", [rank]), ("/score", "offer.rank"))) == [
        ("/score", "not_yet")
    ]

    play = decided("", named).answer("decide.coordinator.0.1", "wait", form={"rank": 7})

    assert seats.score(play.program, play.case) == 7


def test_alternate_is_not_named_without_the_number_that_orders_them() -> None:
    """Where it is required: else who was named first would stand last."""
    rank = {"id": "rank", "type": "number", "label": "Rank", "required": True}
    play = decided("", changed(PLACES, ("/workflow/5/form", [rank]), ("/score", "decide.rank")))

    with pytest.raises(Invalid, match="/form/rank required"):
        play.answer("decide.coordinator.0.1", "wait")

    assert play.answer("decide.coordinator.0.1", "refuse").state == "declined"


def test_staff_reopen_a_step_after_the_seat_was_given_back() -> None:
    """It opens once there is a seat again."""
    play = decided("offer").seat("grant").answer("offer.applicant.1", "accept")
    play.answer("papers.coordinator.0.1", "decline")

    play.do(lambda rules, case: desk.reopen(rules, case, "papers", by=BY, reason="A mistake"))
    assert play.events() == ["reopened", "seat_requested"]
    play.seat("grant")

    assert play.events() == ["seat_held", "ask_opened"]
    play.answer("papers.coordinator.0.2", "approve")
    assert play.events() == ["ask_answered", "step_settled", "seat_taken", "accepted"]


def test_reopened_step_that_waits_for_a_seat_goes_on_with_it() -> None:
    """There was none at first: once there is, it waits no more, but for whom the step asks."""
    play = decided("offer").seat("grant").answer("offer.applicant.1", "accept")
    play.answer("papers.coordinator.0.1", "decline")
    play.do(lambda rules, case: desk.reopen(rules, case, "papers", by=BY, reason="A mistake")).seat("wait")
    assert (play.state, play.open) == ("waitlisted", [])

    play.seat("grant")

    assert play.events() == ["seat_held", "ask_opened"]
    assert (play.state, play.open) == ("in_progress", ["papers.coordinator.0.2"])


def test_staff_reopen_a_step_before_the_seat() -> None:
    """Whoever waited does not any more; whoever has a seat keeps it, and is asked again without another."""
    waiting = decided("wait").seat("wait")
    waiting.do(lambda rules, case: desk.reopen(rules, case, "decide", by=BY, reason="A mistake"))
    assert waiting.events() == ["reopened", "seat_released", "ask_opened"]

    holding = decided("offer").seat("grant")
    holding.do(lambda rules, case: desk.reopen(rules, case, "decide", by=BY, reason="A mistake"))
    assert (holding.events(), holding.state) == (["ask_withdrawn", "reopened", "ask_opened"], "in_progress")
    holding.answer("decide.coordinator.0.2", "offer")
    assert holding.events() == ["ask_answered", "step_settled", "offered", "ask_opened"]


def test_staff_move_a_submission_to_another_option() -> None:
    """It keeps its seat until it has the other one; back again, it has never moved."""
    play = Play(program(document=TOURS)).submit({**ANSWERS, "tour": "lake"})
    play.answer("confirm.applicant.1", "yes").seat("grant")

    def to(tour: str) -> Any:
        return lambda rules, case: desk.amend(rules, case, {"tour": tour}, by=BY, reason="By telephone")

    play.do(to("hill"))
    seat = play.case.submission.seat
    assert seat is not None
    assert (play.events(), seat.option, seat.moving) == (["amended", "seat_requested"], "lake", "hill")
    want = seats.wanted(play.program, play.case)
    assert want is not None
    assert (want.option, want.keeps) == ("hill", True)

    play.seat("wait")
    assert play.events() == ["amended", "seat_requested"], "there is nothing to tell"
    play.seat("grant")
    assert play.events() == ["seat_moved"]
    play.do(to("lake")).do(to("hill"))

    seat = play.case.submission.seat
    assert seat is not None
    assert (seat.state, seat.option, seat.moving, play.state) == ("taken", "hill", None, "accepted")


def test_applicant_does_not_change_the_option() -> None:
    """Seats of one kind go in their order."""
    play = Play(program(document=TOURS)).submit({**ANSWERS, "tour": "lake"})
    form = {"full_name": "Jane", "tour": "hill"}

    with pytest.raises(Exception, match="/answers/tour not_amendable"):
        play.do(lambda rules, case: owner.amend(rules, case, form))


def test_erased_submission_has_no_seat() -> None:
    """Its seat goes to the next."""
    play = registered().seat("grant")
    play.do(lambda rules, case: owner.erase(rules, case, by=BY))

    assert play.events() == ["seat_released", "erased"]
    assert seats.wanted(play.program, play.erased()) is None


def test_limits_are_those_of_the_newest_version() -> None:
    """By option, in all, or none."""
    fair, tours = program(document=FAIR), program(document=TOURS)
    assert isinstance(tours.capacity, Capacity)
    assert [seats.limit(tours, each) for each in ("lake", "sea")] == [1, 0]
    assert (seats.limit(fair, ""), seats.options(tours), seats.options(fair)) == (2, ["lake", "hill"], [""])
    assert seats.limit(program(("/capacity", ABSENT), document=FAIR), "") is None


def faults(document: dict[str, Any], *changes: tuple[str, Any]) -> list[tuple[str, str]]:
    """Pointers and codes."""
    found = programs.faults(changed(document, *changes), TODAY)
    return [(fault.pointer, fault.code) for fault in found]


@pytest.mark.parametrize(
    ("document", "changes", "found"),
    [
        (FAIR, [("/starts", ABSENT)], [("/starts", "missing")]),
        (FAIR, [("/capacity", -1)], [("/capacity", "too_small")]),
        (TOURS, [("/capacity/by", "trip")], [("/capacity/by", "no_such_field")]),
        (TOURS, [("/capacity/by", "email")], [("/capacity/by", "field_type")]),
        (TOURS, [("/capacity/of/hill", ABSENT)], [("/capacity/of/hill", "missing")]),
        (TOURS, [("/capacity/of/sea", 3)], [("/capacity/of/sea", "not_one_of")]),
        (TOURS, [("/form/0/fields/2/required", ABSENT)], [("/form/0/fields/2/required", "must_be_required")]),
        (
            TOURS,
            [("/form/0/fields/2/show_if", {"==": [{"var": "full_name"}, "x"]})],
            [("/capacity/by", "must_be_shown")],
        ),
        (PLACES, [("/workflow/7/seat", ABSENT)], [("/capacity", "never_taken")]),
        (PLACES, [("/waitlist", ABSENT)], [("/workflow/5/answers/wait/then", "no_waitlist")]),
        (PLACES, [("/workflow/8/seat", "take")], [("/workflow/8/seat", "seat_twice")]),
        (PLACES, [("/workflow/7/on_timeout", "next")], [("/workflow/7/on_timeout", "not_given_back")]),
        (
            PLACES,
            [("/workflow/7/seat", ABSENT), ("/workflow/0/seat", "hold")],
            [
                ("/score", "not_yet"),
                ("/workflow/0/seat", "confirm_takes"),
                ("/workflow/5/answers/wait/then", "has_a_seat"),
            ],
        ),
        (
            PLACES,
            [("/workflow/5/answers/offer/then", "accept")],
            [("/workflow/5/answers/offer/then", "accepted_before_seat")],
        ),
        (
            PLACES,
            [
                ("/workflow/8/answers", ABSENT),
                ("/workflow/8/answers", {"wait": {"label": "Wait", "then": "waitlist"}}),
            ],
            [("/workflow/8/answers/wait/then", "has_a_seat")],
        ),
        (PLACES, [("/score", "review.stars")], [("/score", "no_such_field")]),
        (PLACES, [("/score", "rewiev.score")], [("/score", "no_such_step")]),
        (PLACES, [("/score", "reference.words")], [("/score", "field_type")]),
        (PLACES, [("/score", "score")], [("/score", "pattern")]),
    ],
)
def test_seats_that_make_no_sense_are_faults(
    document: dict[str, Any], changes: list[tuple[str, Any]], found: list[tuple[str, str]]
) -> None:
    """Each at its place."""
    assert faults(document, *changes) == found


def test_steps_that_an_offer_skips_are_warned_of() -> None:
    """And programs with seats have no fault."""
    found = [(fault.pointer, fault.code) for fault in sense.warnings(PLACES)]

    assert found == [("/workflow/6/step", "skipped_when_offered")]
    assert [faults(each) for each in (FAIR, TOURS, PLACES)] == [[], [], []]


def test_who_waited_and_has_a_seat_again_waits_no_more() -> None:
    """Also where the step that opens then is none that offers it."""
    play = decided("offer").seat("grant").answer("offer.applicant.1", "accept")
    play.answer("papers.coordinator.0.1", "decline")
    play.do(lambda rules, case: desk.reopen(rules, case, "papers", by=BY, reason="A mistake"))
    assert play.seat("wait").state == "waitlisted"

    play.seat("grant")

    assert (play.state, play.open) == ("in_progress", ["papers.coordinator.0.2"])


@pytest.mark.parametrize("found", ["grant", "refuse"])
def test_nobody_is_put_on_a_waitlist_that_has_ended(found: str) -> None:
    """A coordinator who lets wait after the start has nothing offered: it ends, and is told why."""
    play = decided("wait")
    play.now = datetime(2027, 6, 20, 6, tzinfo=UTC)

    play.seat(found)

    assert play.events() == ["seat_released", "expired"]
    assert play.told == ["expired applicant"]


def test_who_is_moved_while_waiting_is_offered_the_other_seat() -> None:
    """And not given it unasked, after however many weeks; the start ends that wait as well."""
    play = Play(program(document=TOURS)).submit({**ANSWERS, "tour": "lake"})
    play.answer("confirm.applicant.1", "yes").seat("wait")
    play.do(lambda rules, case: desk.amend(rules, case, {"tour": "hill"}, by=BY, reason="By telephone"))
    assert deadlines.next_time(play.program, play.case) == datetime(2027, 6, 20, 6, tzinfo=UTC)

    play.seat("grant")

    assert (play.events(), play.state) == (["seat_held", "offered", "ask_opened"], "offered")

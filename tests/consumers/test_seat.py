"""Seats, settled one program after another, while functions die, messages come twice, and AWS fails."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from chalicelib.consumers import relay, seat
from chalicelib.domain import desk, owner
from chalicelib.domain.errors import Invalid, NotOpen
from chalicelib.services import answer as services
from chalicelib.services import browse, records, seating
from chalicelib.services.world import World
from chalicelib.storage.ports import SeatHolder, SeatsOf, Tally, Wait
from tests.consumers.failing import broken, dying, failing, overtaken
from tests.consumers.house import House, failures, look, nothing, queue_event
from tests.domain.examples import ABSENT, APPLICATION, changed
from tests.domain.seats import FAIR, PLACES, TOURS
from tests.simulator.weather import Died

CONFIRM = "confirm.applicant.1"
OFFER = "_offer.applicant.1"
BY = "token:desk"


@pytest.fixture
def house() -> House:
    """A deployment with a fair that has two seats and a waitlist."""
    house = House()
    house.publish(FAIR)
    return house


def sends(house: House, name: str, program: str = "fair", **more: Any) -> str:
    """Somebody sends the form, a second after whoever was before."""
    house.now += timedelta(seconds=1)
    return house.submit(program, {"full_name": name, "email": f"{name}@people.example", **more})


def asks(house: House, name: str, program: str = "fair", **more: Any) -> str:
    """Somebody sends the form and confirms the address; no seat has been looked for yet."""
    submission = sends(house, name, program, **more)
    house.drain()
    house.answer(submission, CONFIRM, "yes")
    return submission


def registers(house: House, name: str, program: str = "fair", **more: Any) -> str:
    """The same, and everything settles."""
    submission = asks(house, name, program, **more)
    house.drain()
    return submission


def withdraws(house: House, submission: str) -> None:
    """Somebody withdraws."""
    records.change(house.world, submission, partial(desk.withdraw, by="applicant"))


def state(house: House, submission: str) -> str:
    """Where it stands."""
    return house.loaded(submission).case.submission.state


def states(house: House, submissions: list[str]) -> list[str]:
    """Where they stand."""
    return [state(house, each) for each in submissions]


def told(house: House, submission: str) -> list[str]:
    """What it was told, in order."""
    return [row.template for row in house.rows(submission)]


def tally(house: House, program: str = "fair", option: str = "") -> Tally:
    """How many have a seat, and wait for one."""
    return house.stores.seats.of(program).tallies.get(option, Tally())


def test_seats_go_to_the_first_and_a_freed_one_is_offered_at_once(house: House) -> None:
    """Each is told by mail; who accepts is registered."""
    first, second, third, fourth = (registers(house, name) for name in ("ann", "ben", "cat", "dan"))
    assert states(house, [first, second, third, fourth]) == [
        "accepted",
        "accepted",
        "waitlisted",
        "waitlisted",
    ]
    assert told(house, third) == ["confirm", "waitlisted"]
    assert [
        seating.position(house.world, house.loaded(each).case.submission) for each in (third, fourth)
    ] == [
        1,
        2,
    ]

    withdraws(house, first)
    house.drain()

    assert (state(house, third), told(house, third)) == ("offered", ["confirm", "waitlisted", "offered"])
    assert tally(house) == Tally(taken=2, waiting=1)
    house.answer(third, OFFER, "accept")
    house.drain()
    assert (state(house, third), told(house, third)[-1]) == ("accepted", "accepted")


def test_declined_and_missed_offers_go_to_the_next(house: House) -> None:
    """At once, and after seven days."""
    first, _, third, fourth, fifth = (registers(house, name) for name in ("ann", "ben", "cat", "dan", "eve"))
    withdraws(house, first)
    house.drain()

    house.answer(third, OFFER, "decline")
    house.drain()
    assert states(house, [third, fourth, fifth]) == ["declined", "offered", "waitlisted"]
    house.wait(days=7, seconds=1)

    assert states(house, [third, fourth, fifth]) == ["declined", "expired", "offered"]


def test_waitlist_is_by_time_of_submission_not_of_confirmation(house: House) -> None:
    """Who confirms late may stand before those who already wait."""
    late = sends(house, "zoe")
    house.now += timedelta(hours=1)
    first, *_ = (registers(house, name) for name in ("ann", "ben"))
    early = registers(house, "cat")
    house.answer(late, CONFIRM, "yes")
    house.drain()

    withdraws(house, first)
    house.drain()

    assert states(house, [late, early]) == ["offered", "waitlisted"]


def test_raised_capacity_wakes_the_waitlist(house: House) -> None:
    """As many as there are seats, in their order."""
    found = [registers(house, name) for name in ("ann", "ben", "cat", "dan", "eve")]

    house.publish(changed(FAIR, ("/capacity", 4)))
    house.drain()

    assert states(house, found) == ["accepted", "accepted", "offered", "offered", "waitlisted"]
    assert tally(house) == Tally(taken=4, waiting=1)


def test_start_ends_waiting_and_open_offers(house: House) -> None:
    """And nothing is offered any more."""
    first, second, third, fourth = (registers(house, name) for name in ("ann", "ben", "cat", "dan"))
    house.now += timedelta(days=205)
    withdraws(house, first)
    house.drain()
    assert states(house, [second, third, fourth]) == ["accepted", "offered", "waitlisted"]

    house.wait(days=4)

    assert states(house, [second, third, fourth]) == ["accepted", "expired", "expired"]
    assert [told(house, each)[-1] for each in (third, fourth)] == ["expired", "expired"]
    assert tally(house) == Tally(taken=1)


def test_full_program_without_a_waitlist_declines_and_then_takes_no_more(house: House) -> None:
    """Who confirms too late is declined; who sends later is refused at once."""
    house.publish(changed(FAIR, ("/waitlist", ABSENT)))
    late = sends(house, "zoe")
    registers(house, "ann")
    registers(house, "ben")
    house.answer(late, CONFIRM, "yes")
    house.drain()

    assert (state(house, late), told(house, late)[-1]) == ("declined", "declined")
    with pytest.raises(NotOpen, match="full"):
        sends(house, "cat")
    (card,) = [each for each in browse.cards(house.world) if each["id"] == "fair"]
    assert (card["status"], card["seats"]) == ("full", {"capacity": 2, "taken": 2, "waitlisted": 0})


def test_option_has_seats_of_its_own_and_staff_move_between_them(house: House) -> None:
    """The new seat is taken before the old one is given back; where there is none, both wait."""
    house.publish(TOURS)
    lake = registers(house, "ann", tour="lake")
    hill = registers(house, "ben", tour="hill")
    next_ = registers(house, "cat", tour="lake")
    assert states(house, [lake, hill, next_]) == ["accepted", "accepted", "waitlisted"]

    records.change(
        house.world,
        lake,
        lambda rules, case: desk.amend(rules, case, {"tour": "hill"}, by=BY, reason="By telephone"),
    )
    house.drain()
    assert (tally(house, option="lake"), tally(house, option="hill")) == (Tally(1, 1), Tally(1, 1))
    assert state(house, next_) == "waitlisted"
    withdraws(house, hill)
    house.drain()

    moved = house.loaded(lake).case.submission
    assert moved.seat is not None
    assert (moved.state, moved.seat.option, moved.seat.moving) == ("accepted", "hill", None)
    assert state(house, next_) == "offered"
    assert (tally(house, option="lake"), tally(house, option="hill")) == (Tally(1), Tally(1))


@pytest.mark.parametrize("capacity", [2, ABSENT])
def test_seats_are_not_counted_otherwise_while_somebody_has_one(house: House, capacity: Any) -> None:
    """Who has one would not be counted, and it would be given twice; nothing is published then."""
    house.publish(TOURS)
    first = registers(house, "ann", tour="lake")
    otherwise = changed(TOURS, ("/capacity", capacity))

    with pytest.raises(Invalid, match="/capacity counted_otherwise"):
        house.publish(otherwise)

    house.publish(changed(TOURS, ("/capacity/of/lake", 5)))
    withdraws(house, first)
    house.drain()
    house.publish(otherwise)
    assert state(house, registers(house, "ben", tour="lake")) == "accepted"


def decided(house: House, score: int, answer: str) -> str:
    """An application whose readers gave that score, and about which the coordinator has decided."""
    house.now += timedelta(seconds=1)
    submission = house.submit("exchange", APPLICATION)
    steps: list[tuple[str, str, dict[str, Any]]] = [
        (CONFIRM, "yes", {}),
        ("consent.guardians.0.1", "agree", {}),
        ("consent.guardians.1.1", "agree", {}),
        ("reference.teacher_email.1", "submit", {"recommends": True}),
        ("review.reviewer.0.1", "submit", {"score": score}),
        ("review.reviewer.1.1", "submit", {"score": score}),
        ("partner_city.partner.0.1", "approve", {}),
        ("decide.coordinator.0.1", answer, {}),
    ]
    for ask, word, form in steps:
        opened = house.opened(submission, ask)
        given = services.Given(word, signed_by="J. Doe-Signature", form=form)
        services.by_link(house.world, opened, given)
    house.drain()
    return submission


def test_waitlist_of_an_application_is_by_score(house: House) -> None:
    """The coordinator lets wait; the program's own step offers, and what follows it can end it again."""
    places = changed(PLACES, ("/capacity", 1), ("/workflow/4/announce", ABSENT))
    house.publish(places)
    first = decided(house, 3, "offer")
    low, high = decided(house, 3, "wait"), decided(house, 5, "wait")
    assert states(house, [first, low, high]) == ["offered", "waitlisted", "waitlisted"]
    assert told(house, first)[-1] == "offered"

    house.answer(first, "offer.applicant.1", "accept")
    house.drain()
    assert states(house, [first, low, high]) == ["in_progress", "waitlisted", "waitlisted"]
    house.answer(first, "papers.coordinator.0.1", "decline")
    house.drain()

    assert states(house, [first, low, high]) == ["declined", "waitlisted", "offered"]
    assert house.loaded(high).case.submission.steps == ("offer",)
    assert seating.position(house.world, house.loaded(low).case.submission) == 1


def test_erased_submission_leaves_nothing_behind(house: House) -> None:
    """Neither a holder nor a place."""
    first, _, third = (registers(house, name) for name in ("ann", "ben", "cat"))
    for each in (first, third):
        records.change(house.world, each, partial(owner.erase, by="applicant"))
    house.drain()

    assert [house.stores.seats.holder("fair", each) for each in (first, third)] == [None, None]
    assert tally(house) == Tally(taken=1)


def test_program_without_seats_has_nothing_looked_at(house: House) -> None:
    """Nothing is queued for it."""
    visit = house.visit()
    house.drain()
    house.answer(visit, CONFIRM, "yes")
    house.drain()

    assert not any(
        "fair" not in body and '"submission"' in body and '"program"' in body for body in house.bodies
    )


# What dies, comes twice, or fails.


STORES = ("journal", "seats", "queues", "definitions")


def rush(house: House) -> list[str]:
    """One that has a seat and gives it back, one that keeps its own, one that waits, and two that ask."""
    found = [registers(house, name) for name in ("ann", "ben", "cat")]
    found += [sends(house, name) for name in ("dan", "eve")]
    house.drain()
    for each in found[3:]:
        house.answer(each, CONFIRM, "yes")
    withdraws(house, found[0])
    return found


@pytest.mark.parametrize("after", range(1, 41))
def test_function_that_dies_leaves_what_the_next_one_mends(house: House, after: int) -> None:
    """After each of its calls: whoever comes next makes it what it would have been."""
    found = rush(house)
    event = look(found[3], found[0], found[4])
    world = replace(house.world, stores=dying(house.stores, STORES, after))

    try:
        seat.handle(event, world)
    except Died:
        assert seat.handle(event, house.world) == nothing()

    assert states(house, found) == ["withdrawn", "accepted", "offered", "waitlisted", "waitlisted"]
    assert house.stores.seats.of("fair") == SeatsOf({"": Tally(2, 2)}, ())
    house.drain()
    assert [told(house, each)[1:] for each in found[2:]] == [
        ["waitlisted", "offered"],
        ["waitlisted"],
        ["waitlisted"],
    ]


def test_dying_is_played_after_every_call(house: House) -> None:
    """So that the test above is about all of them."""
    found = rush(house)
    world = replace(house.world, stores=dying(house.stores, STORES, 41))

    assert seat.handle(look(found[3], found[0], found[4]), world) == nothing()


class Unheard:
    """Seats of which it is never heard that one was gained: done again, since nobody heard, it is refused."""

    def __init__(self, seats: Any) -> None:
        self._seats = seats

    def __getattr__(self, name: str) -> Any:
        return getattr(self._seats, name)

    def change(self, before: SeatHolder | None, after: SeatHolder | None, **named: Any) -> bool:
        """Done in any case."""
        done: bool = self._seats.change(before, after, **named)
        return done and (after is None or after.has is None)


def unheard(house: House) -> World:
    """The world with such seats."""
    seats: Any = Unheard(house.stores.seats)
    return replace(house.world, stores=replace(house.stores, seats=seats))


def test_seat_that_was_gained_unheard_is_told_of(house: House) -> None:
    """To whoever waited for it, and was waiting still as far as anybody knew."""
    first, _, waits = (registers(house, name) for name in ("ann", "ben", "cat"))
    withdraws(house, first)

    assert seat.handle(look(first), unheard(house)) == nothing()

    assert (state(house, waits), tally(house)) == ("offered", Tally(2, 0))


def test_nobody_is_declined_who_gained_a_seat_unheard(house: House) -> None:
    """Without a waitlist, who is refused a seat has ended."""
    house.publish(changed(FAIR, ("/waitlist", ABSENT)))
    submission = asks(house, "ann")

    assert seat.handle(look(submission), unheard(house)) == nothing()

    assert (state(house, submission), tally(house)) == ("accepted", Tally(1, 0))


def test_order_of_messages_and_their_number_do_not_matter(house: House) -> None:
    """Each says nothing but what to look at."""
    found = rush(house)

    for order in ([4, 3, 0, 0], [3, 3, 4, 2, 1], [0]):
        assert seat.handle(look(*(found[number] for number in order)), house.world) == nothing()

    assert states(house, found) == ["withdrawn", "accepted", "offered", "waitlisted", "waitlisted"]


def test_submission_that_moves_on_meanwhile_is_looked_at_again(house: House) -> None:
    """It withdraws between the seat and the word about it: nobody has that seat."""
    submission = asks(house, "ann")
    stores = overtaken(house.stores, "journal", "append", lambda: withdraws(house, submission))
    world = replace(house.world, stores=stores)

    assert seat.handle(look(submission), world) == nothing()

    assert state(house, submission) == "withdrawn"
    assert house.stores.seats.holder("fair", submission) is None


def test_message_is_put_back_while_aws_fails(house: House) -> None:
    """With those of its program that come after it, and no others."""
    first, second = (sends(house, name) for name in ("ann", "ben"))
    house.drain()
    for each in (first, second):
        house.answer(each, CONFIRM, "yes")
    world = replace(house.world, stores=failing(house.stores, "seats", "change", times=3))

    assert failures(seat.handle(look(first, second), world)) == ["message-0", "message-1"]
    assert seat.handle(look(first, second), world) == nothing()
    assert states(house, [first, second]) == ["accepted", "accepted"]


def test_what_nobody_foresaw_fails_without_words(house: House, caplog: pytest.LogCaptureFixture) -> None:
    """And holds up no other program."""
    house.publish({**FAIR, "id": "other"})
    submission = asks(house, "ann", "other")
    world = replace(house.world, stores=broken(house.stores, "seats", "of", about="fair"))
    bodies = [{"program": "fair"}, {"program": "other", "submission": submission}]

    answer = seat.handle(queue_event([json.dumps(body) for body in bodies]), world)

    assert failures(answer) == ["message-0"]
    assert state(house, submission) == "accepted"
    assert "Planted" not in caplog.text


def test_relay_queues_what_asks_for_a_seat_and_what_gives_one_back(house: House) -> None:
    """Once for each submission of a batch."""
    submission = sends(house, "ann")
    house.answer(submission, CONFIRM, "yes")
    withdraws(house, submission)

    assert relay.handle(house.take_commits(), house.world) == nothing()

    assert [json.loads(each["body"]) for each in house.take("seat")["Records"]] == [
        {"program": "fair", "submission": submission}
    ]


def test_repair_has_the_seat_looked_at(house: House) -> None:
    """What relay could not queue is not lost."""
    submission = asks(house, "ann")
    house.take_commits()
    house.wait(days=3 * 365)

    assert house.stores.seats.holder("fair", submission) is None
    assert tally(house) == Tally()


def test_holder_without_a_journal_holds_up_nobody(house: House) -> None:
    """As after one table is restored from before the other: it goes, and the next one is offered the seat."""
    first, _, third = (registers(house, name) for name in ("ann", "ben", "cat"))
    stranger = SeatHolder("fair", "gone", 2, waits=Wait("", "0"))
    assert house.stores.seats.change(None, stranger)

    withdraws(house, first)
    house.drain()

    assert state(house, third) == "offered"
    assert house.stores.seats.holder("fair", "gone") is None


def test_mark_of_a_holder_that_is_gone_holds_up_nobody(house: House) -> None:
    """The seat was given back, and then the function failed before it could remove the mark."""
    store = house.stores.seats
    waits = SeatHolder("fair", "gone", 2, waits=Wait("", "0"))
    assert store.change(None, waits)
    there = store.holder("fair", "gone")
    assert there is not None
    assert store.change(there, replace(there, has="", waits=None))
    world = replace(house.world, stores=failing(house.stores, "seats", "told", times=1))

    assert seat.handle(queue_event([json.dumps({"program": "fair"})]), world) == nothing()

    assert store.of("fair") == SeatsOf({}, ())


def test_seat_that_somebody_was_told_of_is_theirs_whatever_the_table_lost(house: House) -> None:
    """As after it is restored from before: nobody who waits comes first, and no limit takes it away."""
    first, second, third = (registers(house, name) for name in ("ann", "ben", "cat"))
    store: Any = house.stores.seats
    del store.holders["fair", second]
    withdraws(house, first)
    house.drain()
    assert tally(house) == Tally(taken=1)
    seating.queue(house.world, "fair", [second])
    house.drain()

    assert states(house, [second, third]) == ["accepted", "offered"]
    assert tally(house) == Tally(taken=2)
    del store.holders["fair", second]
    house.publish(changed(FAIR, ("/capacity", 1)))
    seating.queue(house.world, "fair", [second])
    house.drain()
    assert tally(house) == Tally(taken=2)
    assert told(house, second) == ["confirm", "accepted"]

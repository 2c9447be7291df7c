"""Holders of seats: never more than there are, and nobody is passed over."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.storage.ports import SeatHolder, SeatsOf, Stores, Tally, Wait

PROGRAM = "fair"


def has(submission: str, option: str = "") -> SeatHolder:
    """A submission with a seat, as it is written at first."""
    return SeatHolder(PROGRAM, submission, 2, has=option)


def waits(submission: str, order: str, option: str = "") -> SeatHolder:
    """A submission that waits."""
    return SeatHolder(PROGRAM, submission, 2, waits=Wait(option, order))


def there(stores: Stores, submission: str) -> SeatHolder:
    """What is there now."""
    found = stores.seats.holder(PROGRAM, submission)
    assert found is not None
    return found


def test_nothing_is_there_before_anything_was_written(stores: Stores) -> None:
    """Neither holders nor tallies."""
    assert stores.seats.holder(PROGRAM, "a") is None
    assert stores.seats.of(PROGRAM) == SeatsOf({}, ())
    assert stores.seats.first(PROGRAM, "") is None
    assert stores.seats.tallies([(PROGRAM, "")]) == {}
    stores.seats.told(PROGRAM, "a")


def test_seat_is_had_until_it_is_given_back(stores: Stores) -> None:
    """Counted, and not counted any more."""
    assert stores.seats.change(None, has("a"), limit=1)
    assert there(stores, "a") == replace(has("a"), version=1)
    assert stores.seats.of(PROGRAM).tallies[""] == Tally(taken=1)
    assert stores.seats.tallies([(PROGRAM, ""), ("other", "")]) == {(PROGRAM, ""): Tally(taken=1)}

    assert stores.seats.change(there(stores, "a"), None)

    assert stores.seats.holder(PROGRAM, "a") is None
    assert stores.seats.of(PROGRAM).tallies.get("", Tally()) == Tally()


def test_no_more_are_taken_than_there_are(stores: Stores) -> None:
    """Nor any of which there is none; without a limit, any number."""
    assert not stores.seats.change(None, has("a"), limit=0)
    assert stores.seats.change(None, has("a"), limit=2)
    assert stores.seats.change(None, has("b"), limit=2)
    assert not stores.seats.change(None, has("c"), limit=2)
    assert stores.seats.holder(PROGRAM, "c") is None
    assert stores.seats.change(None, has("c"))
    assert stores.seats.of(PROGRAM).tallies[""] == Tally(taken=3)


def test_holder_changes_from_what_it_is(stores: Stores) -> None:
    """Whoever saw another one changes nothing."""
    assert stores.seats.change(None, has("a"), limit=9)
    assert not stores.seats.change(None, has("a"), limit=9)
    seen = there(stores, "a")
    assert stores.seats.change(seen, replace(seen, request=4))
    assert not stores.seats.change(seen, None)
    assert there(stores, "a").request == 4
    assert stores.seats.of(PROGRAM).tallies[""] == Tally(taken=1)


def test_first_is_who_has_the_least_order(stores: Stores) -> None:
    """Of each option; and everybody knows where they stand."""
    for submission, order in (("a", "2"), ("b", "1"), ("c", "3")):
        assert stores.seats.change(None, waits(submission, order))
    assert stores.seats.change(None, waits("d", "0", "lake"))

    assert stores.seats.first(PROGRAM, "") == "b"
    assert stores.seats.first(PROGRAM, "lake") == "d"
    assert [stores.seats.position(there(stores, each)) for each in "abcd"] == [2, 1, 3, 1]
    assert stores.seats.of(PROGRAM) == SeatsOf({"": Tally(waiting=3), "lake": Tally(waiting=1)}, ())


def test_nobody_is_seated_before_those_who_wait(stores: Stores) -> None:
    """But for one of those."""
    assert stores.seats.change(None, waits("a", "1"))

    assert not stores.seats.change(None, has("b"), limit=5)
    waiting = there(stores, "a")
    assert stores.seats.change(waiting, replace(waiting, has="", waits=None), limit=1)
    assert stores.seats.of(PROGRAM) == SeatsOf({"": Tally(taken=1)}, ("a",))
    stores.seats.told(PROGRAM, "a")

    assert stores.seats.of(PROGRAM).untold == ()
    assert stores.seats.first(PROGRAM, "") is None


def test_place_on_the_waitlist_changes_and_goes(stores: Stores) -> None:
    """Another order, another option, none."""
    assert stores.seats.change(None, waits("a", "1"))
    for place in (Wait("", "2"), Wait("lake", "2")):
        before = there(stores, "a")
        assert stores.seats.change(before, replace(before, waits=place))
    assert stores.seats.first(PROGRAM, "") is None
    assert stores.seats.first(PROGRAM, "lake") == "a"

    assert stores.seats.change(there(stores, "a"), None)
    assert stores.seats.first(PROGRAM, "lake") is None


def test_move_takes_the_new_seat_and_gives_back_the_old_in_one(stores: Stores) -> None:
    """Or waits beside the seat that it has."""
    assert stores.seats.change(None, has("a", "lake"), limit=1)
    assert stores.seats.change(None, has("b", "hill"), limit=1)
    before = there(stores, "a")
    assert not stores.seats.change(before, replace(before, has="hill"), limit=1)

    assert stores.seats.change(before, replace(before, waits=Wait("hill", "1")))
    assert stores.seats.of(PROGRAM).tallies == {"lake": Tally(1), "hill": Tally(1, 1)}
    assert stores.seats.change(there(stores, "b"), None)
    before = there(stores, "a")
    assert stores.seats.change(before, replace(before, has="hill", waits=None), limit=1)

    tallies = stores.seats.of(PROGRAM).tallies
    assert tallies.get("lake", Tally()) == Tally()
    assert tallies["hill"] == Tally(taken=1)


def test_programs_have_nothing_of_one_another(stores: Stores) -> None:
    """Also where one's name begins with the other's."""
    assert stores.seats.change(None, has("a"), limit=1)
    assert stores.seats.change(None, replace(has("b"), program="fair-2"), limit=1)
    assert stores.seats.of("fair-2").tallies[""] == Tally(taken=1)

"""What the pages of somebody say who waits for a seat, is offered one, or has come too late for any."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.consumers.house import House
from tests.consumers.test_seat import CONFIRM, OFFER, registers, withdraws
from tests.domain.examples import ABSENT, changed
from tests.domain.seats import FAIR, TOURS
from tests.web.site import Page, Site


@pytest.fixture
def house() -> House:
    """A deployment with a fair that has two seats and a waitlist."""
    house = House()
    house.publish(FAIR)
    return house


def visited(house: House) -> Site:
    """The house as its visitors see it, now."""
    site = Site(stores=house.stores)
    site.now = house.now
    return site


def status(house: House, submission: str) -> Page:
    """The page that shows where it stands, now."""
    site = visited(house)
    return site.get(site.link("status", submission))


def ask(house: House, submission: str, name: str) -> Page:
    """The page of an ask, now."""
    site = visited(house)
    return site.get(site.link("ask", submission, name))


def test_who_waits_knows_until_when_and_how_to_step_back(house: House) -> None:
    """Also when the confirmation is looked at once more."""
    waiting = [registers(house, name) for name in ("ann", "ben", "cat")][-1]

    page = status(house, waiting)

    for words in (
        "On the waitlist",
        "When one becomes free and it is your turn, we write to you.",
        "The waitlist ends when the program starts, on Sunday, June 20, 2027.",
        "Withdraw",
    ):
        assert words in page.text
    assert "Address confirmed" in ask(house, waiting, CONFIRM).text


def test_who_found_no_seat_is_not_blamed_for_it(house: House) -> None:
    """Neither who waited until the start, nor whose offer ended with it."""
    first, _, offered, waiting = (registers(house, name) for name in ("ann", "ben", "cat", "dan"))
    house.now += timedelta(days=205)
    withdraws(house, first)
    house.drain()
    house.wait(days=4)

    for submission in (offered, waiting):
        page = status(house, submission)
        assert "“A fair”: Ended without a seat." in page.text
        assert "Not answered in time" not in page.text
    assert "What this was about has ended: Ended without a seat." in ask(house, offered, OFFER).text


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (TOURS, "All seats are taken of: Lake. Who chooses one of these joins the waitlist."),
        (changed(TOURS, ("/waitlist", ABSENT)), "All seats are taken of: Lake. Please choose another one."),
    ],
)
def test_form_says_of_what_all_seats_are_taken(house: House, document: dict[str, Any], said: str) -> None:
    """While others are left; before anything is chosen in vain."""
    house.publish(document)
    assert "All seats" not in visited(house).get("/programs/fair").text

    registers(house, "ann", tour="lake")

    page = visited(house).get("/programs/fair")
    assert said in page.text
    assert page.names >= {"full_name", "email", "tour"}


def test_who_comes_too_late_for_all_kinds_is_not_asked_to_choose_another_one(house: House) -> None:
    """Only while there is one."""
    house.publish(changed(TOURS, ("/waitlist", ABSENT)))
    answers = {"full_name": "cat", "email": "cat@people.example", "tour": "lake"}
    early, late = (visited(house).get("/programs/fair") for _ in range(2))
    registers(house, "ann", tour="lake")
    refused = early.fill(answers)
    assert (refused.status, list(refused.errors)) == (409, ["field-tour"])

    registers(house, "ben", tour="hill")
    refused = late.fill(answers)

    assert refused.status == 409
    assert "All seats are taken, and there is no waitlist." in refused.text
    assert "Choose another one" not in refused.text

"""A fair with two seats: who finds none waits, is offered one that becomes free, and answers by a link."""

from __future__ import annotations

from typing import Any

import pytest

from tests.domain.examples import ABSENT, changed
from tests.domain.seats import FAIR, TOURS
from tests.journeys.browser import Page
from tests.journeys.story import Story

PROGRAM = "fair"


def publish(story: Story, document: dict[str, Any] = FAIR) -> None:
    """Staff publish the program, of the home community."""
    body = {**document, "community": "colorado-springs"}
    assert story.api("PUT", f"/v1/programs/{PROGRAM}", json=body).status_code in (200, 201)
    story.demo.drain()


def address(name: str) -> str:
    """Where somebody has mail."""
    return f"{name}@people.example"


def sends(story: Story, name: str, **more: str) -> Page:
    """Somebody fills in the form."""
    return story.fill_in(PROGRAM, {"full_name": name.title(), "email": address(name), **more})


def registers(story: Story, name: str, **more: str) -> None:
    """Somebody fills in the form, and confirms the address."""
    assert sends(story, name, **more).status == 200
    story.confirm(story.newest(address(name)).link("asks"))
    story.demo.drain()


def found(story: Story, name: str) -> dict[str, Any]:
    """The submission of that name, as staff see it."""
    (row,) = [
        each
        for each in story.api("GET", f"/v1/submissions?program={PROGRAM}").json()["submissions"]
        if each["name"] == name.title()
    ]
    whole: dict[str, Any] = story.api("GET", f"/v1/submissions/{row['id']}").json()
    return whole


def states(story: Story, *names: str) -> list[str]:
    """Where they stand."""
    story.demo.drain()
    return [found(story, name)["state"] for name in names]


def withdraw(story: Story, name: str) -> None:
    """Staff withdraw a submission."""
    submission = found(story, name)["id"]
    answer = story.api("POST", f"/v1/submissions/{submission}/withdraw", json={"reason": "By telephone"})
    assert answer.status_code == 200
    story.demo.drain()


def card(story: Story) -> dict[str, Any]:
    """The program as lists show it."""
    programs = story.api("GET", "/v1/programs", token=None).json()["programs"]
    (one,) = [each for each in programs if each["id"] == PROGRAM]
    return {"status": one["status"], **one["seats"]}


@pytest.fixture
def fair(story: Story) -> Story:
    """Three have registered, and there are two seats."""
    publish(story)
    for name in ("ann", "ben", "cat"):
        registers(story, name)
    return story


def test_third_of_two_waits_is_offered_a_seat_and_takes_it(fair: Story) -> None:
    """Everybody is told by mail, lists count, and staff see who is next."""
    assert states(fair, "ann", "ben", "cat") == ["accepted", "accepted", "waitlisted"]
    assert card(fair) == {"status": "full", "capacity": 2, "taken": 2, "waitlisted": 1}
    assert "waitlist" in fair.newest(address("cat")).subject
    assert found(fair, "cat")["seat"] == {
        "state": "waiting",
        "option": None,
        "step": "confirm",
        "position": 1,
        "seats": {"capacity": 2, "taken": 2, "waitlisted": 1},
    }
    assert "joins the waitlist" in fair.browser.open(f"/programs/{PROGRAM}").text

    withdraw(fair, "ann")
    offer = fair.newest(address("cat"))
    assert states(fair, "cat") == ["offered"]
    assert "there is a seat for you" in offer.subject
    page = fair.open(offer.link("asks"))
    assert page.status == 200
    assert "holds a seat" in page.text

    fair.decide(offer.link("asks"), "accept", "Cat")
    assert states(fair, "cat") == ["accepted"]
    assert "you are registered" in fair.newest(address("cat")).subject
    assert found(fair, "cat")["seat"]["state"] == "taken"
    assert card(fair) == {"status": "full", "capacity": 2, "taken": 2, "waitlisted": 0}


@pytest.mark.long
def test_declined_offer_goes_to_the_next_and_a_missed_one_too(fair: Story) -> None:
    """Declining by the link frees the seat at once; silence does after seven days."""
    for name in ("dan", "eve"):
        registers(fair, name)
    withdraw(fair, "ann")

    fair.decide(fair.newest(address("cat")).link("asks"), "decline", "Cat")
    assert states(fair, "cat", "dan", "eve") == ["declined", "offered", "waitlisted"]

    fair.demo.advance("8d")
    assert states(fair, "dan", "eve") == ["expired", "offered"]


@pytest.mark.long
def test_raised_capacity_wakes_the_waitlist(fair: Story) -> None:
    """As soon as it is published."""
    publish(fair, changed(FAIR, ("/capacity", 3)))

    assert states(fair, "ann", "ben", "cat") == ["accepted", "accepted", "offered"]
    assert card(fair) == {"status": "full", "capacity": 3, "taken": 3, "waitlisted": 0}


@pytest.mark.long
def test_full_program_without_a_waitlist_takes_no_more(story: Story) -> None:
    """Neither by the page nor by the API; and what is full of several is said at its field."""
    publish(story, changed(FAIR, ("/waitlist", ABSENT), ("/capacity", 1)))
    registers(story, "ann")

    page = story.browser.open(f"/programs/{PROGRAM}")
    answers = {"full_name": "Ben", "email": address("ben")}
    answer = story.api("POST", f"/v1/programs/{PROGRAM}/submissions", token=None, json={"answers": answers})

    assert "All seats are taken, and there is no waitlist." in page.text
    assert (answer.status_code, answer.json()["code"]) == (409, "not_open")
    assert card(story)["status"] == "full"

    withdraw(story, "ann")
    publish(story, changed(TOURS, ("/waitlist", ABSENT)))
    registers(story, "ben", tour="lake")
    late = sends(story, "cat", tour="lake")
    assert late.status == 409
    assert "All seats of this kind are taken" in late.text
    registers(story, "cat", tour="hill")
    assert states(story, "ben", "cat") == ["accepted", "accepted"]

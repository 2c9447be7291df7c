from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.errors import NotAuthenticated, Unknown
from chalicelib.services import browse, clock, keys, project, records, staff
from chalicelib.services.world import World
from chalicelib.storage.ports import Holder
from tests import memory
from tests.domain.examples import changed
from tests.services.office import DESK, VISIT, Office


def test_program_is_shown_as_it_stands() -> None:
    """The newest version, with its document and status."""
    office = Office()
    office.publish({**VISIT, "area": "youth"})

    shown = browse.program(office.world, "visit")

    assert (shown.version, shown.program.area, shown.status) == (2, "youth", "open")
    assert shown.document["area"] == "youth"
    assert browse.program(office.world, "visit", office.now - timedelta(days=40)).status == "upcoming"


def test_what_is_not_there_is_unknown() -> None:
    """Programs and communities alike."""
    office = Office()

    with pytest.raises(Unknown):
        browse.program(office.world, "nowhere")
    with pytest.raises(Unknown):
        browse.community(office.world, "nowhere")
    assert browse.community(office.world, "springs").country == "US"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["fair", "visit"]),
        ({"area": "culture"}, ["fair"]),
        ({"community": "springs"}, ["fair", "visit"]),
        ({"community": "springs", "area": "youth"}, []),
        ({"community": "elsewhere"}, []),
    ],
)
def test_cards_are_by_id_with_status_and_seats(asked: dict[str, str], found: list[str]) -> None:
    """Those of the community and area that was asked for."""
    office = Office()
    office.publish(changed(VISIT, ("/id", "fair"), ("/area", "culture"), ("/closes", "2026-11-22")))

    cards = browse.cards(office.world, **asked)

    assert [card["id"] for card in cards] == found
    assert {card["id"]: card["status"] for card in cards}.items() <= {
        ("fair", "closed"),
        ("visit", "open"),
    }
    assert all(card["seats"] == {"capacity": None, "taken": 0, "waitlisted": 0} for card in cards)


def test_communities_are_without_their_staff() -> None:
    """Nobody's address is public."""
    (card,) = browse.communities(Office().world)

    assert card["id"] == "springs"
    assert [partner["id"] for partner in card["partners"]] == ["kranj", "bishkek"]
    assert "staff" not in card


def test_holder_is_whose_token_it_is() -> None:
    """By its digest: the token itself is nowhere."""
    office = Office()
    office.stores.tokens.put(staff.digest("demo"), DESK)

    assert staff.holder(office.world, "demo") == DESK
    for token in ("", "Demo", "demo ", staff.digest("demo"), "\u00e9"):
        with pytest.raises(NotAuthenticated):
            staff.holder(office.world, token)


def listed(office: Office, holder: Holder = DESK, **asked: Any) -> list[str]:
    """The names of the submissions on the first page."""
    return [row.name for row in staff.submissions(office.world, holder, **asked).rows]


def test_submissions_are_those_of_ones_own_community_newest_first() -> None:
    """Other communities' are not there, and search reads words however they are spelt."""
    office = Office()
    for name in ("Ann Lee", "Zoe\u0308 Straße", "Bob Ng"):
        sent = office.send(full_name=name, email=f"{name[0]}@school.example".lower())
        project.project(office.world, records.load(office.world, sent.case.submission.id))
        office.wait(minutes=1)
    reference = staff.submissions(office.world, DESK).rows[2].reference

    assert listed(office) == ["Bob Ng", "Zoë Straße", "Ann Lee"]
    assert listed(office, Holder("x", "x@x.example", "elsewhere", "administrator")) == []
    assert listed(office, q=" ZOË ") == ["Zoë Straße"]
    assert listed(office, q="zoe\u0308  strasse") == ["Zoë Straße"]
    assert listed(office, q="b@school") == ["Bob Ng"]
    assert listed(office, q=reference.lower()[:6]) == ["Ann Lee"]
    assert listed(office, q="nobody") == []
    assert listed(office, q="\u200b") == ["Bob Ng", "Zoë Straße", "Ann Lee"]
    assert listed(office, q="x" * 5000) == []
    assert listed(office, state="accepted") == []
    assert listed(office, program="visit", limit=1) == ["Bob Ng"]


def test_a_name_longer_than_a_term_is_found_by_all_of_it() -> None:
    """What is searched for is cut where what is kept is cut."""
    office = Office()
    name = " ".join(["Wolfeschlegelsteinhausenbergerdorff"] * 3)
    sent = office.send(full_name=name)
    project.project(office.world, records.load(office.world, sent.case.submission.id))

    assert listed(office, q=name) == [name]


def test_the_clock_is_moved_on_and_back() -> None:
    """Only the demo does."""
    before = clock.now()
    try:
        assert clock.advance(timedelta(days=8)) - before >= timedelta(days=8)
    finally:
        clock.reset()
    assert clock.now() - before < timedelta(minutes=1)


def test_every_world_has_its_own_clock_and_keys() -> None:
    """What isn't given is the machine's."""
    world = World(stores=memory.stores(), base_url="https://concord.example")

    assert abs(world.clock() - clock.now()) < timedelta(minutes=1)
    assert len(world.random(16)) == 16
    assert world.keys() == keys.keys(world.stores.keyring.read())

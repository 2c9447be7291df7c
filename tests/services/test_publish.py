from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.domain.errors import Fault, Invalid, Unavailable
from chalicelib.services import publish
from chalicelib.services.publish import ATTEMPTS
from chalicelib.storage.ports import Key, Published
from tests.domain.examples import COMMUNITY, changed
from tests.services.office import START, VISIT, Office, outpublished

OTHER = changed(VISIT, ("/id", "other"))


def stored(office: Office, name: str = "visit", version: int | None = None) -> Published | None:
    """A version of a program, the newest unless its number is given."""
    key = Key("program", name, version)
    return office.stores.definitions.get(key).get(key)


def refused(office: Office, document: Any, **named: Any) -> set[tuple[str, str]]:
    """Where and what the faults of a document are that is not published for them."""
    cards = office.stores.definitions.cards("program")
    with pytest.raises(Invalid) as error:
        publish.publish(office.world, document, by="desk", **named)
    assert office.stores.definitions.cards("program") == cards
    return {(fault.pointer, fault.code) for fault in error.value.faults}


def test_publish_what_is_new_creates_version_1() -> None:
    """The text, by whom and when; its card is in the lists."""
    office = Office()

    outcome = publish.publish(office.world, OTHER, by="desk", path_id="other")

    expected = Published("program", "other", 1, outcome.published.text, START, "desk")
    assert outcome == publish.Outcome(expected, created=True, changed=True)
    assert json.loads(outcome.published.text) == OTHER
    assert stored(office, "other") == stored(office, "other", 1) == outcome.published
    cards = [json.loads(card) for card in office.stores.definitions.cards("program")]
    assert [(card["id"], card["version"]) for card in cards] == [("other", 1), ("visit", 1)]


def test_publish_the_same_again_changes_nothing() -> None:
    """The same document is the same version, whoever sends it and however it is spelt."""
    office = Office()
    before = stored(office)
    assert before is not None
    office.wait(days=1)

    outcome = publish.publish(office.world, dict(reversed(VISIT.items())), by="somebody")

    assert outcome == publish.Outcome(before, created=False, changed=False)
    assert stored(office) == before
    assert stored(office, version=2) is None


def test_publish_what_has_changed_makes_the_next_version() -> None:
    """The one before stays, for those who filled it in."""
    office = Office()
    before = stored(office)
    office.wait(days=1)

    outcome = publish.publish(office.world, changed(VISIT, ("/summary", "Come.")), by="desk")

    assert (outcome.created, outcome.changed, outcome.published.version) == (False, True, 2)
    assert (stored(office), stored(office, version=1)) == (outcome.published, before)
    card = json.loads(office.stores.definitions.cards("program")[0])
    assert (card["summary"], card["version"]) == ("Come.", 2)


def test_publish_a_community_shows_no_staff() -> None:
    """Its card is what everybody sees."""
    office = Office()

    document = changed(COMMUNITY, ("/organisation", "Another"))
    outcome = publish.publish(office.world, document, by="desk", kind="community")

    assert json.loads(outcome.published.text) == document
    card = json.loads(office.stores.definitions.cards("community")[0])
    public = {name: value for name, value in document.items() if name != "staff"}
    assert card == {**public, "version": 2}


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        (datetime(2026, 11, 24, 6, 59, tzinfo=UTC), "2026-11-23"),
        (datetime(2026, 11, 24, 7, 0, tzinfo=UTC), "2026-11-24"),
    ],
)
def test_publish_relative_dates_settles_them_in_the_programs_zone(now: datetime, opens: str) -> None:
    """What is today is asked where the program is: Denver is seven hours behind."""
    office = Office()
    office.now = now

    outcome = publish.publish(office.world, changed(OTHER, ("/opens", "today")), by="desk")

    assert json.loads(outcome.published.text)["opens"] == opens


def test_publish_relative_dates_on_another_day_makes_a_new_version() -> None:
    """Within the day it is the same; on the next it opens on another."""
    office = Office()
    document = changed(OTHER, ("/opens", "today"))
    versions = []

    for hours in (0, 1, 24):
        office.wait(hours=hours)
        versions.append(publish.publish(office.world, document, by="desk").published.version)

    assert versions == [1, 1, 2]


def test_publish_with_faults_names_them_all() -> None:
    """Of shape, of sense, and against community and path; nothing is stored."""
    document = changed(VISIT, ("/partners", ["kranj", "nowhere", "bishkek"]), ("/applicant/name", "nobody"))

    assert refused(Office(), document, path_id="another") == {
        ("/applicant/name", "no_such_field"),
        ("/id", "other_than_path"),
        ("/partners/1", "no_such_partner"),
    }


def test_publish_for_no_community_is_refused() -> None:
    """A program belongs to a community that is published; its partners can't be known without."""
    assert refused(Office(), changed(VISIT, ("/community", "nowhere"))) == {
        ("/community", "no_such_community")
    }


def test_publish_with_a_reserved_id_is_refused() -> None:
    """`check` is a route of the API."""
    assert refused(Office(), changed(VISIT, ("/id", "check"))) == {("/id", "reserved")}


@pytest.mark.parametrize("document", [None, [], "visit", 1])
def test_check_of_what_is_no_object_tells_one_fault(document: Any) -> None:
    """There is nothing in it to look for more."""
    assert len(publish.check(Office().world, document)) == 1


def test_check_tells_the_values_of_its_faults() -> None:
    """Enough to put each into words."""
    document = changed(VISIT, ("/partners", ["nowhere"]))

    assert publish.check(Office().world, document, path_id="another") == [
        Fault("/id", "other_than_path", {"id": "another"}),
        Fault("/partners/0", "no_such_partner", {"partner": "nowhere"}),
    ]


def test_check_of_a_good_document_tells_none_and_stores_none() -> None:
    """Trying is not publishing."""
    office = Office()

    assert publish.check(office.world, OTHER) == []
    assert stored(office, "other") is None


def test_publish_overtaken_is_the_version_after() -> None:
    """Somebody published another in between: both are kept, one after the other."""
    office = Office()
    world = outpublished(office, lambda: office.publish(changed(VISIT, ("/summary", "Theirs."))))

    outcome = publish.publish(world, changed(VISIT, ("/summary", "Ours.")), by="desk")

    assert (outcome.created, outcome.published.version, stored(office)) == (False, 3, outcome.published)
    theirs = stored(office, version=2)
    assert theirs is not None
    assert json.loads(theirs.text)["summary"] == "Theirs."


def test_publish_overtaken_by_the_same_at_another_time_changes_nothing() -> None:
    """Somebody published the same in between: there is nothing left to do."""
    office = Office()
    document = changed(VISIT, ("/summary", "Come."))

    def theirs() -> None:
        office.wait(seconds=-1)
        office.publish(document)
        office.wait(seconds=1)

    office.wait(seconds=1)
    world = outpublished(office, theirs)

    outcome = publish.publish(world, document, by="desk")

    assert (outcome.changed, outcome.published.version, outcome.published.by) == (False, 2, "test")
    assert stored(office, version=3) is None


def test_publish_overtaken_too_often_is_given_up() -> None:
    """After five attempts it may be tried again later."""
    office = Office()
    others = [
        lambda number=number: office.publish(changed(VISIT, ("/summary", f"Theirs {number}.")))
        for number in range(ATTEMPTS)
    ]

    with pytest.raises(Unavailable):
        publish.publish(outpublished(office, *others), changed(VISIT, ("/summary", "Ours.")), by="desk")

    newest = stored(office)
    assert newest is not None
    assert json.loads(newest.text)["summary"] == f"Theirs {ATTEMPTS - 1}."


@pytest.mark.parametrize(
    ("now", "timezone", "faults"),
    [
        (datetime(2026, 11, 24, 3, tzinfo=UTC), "America/Denver", []),
        (datetime(2026, 11, 23, 20, tzinfo=UTC), "Asia/Tokyo", [("/closes", "before")]),
        (datetime(2026, 11, 23, 20, tzinfo=UTC), "Nowhere/Else", [("/timezone", "timezone")]),
    ],
)
def test_today_is_the_day_in_the_programs_zone(
    now: datetime, timezone: str, faults: list[tuple[str, str]]
) -> None:
    """What is checked is what will be stored: where it is tomorrow already, it closes before it opens."""
    office = Office()
    office.now = now
    document = changed(OTHER, ("/timezone", timezone), ("/opens", "today"), ("/closes", "2026-11-23"))

    found = publish.check(office.world, document)

    assert [(fault.pointer, fault.code) for fault in found] == faults


DESK = {"name": "Exchange desk", "email": "exchange@concord.example", "language": "en"}
OTHERS = {"name": "Another desk", "email": "another@concord.example", "language": "en"}


def queued(office: Office) -> list[Any]:
    """What is queued for repair since the last time."""
    queues: Any = office.stores.queues
    bodies, queues.sent["repair"] = queues.sent["repair"], []
    return [json.loads(body) for body in bodies]


@pytest.mark.parametrize(
    ("coordinators", "expected"),
    [
        ([OTHERS], [{"program": "visit"}]),
        ([DESK, OTHERS], [{"program": "visit"}]),
        ([{**DESK, "name": "The desk", "language": "ja"}], []),
        ([{**DESK, "email": "Exchange@Concord.example"}], []),
    ],
    ids=["replaced", "joined", "renamed", "spelt otherwise"],
)
def test_publish_has_submissions_looked_at_when_roles_change_hands(
    coordinators: list[dict[str, str]], expected: list[Any]
) -> None:
    """Only then: the same address under another name is the same person."""
    office = Office()

    outcome = office.publish(changed(VISIT, ("/roles/coordinator", coordinators)))

    assert outcome.changed
    assert queued(office) == expected


def test_publish_what_is_new_or_changes_no_role_queues_nothing() -> None:
    """Nobody is asked anew for a better summary, nor for the staff of a community."""
    office = Office()

    office.publish(OTHER)
    office.publish(changed(VISIT, ("/summary", "Come.")))
    office.publish(changed(VISIT, ("/summary", "Come.")))
    staff = changed(COMMUNITY, ("/staff/0/email", "another@concord.example"))
    publish.publish(office.world, staff, by="test", kind="community")

    assert queued(office) == []


def test_publish_repeated_after_a_crash_queues_what_was_not() -> None:
    """The version is there, but nobody was told to look: sent again, it is."""
    office = Office()
    document = changed(VISIT, ("/roles/coordinator", [OTHERS]))
    office.publish(document)
    queued(office)

    outcome = office.publish(document)

    assert (outcome.changed, queued(office)) == (False, [{"program": "visit"}])

"""What was kept long enough is erased by itself: found by the sweep, at its moment and not before."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from chalicelib.consumers import repair, sweep
from chalicelib.domain import deadlines, events
from chalicelib.domain.folding import fold
from chalicelib.services import publish, records
from tests.consumers.erasing import STAFF, Planted, found
from tests.consumers.house import House
from tests.consumers.test_erase import stored, whole
from tests.domain.examples import EXCHANGE, changed

DENVER = ZoneInfo("America/Denver")
MOMENT = timedelta(microseconds=1)


def state(house: House, planted: Planted) -> str:
    """The state of the submission."""
    return records.case_of(house.world, planted.submission).submission.state


def fires(house: House) -> datetime | None:
    """When its summary says that it is looked at next."""
    (row,) = house.stores.summaries.page(community="springs").rows
    return row.fires


def at(house: House, moment: datetime) -> None:
    """Moves the clock there; the sweep, and what follows."""
    house.now = moment
    sweep.handle({}, house.world)
    house.drain()


def live(house: House, **members: object) -> None:
    """Publishes a newer version of the program with these members."""
    changes = [(f"/{name}", value) for name, value in members.items()]
    publish.publish(house.world, changed(EXCHANGE, *changes), by="test")


def test_submission_is_erased_that_long_after_the_end_of_the_program() -> None:
    """Accepted in December, on an exchange until the 5th of July: two years after that day, to the moment."""
    house = House()
    planted = Planted(house).to("accepted")
    until = datetime(2029, 7, 6, tzinfo=DENVER).astimezone(UTC)
    assert fires(house) == until

    at(house, until - MOMENT)
    assert state(house, planted) == "accepted"
    assert found(stored(house)) >= planted.typed

    at(house, until)
    whole(house, planted)
    last = house.stores.journal.read(planted.submission)[-1]
    assert [events.type_of(each) for each in events.load(last.events)] == ["erased"]
    assert [each.by for each in events.load(last.events)] == ["concord"]


def test_submission_is_erased_that_long_after_its_last_event_if_that_is_later() -> None:
    """Withdrawn in 2028, after the program: two years from then."""
    house = House()
    planted = Planted(house).to("accepted")
    house.now = datetime(2028, 5, 1, 12, tzinfo=UTC)
    planted.withdraw()
    house.drain()
    assert fires(house) == datetime(2030, 5, 1, 12, tzinfo=UTC)

    at(house, datetime(2030, 5, 1, 12, tzinfo=UTC) - MOMENT)
    assert state(house, planted) == "withdrawn"

    at(house, datetime(2030, 5, 1, 12, tzinfo=UTC))
    whole(house, planted)


@pytest.mark.parametrize(
    ("last", "retention", "until"),
    [
        # Summer time begins on 11 March 2029 and ends on 4 November: the clock on the wall counts.
        ("2029-03-01T12:00", "20d", "2029-03-21T12:00"),
        ("2029-10-25T12:00", "20d", "2029-11-14T12:00"),
        ("2029-02-09T02:30", "30d", "2029-03-11T03:30"),  # an hour that there isn't: the one after it
        ("2028-02-29T12:00", "1y", "2029-02-28T12:00"),
    ],
)
def test_retention_counts_on_the_wall_clock_of_the_program(last: str, retention: str, until: str) -> None:
    """Across both changes of the clock, an hour that is skipped, and a leap day."""
    house = House()
    planted = Planted(house).to("accepted")
    live(house, retention=retention)
    house.now = datetime.fromisoformat(last).replace(tzinfo=DENVER).astimezone(UTC)
    planted.withdraw()
    loaded = records.load(house.world, planted.submission)

    moment = deadlines.retained_until(loaded.live, loaded.case)

    assert moment == datetime.fromisoformat(until).replace(tzinfo=DENVER).astimezone(UTC)
    at(house, moment - MOMENT)
    assert state(house, planted) == "withdrawn"
    at(house, moment)
    assert state(house, planted) == "erased"


def test_program_that_ends_later_now_is_waited_for_and_found_again() -> None:
    """The summary's old date finds nothing to do, moves, and is not due every minute from then on."""
    house = House()
    planted = Planted(house).to("accepted")
    old = datetime(2029, 7, 6, tzinfo=DENVER).astimezone(UTC)
    new = datetime(2030, 1, 6, tzinfo=DENVER).astimezone(UTC)
    live(house, starts="2027-12-20", ends="2028-01-05")
    commits = len(house.stores.journal.read(planted.submission))

    at(house, old)
    assert (state(house, planted), fires(house)) == ("accepted", new)
    assert list(house.stores.timers.due("submission", old + timedelta(days=1), 10)) == []
    assert len(house.stores.journal.read(planted.submission)) == commits

    at(house, new - MOMENT)
    assert state(house, planted) == "accepted"
    at(house, new)
    whole(house, planted)


def test_shorter_retention_counts_as_soon_as_somebody_looks() -> None:
    """As docs/operators.md has operators do after publishing one: every submission looked at again."""
    house = House()
    planted = Planted(house).to("accepted")
    live(house, retention="30d")
    repair.handle({"Records": [_look(planted)]}, house.world)

    assert fires(house) == datetime(2027, 8, 5, tzinfo=DENVER).astimezone(UTC)


def test_submission_that_nobody_answered_is_erased_too() -> None:
    """It expired, and its data goes as the others' does."""
    house = House()
    planted = Planted(house).to("expired")

    at(house, datetime(2029, 7, 6, tzinfo=DENVER).astimezone(UTC))

    whole(house, planted)


def test_open_submission_is_erased_with_its_asks_withdrawn() -> None:
    """A question to a role has no deadline; the retention ends it all the same."""
    house = House()
    planted = Planted(house).to("kept back")

    at(house, datetime(2031, 1, 1, tzinfo=UTC))
    at(house, datetime(2035, 1, 1, tzinfo=UTC))

    whole(house, planted)
    case = fold(house.stores.journal.read(planted.submission))
    assert case.submission.open_asks() == []


def test_summary_with_a_wrong_date_is_mended_by_the_look_that_it_leads_to() -> None:
    """Nothing is due, nothing is done, and the date is right from then on."""
    house = House()
    planted = Planted(house).to("accepted")
    summaries = house.stores.summaries
    (row,) = summaries.page(community=STAFF.community).rows
    summaries.time(planted.submission, row.seq, house.now - timedelta(days=1))

    at(house, house.now)

    assert fires(house) == datetime(2029, 7, 6, tzinfo=DENVER).astimezone(UTC)


def _look(planted: Planted) -> dict[str, str]:
    return {"messageId": "1", "body": json.dumps({"submission": planted.submission})}

from datetime import UTC, datetime

from chalicelib.consumers import relay, sweep
from tests.consumers.house import House, nothing


def test_visit_is_told_step_by_step() -> None:
    """Form, confirmation, decision: each message is sent once, to its party, and its row says so."""
    house = House()
    visit = house.visit()
    house.drain()
    house.answer(visit, "confirm.applicant.1", "yes")
    house.drain()
    house.answer(visit, "decide.coordinator.0.1", "approve")
    house.drain()

    assert house.states(visit) == [
        ("confirm", "applicant", "sent", ""),
        ("confirmed", "applicant", "sent", ""),
        ("asked", "coordinator.0", "sent", ""),
        ("answered", "coordinator.0", "sent", ""),
        ("accepted", "applicant", "sent", ""),
    ]
    assert [str(message["To"].addresses[0].addr_spec) for message in house.sent] == [
        "international@fujiyoshida.example",
        "international@fujiyoshida.example",
        "visits@concord.example",
        "visits@concord.example",
        "international@fujiyoshida.example",
    ]
    assert [message["X-Concord-Message"] for message in house.sent] == [row.id for row in house.rows(visit)]
    assert len({message["References"] for message in house.sent}) == 1
    (summary,) = house.stores.summaries.page(community="colorado-springs").rows
    assert (summary.submission, summary.state) == (visit, "accepted")
    assert summary.fires == datetime(2028, 11, 24, 7, tzinfo=UTC), "when it is to be erased"


def test_unconfirmed_visit_expires_by_the_sweep() -> None:
    """A deadline that passes is found by the minute's sweep, and told; doing it again changes nothing."""
    house = House()
    visit = house.visit()
    house.drain()

    house.wait(days=3, minutes=1)
    once = house.states(visit)
    house.wait(minutes=1)

    assert once == [("confirm", "applicant", "sent", ""), ("expired", "applicant", "sent", "")]
    assert house.states(visit) == once
    assert len(house.sent) == 2
    assert house.stores.summaries.page(community="colorado-springs").rows[0].state == "expired"


def test_record_that_arrives_twice_plans_and_sends_once() -> None:
    """Streams and queues deliver at least once."""
    house = House()
    festival = house.festival()
    house.drain()

    event = {"Records": house.records * 3}
    assert relay.handle(event, house.world) == nothing()
    house.drain()

    assert len(house.sent) == 1
    assert house.states(festival) == [("confirm", "applicant", "sent", "")]


def test_commits_that_arrive_in_another_order_end_the_same() -> None:
    """Consumers go by the journal, not by arrival."""
    house = House()
    festival = house.festival()
    house.answer(festival, "confirm.applicant.1", "yes")
    event = house.take_commits()
    event["Records"].reverse()

    assert relay.handle(event, house.world) == nothing()
    house.drain()

    # The question was answered before it was sent: nobody needs it any more.
    assert house.states(festival) == [
        ("confirm", "applicant", "suppressed", "not_needed"),
        ("accepted", "applicant", "sent", ""),
    ]


def test_sweep_goes_through_more_than_a_page() -> None:
    """Hundreds of deadlines at once are all queued, each once."""
    house = House()
    for number in range(250):
        house.festival(email=f"family{number}@people.example")
    house.drain()
    house.now = house.now.replace(year=2027)

    sweep.handle({}, house.world)

    event = house.take("repair")
    assert len(event["Records"]) == len({record["body"] for record in event["Records"]}) == 250

from datetime import timedelta

from chalicelib.consumers import repair
from tests.consumers.failing import broken, failing
from tests.consumers.house import House, failures, nothing, queue_event, queued


def test_repair_does_what_streams_have_forgotten() -> None:
    """Summary and messages of a submission that no stream record ever told of."""
    house = House()
    festival = house.festival()

    assert repair.handle(queued(submission=festival), house.world) == nothing()
    house.records = list(range(len(house.stores.journal.appended)))  # type: ignore[attr-defined, arg-type]
    house.drain()

    assert house.states(festival) == [("confirm", "applicant", "sent", "")]
    assert len(house.stores.summaries.page(community="colorado-springs").rows) == 1


def test_repair_twice_is_harmless() -> None:
    """Everything is there already: nothing is planned, sent or decided again."""
    house = House()
    festival = house.festival()
    house.drain()

    for _ in range(3):
        assert repair.handle(queued(submission=festival), house.world) == nothing()
        house.drain()

    assert len(house.sent) == 1
    assert len(house.stores.journal.read(festival)) == 1


def test_repair_fires_deadlines() -> None:
    """A deadline that passed unnoticed is told as soon as anybody looks."""
    house = House()
    festival = house.festival()
    house.now += timedelta(days=8)

    repair.handle(queued(submission=festival), house.world)

    assert house.stores.summaries.page(community="colorado-springs").rows[0].state == "expired"
    assert ("expired", "applicant", "planned", "") in house.states(festival)


def test_messages_of_old_commits_fail_for_a_person_to_look_at() -> None:
    """What should have been said days ago is not said now by itself."""
    house = House()
    festival = house.festival()
    house.now += timedelta(days=2, minutes=1)

    repair.handle(queued(submission=festival), house.world)

    assert house.states(festival) == [("confirm", "applicant", "failed", "too_old")]
    assert house.take("mail")["Records"] == []
    house.wait(days=1)
    assert house.sent == []


def test_unknown_submission_is_done() -> None:
    """There is nothing to mend, and nothing to keep."""
    event = queue_event(['{"submission": "0123456789abcdefghjk"}', "no json"])

    assert repair.handle(event, House().world) == nothing()


def test_what_fails_here_comes_again_and_holds_up_no_other() -> None:
    """A queue's failures are named one by one, and end among the dead letters."""
    house = House()
    first, second, third = (house.festival(email=f"f{number}@people.example") for number in range(3))
    house.stores = broken(
        failing(house.stores, "definitions", "get", times=1), "journal", "read", about=second
    )
    event = queue_event([f'{{"submission": "{each}"}}' for each in (first, second, third)])

    assert failures(repair.handle(event, house.world)) == ["message-0", "message-1"]

    assert house.states(third) == [("confirm", "applicant", "planned", "")]

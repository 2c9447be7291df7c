import json
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.consumers import relay, repair
from chalicelib.services import publish
from infra.local import catalogue
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


def version(kind: str = "program") -> dict[str, Any]:
    """The stream's event of a version of the delegation visit."""
    keys = {"pk": {"S": f"{kind}#delegation-visit"}, "sk": {"S": "version#000002"}}
    return {"Records": [{"dynamodb": {"Keys": keys, "SequenceNumber": "7"}}]}


def test_new_version_asks_those_who_hold_a_role_now() -> None:
    """An ask without a deadline would wait for ever for who has left."""
    house = House()
    visit = house.visit()
    house.drain()
    house.answer(visit, "confirm.applicant.1", "yes")
    house.drain()
    document = next(each for _, each in catalogue.catalogue() if each["id"] == "delegation-visit")
    document["roles"]["coordinator"] = [{"name": "New desk", "email": "new@concord.example"}]
    publish.publish(house.world, document, by="staff@concord.example")

    assert relay.handle(version(), house.world) == nothing()
    assert house.take("repair")["Records"][0]["body"] == '{"program": "delegation-visit"}'
    repair.handle(queued(program="delegation-visit"), house.world)
    house.drain()

    assert [(row.template, row.to, row.state) for row in house.rows(visit)][-1] == (
        "asked",
        "coordinator.1",
        "sent",
    )
    assert house.sent[-1]["To"] == "New desk <new@concord.example>"


def test_all_of_a_program_are_looked_at_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each look queues some, and one more look for what follows; those of other programs are left out."""
    monkeypatch.setattr(repair, "PAGE", 2)
    house = House()
    ids = {house.festival(email=f"f{number}@people.example") for number in range(5)}
    house.visit()
    house.drain()
    found: set[str] = set()
    bodies, looks = ['{"program": "cultural-festival"}'], 0

    while bodies:
        assert repair.handle(queue_event(bodies), house.world) == nothing()
        looks += 1
        queued_now = [each["body"] for each in house.take("repair")["Records"]]
        bodies = [body for body in queued_now if "program" in body]
        found |= {json.loads(body)["submission"] for body in queued_now if body not in bodies}

    assert (found, looks) == (ids, 3)


def test_version_that_could_not_be_queued_comes_again() -> None:
    """Its record is named; versions of communities call for nothing; an unknown program is done."""
    house = House()
    working = house.stores
    house.stores = failing(working, "queues", "send")

    assert failures(relay.handle(version(), house.world)) == ["7"]
    assert relay.handle(version("community"), house.world) == nothing()

    house.stores = working
    assert repair.handle(queued(program="no-such-program"), house.world) == nothing()
    assert house.take("repair")["Records"] == []

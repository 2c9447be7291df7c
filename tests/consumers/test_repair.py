import json
from datetime import timedelta

from chalicelib.consumers import repair
from chalicelib.services import project, publish, records
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


def reopened(house: House, **roles: list[dict[str, str]]) -> None:
    """The delegation visit, published with other people in its roles."""
    (document,) = [each for _, each in catalogue.catalogue() if each["id"] == "delegation-visit"]
    publish.publish(house.world, {**document, "roles": {**document["roles"], **roles}}, by="test")


def desk(name: str) -> dict[str, str]:
    """Somebody who holds a role."""
    return {"name": f"Desk {name}", "email": f"{name}@concord.example", "language": "en"}


def asks(house: House, submission: str) -> list[tuple[str, str, str]]:
    """Each ask, its state, and whom it went to."""
    case = records.case_of(house.world, submission)
    return [
        (ask.id, ask.because or ask.state, case.parties[ask.id].email if ask.id in case.parties else "")
        for ask in case.submission.asks.values()
    ]


def test_open_asks_of_those_who_left_a_role_go_to_those_who_hold_it_now() -> None:
    """Within minutes of publishing; who stays is not asked again, and what is answered or ended stays so."""
    house = House()
    waiting, ended, early = house.visit(), house.visit(), house.visit()
    for each in (waiting, ended):
        house.answer(each, "confirm.applicant.1", "yes")
    house.answer(ended, "decide.coordinator.0.1", "decline")
    house.drain()
    before = asks(house, ended), asks(house, early)

    reopened(house, coordinator=[desk("first"), desk("second")])
    house.drain()

    assert asks(house, waiting) == [
        ("confirm.applicant.1", "answered", ""),
        ("decide.coordinator.0.1", "left", "visits@concord.example"),
        ("decide.coordinator.1.1", "open", "first@concord.example"),
        ("decide.coordinator.2.1", "open", "second@concord.example"),
    ]
    assert (asks(house, ended), asks(house, early)) == before
    assert [(template, to) for template, to, _, _ in house.states(waiting)][-3:] == [
        ("asked", "coordinator.0"),
        ("asked", "coordinator.1"),
        ("asked", "coordinator.2"),
    ]
    commits = len(house.stores.journal.read(waiting))

    reopened(house, coordinator=[desk("second"), desk("first")])
    house.drain()
    house.wait(hours=1)

    assert len(house.stores.journal.read(waiting)) == commits


def test_program_is_looked_at_a_hundred_submissions_at_once() -> None:
    """Newest first; the program comes again with a cursor until all were queued, each once."""
    house = House()
    submissions = []
    for number in range(repair.PAGE + 2):
        house.now += timedelta(seconds=1)
        submissions.append(house.festival(email=f"f{number}@people.example"))
        project.project(house.world, records.load(house.world, submissions[-1]))

    assert repair.handle(queued(program="cultural-festival"), house.world) == nothing()
    first = house.take("repair")
    again = [json.loads(record["body"]) for record in first["Records"] if "program" in record["body"]]
    repair.handle(queued(**again[0]), house.world)
    second = house.take("repair")

    bodies = [json.loads(record["body"]) for record in (*first["Records"], *second["Records"])]
    assert len(again) == 1
    assert [body["submission"] for body in bodies if "program" not in body] == submissions[::-1]


def test_unknown_program_is_done() -> None:
    """There is nothing to look at."""
    assert repair.handle(queued(program="nothing"), House().world) == nothing()

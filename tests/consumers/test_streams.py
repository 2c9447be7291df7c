from collections.abc import Callable, Mapping
from typing import Any

import pytest

from chalicelib.consumers import batches, project, relay, repair
from chalicelib.services.world import World
from tests.consumers.failing import broken, failing
from tests.consumers.house import House, failures, nothing

Handle = Callable[[Mapping[str, Any], World], batches.Answer]


def three() -> tuple[House, list[str], dict[str, Any]]:
    """Three submissions, and the event of their commits."""
    house = House()
    ids = [house.festival(email=f"family{number}@people.example") for number in range(3)]
    return house, ids, house.take_commits()


@pytest.mark.parametrize("handle", [project.handle, relay.handle])
def test_from_the_first_that_aws_failed_everything_comes_again(handle: Handle) -> None:
    """Lambda goes on from the first failure of a stream's batch, so all behind it are named too."""
    house, ids, event = three()
    numbers = [record["dynamodb"]["SequenceNumber"] for record in event["Records"]]
    working = house.stores
    house.stores = failing(working, "journal", "read", about=ids[1])

    assert failures(handle(event, house.world)) == numbers[1:]

    house.stores = working
    assert handle(event, house.world) == nothing()


@pytest.mark.parametrize("handle", [project.handle, relay.handle])
def test_one_that_fails_for_its_own_reason_holds_up_no_other(handle: Handle) -> None:
    """A journal that can't be read as it stands is parked by its id, and the others go on."""
    house, ids, event = three()
    working = house.stores
    house.stores = broken(working, "journal", "read", about=ids[1])

    assert handle(event, house.world) == nothing()

    house.stores = working
    parked = house.take("repair")
    assert [record["body"] for record in parked["Records"]] == [f'{{"submission": "{ids[1]}"}}']
    assert repair.handle(parked, house.world) == nothing()
    house.drain()
    assert house.states(ids[1]) == [("confirm", "applicant", "sent", "")]
    found = {row.submission for row in house.stores.summaries.page(community="colorado-springs").rows}
    assert ids[1] in found


def test_what_cannot_be_parked_comes_again() -> None:
    """Nothing is counted as done that is neither done nor parked."""
    house, ids, event = three()
    house.stores = broken(failing(house.stores, "queues", "send"), "journal", "read", about=ids[1])

    assert len(failures(project.handle(event, house.world))) == 2


def test_rows_whose_queue_failed_are_queued_again() -> None:
    """Whoever dies between row and queue has forgotten nothing: the record comes again."""
    house, ids, event = three()
    working = house.stores
    house.stores = failing(working, "queues", "send")
    assert len(failures(relay.handle(event, house.world))) == 3

    house.stores = working
    assert relay.handle(event, house.world) == nothing()
    house.drain()

    assert [house.states(each) for each in ids] == [[("confirm", "applicant", "sent", "")]] * 3


def test_other_records_of_the_table_are_left_alone() -> None:
    """Definitions are written into the same table."""
    house = House()
    keys = {"pk": {"S": "program#delegation-visit"}, "sk": {"S": "version#000001"}}
    event = {"Records": [{"dynamodb": {"Keys": keys, "SequenceNumber": "1"}}]}

    assert project.handle(event, house.world) == relay.handle(event, house.world) == nothing()


def test_commit_that_is_not_in_the_journal_is_parked() -> None:
    """A record of what isn't there is nothing to stop for; repair finds nothing to do."""
    house = House()
    festival = house.festival()
    event = house.take_commits()
    event["Records"][0]["dynamodb"]["Keys"]["sk"]["S"] = "commit#000009"

    assert relay.handle(event, house.world) == nothing()
    parked = house.take("repair")
    assert parked["Records"][0]["body"] == f'{{"submission": "{festival}"}}'


def test_project_reads_each_submission_once() -> None:
    """Several commits of one submission in a batch cost one read and one write."""
    house = House()
    festival = house.festival()
    house.answer(festival, "confirm.applicant.1", "yes")
    event = house.take_commits()
    reads: list[str] = []
    journal: Any = house.stores.journal
    read = journal.read
    journal.read = lambda submission: reads.append(submission) or read(submission)

    project.handle(event, house.world)

    assert reads == [festival]


def test_summary_never_goes_back() -> None:
    """An old record that arrives late doesn't undo a newer summary."""
    house = House()
    festival = house.festival()
    first = house.take_commits()
    house.answer(festival, "confirm.applicant.1", "yes")
    house.drain()

    project.handle(first, house.world)

    assert house.stores.summaries.page(community="colorado-springs").rows[0].state == "accepted"

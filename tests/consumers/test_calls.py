"""What each function costs in calls to AWS, on moto: counted, so that no listing creeps in."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

import pytest

from chalicelib.consumers import notify, project, relay, repair, seat, sweep
from chalicelib.services import browse, cancelling, lost, own
from chalicelib.storage.ports import Holder
from infra.local import forms
from tests.consumers.house import House, look, on_moto, queue_event, record
from tests.domain.seats import FAIR
from tests.faults.transport import Sent, counted


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """A deployment on moto."""
    with on_moto(monkeypatch) as house:
        yield house


def family(house: House, number: int = 0) -> str:
    """A registration with its message planned and queued."""
    return house.submit("cultural-festival", forms.family(email=f"family{number}@people.example"))


def calls(sent: list[Sent]) -> Counter[str]:
    """How many of each operation."""
    return Counter(each.operation for each in sent)


def test_message_takes_five_calls(house: House) -> None:
    """The claim, the journal, its three definitions at once, SES, the mark."""
    festival = family(house)
    relay.handle({"Records": [record(0, festival, 1)]}, house.world)

    with counted() as sent:
        notify.handle(queue_event([f'{{"message": "{festival}.1.0"}}']), house.world)

    assert [each.operation for each in sent] == [
        "UpdateItem",
        "Query",
        "BatchGetItem",
        "SendEmail",
        "UpdateItem",
    ]
    assert [row.state for row in house.rows(festival)] == ["sent"]


def test_goodbye_takes_one_call_more(house: House) -> None:
    """After it the submission is queued to be looked at, so that the erasure goes on."""
    festival = family(house)
    own.erase(house.world, house.loaded(festival))
    relay.handle({"Records": [record(0, festival, 2)]}, house.world)

    with counted() as sent:
        notify.handle(queue_event([f'{{"message": "{festival}.2.0"}}']), house.world)

    assert [each.operation for each in sent] == [
        "UpdateItem",
        "Query",
        "BatchGetItem",
        "SendEmail",
        "UpdateItem",
        "SendMessageBatch",
    ]


@pytest.mark.parametrize("others", [0, 2])
def test_links_take_two_calls_for_each_other_submission(house: House, others: int) -> None:
    """Its journal and its definitions; nothing is searched when the message is made."""
    found = [family(house) for _ in range(1 + others)]
    for each in found:
        project.handle({"Records": [record(0, each, 1)]}, house.world)
    lost.send_links(house.world, "family0@people.example")
    (asked,) = [each for each in found if house.loaded(each).case.submission.seq == 2]
    relay.handle({"Records": [record(0, asked, 2)]}, house.world)

    with counted() as sent:
        notify.handle(queue_event([f'{{"message": "{asked}.2.0"}}']), house.world)

    assert calls(sent) == {
        "UpdateItem": 2,
        "Query": 1 + others,
        "BatchGetItem": 1 + others,
        "SendEmail": 1,
    }
    assert [row.state for row in house.rows(asked)] == ["sent"]


def test_message_that_is_sent_already_takes_one_call(house: House) -> None:
    """A claim that is not to be had is all that a redelivery costs."""
    festival = family(house)
    event = queue_event([f'{{"message": "{festival}.1.0"}}'])
    relay.handle({"Records": [record(0, festival, 1)]}, house.world)
    notify.handle(event, house.world)

    with counted() as sent:
        notify.handle(event, house.world)

    assert calls(sent) == {"UpdateItem": 1}


@pytest.mark.parametrize("number", [1, 3])
def test_relay_takes_three_calls_a_commit_and_one_for_the_queue(house: House, number: int) -> None:
    """Journal, definitions and row for each; ten ids share one request to the queue."""
    records = [record(each, family(house, each), 1) for each in range(number)]

    with counted() as sent:
        relay.handle({"Records": records}, house.world)

    assert calls(sent) == {
        "Query": number,
        "BatchGetItem": number,
        "PutItem": number,
        "SendMessageBatch": 1,
    }


def test_project_reads_journal_and_definitions_once(house: House) -> None:
    """However many commits of one submission a batch has."""
    festival = family(house)

    with counted() as sent:
        project.handle({"Records": [record(each, festival, 1) for each in range(3)]}, house.world)

    assert (calls(sent)["Query"], calls(sent)["BatchGetItem"]) == (1, 1)


def confirmed(house: House, name: str) -> str:
    """A registration for the fair that wants its seat."""
    form = {"full_name": name, "email": f"{name}@people.example"}
    submission = house.submit("fair", form)
    house.answer(submission, "confirm.applicant.1", "yes")
    return submission


@pytest.mark.parametrize("number", [1, 2])
def test_seat_takes_five_calls_and_one_for_all_together(house: House, number: int) -> None:
    """Journal, definitions, holder, the transaction, the commit; then the tallies, once."""
    house.publish(FAIR)
    event = look(*(confirmed(house, f"v{each}") for each in range(number)))

    with counted() as sent:
        seat.handle(event, house.world)

    assert calls(sent) == {
        "Query": number + 1,
        "BatchGetItem": number,
        "GetItem": number,
        "TransactWriteItems": number,
        "PutItem": number,
    }


def test_place_on_the_waitlist_takes_another_transaction(house: House) -> None:
    """The one that finds no seat; and, since somebody waits, the program for its newest capacity."""
    house.publish(FAIR)
    seat.handle(look(*(confirmed(house, f"v{each}") for each in range(2))), house.world)
    event = look(confirmed(house, "late"))

    with counted() as sent:
        seat.handle(event, house.world)

    assert calls(sent) == {
        "Query": 2,
        "BatchGetItem": 1,
        "GetItem": 2,
        "TransactWriteItems": 2,
        "PutItem": 1,
    }


@pytest.mark.parametrize("number", [0, 1, 3])
def test_job_takes_three_calls_a_submission_and_five_a_page(house: House, number: int) -> None:
    """Journal, definitions and commit for each; job, page, program, list, the page noted, what is done."""
    house.publish(FAIR)
    found = [
        house.submit("fair", {"full_name": "V", "email": f"v{each}@people.example"}) for each in range(number)
    ]
    project.handle(
        {"Records": [record(each, submission, 1) for each, submission in enumerate(found)]}, house.world
    )
    desk = Holder("desk", "desk@concord.example", "colorado-springs", "administrator")
    job = cancelling.cancel(house.world, desk, "fair", reason="Rain")
    event = queue_event([json.dumps({"program": "fair", "job": job.id, "page": 1})])

    with counted() as sent:
        repair.handle(event, house.world)
    with counted() as again:
        repair.handle(event, house.world)

    assert calls(sent) == Counter(
        GetItem=3, Query=1 + number, BatchGetItem=number, PutItem=1 + number, UpdateItem=1
    )
    assert calls(again) == {"GetItem": 2}


@pytest.mark.parametrize("fairs", [0, 3])
def test_lists_take_one_call_for_all_seats(house: House, fairs: int) -> None:
    """However many programs have any: those of the catalogue, and others."""
    for number in range(fairs):
        house.publish({**FAIR, "id": f"fair-{number}"})

    with counted() as sent:
        browse.cards(house.world)

    assert calls(sent) == {"Query": 1, "BatchGetItem": 1}


def test_sweep_with_nothing_due_takes_three_calls(house: House) -> None:
    """One look at each kind of timer: what an idle minute costs."""
    with counted() as sent:
        sweep.handle({}, house.world)

    assert calls(sent) == {"Query": 3}


def test_repair_of_what_is_whole_takes_no_message_write(house: House) -> None:
    """Looking costs reads, and the summary's refused write."""
    festival = family(house)
    relay.handle({"Records": [record(0, festival, 1)]}, house.world)
    notify.handle(queue_event([f'{{"message": "{festival}.1.0"}}']), house.world)
    project.handle({"Records": [record(0, festival, 1)]}, house.world)

    with counted() as sent:
        repair.handle(queue_event([f'{{"submission": "{festival}"}}']), house.world)

    assert calls(sent)["UpdateItem"] == calls(sent)["SendMessageBatch"] == 0

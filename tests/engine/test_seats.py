"""A rush for seats on a DynamoDB that really is concurrent, with more consumers at once than there ever are.

In AWS one program's messages are handed out one after another. Here every visitor brings a consumer of their
own, so that nothing but the conditions keeps seats from being given twice.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import timedelta
from functools import partial
from random import Random
from typing import Any

import pytest

from chalicelib import aws
from chalicelib.consumers import relay, seat
from chalicelib.domain import desk
from chalicelib.domain.errors import Unavailable
from chalicelib.domain.submissions import Case
from chalicelib.services import records, submit
from chalicelib.storage import ports
from tests.consumers.house import House, look, record
from tests.domain.examples import changed
from tests.domain.seats import FAIR
from tests.engine import dynamodb
from tests.faults.transport import Fault, Sent, faults
from tests.services.office import together
from tests.storage.deployment import deployed

pytestmark = pytest.mark.engine

ROUNDS = 20
VISITORS = 50
SEATS = 10
CONFIRM = "confirm.applicant.1"


@pytest.fixture(scope="module")
def house(dynamodb_local: str) -> Iterator[House]:
    """A deployment on DynamoDB Local; one for all rounds, each of which has a program of its own."""
    with pytest.MonkeyPatch.context() as patch, dynamodb.beside_moto(dynamodb_local, patch):
        patch.setenv("MOTO_SQS_ENFORCE_STRICT_QUEUE_PURGE_BEHAVIOUR", "false")  # rounds are shorter than 60 s
        yield House(stores=deployed(patch))


@pytest.fixture(autouse=True)
def queues_are_empty(house: House) -> None:
    """When a round begins: nobody reads them, and moto counts all that is in one whenever something is sent.

    Each round would take longer than the one before.
    """
    sqs = aws.client("sqs")
    for url in sqs.list_queues()["QueueUrls"]:
        sqs.purge_queue(QueueUrl=url)


def again(do: Any) -> Any:
    """As visitors and Lambda do where AWS fails: once more."""
    for _ in range(200):
        try:
            return do()
        except Unavailable:
            continue
    raise AssertionError("AWS fails for ever")


def settled(house: House, program: str, submissions: list[str]) -> None:
    """The consumer, on these, until it has done everything."""
    event = look(*submissions, program=program)
    for _ in range(200):
        if not seat.handle(event, house.world)["batchItemFailures"]:
            return
    raise AssertionError("seats are never settled")


@contextmanager
def watched(house: House, program: str) -> Iterator[list[int]]:
    """How many seats are taken, at every consistent read meanwhile."""
    seen: list[int] = []
    over = threading.Event()

    def look() -> None:
        while not over.is_set():
            with_answer = again(lambda: house.stores.seats.of(program))
            seen.append(sum(tally.taken for tally in with_answer.tallies.values()))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield seen
    finally:
        over.set()
        thread.join()


def rush(house: House, program: str, chance: Random) -> list[str]:
    """All visitors at once: each sends the form, confirms, and brings a consumer; some withdraw at once.

    Each has sent it at another second, so that there is an order in which they wait.
    """
    fickle = set(chance.sample(range(VISITORS), 12))

    def visit(number: int) -> str:
        answers = {"full_name": f"Visitor {number}", "email": f"v{number}@people.example"}
        form = submit.Form(program=program, answers=answers, language="en")
        then = replace(house.world, clock=lambda: house.now - timedelta(seconds=1 + number))
        submission: str = again(lambda: submit.submit(then, form)).case.submission.id
        again(lambda: house.answer(submission, CONFIRM, "yes"))
        settled(house, program, [submission])
        if number in fickle:
            again(
                lambda: records.change(
                    house.world, submission, partial(desk.withdraw, by="applicant"), loaded=None
                )
            )
            settled(house, program, [submission])
        return submission

    return together(VISITORS, visit)


def conflicts(chance: Random) -> Any:
    """TransactionConflict for four of five transactions."""
    lock = threading.Lock()

    def plan(sent: Sent) -> Fault | None:
        with lock:
            met = sent.operation == "TransactWriteItems" and chance.random() < 0.8
        return "conflict" if met else None

    return faults(plan)


@pytest.mark.parametrize("stormy", [False, True], ids=["calm", "conflicts"])
@pytest.mark.parametrize("number", range(ROUNDS))
def test_fifty_at_once_for_ten_seats(house: House, number: int, *, stormy: bool) -> None:
    """Never more than ten at any read; at the end exactly ten, the rest in order, and each was told."""
    chance, program = Random(number), f"rush-{number}-{'stormy' if stormy else 'calm'}"
    house.publish({**changed(FAIR, ("/capacity", SEATS)), "id": program})

    with conflicts(chance) if stormy else nullcontext(), watched(house, program) as seen:
        submissions = rush(house, program, chance)
        assert not [each for each in submissions if isinstance(each, Exception)]
        settled(house, program, submissions)

    cases = [house.loaded(each).case for each in submissions]
    states = [case.submission.state for case in cases]
    assert max(seen) <= SEATS
    assert states.count("withdrawn") == 12
    assert states.count("accepted") + states.count("offered") == SEATS
    assert states.count("waitlisted") == VISITORS - 12 - SEATS
    there = house.stores.seats.of(program)
    assert (there.tallies[""], there.untold) == (ports.Tally(SEATS, VISITORS - 12 - SEATS), ())
    waiting = [case.submission for case in cases if case.submission.state == "waitlisted"]
    waiting.sort(key=lambda case: (case.submitted, case.id))
    holders = [house.stores.seats.holder(program, case.id) for case in waiting]
    assert [house.stores.seats.position(each) for each in holders if each is not None] == [
        place + 1 for place in range(len(waiting))
    ]
    assert told(house, cases) == dict.fromkeys(submissions, True)


def told(house: House, cases: list[Case]) -> dict[str, bool]:
    """Whether the journal calls for a message about how each of them stands, and it is planned."""
    keys = [(case.submission.id, commit.seq) for case in cases for commit in case.commits]
    answer = relay.handle({"Records": [record(each, *key) for each, key in enumerate(keys)]}, house.world)
    assert answer == {"batchItemFailures": []}

    outcome = {"accepted": "accepted", "offered": "offered", "waitlisted": "waitlisted"}
    return {
        case.submission.id: outcome.get(case.submission.state, "withdrawn")
        in [row.template for row in house.rows(case.submission.id)]
        for case in cases
    }

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from botocore.exceptions import ClientError
from pynamodb.exceptions import PynamoDBException

from chalicelib import aws
from chalicelib.domain.errors import Unavailable
from chalicelib.storage import failures
from chalicelib.storage.failures import ConditionFailed, guarded
from chalicelib.storage.journal import Journal
from chalicelib.storage.ports import Key, Published, Stores
from tests.faults.transport import Fault, Sent, faults, on
from tests.storage.test_journal import ID, chain

PUBLISHED = Published(
    "program", "peace-park", 1, "{}", datetime(2027, 3, 1, tzinfo=UTC), "staff@concord.example"
)


@pytest.mark.parametrize("fault", ["refused", "throttled", "broken", "lost_for_good"])
@pytest.mark.parametrize("operation", ["Query", "GetItem", "BatchGetItem", "PutItem", "TransactWriteItems"])
def test_what_aws_cannot_do_now_is_unavailable(deployed_stores: Stores, operation: str, fault: Fault) -> None:
    """No connection, throttling, 5xx and silence are one thing to the caller, after three attempts."""
    calls: dict[str, Callable[[], object]] = {
        "Query": lambda: deployed_stores.journal.read(ID),
        "GetItem": lambda: deployed_stores.journal.first(ID),
        "BatchGetItem": lambda: deployed_stores.definitions.get(Key("program", "a"), Key("program", "b")),
        "PutItem": lambda: deployed_stores.journal.append(chain(1)[0]),
        "TransactWriteItems": lambda: deployed_stores.definitions.publish(PUBLISHED, "card"),
    }

    with faults(on(operation, fault)) as sent, pytest.raises(Unavailable):
        calls[operation]()

    assert [(request.operation, request.attempt) for request in sent] == [(operation, n) for n in (1, 2, 3)]


@pytest.mark.parametrize("met", [1, 4])
def test_write_that_meets_a_transaction_is_sent_again(deployed_stores: Stores, met: int) -> None:
    """What met somebody else's transaction is repeated up to four times, which botocore does not."""
    (commit,) = chain(1)
    with faults(on("PutItem", "conflict", times=met)) as sent:
        deployed_stores.journal.append(commit)
    assert len(sent) == met + 1
    assert deployed_stores.journal.read(ID) == (commit,)

    with faults(on("TransactWriteItems", "conflict", times=met)) as sent:
        deployed_stores.definitions.publish(PUBLISHED, "card")
    assert len(sent) == met + 1
    assert deployed_stores.definitions.cards("program") == ["card"]


@pytest.mark.parametrize("operation", ["PutItem", "TransactWriteItems"])
def test_write_that_goes_on_meeting_transactions_is_unavailable(
    deployed_stores: Stores, operation: str
) -> None:
    """After five attempts the caller is told, and nothing was written."""
    writes: dict[str, Callable[[], object]] = {
        "PutItem": lambda: deployed_stores.journal.append(chain(1)[0]),
        "TransactWriteItems": lambda: deployed_stores.definitions.publish(PUBLISHED, "card"),
    }

    with faults(on(operation, "conflict")) as sent, pytest.raises(Unavailable):
        writes[operation]()

    assert len(sent) == 5
    assert deployed_stores.journal.read(ID) == ()
    assert deployed_stores.definitions.cards("program") == []


def test_pauses_between_attempts_are_random_and_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those who met wait for different times, each up to twice as long as before."""
    slept: list[float] = []
    monkeypatch.setattr("chalicelib.storage.failures.time.sleep", slept.append)
    error = ClientError({"Error": {"Code": "TransactionConflictException"}}, "PutItem")

    def met() -> None:
        raise error

    with pytest.raises(Unavailable):
        guarded(met)

    assert len(slept) == len(failures.PAUSES)
    assert all(0 <= pause <= longest for pause, longest in zip(slept, failures.PAUSES, strict=True))


def test_batch_that_is_never_taken_whole_is_unavailable(
    deployed_stores: Stores, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DynamoDB may leave keys of a batch for later; who is left waiting too long is told."""
    keys = Key("program", "a"), Key("program", "b")
    table = deployed_stores.definitions._versions._get_connection()  # type: ignore[attr-defined]
    left = {
        "Responses": {},
        "UnprocessedKeys": {table.table_name: {"Keys": [{"pk": {"S": "a"}, "sk": {"S": "b"}}]}},
    }
    monkeypatch.setattr(table, "batch_get_item", lambda *_, **__: left)

    with faults(lambda _: None), pytest.raises(Unavailable):
        deployed_stores.definitions.get(*keys)


def test_condition_that_fails_at_once_is_told_from_one_that_fails_when_repeated(
    deployed_stores: Stores,
) -> None:
    """Only what botocore had sent before may have met its own write."""
    assert isinstance(deployed_stores.journal, Journal)
    (commit,) = chain(1)
    item = deployed_stores.journal._commits(
        "pk", "sk", format=1, at=commit.at, command="", events="", digest="", hash=""
    )

    def save() -> object:
        return guarded(lambda: item.save(type(item).pk.does_not_exist()))

    with faults(on("PutItem", "lost")), pytest.raises(ConditionFailed) as repeated:
        save()
    with pytest.raises(ConditionFailed) as at_once:
        save()

    assert (repeated.value.repeated, at_once.value.repeated) == (True, False)


def test_faults_of_our_own_stay_what_they_are(deployed_stores: Stores) -> None:
    """A table that is not there is nobody's to repeat: it must not look like a bad moment of AWS's."""
    assert isinstance(deployed_stores.journal, Journal)
    table = deployed_stores.journal._commits._get_connection()
    table.connection.client.delete_table(TableName=table.table_name)

    with pytest.raises(PynamoDBException) as read:
        deployed_stores.journal.read(ID)
    with pytest.raises(PynamoDBException) as write:
        deployed_stores.journal.append(replace(chain(1)[0], private=None))

    codes = {error.value.cause_response_code for error in (read, write)}
    assert codes == {"ResourceNotFoundException"}


def test_queue_that_is_not_there_is_no_bad_moment(deployed_stores: Stores) -> None:
    """A queue that is not there is a fault of the deployment, whichever service says so."""
    sqs = aws.client("sqs")

    with pytest.raises(ClientError):
        guarded(lambda: sqs.get_queue_url(QueueName="none-of-ours"))


def test_plan_is_asked_once_for_a_call(deployed_stores: Stores) -> None:
    """What a plan says holds for all attempts of a call; calls are counted without repetitions."""
    asked: list[Sent] = []

    def plan(sent: Sent) -> Fault:
        asked.append(sent)
        return "broken"

    with faults(plan) as sent:
        for _ in range(2):
            with pytest.raises(Unavailable):
                deployed_stores.journal.first(ID)

    assert [request.call for request in asked] == [1, 2]
    assert [(request.call, request.attempt) for request in sent] == [
        (1, 1),
        (1, 2),
        (1, 3),
        (2, 1),
        (2, 2),
        (2, 3),
    ]

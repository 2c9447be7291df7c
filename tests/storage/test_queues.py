from __future__ import annotations

import json

import pytest

from chalicelib import aws
from chalicelib.domain.errors import Unavailable
from chalicelib.storage.ports import Queue, Stores
from chalicelib.storage.queues import Queues
from tests import memory
from tests.faults.transport import counted, faults, on


def received(stores: Stores, queue: Queue) -> list[str]:
    """Everything in a queue."""
    if isinstance(stores.queues, memory.Queues):
        return stores.queues.sent[queue]
    assert isinstance(stores.queues, Queues)
    sqs, url, bodies = aws.client("sqs"), stores.queues._urls[queue], []
    while answer := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        bodies += [message["Body"] for message in answer]
    return bodies


@pytest.mark.parametrize("number", [0, 1, 10, 11, 25])
def test_send_queues_every_body_once(stores: Stores, number: int) -> None:
    """However many there are, each is in that queue, and none in the other one."""
    bodies = [json.dumps({"submission": str(n)}) for n in range(number)]

    stores.queues.send("repair", bodies)

    assert sorted(received(stores, "repair")) == sorted(bodies)
    assert received(stores, "mail") == []


def test_send_again_what_sqs_did_not_take(deployed_stores: Stores, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQS may take a batch in part; the rest is sent again, and only the rest."""
    assert isinstance(deployed_stores.queues, Queues)
    sqs = deployed_stores.queues._sqs
    answers = [{"Failed": [{"Id": "0"}, {"Id": "2"}]}, {"Failed": [{"Id": "2"}]}, {}]
    sent = []

    def in_part(*, Entries: list[dict[str, str]], **_: str) -> dict[str, list[dict[str, str]]]:  # noqa: N803
        sent.append([entry["MessageBody"] for entry in Entries])
        return answers[len(sent) - 1]

    monkeypatch.setattr(sqs, "send_message_batch", in_part)
    with faults(lambda _: None):
        deployed_stores.queues.send("mail", ["a", "b", "c"])

    assert sent == [["a", "b", "c"], ["a", "c"], ["c"]]


def test_send_gives_up_on_what_sqs_never_takes(
    deployed_stores: Stores, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After five refusals of a body the caller is told, and does it all again some time."""
    assert isinstance(deployed_stores.queues, Queues)
    refused = {"Failed": [{"Id": "0"}]}
    monkeypatch.setattr(deployed_stores.queues._sqs, "send_message_batch", lambda **_: refused)

    with faults(lambda _: None), pytest.raises(Unavailable):
        deployed_stores.queues.send("mail", ["a"])


def test_send_to_a_throttled_queue_is_unavailable(deployed_stores: Stores) -> None:
    """What SQS refuses for a while may be repeated."""
    with faults(on("SendMessageBatch", "throttled")), pytest.raises(Unavailable):
        deployed_stores.queues.send("mail", ["a"])


@pytest.mark.parametrize(("number", "requests"), [(0, 0), (1, 1), (10, 1), (11, 2)])
def test_send_takes_one_request_for_ten(deployed_stores: Stores, number: int, requests: int) -> None:
    """Ten bodies go together; none are sent for nothing."""
    with counted() as sent:
        deployed_stores.queues.send("mail", ["{}"] * number)

    assert [request.operation for request in sent] == ["SendMessageBatch"] * requests

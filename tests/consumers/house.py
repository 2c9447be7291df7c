"""Concord in one process without AWS: memory for storage, a list for SES, a clock that is moved."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from itertools import count
from typing import Any

import pytest
from moto import mock_aws

from chalicelib import aws
from chalicelib.consumers import notify, project, relay, repair, seat, sweep
from chalicelib.domain.links import Link
from chalicelib.mail import ses
from chalicelib.services import answer, publish, records, submit
from chalicelib.services.answer import Opened
from chalicelib.services.records import Loaded
from chalicelib.services.world import World
from chalicelib.storage.ports import MessageRow, Queue, Stores
from infra.local import catalogue, forms
from tests import memory
from tests.storage.deployment import deployed

START = datetime(2026, 11, 23, 23, 8, tzinfo=UTC)


@dataclass
class House:
    """A deployment with the catalogue published. `results` plans SES's answers; else it accepts."""

    stores: Stores = field(default_factory=memory.stores)
    limits: bool = False
    now: datetime = START
    sent: list[EmailMessage] = field(default_factory=list)
    results: list[ses.Result | Callable[[], ses.Result]] = field(default_factory=list)
    records: list[dict[str, Any]] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    _numbers: Any = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        """Publishes what ships."""
        catalogue.publish_again(self.world)

    @property
    def world(self) -> World:
        """What services are handed."""
        return World(
            stores=self.stores,
            base_url="https://concord.example",
            limits=self.limits,
            clock=lambda: self.now,
            random=lambda length: hashlib.shake_128(str(next(self._numbers)).encode()).digest(length),
        )

    def visit(self, **changed: Any) -> str:
        """Sends the form of the delegation visit; the submission's id."""
        answers = forms.visit(self.now.date(), **changed)
        return self.submit("delegation-visit", answers)

    def festival(self, **changed: Any) -> str:
        """Sends the form of the festival; the submission's id."""
        return self.submit("cultural-festival", forms.family(**changed))

    def exchange(self, **changed: Any) -> str:
        """Sends the form of the youth exchange; the submission's id."""
        return self.submit("youth-exchange-fujiyoshida", forms.exchange(self.now.date(), **changed))

    def publish(self, document: dict[str, Any]) -> None:
        """Publishes a program of the community."""
        publish.publish(self.world, {**document, "community": "colorado-springs", "partners": []}, by="desk")

    def loaded(self, submission: str) -> Loaded:
        """The submission as it is."""
        return records.load(self.world, submission)

    def opened(self, submission: str, ask: str) -> Opened:
        """An ask as its present link opens it."""
        generation = self.loaded(submission).case.submission.asks[ask].generation
        return answer.open_link(self.world, Link("ask", submission, ask, generation))

    def relayed(self) -> dict[str, Any]:
        """The event of the messages that what was appended since calls for: planned, queued and not sent."""
        assert relay.handle(self.take_commits(), self.world) == nothing()
        return self.take("mail")

    def submit(self, program: str, answers: Mapping[str, Any], language: str = "en") -> str:
        """Sends a form."""
        sent = submit.submit(self.world, submit.Form(program=program, answers=answers, language=language))
        return sent.case.submission.id

    def answer(self, submission: str, ask: str, given: str) -> None:
        """Somebody answers by the link."""
        opened = answer.open_link(self.world, Link("ask", submission, ask))
        answer.by_link(self.world, opened, answer.Given(given, signed_by="J. Doe-Signature"))

    def take_commits(self) -> dict[str, Any]:
        """The stream's event of what was appended since."""
        journal: Any = self.stores.journal
        start = len(self.records)
        self.records += [
            record(number, submission, seq)
            for number, (submission, seq) in enumerate(journal.appended[start:], start)
        ]
        return {"Records": self.records[start:]}

    def take(self, queue: Queue) -> dict[str, Any]:
        """The event of everything in a queue, which is taken out."""
        queues: Any = self.stores.queues
        bodies, queues.sent[queue] = queues.sent[queue], []
        self.bodies += bodies
        return queue_event(bodies)

    def send(self, message: EmailMessage, *, settings: str) -> ses.Result:  # noqa: ARG002 - as SES has it
        """SES, as planned."""
        result = self.results.pop(0) if self.results else ses.Accepted("1")
        outcome = result if isinstance(result, ses.Result) else result()
        if isinstance(outcome, ses.Accepted | ses.Unknown):
            self.sent.append(message)
        return outcome

    def step(self) -> None:
        """Every function once: the stream's, then the queues'."""
        event = self.take_commits()
        assert project.handle(event, self.world) == relay.handle(event, self.world) == nothing()
        repair.handle(self.take("repair"), self.world)
        assert seat.handle(self.take("seat"), self.world) == nothing()
        notify.handle(self.take("mail"), self.world, self.send)

    def drain(self) -> None:
        """Until nothing is left to do at this moment."""
        queues: Any = self.stores.queues
        journal: Any = self.stores.journal
        for _ in range(20):
            self.step()
            if len(journal.appended) == len(self.records) and not any(queues.sent.values()):
                return
        raise AssertionError("this never ends")

    def wait(self, **length: float) -> None:
        """Lets time pass; then the sweep, and what follows."""
        self.now += timedelta(**length)
        sweep.handle({}, self.world)
        self.drain()

    def rows(self, submission: str) -> list[MessageRow]:
        """The message rows, oldest first."""
        return list(self.stores.messages.of(submission))

    def states(self, submission: str) -> list[tuple[str, str, str, str]]:
        """Template, party, state and reason of each message."""
        return [(row.template, row.to, row.state, row.reason) for row in self.rows(submission)]


def record(number: int, submission: str, seq: int) -> dict[str, Any]:
    """A stream record as DynamoDB makes it of a KEYS_ONLY stream."""
    return {
        "eventID": f"event-{number}",
        "eventName": "INSERT",
        "eventSource": "aws:dynamodb",
        "dynamodb": {
            "Keys": {"pk": {"S": f"submission#{submission}"}, "sk": {"S": f"commit#{seq:06}"}},
            "SequenceNumber": f"{number:021}",
            "StreamViewType": "KEYS_ONLY",
        },
    }


def queue_event(bodies: list[str]) -> dict[str, Any]:
    """An SQS event."""
    return {
        "Records": [
            {"messageId": f"message-{number}", "body": body, "eventSource": "aws:sqs"}
            for number, body in enumerate(bodies)
        ]
    }


def queued(**ids: str) -> dict[str, Any]:
    """An SQS event with one body of these ids."""
    return queue_event([json.dumps(ids)])


def look(*submissions: str, program: str = "fair") -> dict[str, Any]:
    """The event that has their seats looked at."""
    return queue_event([json.dumps({"program": program, "submission": each}) for each in submissions])


def nothing() -> dict[str, list[dict[str, str]]]:
    """The answer where everything was done."""
    return {"batchItemFailures": []}


def failures(answer: Mapping[str, list[dict[str, str]]]) -> list[str]:
    """What an answer names."""
    return [each["itemIdentifier"] for each in answer["batchItemFailures"]]


@contextmanager
def on_moto(monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """A house on moto, whose keys have been read."""
    with mock_aws():
        house = House(stores=deployed(monkeypatch))
        monkeypatch.delenv("AWS_ENDPOINT_URL_SESV2", raising=False)
        ses._client.cache_clear()
        aws.client("sesv2").create_email_identity(EmailIdentity="desk@concord.example")
        house.world.keys()
        yield house

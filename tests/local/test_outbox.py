from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import botocore.session
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionClosedError

from infra.local.mailbox import Mailbox
from infra.local.outbox import Outbox
from infra.local.requests import HANG_UP, Answer, Request
from infra.local.resources import verify_senders
from infra.local.server import Server

AT = datetime(2026, 12, 1, tzinfo=UTC)
RAW = b"From: %b\r\nTo: a@people.example\r\nSubject: %b\r\nX-Concord-Message: a.1.0\r\n\r\nHello"


class Between:
    """Passes on to SES, and does to the answers what the test says."""

    def __init__(self, endpoint: str) -> None:
        self._outbox = Outbox(endpoint, "us-west-2", Mailbox("us-west-2"), lambda: AT)
        self.lose = 0

    def respond(self, request: Request) -> Answer:
        """SES's answer, or none."""
        answer = self._outbox.respond(request)
        if self.lose and request.method == "POST":
            self.lose -= 1
            return HANG_UP
        return answer


@pytest.fixture
def between(clients: dict[str, Any], endpoint: str) -> Between:
    """A network between the demo and SES that may lose answers."""
    verify_senders(clients["sesv2"], ["concord.example"])
    return Between(endpoint)


@pytest.fixture
def outbox(between: Between) -> Iterator[Outbox]:
    """The outbox before an SES that is reached by way of that network."""
    server = Server("ses", 0, between.respond, Answer(413))
    server.start()
    outbox = Outbox(server.url, "us-west-2", Mailbox("us-west-2"), lambda: AT)
    outbox.overlook_earlier()
    yield outbox
    outbox.close()
    server.stop()


@pytest.fixture
def ses(outbox: Outbox) -> Iterator[Any]:
    """SES as the application sees it: one attempt, by way of the outbox."""
    server = Server("outbox", 0, outbox.respond, Answer(413))
    server.start()
    once = Config(retries={"total_max_attempts": 1})
    client = botocore.session.Session().create_client("sesv2", endpoint_url=server.url, config=once)
    yield client
    client.close()
    server.stop()


def send(ses: Any, subject: bytes, sender: str = "desk@concord.example") -> str:
    """SES's id of the message."""
    return str(
        ses.send_email(
            Destination={"ToAddresses": ["a@people.example"]},
            Content={"Raw": {"Data": RAW % (sender.encode(), subject)}},
        )["MessageId"]
    )


def subjects(outbox: Outbox) -> list[str]:
    """What is in the mailbox, oldest first."""
    outbox.catch_up()
    return [mail.summary["Subject"] for mail in reversed(outbox.mailbox.newest(100))]


def test_accepted_message_is_in_the_mailbox(ses: Any, outbox: Outbox) -> None:
    """The sender gets SES's own answer, and the message is there."""
    accepted = send(ses, b"one")

    assert accepted
    assert subjects(outbox) == ["one"]


def test_refused_message_is_not(ses: Any, outbox: Outbox) -> None:
    """SES's refusal comes back as it was."""
    with pytest.raises(ClientError, match="MessageRejected"):
        send(ses, b"one", sender="desk@unverified.example")

    assert subjects(outbox) == []


def test_domain_is_verified_before_its_first_message(endpoint: str, clients: dict[str, Any]) -> None:
    """A community that was added while the demo runs can send, and is asked for once."""
    asked: list[str] = []

    def verify(domain: str) -> None:
        asked.append(domain)
        verify_senders(clients["sesv2"], [domain])

    outbox = Outbox(endpoint, "us-west-2", Mailbox("us-west-2"), lambda: AT, verify)
    server = Server("outbox", 0, outbox.respond, Answer(413))
    server.start()
    ses = botocore.session.Session().create_client("sesv2", endpoint_url=server.url)
    for _ in range(2):
        send(ses, b"one", sender="Desk <desk@new.example>")

    assert asked == ["new.example"]
    assert subjects(outbox) == ["one", "one"]
    ses.close()
    server.stop()
    outbox.close()


def test_lost_answer_is_lost_to_the_sender_but_the_message_is_there(
    ses: Any, outbox: Outbox, between: Between
) -> None:
    """The mailbox shows what SES accepted, also where nobody was told; a second copy is one more."""
    between.lose = 1
    with pytest.raises(ConnectionClosedError):
        send(ses, b"one")
    assert subjects(outbox) == ["one"]

    send(ses, b"one")
    send(ses, b"two")

    assert subjects(outbox) == ["one", "one", "two"]


def test_earlier_messages_of_the_endpoint_are_left_out(ses: Any, outbox: Outbox, between: Between) -> None:
    """Only what came from this demo is shown, also when moto is asked about a lost answer."""
    send(ses, b"before")
    later = Outbox(outbox.endpoint, "us-west-2", Mailbox("us-west-2"), lambda: AT)
    later.overlook_earlier()
    between.lose = 1

    answer = later.respond(Request("POST", "/v2/email/outbound-emails", (), b"{}"))

    assert answer == HANG_UP
    assert subjects(later) == []
    later.close()


def test_endpoint_that_is_down_accepts_nothing_and_may_be_tried_again() -> None:
    """A refused connection is 503: it is certain that nothing was sent."""
    outbox = Outbox("http://127.0.0.1:9", "us-west-2", Mailbox("us-west-2"), lambda: AT)

    answer = outbox.respond(Request("POST", "/v2/email/outbound-emails", (), b"{}"))

    assert answer.status == 503
    assert subjects(outbox) == []
    outbox.close()

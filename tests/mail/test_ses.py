"""What is known of a message after the one attempt to hand it to SES."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from moto import mock_aws
from moto.core import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends

from chalicelib import aws
from chalicelib.mail import ses
from chalicelib.mail.compose import compose
from tests.faults.transport import Fault, counted, faults, on
from tests.mail.story import Story
from tests.storage.deployment import surroundings


@pytest.fixture(autouse=True)
def backend(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """SES as moto has it, where the community's sender is verified."""
    surroundings(monkeypatch)
    monkeypatch.delenv("AWS_ENDPOINT_URL_SESV2", raising=False)
    ses._client.cache_clear()
    with mock_aws():
        aws.client("sesv2").create_email_identity(EmailIdentity="desk@concord.example")
        yield


@pytest.fixture
def message() -> EmailMessage:
    """A message to an applicant."""
    return compose(Story().submit().occasion("confirm"))


def accepted() -> list[str]:
    """What SES has accepted, as it came."""
    return [each.raw_data for each in ses_backends[DEFAULT_ACCOUNT_ID]["us-east-1"].sent_messages]


def test_accepted_message_is_as_it_was_made(message: EmailMessage) -> None:
    """One request, the whole message with all its headers, and SES's own id."""
    with counted() as sent:
        result = ses.send(message, settings="concord-mail")

    assert isinstance(result, ses.Accepted)
    assert result.id
    assert [(each.service, each.operation) for each in sent] == [("sesv2", "SendEmail")]
    assert accepted() == [message.as_bytes().decode()]


@pytest.mark.parametrize(
    ("fault", "result", "arrived"),
    [
        ("lost", ses.Unknown("ConnectionClosedError"), 1),
        ("lost_for_good", ses.Unknown("ReadTimeoutError"), 1),
        ("refused", ses.Passing("EndpointConnectionError"), 0),
        ("throttled", ses.Passing("TooManyRequestsException"), 0),
        ("broken", ses.Passing("InternalServerError"), 0),
    ],
)
def test_one_attempt_whatever_happens(
    message: EmailMessage, fault: Fault, result: ses.Result, arrived: int
) -> None:
    """An answer that is lost leaves it open, a refusal may pass; nothing is ever sent twice."""
    with faults(on("SendEmail", fault)) as sent:
        assert ses.send(message) == result

    assert len(sent) == 1
    assert len(accepted()) == arrived


def test_identity_that_is_not_verified_yet_may_be_soon() -> None:
    """Somebody can verify a sender while the message waits: SES rejects it, but not for what it is."""
    words = "Email address is not verified. The following identities failed the check in region US-EAST-1: x"

    assert ses._refusal({"Code": "MessageRejected", "Message": words}) == ses.Passing("NotVerified")


def test_message_that_ses_will_not_have_is_refused_for_good(message: EmailMessage) -> None:
    """What is wrong with the message stays wrong: SES's code is told, its words are not."""
    message.replace_header("From", "stranger@elsewhere.example")

    assert ses.send(message) == ses.Refused("MessageRejected")

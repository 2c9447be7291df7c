"""Hands a message to SES, once, and tells what is known of it afterwards.

botocore would send again when an answer is lost, and the recipient would have two copies: so there is one
attempt, and it waits patiently. Knows nothing of what the message says.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from functools import lru_cache
from typing import Any

PATIENCE = 20.0
"""Seconds to wait for SES's answer: most time-outs would leave open whether a message was sent."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """SES has it, under its own id."""

    id: str


@dataclass(frozen=True, slots=True)
class Refused:
    """SES will not have it, now or later. `reason` is SES's code: its words may hold an address."""

    reason: str


@dataclass(frozen=True, slots=True)
class Passing:
    """SES has not got it, and may take it later."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """SES may have it or not: the answer did not arrive."""

    reason: str


Result = Accepted | Refused | Passing | Unknown

# What is wrong with the message itself. All else, as a paused account or a sender that is not verified yet,
# somebody can mend while the message waits.
_PERMANENT = frozenset({"BadRequestException", "MessageRejected"})


def send(message: EmailMessage, *, settings: str = "") -> Result:
    """What became of the one attempt. `settings` names SES's configuration set; empty: none.

    The message goes to the address in its `To`, and bears its `X-Concord-Message` as a tag.
    """
    from botocore import exceptions, parsers

    try:
        answer = _client(*_surroundings()).send_email(**_request(message, settings))
    except exceptions.ClientError as error:
        return _refusal(error.response.get("Error", {}))
    except (
        exceptions.HTTPClientError,
        exceptions.IncompleteReadError,
        exceptions.SSLError,  # may break a connection at any time
        parsers.ResponseParserError,
    ) as error:
        return Unknown(type(error).__name__)
    except exceptions.BotoCoreError as error:
        return Passing(type(error).__name__)
    return Accepted(str(answer["MessageId"]))


def _refusal(error: Mapping[str, str]) -> Refused | Passing:
    code = error.get("Code", "")
    if "not verified" in error.get("Message", ""):
        return Passing("NotVerified")  # the sender, or in SES's sandbox the recipient
    return Refused(code) if code in _PERMANENT else Passing(code)


def _request(message: EmailMessage, settings: str) -> dict[str, Any]:
    tag = str(message["X-Concord-Message"]).replace(".", "-")  # tags are letters, digits, _ and -
    request: dict[str, Any] = {
        "Destination": {"ToAddresses": [address.addr_spec for address in message["To"].addresses]},
        "Content": {"Raw": {"Data": message.as_bytes()}},
        "EmailTags": [{"Name": "concord-message", "Value": tag}],
    }
    return {**request, "ConfigurationSetName": settings} if settings else request


def _surroundings() -> tuple[str | None, ...]:
    """What decides where SES is: who serves several deployments in turn needs a client for each."""
    names = ("AWS_ENDPOINT_URL_SESV2", "AWS_ENDPOINT_URL", "AWS_REGION", "AWS_DEFAULT_REGION")
    return tuple(os.environ.get(name) for name in names)


@lru_cache(maxsize=4)
def _client(*_surroundings: str | None) -> Any:
    from chalicelib import aws

    return aws.client("sesv2", attempts=1, read=PATIENCE)

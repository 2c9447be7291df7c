"""Makes the message of an occasion: pure, as a function of what it is handed. Sends nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.headerregistry import HeaderRegistry
from email.message import EmailMessage
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from chalicelib.domain import ids
from chalicelib.domain.definitions import Sender
from chalicelib.language.reader import Reader, reader
from chalicelib.mail import templates
from chalicelib.mail.facts import facts
from chalicelib.mail.headers import address
from chalicelib.mail.occasion import Occasion
from chalicelib.mail.templates import Sayable

_OF_OURS = frozenset(
    {"content-type", "content-transfer-encoding", "content-language", "mime-version", "auto-submitted"}
)
"""Headers that say the same in most messages, and nothing about anybody."""


class _Headers(HeaderRegistry):
    """Makes headers; what is the same in most messages, once.

    The library makes a class for every header of every message, and parses each of them anew.
    """

    def __call__(self, name: str, value: Any) -> Any:
        """The header."""
        return self._known(name, value) if name.lower() in _OF_OURS else super().__call__(name, value)

    @lru_cache(maxsize=64)  # noqa: B019 - there is one registry
    def _known(self, name: str, value: str) -> Any:
        return super().__call__(name, value)

    @lru_cache(maxsize=64)  # noqa: B019 - there is one registry
    def __getitem__(self, name: str) -> Any:
        """The class of such headers."""
        return super().__getitem__(name)


POLICY = policy.SMTP.clone(cte_type="7bit", header_factory=_Headers())
"""CRLF and folding as SMTP wants them; 7 bits, since SES asks for nothing else in Raw messages."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """What stands in a message's headers: its id, whose conversation it belongs to, from whom, to whom."""

    id: str
    submission: str
    template: str
    sender: Sender
    to: str
    base_url: str
    now: datetime


def compose(occasion: Occasion) -> EmailMessage:
    """The message, text and HTML. Raises NoAddress, or BadAddress where an address can't be written to.

    The same occasion makes the same message, but for the date and the signature of its links: a second copy
    is recognised as one.
    """
    recipient = occasion.recipient()
    envelope = Envelope(
        id=occasion.id,
        submission=occasion.case.submission.id,
        template=occasion.message.template,
        sender=occasion.community.sender,
        to=recipient.email,
        base_url=occasion.base_url,
        now=occasion.now,
    )
    return written(envelope, facts(occasion, recipient), reader(recipient.language, occasion.pinned.timezone))


def written(envelope: Envelope, said: Sayable, speech: Reader) -> EmailMessage:
    """The message that says these facts. Raises BadAddress."""
    sender, template = envelope.sender, envelope.template
    host = urlsplit(envelope.base_url).hostname or "localhost"
    reference = ids.reference(envelope.submission).lower()

    message = EmailMessage(policy=POLICY)
    message["From"] = _of_sender("From", sender.email, sender.name)
    message["To"] = address(envelope.to, said.name)
    message["Reply-To"] = _of_sender("Reply-To", sender.email, sender.name)
    message["Subject"] = templates.subject(template, said, speech)
    message["Date"] = envelope.now
    message["Message-ID"] = f"<{envelope.id}@{host}>"
    message["References"] = f"<{reference}@{host}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834 §5
    message["X-Concord-Message"] = envelope.id
    message.set_content(templates.text(template, said, speech))
    message.add_alternative(templates.html(template, said, speech), subtype="html")
    message["Content-Language"] = speech.language  # after the parts, which take such headers for their own
    return message


@lru_cache(maxsize=64)
def _of_sender(header: str, email: str, name: str) -> Any:
    """The header with a community's address, which is parsed once for all its messages. Raises BadAddress."""
    return POLICY.header_factory(header, address(email, name))

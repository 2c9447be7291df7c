"""Makes the message of an occasion: pure, as a function of what it is handed. Sends nothing."""

from __future__ import annotations

from email import policy
from email.message import EmailMessage
from urllib.parse import urlsplit

from chalicelib.domain import ids
from chalicelib.language.reader import reader
from chalicelib.mail import templates
from chalicelib.mail.facts import facts
from chalicelib.mail.headers import address
from chalicelib.mail.occasion import Occasion

POLICY = policy.SMTP.clone(cte_type="7bit")
"""CRLF and folding as SMTP wants them; 7 bits, since SES asks for nothing else in Raw messages."""


def compose(occasion: Occasion) -> EmailMessage:
    """The message, text and HTML. Raises NoAddress, or BadAddress where an address can't be written to.

    The same occasion makes the same message, but for the date and the signature of its links: a second copy
    is recognised as one.
    """
    recipient = occasion.recipient()
    said = facts(occasion, recipient)
    speech = reader(recipient.language, occasion.pinned.timezone)
    template = occasion.message.template
    sender = occasion.community.sender
    host = urlsplit(occasion.base_url).hostname or "localhost"
    reference = ids.reference(occasion.case.submission.id).lower()

    message = EmailMessage(policy=POLICY)
    message["From"] = address(sender.email, sender.name)
    message["To"] = address(recipient.email, said.name)
    message["Reply-To"] = address(sender.email, sender.name)
    message["Subject"] = templates.subject(template, said, speech)
    message["Date"] = occasion.now
    message["Message-ID"] = f"<{occasion.id}@{host}>"
    message["References"] = f"<{reference}@{host}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834 §5
    message["X-Concord-Message"] = occasion.id
    message.set_content(templates.text(template, said, speech))
    message.add_alternative(templates.html(template, said, speech), subtype="html")
    message["Content-Language"] = recipient.language  # after the parts, which take such headers for their own
    return message

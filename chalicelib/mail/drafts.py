"""The messages about a form that is not sent yet: its link, and a reminder before the program closes."""

from __future__ import annotations

from email.message import EmailMessage

from chalicelib.language.reader import reader
from chalicelib.mail.compose import Envelope, written
from chalicelib.mail.draft_facts import Kept, facts


def compose(kept: Kept) -> EmailMessage:
    """The message, text and HTML. Raises BadAddress where the address can't be written to."""
    language = kept.draft.language
    speech = reader(
        language if language in kept.program.languages else kept.program.languages[0], kept.program.timezone
    )
    envelope = Envelope(
        id=kept.id,
        submission=kept.draft.id,
        template=kept.template,
        sender=kept.community.sender,
        to=kept.draft.email,
        base_url=kept.base_url,
        now=kept.now,
    )
    return written(envelope, facts(kept, speech), speech)

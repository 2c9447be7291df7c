"""Sentences for what Concord refuses as a whole: one for each exception of `domain.errors`."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.domain.errors import AskClosed, ConcordError, Ended, NotOpen, UnknownAnswer
from chalicelib.language import labels
from chalicelib.language.reader import Reader
from chalicelib.language.words import N_

PLAIN: Mapping[str, str] = {
    "error": N_("This could not be done."),
    "unavailable": N_(
        "This can't be done at the moment, and nothing has been changed. Please try again soon."
    ),
    "too_many_requests": N_("There have been too many requests. Please wait a little, then try again."),
    "conflict": N_("Somebody else changed this at the same time. Look at it again, then try once more."),
    "unknown": N_("There is nothing here under this address."),
    "invalid": N_("Some answers need another look."),
    "key_reused": N_("This Idempotency-Key was used for another request. Use a new one."),
    "another": N_(
        "There may be only one at a time with the same answer here, and there is one that has not ended."
    ),
    "too_late": N_("It is too late for this change."),
    "not_authenticated": N_("Send a valid token: Authorization: Bearer followed by it."),
    "not_allowed": N_("This token may not do that."),
}
"""By the exception's code."""

CLOSED: Mapping[str, str] = {
    "answered": N_("This question has been answered already."),
    "expired": N_("The time for an answer has passed."),
    "withdrawn": N_("An answer is no longer needed."),
}
"""`ask_closed`, by the ask's state."""

NOT_OPEN: Mapping[str, str] = {
    "upcoming": N_("This is not open yet."),
    "closed": N_("This is closed."),
    "cancelled": N_("This has been cancelled."),
    "full": N_("All seats are taken, and there is no waitlist."),
}
"""`not_open`, by the program's status."""


def explain(error: ConcordError, reader: Reader) -> str:
    """The sentence for a refusal, in the reader's language."""
    match error:
        case AskClosed():
            return reader.gettext(CLOSED.get(error.ask_state, N_("This has ended.")))
        case Ended():
            state = labels.state(error.state, reader)
            return reader.gettext("This has ended already: {state}.").format(state=state)
        case NotOpen():
            return reader.gettext(NOT_OPEN.get(error.status, N_("This is closed.")))
        case UnknownAnswer():
            offered = reader.listed(list(error.offered), "or")
            return reader.gettext("Choose one of the answers: {offered}.").format(offered=offered)
        case _:
            return reader.gettext(PLAIN.get(error.code, PLAIN["error"]))

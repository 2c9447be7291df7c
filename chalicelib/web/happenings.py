"""Events in words, for whoever follows a submission: what happened, never what somebody typed."""

from __future__ import annotations

from chalicelib.domain import steps
from chalicelib.domain.events import (
    Accepted,
    Amended,
    AnyEvent,
    AskAnswered,
    AskExpired,
    AskOpened,
    AskWithdrawn,
    Confirmed,
    Declined,
    Expired,
    Overridden,
    StepSettled,
    Submitted,
)
from chalicelib.domain.submissions import AskState
from chalicelib.language import labels
from chalicelib.language.reader import Reader
from chalicelib.services.records import Loaded


def told(loaded: Loaded, event: AnyEvent, speech: Reader) -> str:
    """The sentence for an event; empty for what another one tells already."""
    say = speech.gettext
    match event:
        case Submitted():
            return say("The form was sent.")
        case Amended():
            return say("The address was corrected.")
        case AskOpened():
            return say("An answer was asked for from {party}.").format(party=_of(loaded, event.ask, speech))
        case AskAnswered():
            return _answered(loaded, event, speech)
        case AskExpired():
            return say("The time for an answer from {party} has passed.").format(
                party=_of(loaded, event.ask, speech)
            )
        case AskWithdrawn():
            return say("An answer from {party} is no longer needed.").format(
                party=_of(loaded, event.ask, speech)
            )
        case Confirmed():
            return say("The address is confirmed.")
        case Accepted() if loaded.case.submission.kind == "registration":
            return say("The registration is complete.")
        case Accepted():
            return say("The application is accepted.")
        case Declined():
            return say("It was declined, and has ended.")
        case Expired():
            return say("It has ended, since an answer did not come in time.")
        case StepSettled() | Overridden():
            return ""


def party(loaded: Loaded, ask: AskState, speech: Reader) -> str:
    """Who is asked: people in roles by the name under which they hold it, everybody else as a word."""
    word = labels.party(loaded.pinned, ask.party, speech)
    holder = loaded.case.parties.get(ask.id)
    if holder is None or not holder.name:
        return word
    return speech.gettext("{party} ({name})").format(party=word, name=holder.name)


def _of(loaded: Loaded, ask: str, speech: Reader) -> str:
    return party(loaded, loaded.case.submission.asks[ask], speech)


def _answered(loaded: Loaded, event: AskAnswered, speech: Reader) -> str:
    """That there is an answer; what it was, where the applicant gave it. Decisions are told at the end."""
    ask = loaded.case.submission.asks[event.ask]
    step = steps.find(loaded.pinned, ask.step)
    words = {
        "party": party(loaded, ask, speech),
        "answer": labels.quoted(labels.answered(step, event.answer, speech), speech),
    }
    if step.answers == "confirm" and not event.on_behalf:
        return ""
    if event.on_behalf:
        return speech.gettext("An answer for {party} was noted by the desk.").format_map(words)
    if ask.party == "applicant":
        return speech.gettext("An answer came from {party}: {answer}.").format_map(words)
    return speech.gettext("An answer came from {party}.").format_map(words)

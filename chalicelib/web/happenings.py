"""Events in words, for whoever follows a submission: what happened, never what somebody typed."""

from __future__ import annotations

from chalicelib.domain import steps
from chalicelib.domain.events import (
    Accepted,
    Amended,
    AnyEvent,
    AskAnswered,
    AskDisowned,
    AskExpired,
    AskExtended,
    AskOpened,
    AskRecused,
    AskReminded,
    AskReplaced,
    AskWithdrawn,
    Confirmed,
    Declined,
    Expired,
    Offered,
    Reopened,
    Resent,
    SeatMoved,
    SeatRequested,
    SeatTaken,
    Submitted,
    Waitlisted,
    Withdrawn,
)
from chalicelib.domain.submissions import AskState
from chalicelib.language import labels
from chalicelib.language.reader import Reader
from chalicelib.services.records import Loaded


def told(loaded: Loaded, event: AnyEvent, speech: Reader) -> str:
    """The sentence for an event; empty for what another one tells already."""
    match event:
        case AskOpened() | AskAnswered() | AskExpired() | AskWithdrawn():
            return _asked(loaded, event, speech)
        case AskReminded() | AskExtended() | AskReplaced() | AskRecused() | AskDisowned():
            return _waited(loaded, event, speech)
        case SeatRequested() | SeatTaken() | SeatMoved() | Waitlisted() | Offered():
            return _seat(event, speech)
        case _:
            return _whole(loaded, event, speech)


def _whole(loaded: Loaded, event: AnyEvent, speech: Reader) -> str:
    """What happened to the submission as a whole."""
    say = speech.gettext
    match event:
        case Submitted() if event.late:
            return say("The form was sent after the closing date, which the desk has allowed.")
        case Submitted():
            return say("The form was sent.")
        case Amended(by="visitor"):
            return say("The address was corrected.")
        case Amended():
            return say("Answers were changed.")
        case Confirmed():
            return say("The address is confirmed.")
        case Accepted() if loaded.case.submission.kind == "registration":
            return say("The registration is complete.")
        case Accepted():
            return say("The application is accepted.")
        case Declined() | Withdrawn() | Expired():
            return _ended(event, speech)
        case Reopened():
            return say("It was opened once more by the desk.")
        case Resent(second=str(second)) if second:
            return say("The form was sent once more, and the second one was not taken.")
        case Resent(asks=()):
            return say("The links were sent once more.")
        case _:  # of steps, codes and what is kept back, others tell already, or nobody should
            return ""


def _ended(event: Declined | Withdrawn | Expired, speech: Reader) -> str:
    """How it ended."""
    say = speech.gettext
    match event:
        case Declined(because="full"):
            return say("No seat was left, and it has ended.")
        case Declined():
            return say("It was declined, and has ended.")
        case Expired(because="started"):
            return say("It has ended, since the program starts.")
        case Expired():
            return say("It has ended, since an answer did not come in time.")
        case Withdrawn(because="cancelled"):
            return say("The program was cancelled, and with it this has ended.")
        case Withdrawn():
            return say("It was withdrawn, and has ended.")


def _seat(event: SeatRequested | SeatTaken | SeatMoved | Waitlisted | Offered, speech: Reader) -> str:
    """What became of a seat."""
    say = speech.gettext
    match event:
        case SeatRequested(kind="move"):
            return say("A seat of another kind is asked for.")
        case SeatRequested():
            return say("A seat is asked for.")
        case SeatTaken():
            return say("The seat is taken.")
        case SeatMoved():
            return say("There is a seat of the other kind, and the one before was given back.")
        case Waitlisted():
            return say("All seats are taken: it waits for one.")
        case Offered():
            return say("A seat is held, and offered.")


def _asked(loaded: Loaded, event: AskOpened | AskAnswered | AskExpired | AskWithdrawn, speech: Reader) -> str:
    """How a question began or ended."""
    say, who = speech.gettext, _of(loaded, event.ask, speech)
    match event:
        case AskOpened() if event.sent_back_by:
            return say("The form was sent back to be changed.")
        case AskOpened():
            return say("An answer was asked for from {party}.").format(party=who)
        case AskAnswered():
            return _answered(loaded, event, speech)
        case AskExpired():
            return say("The time for an answer from {party} has passed.").format(party=who)
        case AskWithdrawn():
            return say("An answer from {party} is no longer needed.").format(party=who)


def _waited(
    loaded: Loaded,
    event: AskReminded | AskExtended | AskReplaced | AskRecused | AskDisowned,
    speech: Reader,
) -> str:
    """What happened to a question that still waits, or waits for nobody any more."""
    say, who = speech.gettext, _of(loaded, event.ask, speech)
    match event:
        case AskReminded():
            return say("{party} was reminded.").format(party=who)
        case AskExtended():
            return say("{party} was given more time.").format(party=who)
        case AskReplaced():
            return say("Another address was given for {party}, and asked.").format(party=who)
        case AskRecused():
            return say("{party} has told us that they can't answer.").format(party=who)
        case AskDisowned():
            return say("The address given for {party} is somebody else's.").format(party=who)


def party(loaded: Loaded, ask: AskState, speech: Reader) -> str:
    """Who is asked: people in roles by the name under which they hold it, everybody else as a word.

    Those in the rows of a group are counted from 1.
    """
    word = labels.party(loaded.pinned, ask.party, speech)
    step = steps.find(loaded.pinned, ask.step)
    holder = loaded.case.parties.get(ask.id)
    if steps.is_role(step):
        name = holder.name if holder is not None else ""
    else:
        # What the applicant typed is not told here; of several rows, which one it is.
        name = speech.number(int(ask.party.rpartition(".")[2]) + 1) if steps.is_each(step) else ""
    return speech.gettext("{party} ({name})").format(party=word, name=name) if name else word


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

"""What happened in the commit that calls for a message, as far as the message tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain import codes, newer, steps
from chalicelib.domain.cancelling import CANCELLED
from chalicelib.domain.definitions import fields_of
from chalicelib.domain.events import (
    Amended,
    AskAnswered,
    AskExpired,
    AskWithdrawn,
    CodeSent,
    Declined,
    Erased,
    Expired,
    Resent,
    Withdrawn,
)
from chalicelib.domain.messages import PARTY_OF_APPLICANT
from chalicelib.domain.submissions import AskState
from chalicelib.language import labels
from chalicelib.language.reader import Reader
from chalicelib.mail.occasion import Occasion


@dataclass(frozen=True, slots=True)
class Mailed:
    """A code, and until when it may be typed. `status`: it opens the status page, and is no ask's."""

    digits: str
    until: datetime
    status: bool


def late(occasion: Occasion) -> AskState | None:
    """The first ask of the workflow that the commit lets expire."""
    expired = [each.ask for each in occasion.events if isinstance(each, AskExpired)]
    asks = [occasion.case.submission.asks[ask] for ask in expired]
    return next((ask for ask in asks if not newer.is_new(ask.step)), None)


def by_applicant(occasion: Occasion) -> bool:
    """Whether the applicant's own answer, or wish, has led there."""
    asks = occasion.case.submission.asks
    for event in occasion.events:
        match event:
            case AskAnswered() if asks[event.ask].party == event.by == PARTY_OF_APPLICANT:
                return True
            case Withdrawn() | Erased() if event.by == PARTY_OF_APPLICANT:
                return True
    return False


def without_seat(occasion: Occasion) -> bool:
    """Whether it ended because there was no seat: none was left, or none became free before the start."""
    return any(isinstance(each, Declined | Expired) and each.because for each in occasion.events)


def offer_lapsed(occasion: Occasion) -> bool:
    """Whether it ended since the program starts, while a seat was held that nobody had accepted."""
    started = any(isinstance(each, Expired) and each.because == "started" for each in occasion.events)
    asks = occasion.case.submission.asks
    return started and any(
        isinstance(each, AskWithdrawn) and steps.find(occasion.pinned, asks[each.ask].step).seat == "hold"
        for each in occasion.events
    )


def cancelled(occasion: Occasion) -> bool:
    """Whether it ended because the whole program was cancelled."""
    return any(isinstance(each, Withdrawn) and each.because == CANCELLED for each in occasion.events)


def words_of(occasion: Occasion, speech: Reader) -> str:
    """What everybody is told of that."""
    told = occasion.live.cancelled
    return speech.text(told.message) if told is not None and told.message is not None else ""


def by_staff(occasion: Occasion) -> bool:
    """Whether staff withdrew it, or had it erased."""
    ends = [event for event in occasion.events if isinstance(event, Withdrawn | Erased)]
    return any(event.by.startswith("token:") for event in ends)


def second(occasion: Occasion) -> bool:
    """Whether a second submission was refused."""
    return any(isinstance(each, Resent) and each.second for each in occasion.events)


def changed(occasion: Occasion, speech: Reader) -> str:
    """The questions whose answers were changed, by their labels, without those about sensitive things."""
    names = {
        name
        for event in occasion.events
        if isinstance(event, Amended)
        for field in event.fields
        for name in (field, field.removesuffix("_other"))
    }
    told = [field for field in fields_of(occasion.pinned) if field.id in names and not field.sensitive]
    return speech.listed([labels.quoted(speech.text(field.label), speech) for field in told])


def mailed(occasion: Occasion) -> Mailed | None:
    """The code that the commit has sent, if it has."""
    event = next((each for each in occasion.events if isinstance(each, CodeSent)), None)
    if event is None:
        return None
    return Mailed(
        digits=occasion.code(occasion.case.submission.id, event.purpose, event.number),
        until=occasion.case.commits[occasion.seq - 1].at + codes.VALID,
        status=event.purpose == codes.STATUS,
    )

"""What a message may say: facts in the reader's own words, worked out before any template sees them.

Typed text passes `words.defused`, and none of it is here for an address that has never answered.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chalicelib.domain import answers, ids, programs, steps, times
from chalicelib.domain.definitions import Step, fields_of
from chalicelib.domain.events import AnyEvent, AskAnswered, AskExpired, load
from chalicelib.domain.links import Link
from chalicelib.domain.messages import PARTY_OF_APPLICANT
from chalicelib.domain.submissions import Addressee, AskState
from chalicelib.domain.words import defused
from chalicelib.language import labels
from chalicelib.language.reader import Reader, reader
from chalicelib.mail.occasion import Occasion


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that templates may use; empty texts where there is nothing to say.

    `party` is `applicant`, `role` or `named`. `name` is the reader's own, `applicant` the applicant's, for
    others. `until` is the deadline of the ask, or the one that has passed; `late` who let it pass, and `own`
    whether the applicant's own answer ended it; `unconfirmed`: it was the address that was not confirmed.
    `last`: whether nothing follows the step that asks.
    """

    language: str
    direction: str
    kind: str
    program: str
    program_url: str
    organisation: str
    contact: str
    reference: str
    party: str
    name: str
    applicant: str
    named_as: str
    answers: str
    answered: str
    answered_at: str
    on_behalf: bool
    until: str
    link: str
    status: str
    waiting: str
    last: bool
    own: bool
    late: str
    late_party: str
    starts: str
    ends: str
    open: bool
    unconfirmed: bool
    accent: str


def facts(occasion: Occasion, recipient: Addressee) -> Facts:
    """The facts of the occasion, for who is written to."""
    speech = reader(recipient.language, occasion.pinned.timezone)
    submission, program, ask = occasion.case.submission, occasion.pinned, occasion.ask
    step = steps.find(program, ask.step) if ask is not None else None
    events = _events(occasion)
    late = _late(occasion, events)
    to_applicant = occasion.message.to == PARTY_OF_APPLICANT
    own_answer = any(
        isinstance(event, AskAnswered) and submission.asks[event.ask].party == event.by == PARTY_OF_APPLICANT
        for event in events
    )
    return Facts(
        language=recipient.language,
        direction=speech.direction,
        kind=submission.kind,
        program=speech.text(program.title),
        program_url=f"{occasion.base_url}/programs/{submission.program}",
        organisation=speech.text(occasion.community.organisation),
        contact=occasion.community.sender.email,
        reference=ids.reference(submission.id),
        party="applicant"
        if to_applicant
        else "role"
        if step is not None and steps.is_role(step)
        else "named",
        name=_name(occasion, recipient),
        applicant=_applicant(occasion) if not to_applicant else "",
        named_as=_named_as(occasion, speech),
        answers=_offered(step, speech) if step is not None else "",
        answered=labels.quoted(labels.answered(step, ask.answer, speech), speech)
        if step is not None and ask is not None and ask.answer
        else "",
        answered_at=speech.instant(ask.closed) if ask is not None and ask.closed is not None else "",
        on_behalf=ask is not None and ask.by.startswith("token:"),
        until=_until(ask or late, speech),
        link=occasion.url(Link("ask", submission.id, ask.id, ask.generation)) if ask is not None else "",
        status=occasion.url(Link("status", submission.id, generation=submission.generation))
        if to_applicant
        else "",
        waiting=_waiting(occasion, speech),
        last=step is not None and steps.last(program, step),
        own=own_answer,
        late=labels.party(program, late.party, speech) if late is not None else "",
        late_party=late.party if late is not None else "",
        starts=_day(occasion, occasion.live.starts, speech),
        ends=_day(occasion, occasion.live.ends, speech),
        open=programs.status(occasion.live, occasion.now) == "open",
        unconfirmed=late is not None and steps.find(program, late.step).answers == "confirm",
        accent=occasion.community.look.accent,
    )


def _events(occasion: Occasion) -> list[AnyEvent]:
    """The events of the commit that calls for the message."""
    commit = occasion.case.commits[occasion.seq - 1]
    return load(commit.events, written_as=commit.format)


def _late(occasion: Occasion, events: list[AnyEvent]) -> AskState | None:
    """The first ask that the commit lets expire."""
    return next(
        (occasion.case.submission.asks[each.ask] for each in events if isinstance(each, AskExpired)), None
    )


def _name(occasion: Occasion, recipient: Addressee) -> str:
    if not occasion.known:
        return ""
    if occasion.message.to == PARTY_OF_APPLICANT:
        return defused(answers.applicant_called(occasion.pinned, occasion.case.answers))
    return defused(recipient.name)


def _applicant(occasion: Occasion) -> str:
    if not occasion.known:
        return ""
    return defused(answers.applicant_name(occasion.pinned, occasion.case.answers))


def _named_as(occasion: Occasion, speech: Reader) -> str:
    """The label of the field in which the address was named: words of the definition."""
    party = occasion.message.to
    label = next((field.label for field in fields_of(occasion.pinned) if field.id == party), None)
    return labels.quoted(speech.text(label), speech) if label is not None else ""


def _offered(step: Step, speech: Reader) -> str:
    offered = [labels.quoted(labels.answer(step, each, speech), speech) for each in steps.offered(step)]
    return speech.listed(offered, "or")


def _until(ask: AskState | None, speech: Reader) -> str:
    return speech.instant(ask.due) if ask is not None and ask.due is not None else ""


def _waiting(occasion: Occasion, speech: Reader) -> str:
    """Who is asked now, as words."""
    asked = [labels.party(occasion.pinned, ask.party, speech) for ask in occasion.case.submission.open_asks()]
    return speech.listed(list(dict.fromkeys(asked)))


def _day(occasion: Occasion, text: str | None, speech: Reader) -> str:
    """A date of the definition: with its time and zone where it has a time."""
    if not text:
        return ""
    if "T" in text:
        zone = times.zone(occasion.live.timezone)
        return speech.instant(times.moment_of(text, zone, end=False))
    return speech.full_day(date.fromisoformat(text))

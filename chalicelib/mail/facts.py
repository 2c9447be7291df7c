"""What a message may say: facts in the reader's own words, worked out before any template sees them.

Typed text passes `words.defused`, and none of it is here for an address that has never answered.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chalicelib.domain import ids, newer, owner, programs, seats, steps, times
from chalicelib.domain.definitions import Capacity, Step
from chalicelib.domain.events import SeatReleased
from chalicelib.domain.links import Link
from chalicelib.domain.messages import PARTY_OF_APPLICANT
from chalicelib.domain.people import DESK
from chalicelib.domain.submissions import Addressee, AskState
from chalicelib.domain.words import defused
from chalicelib.language import labels
from chalicelib.language.reader import Reader, reader
from chalicelib.mail import asking, happened, naming, verdicts
from chalicelib.mail.occasion import Occasion
from chalicelib.mail.places import Place, places
from chalicelib.mail.verdicts import Verdict

WITHOUT_STATUS = frozenset({"erased", "links"})
"""Messages that bear no link to where things stand by themselves: there is none any more, or it is listed."""

REASON = 300
"""Characters of a reason that somebody who holds a role gave."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that templates may use; empty texts where there is nothing to say.

    `party` is `applicant`, `role`, `desk` or `named`. `name` is the reader's own, `applicant` the
    applicant's, for others. Of the ask: `named_as` is the question under which the address was given,
    `confirms` whether it is to confirm the address, `answers` its buttons, `fills_in` whether there is
    something to fill in with them, `amends` whether it is the form itself, to be changed, `sent_back` whether
    somebody's answer led to that, `comments` what they wrote, `to_change` the fields they named, `is_new`
    whether it is what only a newer version of the form asks, `verified` whether a code is mailed before the
    answer counts, `holds_seat` whether a seat is held for its reader; `link` answers, `stop` says "not me".
    `until` is its deadline, or the one that has passed; `last`: whether nothing follows its step,
    `takes_seat`: whether a seat is wanted with the answer, `named_next`: whether people named in the form are
    asked then.

    `late`: who let a deadline pass; `unconfirmed`: it was the address that was not confirmed; `own`: whether
    the applicant's own answer, or wish, ended it; `by_staff`: whether staff did; `seatless`: whether it was
    that there was no seat, or none any more; `offer_lapsed`: one was held when the program started;
    `seat_freed`: one was given back; `seat_kinds`: there are several kinds; `cancelled`: that the whole
    program was cancelled, with the `words` for everybody. `asked_as` and `asked_name`: who was asked, as a
    word and by the name in the definition; `reason`: why they can't answer; `others_asked`: whether others
    still can. `masked`: the address that was asked. `changed`: the questions whose answers were changed;
    `amendable`: whether they may be now. `code`: the digits, good until `code_until`; `code_opens`: whether
    they are for the status page. `places`: what lost links led to, or, with `second`, the submission beside
    which a second one was refused. `verdicts`: what was decided of each row of a group, as of each work.
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
    confirms: bool
    answers: str
    fills_in: bool
    amends: bool
    sent_back: bool
    comments: tuple[str, ...]
    to_change: str
    is_new: bool
    verified: bool
    holds_seat: bool
    answered: str
    answered_at: str
    on_behalf: bool
    until: str
    link: str
    stop: str
    status: str
    waiting: str
    last: bool
    takes_seat: bool
    named_next: bool
    own: bool
    by_staff: bool
    seatless: bool
    offer_lapsed: bool
    seat_freed: bool
    seat_kinds: bool
    cancelled: bool
    words: str
    late: str
    late_party: str
    starts: str
    ends: str
    open: bool
    unconfirmed: bool
    asked_as: str
    asked_name: str
    reason: str
    others_asked: bool
    masked: str
    changed: str
    amendable: bool
    code: str
    code_until: str
    code_opens: bool
    places: tuple[Place, ...]
    verdicts: tuple[Verdict, ...]
    second: bool
    accent: str


def facts(occasion: Occasion, recipient: Addressee) -> Facts:
    """The facts of the occasion, for who is written to."""
    speech = reader(recipient.language, occasion.pinned.timezone)
    submission, program, ask = occasion.case.submission, occasion.pinned, occasion.ask
    step = steps.find(program, ask.step) if ask is not None else None
    late, code, links = happened.late(occasion), happened.mailed(occasion), asking.links(occasion)
    template = occasion.message.template
    to_applicant = occasion.message.to == PARTY_OF_APPLICANT
    return Facts(
        language=recipient.language,
        direction=speech.direction,
        kind=submission.kind,
        program=speech.text(program.title),
        program_url=f"{occasion.base_url}/programs/{submission.program}",
        organisation=speech.text(occasion.community.organisation),
        contact=occasion.community.sender.email,
        reference=ids.reference(submission.id),
        party=_party(occasion, step),
        name=naming.reader_is_called(occasion, recipient),
        applicant=naming.applicant(occasion, step) if not to_applicant else "",
        named_as=naming.field_of(occasion, ask.party, speech) if ask is not None else "",
        confirms=step is not None and step.answers == "confirm",
        answers=asking.offered(step, speech),
        fills_in=asking.fills_in(step),
        amends=step is not None and bool(step.amend),
        sent_back=ask is not None and bool(ask.sent_back_by),
        comments=asking.comments(occasion),
        to_change=asking.to_change(occasion, speech),
        is_new=step is not None and newer.is_new(step.step),
        verified=step is not None and step.verify is not None,
        holds_seat=step is not None and step.seat == "hold" and to_applicant,
        answered=asking.answered(step, ask, speech),
        answered_at=speech.instant(ask.closed) if ask is not None and ask.closed is not None else "",
        on_behalf=ask is not None and ask.by.startswith("token:"),
        until=_until(ask or late, speech),
        link=links.answer,
        stop=links.stop,
        status=occasion.url(Link("status", submission.id, generation=submission.generation))
        if to_applicant and template not in WITHOUT_STATUS
        else "",
        waiting=_waiting(occasion, speech),
        last=step is not None and steps.last(program, step),
        takes_seat=step is not None and seats.wanted_by(program, occasion.live, step) == "take",
        named_next=asking.asks_named_next(occasion, step),
        own=happened.by_applicant(occasion),
        by_staff=happened.by_staff(occasion),
        seatless=happened.without_seat(occasion),
        offer_lapsed=happened.offer_lapsed(occasion),
        seat_freed=any(isinstance(each, SeatReleased) for each in occasion.events),
        seat_kinds=isinstance(occasion.live.capacity, Capacity),
        cancelled=happened.cancelled(occasion),
        words=happened.words_of(occasion, speech),
        late=labels.party(program, late.party, speech) if late is not None else "",
        late_party=late.party if late is not None else "",
        starts=_day(occasion, occasion.live.starts, speech),
        ends=_day(occasion, occasion.live.ends, speech),
        open=programs.status(occasion.live, occasion.now) == "open",
        unconfirmed=late is not None and steps.find(program, late.step).answers == "confirm",
        asked_as=labels.party(program, ask.party, speech) if ask is not None else "",
        asked_name=naming.holder_of(occasion, ask) if template == "recused" and ask is not None else "",
        reason=_reason(occasion) if template == "recused" else "",
        others_asked=asking.others_asked(occasion),
        masked=naming.address_of(occasion, ask) if template == "disowned" and ask is not None else "",
        changed=happened.changed(occasion, speech),
        amendable=owner.amendable(program, occasion.case),
        code=code.digits if code is not None else "",
        code_until=speech.deadline(code.until) if code is not None else "",
        code_opens=code is not None and code.status,
        places=places(occasion, recipient.language),
        verdicts=verdicts.of(occasion, speech),
        second=happened.second(occasion),
        accent=occasion.community.look.accent,
    )


def _party(occasion: Occasion, step: Step | None) -> str:
    to = occasion.message.to
    if to in (PARTY_OF_APPLICANT, DESK):
        return to
    return "role" if step is not None and steps.is_role(step) else "named"


def _until(ask: AskState | None, speech: Reader) -> str:
    return speech.deadline(ask.due) if ask is not None and ask.due is not None else ""


def _waiting(occasion: Occasion, speech: Reader) -> str:
    """Who is asked now, as words."""
    reads = occasion.message.to
    asked = [
        speech.gettext("you")
        if ask.party == reads == PARTY_OF_APPLICANT
        else labels.party(occasion.pinned, ask.party, speech)
        for ask in occasion.case.submission.open_asks()
    ]
    return speech.listed(list(dict.fromkeys(asked)))


def _reason(occasion: Occasion) -> str:
    """Why who holds a role can't answer, in their own words."""
    return defused(occasion.case.notes.get(occasion.message.ask or "", ""), REASON) if occasion.known else ""


def _day(occasion: Occasion, text: str | None, speech: Reader) -> str:
    """A date of the definition: with its time and zone where it has a time."""
    if not text:
        return ""
    if "T" in text:
        zone = times.zone(occasion.live.timezone)
        return speech.instant(times.moment_of(text, zone, end=False))
    return speech.full_day(date.fromisoformat(text))

"""Which messages a commit calls for: a function of its events, so that a message can't be forgotten.

A message names a template, a party and, where it asks or answers something, an ask; never an address.
Its number within the commit is its place in the list, so the same commit always gives the same messages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from chalicelib.domain import steps
from chalicelib.domain.definitions import Program
from chalicelib.domain.events import (
    Accepted,
    Amended,
    AnyEvent,
    AskAnswered,
    AskDisowned,
    AskExtended,
    AskOpened,
    AskRecused,
    AskReminded,
    AskReplaced,
    AskWithdrawn,
    CodeSent,
    Confirmed,
    Declined,
    Erased,
    Expired,
    Reopened,
    Resent,
    SeatRequested,
    Waitlisted,
    Withdrawn,
    type_of,
)

TEMPLATES = (
    "confirm",
    "asked",
    "reminded",
    "extended",
    "answered",
    "not_needed",
    "recused",
    "disowned",
    "confirmed",
    "amended",
    "reopened",
    "offered",
    "waitlisted",
    "accepted",
    "declined",
    "withdrawn",
    "expired",
    "erased",
    "code",
    "links",
    "draft",
    "draft_closing",
)
"""Every message that Concord sends; each has a folder in `mail/`, and a paragraph in docs/.

The last two are about a form that is not sent yet (`drafts`): no event calls for them.
"""

OUTCOMES = frozenset({"accepted", "declined", "withdrawn", "expired", "erased"})
"""Those that tell the applicant how it ended."""

PARTY_OF_APPLICANT = "applicant"


@dataclass(frozen=True, slots=True)
class Message:
    """One e-mail that an event calls for. `ask` is the ask it is about, where it is about one."""

    template: str
    to: str
    ask: str | None = None


def called_for(program: Program, events: Sequence[AnyEvent]) -> list[Message]:
    """The messages that a commit's events call for, in their order.

    What the applicant is told at the end of a commit stands for what led to it: who confirms, or accepts an
    offer, and is accepted by the same click gets one message.
    """
    messages = [message for event in _as_told(events) for message in _of(program, event)]
    outcomes = OUTCOMES & {message.template for message in messages}
    if "erased" in outcomes:
        # Nothing private is shown or sent from now on but the goodbye: not even to whom it was addressed.
        return [message for message in messages if message.template == "erased"]
    if any(isinstance(event, AskAnswered) and _party(event.ask) == PARTY_OF_APPLICANT for event in events):
        # Who sends changed answers because they were asked for has one receipt, for the answer.
        messages = [message for message in messages if message.template != "amended"]
    if outcomes or _is_told_at_once(program, events):
        return [message for message in messages if not _is_said_by_outcome(message)]
    return messages


def _as_told(events: Sequence[AnyEvent]) -> list[AnyEvent]:
    """The events, in which an ask that ends with a step that ends it all has ended with it all."""
    if not any(isinstance(event, Declined | Withdrawn | Expired) for event in events):
        return list(events)
    return [
        msgspec.structs.replace(event, because="ended")
        if isinstance(event, AskWithdrawn) and event.because == "settled"
        else event
        for event in events
    ]


def _is_told_at_once(program: Program, events: Sequence[AnyEvent]) -> bool:
    """Whether the applicant is told within seconds whether there is a seat, which is how it ends."""
    return any(
        isinstance(event, SeatRequested)
        and event.kind == "take"
        and steps.last(program, steps.find(program, event.step))
        for event in events
    )


def _is_said_by_outcome(message: Message) -> bool:
    return message.to == PARTY_OF_APPLICANT and message.template in ("confirmed", "answered", "reopened")


def _of(program: Program, event: AnyEvent) -> list[Message]:
    """What one event calls for."""
    match event:
        case AskOpened():
            return [Message(_question(program, event.step), event.party, event.ask)]
        case AskReplaced():
            return [Message(_question(program, _step(event.ask)), _party(event.ask), event.ask)]
        case AskReminded():
            return [Message("reminded", _party(event.ask), event.ask)]
        case AskExtended():
            return [Message("extended", _party(event.ask), event.ask)]
        case AskAnswered():
            step = steps.find(program, _step(event.ask))
            return [] if step.answers == "confirm" else [Message("answered", _party(event.ask), event.ask)]
        case AskWithdrawn(because="ended") if _party(event.ask) != PARTY_OF_APPLICANT:
            return [Message("not_needed", _party(event.ask), event.ask)]
        case AskRecused():
            return [Message("recused", party, event.ask) for party in event.tell]
        case AskDisowned():
            return [Message("disowned", PARTY_OF_APPLICANT, event.ask)]
        case Amended() if event.by == PARTY_OF_APPLICANT:
            return [Message("amended", PARTY_OF_APPLICANT)]
        case Resent(to=""):
            return [Message(_question(program, _step(ask)), _party(ask), ask) for ask in event.asks]
        case Resent():
            return [Message("links", event.to, event.asks[0] if event.asks else None)]
        case CodeSent():
            ask = event.purpose if event.purpose != "status" else None
            return [Message("code", _party(ask) if ask else PARTY_OF_APPLICANT, ask)]
        case (
            Waitlisted()
            | Reopened()
            | Confirmed()
            | Accepted()
            | Declined()
            | Withdrawn()
            | Expired()
            | Erased()
        ):
            return [Message(type_of(event), PARTY_OF_APPLICANT)]
        case _:
            return []


def _question(program: Program, name: str) -> str:
    step = steps.find(program, name)
    if step.seat == "hold" and step.ask == PARTY_OF_APPLICANT:
        return "offered"
    return "confirm" if step.answers == "confirm" else "asked"


def _step(ask: str) -> str:
    return ask.partition(".")[0]


def _party(ask: str) -> str:
    return ask.partition(".")[2].rpartition(".")[0]

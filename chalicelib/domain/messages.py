"""Which messages a commit calls for: a function of its events, so that a message can't be forgotten.

A message names a template, a party and, where it asks or answers something, an ask; never an address.
Its number within the commit is its place in the list, so the same commit always gives the same messages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chalicelib.domain import steps
from chalicelib.domain.definitions import Program
from chalicelib.domain.events import (
    Accepted,
    AnyEvent,
    AskAnswered,
    AskOpened,
    Confirmed,
    Declined,
    Expired,
)

TEMPLATES = ("confirm", "asked", "answered", "confirmed", "accepted", "declined", "expired")
"""Every message that Concord sends; each has a folder in `mail/`, and a paragraph in docs/."""

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
    messages = [message for event in events for message in _of(program, event)]
    outcome = {"accepted", "declined", "expired"} & {message.template for message in messages}
    return [message for message in messages if not (outcome and _is_said_by_outcome(message))]


def _is_said_by_outcome(message: Message) -> bool:
    return message.to == PARTY_OF_APPLICANT and message.template in ("confirmed", "answered")


def _of(program: Program, event: AnyEvent) -> list[Message]:
    match event:
        case AskOpened():
            step = steps.find(program, event.step)
            template = "confirm" if step.answers == "confirm" else "asked"
            return [Message(template, event.party, event.ask)]
        case AskAnswered():
            step = steps.find(program, event.ask.split(".", 1)[0])
            party = event.ask.split(".", 1)[1].rpartition(".")[0]
            return [] if step.answers == "confirm" else [Message("answered", party, event.ask)]
        case Confirmed():
            return [Message("confirmed", PARTY_OF_APPLICANT)]
        case Accepted():
            return [Message("accepted", PARTY_OF_APPLICANT)]
        case Declined():
            return [Message("declined", PARTY_OF_APPLICANT)]
        case Expired():
            return [Message("expired", PARTY_OF_APPLICANT)]
        case _:
            return []

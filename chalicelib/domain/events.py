"""The facts that a journal holds, in the past tense; ids and decisions only, never what somebody typed.

Stored as JSON for ever: a member may be added with a default, none may be renamed, retyped or removed
(tests/journals holds old ones). `by` is a party's word (`applicant`, `coordinator.0`), `token:<id>` for a
call of staff, `visitor` for who sent a form, `concord` for what time did.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import msgspec


class Event(msgspec.Struct, kw_only=True, frozen=True, tag_field="type", omit_defaults=True):
    """What every event says."""

    by: str = "concord"


class Submitted(Event, kw_only=True, frozen=True, tag="submitted"):
    """A form was sent. `confirm`: the address has to be confirmed. `fields`: what was answered."""

    program: str
    version: int
    community: str
    kind: str
    language: str
    confirm: bool
    fields: tuple[str, ...]


class Amended(Event, kw_only=True, frozen=True, tag="amended"):
    """Answers were changed. `address`: also the applicant's, so that what was sent to the old one is dead."""

    fields: tuple[str, ...]
    address: bool = False


class AskOpened(Event, kw_only=True, frozen=True, tag="ask_opened"):
    """A party was asked. `due` is an instant as text; `generation` is part of the ask's link."""

    ask: str
    step: str
    party: str
    round: int
    due: str | None = None
    generation: int = 1


class AskAnswered(Event, kw_only=True, frozen=True, tag="ask_answered"):
    """A party answered, or staff did on its behalf."""

    ask: str
    answer: str
    on_behalf: bool = False


class AskExpired(Event, kw_only=True, frozen=True, tag="ask_expired"):
    """Nobody answered in time."""

    ask: str


class AskWithdrawn(Event, kw_only=True, frozen=True, tag="ask_withdrawn"):
    """An answer is not wanted any more. `because`: `settled`, `superseded` or `ended`."""

    ask: str
    because: str


class StepSettled(Event, kw_only=True, frozen=True, tag="step_settled"):
    """A step came to its outcome: where the submission went from there."""

    step: str
    outcome: str


class Confirmed(Event, kw_only=True, frozen=True, tag="confirmed"):
    """The applicant's address is the applicant's."""


class Accepted(Event, kw_only=True, frozen=True, tag="accepted"):
    """The submission was accepted."""


class Declined(Event, kw_only=True, frozen=True, tag="declined"):
    """The submission was declined: it has ended."""


class Expired(Event, kw_only=True, frozen=True, tag="expired"):
    """Somebody did not answer in time: the submission has ended."""


class Overridden(Event, kw_only=True, frozen=True, tag="overridden"):
    """Staff answered for the person asked; the reason is in the private part."""

    ask: str


AnyEvent = (
    Submitted
    | Amended
    | AskOpened
    | AskAnswered
    | AskExpired
    | AskWithdrawn
    | StepSettled
    | Confirmed
    | Accepted
    | Declined
    | Expired
    | Overridden
)


@lru_cache(maxsize=1)
def _decoder() -> msgspec.json.Decoder[list[AnyEvent]]:
    return msgspec.json.Decoder(list[AnyEvent])


def dump(events: Sequence[Event]) -> str:
    """The events as JSON text."""
    return msgspec.json.encode(list(events)).decode()


def load(text: str, *, written_as: int = 1) -> list[AnyEvent]:
    """The events of a stored commit of that format."""
    if written_as != 1:
        raise ValueError(f"commits of format {written_as} are newer than this program")
    return _decoder().decode(text)


def type_of(event: Event) -> str:
    """The event's type as the API tells it."""
    return str(event.__struct_config__.tag)

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
    """A form was sent. `confirm`: the address has to be confirmed. `fields`: what was answered.

    `late`: `token:<id>` of who let it be sent although the program had closed; why is in the private part.
    """

    program: str
    version: int
    community: str
    kind: str
    language: str
    confirm: bool
    fields: tuple[str, ...]
    late: str = ""


class Amended(Event, kw_only=True, frozen=True, tag="amended"):
    """Answers were changed. `address`: also the applicant's, so that what was sent to the old one is dead."""

    fields: tuple[str, ...]
    address: bool = False


class AskOpened(Event, kw_only=True, frozen=True, tag="ask_opened"):
    """A party was asked. `due` and `remind` are instants as text; `generation` is part of the ask's link.

    `sent_back_by`: the asks whose answers sent the form back to be changed; `to_change`: which fields of it,
    where those answers named some.
    """

    ask: str
    step: str
    party: str
    round: int
    due: str | None = None
    remind: tuple[str, ...] = ()
    generation: int = 1
    sent_back_by: tuple[str, ...] = ()
    to_change: tuple[str, ...] = ()


class NewAsked(Event, kw_only=True, frozen=True, tag="new_asked"):
    """The applicant is asked what a newer version of the program asks, by an ask outside the workflow.

    `version` is that version, `fields` are those of its form.
    """

    step: str
    version: int
    fields: tuple[str, ...]


class AskReminded(Event, kw_only=True, frozen=True, tag="ask_reminded"):
    """A party was reminded that an answer is awaited."""

    ask: str


class AskExtended(Event, kw_only=True, frozen=True, tag="ask_extended"):
    """A party has until `due`; `remind` as when it was asked."""

    ask: str
    due: str
    remind: tuple[str, ...] = ()


class AskReplaced(Event, kw_only=True, frozen=True, tag="ask_replaced"):
    """Somebody else, or another address, is asked in place of who was: the links sent before are dead."""

    ask: str
    generation: int


class AskLocked(Event, kw_only=True, frozen=True, tag="ask_locked"):
    """Too many wrong codes were typed: the links sent before are dead, and a fresh one may be asked for."""

    ask: str
    generation: int


class AskAnswered(Event, kw_only=True, frozen=True, tag="ask_answered"):
    """A party answered, or staff did on its behalf. `fields`: what was filled in with the answer.

    `to_change`: of an answer that sends the form back, the fields that it names.
    """

    ask: str
    answer: str
    on_behalf: bool = False
    fields: tuple[str, ...] = ()
    to_change: tuple[str, ...] = ()


class AskRecused(Event, kw_only=True, frozen=True, tag="ask_recused"):
    """Who was asked can't answer this; counts as expired. `tell`: the parties who are told."""

    ask: str
    tell: tuple[str, ...] = ()


class AskDisowned(Event, kw_only=True, frozen=True, tag="ask_disowned"):
    """Who was written to is not meant, and is not written to again. The ask waits for a better address."""

    ask: str


class AskExpired(Event, kw_only=True, frozen=True, tag="ask_expired"):
    """Nobody answered in time."""

    ask: str


class AskWithdrawn(Event, kw_only=True, frozen=True, tag="ask_withdrawn"):
    """An answer is not wanted any more.

    `because`: `settled`, `superseded`, `ended`, `left` (the role is held by others now) or `removed` (the
    applicant does not name that person any more).
    """

    ask: str
    because: str


class StepSettled(Event, kw_only=True, frozen=True, tag="step_settled"):
    """A step came to its outcome: where the submission goes from there.

    With `announce` (an instant as text) it is kept back until then.
    """

    step: str
    outcome: str
    announce: str | None = None


class Announced(Event, kw_only=True, frozen=True, tag="announced"):
    """The outcome that was kept back is told and acted upon."""

    step: str


class OutcomeDropped(Event, kw_only=True, frozen=True, tag="outcome_dropped"):
    """The outcome that was kept back matters no more: the submission has gone another way."""

    step: str


class SeatRequested(Event, kw_only=True, frozen=True, tag="seat_requested"):
    """A seat is wanted. `option`: of which kind, where there are several; empty where there is one.

    `kind`: `hold` (the step asks once there is one), `take` (it settles once there is one), `wait` (somebody
    decided that it waits for one), `back` (it had none any more when the step was opened again), or `move`
    (one of this kind in place of the one it has).
    """

    step: str
    kind: str
    option: str = ""


class SeatHeld(Event, kw_only=True, frozen=True, tag="seat_held"):
    """There is a seat, and it is kept until the step settles."""

    step: str
    option: str = ""


class SeatTaken(Event, kw_only=True, frozen=True, tag="seat_taken"):
    """The seat is the submission's."""

    step: str
    option: str = ""


class SeatMoved(Event, kw_only=True, frozen=True, tag="seat_moved"):
    """The submission has a seat of this kind in place of the one it had."""

    option: str


class SeatReleased(Event, kw_only=True, frozen=True, tag="seat_released"):
    """The seat, or the place on the waitlist, is given back."""

    option: str = ""


class Waitlisted(Event, kw_only=True, frozen=True, tag="waitlisted"):
    """No seat was left: the submission waits for one."""

    step: str
    option: str = ""


class Offered(Event, kw_only=True, frozen=True, tag="offered"):
    """A seat is held, and asked about by the step."""

    step: str


class Confirmed(Event, kw_only=True, frozen=True, tag="confirmed"):
    """The applicant's address is the applicant's."""


class Accepted(Event, kw_only=True, frozen=True, tag="accepted"):
    """The submission was accepted."""


class Declined(Event, kw_only=True, frozen=True, tag="declined"):
    """The submission was declined: it has ended. `because`: `full`, where no seat was left."""

    because: str = ""


class Withdrawn(Event, kw_only=True, frozen=True, tag="withdrawn"):
    """The applicant does not want it any more, or staff withdrew it: it has ended.

    `because`: `cancelled`, where the whole program was.
    """

    because: str = ""


class Expired(Event, kw_only=True, frozen=True, tag="expired"):
    """Somebody did not answer in time: the submission has ended.

    `because`: `started`, where it waited for a seat, or had not accepted one, until the program started.
    """

    because: str = ""


class Reopened(Event, kw_only=True, frozen=True, tag="reopened"):
    """Staff opened a step once more, whatever had become of the submission."""

    step: str


class Overridden(Event, kw_only=True, frozen=True, tag="overridden"):
    """Staff answered for the person asked; the reason is in the private part."""

    ask: str


class Resent(Event, kw_only=True, frozen=True, tag="resent"):
    """Messages were sent once more: those of `asks`; without any, `to` is told where things stand.

    `others`: further submissions of the same address, whose links the message has as well. `second`: it was
    since a second submission was refused, which is kept for a while as the draft of that id.
    """

    asks: tuple[str, ...] = ()
    to: str = ""
    others: tuple[str, ...] = ()
    second: str = ""


class CodeSent(Event, kw_only=True, frozen=True, tag="code_sent"):
    """A six-digit code was sent. `purpose`: an ask, or `status`; `number` counts the codes of a purpose."""

    purpose: str
    number: int


class CodeRefused(Event, kw_only=True, frozen=True, tag="code_refused"):
    """A wrong code was typed."""

    purpose: str


class Erased(Event, kw_only=True, frozen=True, tag="erased"):
    """Whatever somebody typed is removed: nothing of it is shown or sent from now on but the goodbye."""


AnyEvent = (
    Submitted
    | Amended
    | AskOpened
    | NewAsked
    | AskReminded
    | AskExtended
    | AskReplaced
    | AskLocked
    | AskAnswered
    | AskRecused
    | AskDisowned
    | AskExpired
    | AskWithdrawn
    | StepSettled
    | Announced
    | OutcomeDropped
    | SeatRequested
    | SeatHeld
    | SeatTaken
    | SeatMoved
    | SeatReleased
    | Waitlisted
    | Offered
    | Confirmed
    | Accepted
    | Declined
    | Withdrawn
    | Expired
    | Reopened
    | Overridden
    | Resent
    | CodeSent
    | CodeRefused
    | Erased
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
    return list(_loaded(text))


@lru_cache(maxsize=512)
def _loaded(text: str) -> tuple[AnyEvent, ...]:
    """The events of the text, which nobody changes: a commit is read for each thing that is told of it."""
    return tuple(_decoder().decode(text))


def type_of(event: Event) -> str:
    """The event's type as the API tells it."""
    return str(event.__struct_config__.tag)

"""What a submission is: where it stands, its asks, and what people typed beside them. `folding` makes it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chalicelib.domain.commits import Commit

ENDED = frozenset({"declined", "withdrawn", "expired", "erased"})

UNCOUNTED = frozenset({"left", "removed"})
"""Why an ask was withdrawn whose party does not count among those asked any more."""


@dataclass(frozen=True, slots=True)
class AskState:
    """One ask. `state` is `open`, `answered`, `expired` or `withdrawn`.

    `because`: why it was withdrawn, or `recused` for one that expired so; `remind`: when the party is
    reminded, `reminded`: when it last was; `disowned`: who was written to is not meant. Of an ask for
    changes, `sent_back_by` are the asks whose answers led to it, `to_change` the fields that these name
    (none: whatever the step allows); of an answer that leads to one, `to_change` is what it names itself.
    """

    id: str
    step: str
    party: str
    round: int
    generation: int
    opened: datetime
    due: datetime | None
    state: str = "open"
    answer: str | None = None
    closed: datetime | None = None
    by: str = ""
    because: str = ""
    remind: tuple[datetime, ...] = ()
    reminded: datetime | None = None
    disowned: bool = False
    sent_back_by: tuple[str, ...] = ()
    to_change: tuple[str, ...] = ()

    @property
    def next_reminder(self) -> datetime | None:
        """When the party is reminded next."""
        if self.disowned:
            return None
        since = self.reminded or self.opened
        return min((moment for moment in self.remind if moment > since), default=None)


@dataclass(frozen=True, slots=True)
class Kept:
    """The outcome of a step that is kept back until `until`."""

    outcome: str
    until: datetime


@dataclass(frozen=True, slots=True)
class NewForm:
    """Questions of a newer version that are asked besides: of which version, and which fields of its form."""

    version: int
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes of one purpose: the number of the newest, when each was sent, and how many wrong ones count.

    Of an ask they count until its link has ended, of the status page for the newest code.
    """

    number: int
    sent: tuple[datetime, ...]
    wrong: int = 0


@dataclass(frozen=True, slots=True)
class Seat:
    """What a submission has, or wants, of the seats of its program.

    `state`: `wanted`, `waiting` (on the waitlist), `held` or `taken`; `step`: which wanted it; `kind`: how,
    as in `SeatRequested`; `request`: the number of the commit that wanted it; `moving`: the option of which
    it wants one in place of the one it has.
    """

    state: str
    step: str
    kind: str
    option: str
    request: int = 0
    moving: str | None = None

    @property
    def there(self) -> bool:
        """Whether the submission has a seat."""
        return self.state in ("held", "taken")


@dataclass(frozen=True, slots=True)
class Submission:
    """Where a submission stands after `seq` commits. `generation` is a part of its status link.

    `confirm`: whether the address has to be confirmed, `confirmed`: whether it is; `steps`: those now open,
    in the order in which they opened; `settled`: what each step came to that has not opened again since;
    `kept`: outcomes that are not announced yet; `codes`: by purpose; `resent`: when links were sent once
    more, by ask, or by party where it was a status link; `amended`: when the applicant changed answers;
    `new`: what was asked of a newer version, by step, none of which is among `steps`; `seat`: what it has of
    the program's seats; `requests`: how often it wanted one; `because`: `full` or `started`, where it ended
    for want of a seat.
    """

    id: str
    seq: int
    program: str
    version: int
    community: str
    kind: str
    language: str
    state: str
    submitted: datetime
    updated: datetime
    steps: tuple[str, ...] = ()
    settled: dict[str, str] = field(default_factory=dict)
    asks: dict[str, AskState] = field(default_factory=dict)
    kept: dict[str, Kept] = field(default_factory=dict)
    codes: dict[str, Codes] = field(default_factory=dict)
    resent: dict[str, tuple[datetime, ...]] = field(default_factory=dict)
    amended: tuple[datetime, ...] = ()
    new: dict[str, NewForm] = field(default_factory=dict)
    seat: Seat | None = None
    requests: int = 0
    because: str = ""
    confirm: bool = False
    confirmed: bool = False
    generation: int = 1
    hash: str = ""

    @property
    def ended(self) -> bool:
        """Whether nothing can happen to it any more."""
        return self.state in ENDED

    def asks_of(self, step: str) -> list[AskState]:
        """The asks of the step's last round, in the order of asking."""
        return last_round(self.asks.values(), step)

    def open_asks(self) -> list[AskState]:
        """The asks that wait for an answer."""
        return [ask for ask in self.asks.values() if ask.state == "open"]

    @property
    def fires(self) -> datetime | None:
        """When something has to be done next: a reminder, a deadline, an announcement."""
        moments = [kept.until for kept in self.kept.values()]
        for ask in self.open_asks():
            moments += [each for each in (ask.due, ask.next_reminder) if each is not None]
        return min(moments, default=None)


def last_round(asks: Iterable[AskState], step: str) -> list[AskState]:
    """The asks of the step's last round, in the order of asking."""
    found = [ask for ask in asks if ask.step == step]
    last = max((ask.round for ask in found), default=0)
    return [ask for ask in found if ask.round == last]


def counted(asks: Iterable[AskState], step: str) -> list[AskState]:
    """The same, less those of parties who do not count among those asked any more."""
    return [ask for ask in last_round(asks, step) if ask.because not in UNCOUNTED]


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who is asked, at which address of record, in which language. `name` may be empty."""

    name: str
    email: str
    language: str


@dataclass(frozen=True, slots=True)
class Amendment:
    """Answers that were changed by commit `seq`, as they were and as they became.

    `by` as in the event; `ask`: the one that asked for it, where one did.
    """

    seq: int
    at: datetime
    by: str
    ask: str | None
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """A submission with the private parts of its journal; empty ones once it is erased.

    `answers`: the present ones; `parties`: who was asked, by ask, and who else was told, by party; `notes`,
    `signed`, `overrides`, `forms`, `spoken`: what was typed with an answer, why staff gave it, what was
    filled in with it and in which language its words were shown, by ask; `reasons`: why staff did
    something, by commit; `amendments`: how answers were changed, oldest first; `body`: the digest of the
    request that made it; `private`: whether anything private is shown; `leftover`: whether anything private
    is stored; `goodbye`: to whom the erasure is told.
    """

    submission: Submission
    commits: tuple[Commit, ...]
    answers: dict[str, Any] = field(default_factory=dict)
    parties: dict[str, Addressee] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    signed: dict[str, str] = field(default_factory=dict)
    overrides: dict[str, str] = field(default_factory=dict)
    forms: dict[str, dict[str, Any]] = field(default_factory=dict)
    spoken: dict[str, str] = field(default_factory=dict)
    reasons: dict[int, str] = field(default_factory=dict)
    amendments: tuple[Amendment, ...] = ()
    body: str = ""
    private: bool = True
    leftover: bool = False
    goodbye: Addressee | None = None

"""A submission as its journal tells it: `evolve` reads events only, `Case` adds what people typed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from chalicelib.domain import instants
from chalicelib.domain.commits import Commit
from chalicelib.domain.events import (
    Accepted,
    Amended,
    Announced,
    AnyEvent,
    AskAnswered,
    AskDisowned,
    AskExpired,
    AskExtended,
    AskLocked,
    AskOpened,
    AskRecused,
    AskReminded,
    AskReplaced,
    AskWithdrawn,
    CodeRefused,
    CodeSent,
    Confirmed,
    Declined,
    Erased,
    Expired,
    OutcomeDropped,
    Overridden,
    Reopened,
    Resent,
    StepSettled,
    Submitted,
    Withdrawn,
    load,
)

ENDED = frozenset({"declined", "withdrawn", "expired", "erased"})

UNCOUNTED = frozenset({"left", "removed"})
"""Why an ask was withdrawn whose party does not count among those asked any more."""


@dataclass(frozen=True, slots=True)
class AskState:
    """One ask. `state` is `open`, `answered`, `expired` or `withdrawn`.

    `because`: why it was withdrawn, or `recused` for one that expired so; `remind`: when the party is
    reminded, `reminded`: when it last was; `disowned`: who was written to is not meant.
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
class Codes:
    """The codes of one purpose: the number of the newest, when each was sent, wrong ones typed since."""

    number: int
    sent: tuple[datetime, ...]
    wrong: int = 0


@dataclass(frozen=True, slots=True)
class Submission:
    """Where a submission stands after `seq` commits. `generation` is a part of its status link.

    `confirm`: whether the address has to be confirmed, `confirmed`: whether it is; `steps`: those now open,
    in the order in which they opened; `settled`: what each step came to that has not opened again since;
    `kept`: outcomes that are not announced yet; `codes`: by purpose; `resent`: when links were sent once
    more, by ask, or by party where it was a status link; `amended`: when the applicant changed answers.
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
class Case:
    """A submission with the private parts of its journal; empty ones once it is erased.

    `answers`: the present ones; `parties`: who was asked, by ask, and who else was told, by party; `notes`,
    `signed`, `overrides`, `forms`, `spoken`: what was typed with an answer, why staff gave it, what was
    filled in with it and in which language its words were shown, by ask; `reasons`: why staff did something,
    by commit; `body`: the digest of the request that made it; `private`: whether anything private is shown;
    `leftover`: whether anything private is stored; `goodbye`: to whom the erasure is told.
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
    body: str = ""
    private: bool = True
    leftover: bool = False
    goodbye: Addressee | None = None


def evolve(before: Submission | None, commit: Commit, events: Sequence[AnyEvent]) -> Submission:
    """The submission after one more commit."""
    after = before
    for event in events:
        after = _apply(after, event, commit)
    if after is None:
        raise ValueError(f"{commit.submission} begins without being submitted")
    return replace(after, seq=commit.seq, updated=commit.at, hash=commit.hash)


def _apply(before: Submission | None, event: AnyEvent, commit: Commit) -> Submission:
    if isinstance(event, Submitted):
        return Submission(
            id=commit.submission,
            seq=commit.seq,
            program=event.program,
            version=event.version,
            community=event.community,
            kind=event.kind,
            language=event.language,
            state="unconfirmed" if event.confirm else "in_progress",
            submitted=commit.at,
            updated=commit.at,
            confirm=event.confirm,
        )
    if before is None:
        raise ValueError(f"{commit.submission} begins without being submitted")
    match event:
        case AskOpened() | StepSettled() | Announced() | OutcomeDropped():
            return _step(before, event, commit)
        case Accepted():
            return replace(before, state="accepted")
        case Declined() | Withdrawn() | Expired() | Erased():
            word = str(event.__struct_config__.tag)
            return replace(before, state=word, steps=(), kept={})
        case Reopened():
            state = "unconfirmed" if before.confirm and not before.confirmed else "in_progress"
            return replace(before, state=state, steps=(), kept={})
        case Confirmed():
            return replace(before, confirmed=True)
        case Amended():
            own = (commit.at,) if event.by == "applicant" else ()
            generation = before.generation + event.address
            return replace(before, generation=generation, amended=(*before.amended, *own))
        case Resent():
            again = event.asks or (event.to,)
            sent = {each: (*before.resent.get(each, ()), commit.at) for each in again}
            return replace(before, resent={**before.resent, **sent})
        case CodeSent():
            known = before.codes.get(event.purpose, Codes(0, ()))
            codes = Codes(event.number, (*known.sent, commit.at))
            return replace(before, codes={**before.codes, event.purpose: codes})
        case CodeRefused():
            known = before.codes[event.purpose]
            return replace(
                before, codes={**before.codes, event.purpose: replace(known, wrong=known.wrong + 1)}
            )
        case Overridden():
            return before
        case _:
            return _ask(before, event, commit)


def _step(
    before: Submission, event: AskOpened | StepSettled | Announced | OutcomeDropped, commit: Commit
) -> Submission:
    others = tuple(step for step in before.steps if step != event.step)
    match event:
        case AskOpened():
            opened = AskState(
                id=event.ask,
                step=event.step,
                party=event.party,
                round=event.round,
                generation=event.generation,
                opened=commit.at,
                due=instants.from_text(event.due) if event.due else None,
                remind=tuple(map(instants.from_text, event.remind)),
            )
            steps = before.steps if event.step in before.steps else (*before.steps, event.step)
            # What a step came to before says nothing once it is open again.
            settled = {step: outcome for step, outcome in before.settled.items() if step != event.step}
            return replace(before, asks={**before.asks, event.ask: opened}, steps=steps, settled=settled)
        case StepSettled():
            # The first step to settle is the one that confirms the address, where there is one.
            state = "in_progress" if before.state == "unconfirmed" else before.state
            settled = {**before.settled, event.step: event.outcome}
            if event.announce is None:
                return replace(before, state=state, steps=others, settled=settled)
            kept = Kept(event.outcome, instants.from_text(event.announce))
            return replace(before, state=state, settled=settled, kept={**before.kept, event.step: kept})
        case Announced() | OutcomeDropped():
            kept_back = {step: each for step, each in before.kept.items() if step != event.step}
            return replace(before, steps=others, kept=kept_back)


def _ask(before: Submission, event: Any, commit: Commit) -> Submission:
    ask = before.asks[event.ask]
    match event:
        case AskAnswered():
            changed = replace(ask, state="answered", answer=event.answer, by=event.by, closed=commit.at)
        case AskExpired():
            changed = replace(ask, state="expired", closed=commit.at)
        case AskRecused():
            changed = replace(ask, state="expired", because="recused", by=event.by, closed=commit.at)
        case AskWithdrawn():
            changed = replace(ask, state="withdrawn", because=event.because, closed=commit.at)
        case AskReminded():
            changed = replace(ask, reminded=commit.at)
        case AskExtended():
            remind = tuple(map(instants.from_text, event.remind))
            changed = replace(ask, due=instants.from_text(event.due), remind=remind)
        case AskReplaced():
            changed = replace(ask, generation=event.generation, disowned=False)
        case AskLocked():
            changed = replace(ask, generation=event.generation)
        case AskDisowned():
            changed = replace(ask, disowned=True)
        case _:  # a new event needs its line here
            raise TypeError(event)
    asks = {**before.asks, ask.id: changed}
    waiting = any(each.step == ask.step and each.state == "open" for each in asks.values())
    over = changed.state == "withdrawn" and not waiting and ask.step not in before.kept
    steps = tuple(step for step in before.steps if step != ask.step) if over else before.steps
    return replace(before, asks=asks, steps=steps)


def fold(commits: Sequence[Commit]) -> Case:
    """The case that the journal tells. Raises ValueError where it doesn't begin with `submitted`."""
    submission: Submission | None = None
    parts: list[dict[str, Any]] = []
    reasons: dict[int, str] = {}
    for commit in commits:
        submission = evolve(submission, commit, load(commit.events, written_as=commit.format))
        if commit.private is not None:
            part = json.loads(commit.private)
            parts.append(part)
            if "reason" in part:
                reasons[commit.seq] = part["reason"]
    if submission is None:
        raise ValueError("an empty journal")
    if submission.state == "erased":
        goodbye = next((part["goodbye"] for part in parts if "goodbye" in part), None)
        return Case(
            submission=submission,
            commits=tuple(commits),
            private=False,
            leftover=bool(parts),
            goodbye=Addressee(**goodbye) if goodbye else None,
        )

    def by_ask(kind: str) -> dict[str, Any]:
        return {ask: each for part in parts for ask, each in part.get(kind, {}).items()}

    return Case(
        submission=submission,
        commits=tuple(commits),
        answers=next((part["answers"] for part in reversed(parts) if "answers" in part), {}),
        parties={party: Addressee(**who) for party, who in by_ask("parties").items()},
        notes=by_ask("notes"),
        signed=by_ask("signed"),
        overrides=by_ask("overrides"),
        forms=by_ask("forms"),
        spoken=by_ask("spoken"),
        reasons=reasons,
        body=next((part["body"] for part in parts if "body" in part), ""),
        private=bool(parts),
        leftover=bool(parts),
    )

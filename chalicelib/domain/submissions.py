"""A submission as its journal tells it: `evolve` reads events only, `Case` adds what people typed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from chalicelib.domain import instants
from chalicelib.domain.commits import Commit
from chalicelib.domain.events import (
    Accepted,
    Amended,
    AnyEvent,
    AskAnswered,
    AskExpired,
    AskOpened,
    AskWithdrawn,
    Confirmed,
    Declined,
    Expired,
    Overridden,
    StepSettled,
    Submitted,
    load,
)

ENDED = frozenset({"declined", "withdrawn", "expired", "erased"})


@dataclass(frozen=True, slots=True)
class AskState:
    """One ask. `state` is `open`, `answered`, `expired` or `withdrawn`; `because`: why it was withdrawn."""

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


@dataclass(frozen=True, slots=True)
class Submission:
    """Where a submission stands after `seq` commits. `generation` is a part of its status link."""

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
    confirmed: bool = False
    generation: int = 1
    hash: str = ""

    @property
    def ended(self) -> bool:
        """Whether nothing can happen to it any more."""
        return self.state in ENDED

    def asks_of(self, step: str) -> list[AskState]:
        """The asks of the step's last round, in the order of asking."""
        found = [ask for ask in self.asks.values() if ask.step == step]
        last = max((ask.round for ask in found), default=0)
        return [ask for ask in found if ask.round == last]

    def open_asks(self) -> list[AskState]:
        """The asks that wait for an answer."""
        return [ask for ask in self.asks.values() if ask.state == "open"]

    @property
    def fires(self) -> datetime | None:
        """The earliest deadline."""
        return min((ask.due for ask in self.open_asks() if ask.due is not None), default=None)


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who is asked, at which address of record, in which language. `name` may be empty."""

    name: str
    email: str
    language: str


@dataclass(frozen=True, slots=True)
class Case:
    """A submission with the private parts of its journal; empty ones once it is erased.

    `answers`: the present ones; `parties`: who holds each ask of a role; `notes`, `signed`, `overrides`:
    what was typed with an answer, by ask; `body`: the digest of the request that made it; `times`: when
    each commit was made; `private`: whether anything private is left.
    """

    submission: Submission
    commits: tuple[Commit, ...]
    answers: dict[str, Any]
    parties: dict[str, Addressee]
    notes: dict[str, str]
    signed: dict[str, str]
    overrides: dict[str, str]
    body: str = ""
    private: bool = True


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
        )
    if before is None:
        raise ValueError(f"{commit.submission} begins without being submitted")
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
            )
            steps = before.steps if event.step in before.steps else (*before.steps, event.step)
            return replace(before, asks={**before.asks, event.ask: opened}, steps=steps)
        case AskAnswered():
            return _closed(before, event.ask, commit, state="answered", answer=event.answer, by=event.by)
        case AskExpired():
            return _closed(before, event.ask, commit, state="expired")
        case AskWithdrawn():
            return _closed(before, event.ask, commit, state="withdrawn", because=event.because)
        case StepSettled():
            steps = tuple(step for step in before.steps if step != event.step)
            # The first step to settle is the one that confirms the address, where there is one.
            state = "in_progress" if before.state == "unconfirmed" else before.state
            settled = {**before.settled, event.step: event.outcome}
            return replace(before, state=state, steps=steps, settled=settled)
        case Confirmed():
            return replace(before, confirmed=True)
        case Accepted():
            return replace(before, state="accepted")
        case Declined():
            return replace(before, state="declined", steps=())
        case Expired():
            return replace(before, state="expired", steps=())
        case Amended(address=True):
            return replace(before, generation=before.generation + 1)
        case Amended() | Overridden():
            return before


def _closed(before: Submission, ask: str, commit: Commit, **changes: Any) -> Submission:
    changed = replace(before.asks[ask], closed=commit.at, **changes)
    return replace(before, asks={**before.asks, ask: changed})


def fold(commits: Sequence[Commit]) -> Case:
    """The case that the journal tells. Raises ValueError where it doesn't begin with `submitted`."""
    submission: Submission | None = None
    parts: list[dict[str, Any]] = []
    for commit in commits:
        submission = evolve(submission, commit, load(commit.events, written_as=commit.format))
        if commit.private is not None:
            parts.append(json.loads(commit.private))
    if submission is None:
        raise ValueError("an empty journal")
    return Case(
        submission=submission,
        commits=tuple(commits),
        answers=next((part["answers"] for part in reversed(parts) if "answers" in part), {}),
        parties={ask: Addressee(**who) for part in parts for ask, who in part.get("parties", {}).items()},
        notes={ask: note for part in parts for ask, note in part.get("notes", {}).items()},
        signed={ask: name for part in parts for ask, name in part.get("signed", {}).items()},
        overrides={ask: why for part in parts for ask, why in part.get("overrides", {}).items()},
        body=next((part["body"] for part in parts if "body" in part), ""),
        private=bool(parts),
    )

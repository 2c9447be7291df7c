"""A submission played without storage: commands in, sealed commits kept, as services do it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.domain import deadlines, events, messages, newer, seating, workflow
from chalicelib.domain.commits import Commit, digest_of, seal
from chalicelib.domain.definitions import Program
from chalicelib.domain.folding import evolve, fold
from chalicelib.domain.submissions import Case, Submission
from chalicelib.domain.workflow import Answer, Decision, Rules

NOW = datetime(2026, 11, 23, 23, 8, tzinfo=UTC)
ID = "0123456789abcdefghjk"


@dataclass
class Play:
    """One submission of a program. `live` is the newest version, where it isn't the pinned one."""

    program: Program
    now: datetime = NOW
    live: Program | None = None
    commits: list[Commit] = field(default_factory=list)
    evolved: Submission | None = None
    told: list[str] = field(default_factory=list)

    @property
    def case(self) -> Case:
        """As the journal tells it."""
        return fold(self.commits)

    @property
    def state(self) -> str:
        """The submission's state."""
        return self.case.submission.state

    @property
    def asks(self) -> dict[str, str]:
        """The state of every ask."""
        return {ask.id: ask.answer or ask.state for ask in self.case.submission.asks.values()}

    @property
    def open(self) -> list[str]:
        """Asks that wait for an answer."""
        return [ask.id for ask in self.case.submission.open_asks()]

    def rules(self) -> Rules:
        """What decisions are made by now; never before the last commit, as services see to."""
        now = max(self.now, self.commits[-1].at) if self.commits else self.now
        newest = 1 if self.live is None else 2
        return Rules(pinned=self.pinned, live=self.live or self.program, version=1, now=now, newest=newest)

    @property
    def pinned(self) -> Program:
        """The program, with what was asked besides of the newest one."""
        if not self.commits:
            return self.program
        return newer.extended(self.program, self.case.submission.new, {2: self.live or self.program})

    def submit(self, answers: dict[str, Any], language: str = "en") -> Play:
        """Sends the form."""
        rules = self.rules()
        decision = workflow.submit(rules, answers, language=language, body="b" * 64, by="visitor")
        return self._commit(decision, rules.now)

    def answer(self, ask: str, answer: str, **said: Any) -> Play:
        """Answers an ask as its own party, unless it is said by whom."""
        party = ask.split(".", 1)[1].rpartition(".")[0]
        rules = self.rules()
        command = Answer(ask=ask, answer=answer, **{"by": party, **said})
        return self._commit(workflow.answer(rules, self.case, command), rules.now)

    def expire(self) -> Play:
        """Lets the deadlines act that have passed."""
        rules = self.rules()
        return self._commit(deadlines.fire(rules, self.case), rules.now)

    def do(self, decide: Callable[[Rules, Case], Decision]) -> Play:
        """Any other command."""
        rules = self.rules()
        return self._commit(decide(rules, self.case), rules.now)

    def seat(self, found: str) -> Play:
        """What becomes of the request for a seat: `grant`, `wait` or `refuse`."""
        seat, rules = self.case.submission.seat, self.rules()
        assert seat is not None
        decide = {"grant": seating.grant, "wait": seating.wait, "refuse": seating.refuse}[found]
        return self._commit(decide(rules, self.case, seat.request), rules.now)

    def correct(self, address: str) -> Play:
        """Corrects the applicant's address."""
        rules = self.rules()
        return self._commit(workflow.correct_address(rules, self.case, address), rules.now)

    def later(self, **length: int) -> Play:
        """Moves the clock."""
        self.now += timedelta(**length)
        return self

    def events(self, last: int = 1) -> list[str]:
        """The types of the events of the last commits."""
        return [
            events.type_of(event) for commit in self.commits[-last:] for event in events.load(commit.events)
        ]

    def _commit(self, decision: Decision, at: datetime) -> Play:
        self.told = []
        if not decision.events:
            return self
        private = (
            json.dumps({"salt": f"{len(self.commits):032x}", **decision.private})
            if decision.private
            else None
        )
        commit = Commit(
            submission=ID,
            seq=len(self.commits) + 1,
            at=at,
            command=f"command-{len(self.commits) + 1}",
            events=events.dump(decision.events),
            private=private,
            digest=digest_of(private),
        )
        commit = seal(commit, self.commits[-1].hash if self.commits else "")
        self.commits.append(commit)
        self.evolved = evolve(self.evolved, commit, events.load(commit.events))
        self.told = [
            f"{each.template} {each.to}" for each in messages.called_for(self.pinned, decision.events)
        ]
        return self

    def erased(self) -> Case:
        """The case once the private parts are removed."""
        return fold([replace(commit, private=None) for commit in self.commits])

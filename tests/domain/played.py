"""A submission played through the domain alone: each command becomes a sealed commit, as in services."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.domain import events, messages, workflow
from chalicelib.domain.commits import Commit, digest_of, seal
from chalicelib.domain.definitions import Program
from chalicelib.domain.submissions import Case, fold
from chalicelib.domain.workflow import Decision, Rules

START = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
ID = "0123456789abcdefghjk"


class Played:
    """One submission; `now` is moved by hand."""

    def __init__(self, program: Program, answers: Mapping[str, Any], *, live: Program | None = None) -> None:
        self.program = program
        self.live = live or program
        self.now = START
        self.commits: list[Commit] = []
        self.append(workflow.submit(self.rules, answers, language="en", body="body", by="visitor"))

    @property
    def rules(self) -> Rules:
        """What decisions are made by, now."""
        return Rules(pinned=self.program, live=self.live, version=1, now=self.now)

    @property
    def case(self) -> Case:
        """The case as the journal tells it."""
        return fold(self.commits)

    @property
    def state(self) -> str:
        """The submission's state."""
        return self.case.submission.state

    @property
    def asked(self) -> list[str]:
        """The ids of the asks that are open."""
        return [ask.id for ask in self.case.submission.open_asks()]

    def append(self, decision: Decision) -> None:
        """One commit of the decision, if there is anything in it."""
        if not decision.events:
            return
        salted = {"salt": f"{len(self.commits):032x}", **decision.private}
        private = json.dumps(salted) if decision.private else None
        commit = Commit(
            submission=ID,
            seq=len(self.commits) + 1,
            at=self.now,
            command=f"command-{len(self.commits)}",
            events=events.dump(decision.events),
            private=private,
            digest=digest_of(private),
        )
        self.commits.append(seal(commit, self.commits[-1].hash if self.commits else ""))

    def answer(self, ask: str, answer: str, **more: Any) -> None:
        """Somebody answers. Raises what the workflow refuses with."""
        party = ask.split(".", 1)[1].rpartition(".")[0]
        command = workflow.Answer(**{"ask": ask, "answer": answer, "by": party, **more})
        self.append(workflow.answer(self.rules, self.case, command))

    def wait(self, **length: float) -> None:
        """Time goes on, and what is due happens."""
        self.now += timedelta(**length)
        self.append(workflow.expire(self.rules, self.case))

    def do(self, decide: Callable[[Rules, Case], Decision]) -> None:
        """Any other command."""
        self.append(decide(self.rules, self.case))

    def told(self) -> list[tuple[int, str, str]]:
        """Every message: the commit, the template and the party."""
        return [
            (commit.seq, message.template, message.to)
            for commit in self.commits
            for message in messages.called_for(self.program, events.load(commit.events))
        ]

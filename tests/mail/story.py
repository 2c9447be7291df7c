"""Cases to write about, made by the domain alone: submitted, answered and expired in memory."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from chalicelib.domain import commits, deadlines, events, messages, workflow
from chalicelib.domain.definitions import (
    Community,
    FormPage,
    Look,
    Outcome,
    Party,
    Person,
    Program,
    Sender,
    Step,
    in_turn,
)
from chalicelib.domain.fields.email import Email
from chalicelib.domain.fields.text import LongText, Text
from chalicelib.domain.links import Link, make
from chalicelib.domain.submissions import Case, fold
from chalicelib.mail.occasion import Occasion

START = datetime(2026, 11, 23, 23, 8, tzinfo=UTC)
ID = "abcd3f9hjk0mnpqrstvw"
KEYS = (b"k" * 32,)

COMMUNITY = Community(
    id="springs",
    name={"en": "Colorado Springs", "ja": "コロラドスプリングス市"},
    organisation="Colorado Springs Sister Cities International",
    country="US",
    timezone="America/Denver",
    languages=("en", "ja"),
    sender=Sender(name="Colorado Springs Sister Cities International", email="desk@concord.example"),
    look=Look(accent="#1b5e8c"),
)

PROGRAM = Program(
    id="delegation-visit",
    community="springs",
    area="economy",
    kind="application",
    title={"en": "Delegation visit", "ja": "公式訪問"},
    summary={"en": "Ask for a visit.", "ja": "訪問のお申し込み。"},
    timezone="America/Denver",
    languages=("en", "ja"),
    roles={
        "coordinator": (Person(name="Protocol desk", email="visits@concord.example"),),
        "partner": (Person(name="国際交流課", email="kokusai@city.example", language="ja"),),
    },
    form=(
        FormPage(
            page="You",
            fields=(
                Text(id="full_name", label={"en": "Your name", "ja": "お名前"}, required=True),
                Email(id="email", label={"en": "Your address", "ja": "アドレス"}, required=True),
                Text(id="teacher_name", label={"en": "Teacher", "ja": "先生"}),
                Email(id="teacher_email", label={"en": "Teacher's address", "ja": "先生のアドレス"}),
                LongText(id="purpose", label={"en": "Purpose", "ja": "目的"}),
            ),
        ),
    ),
    workflow=in_turn(
        Step(step="confirm", ask="applicant", answers="confirm", due="3d", on_timeout="expire"),
        Step(
            step="vouch",
            ask=Party(named="teacher_email", name="teacher_name"),
            answers="consent",
            due="14d",
            on_timeout="decline",
        ),
        Step(
            step="decide",
            ask=Party(role="coordinator"),
            answers={
                "offer": Outcome(label={"en": "Offer a visit", "ja": "受け入れる"}),
                "refuse": Outcome(label={"en": "Refuse", "ja": "断る"}, then="decline"),
            },
        ),
        Step(step="accept", ask="applicant", answers="accept", due="7d", on_timeout="expire"),
    ),
)

FESTIVAL = msgspec.structs.replace(
    PROGRAM,
    id="cultural-festival",
    kind="registration",
    title={"en": "Cultural festival", "ja": "文化フェスティバル"},
    starts="2027-05-15T10:00",
    ends="2027-05-16",
    workflow=(),
)
"""A registration with nothing but its confirmation."""

ANSWERS = {"full_name": "Hanako Yamada", "email": "hanako@city.example", "purpose": "PLANTED-ANSWER"}


@dataclass
class Story:
    """One submission, as it goes on."""

    pinned: Program = PROGRAM
    live: Program | None = None
    community: Community = COMMUNITY
    now: datetime = START
    base_url: str = "https://concord.example"
    commits: list[commits.Commit] = field(default_factory=list)

    @property
    def case(self) -> Case:
        """The case as it is."""
        return fold(self.commits)

    def submit(self, *, language: str = "en", **answers: Any) -> Story:
        """Sends the form."""
        given = {**ANSWERS, **answers}
        decision = workflow.submit(self._rules(), given, language=language, body="", by="visitor")
        return self._commit(decision)

    def answer(self, ask: str, answer: str, *, by: str | None = None) -> Story:
        """Somebody answers; `by` staff, if it is a token."""
        by = by or self.case.submission.asks[ask].party
        on_behalf = "telephoned" if by.startswith("token:") else None
        command = workflow.Answer(ask=ask, answer=answer, by=by, on_behalf=on_behalf)
        return self._commit(workflow.answer(self._rules(), self.case, command))

    def wait(self, days: int) -> Story:
        """Lets time pass, and the deadlines with it."""
        self.now += timedelta(days=days)
        return self._commit(deadlines.fire(self._rules(), self.case))

    def occasion(self, template: str, to: str | None = None) -> Occasion:
        """The newest message of that template (to that party)."""
        found = [
            (commit.seq, index, message)
            for commit in self.commits
            for index, message in enumerate(messages.called_for(self.pinned, events.load(commit.events)))
            if message.template == template and to in (None, message.to)
        ]
        seq, index, message = found[-1]
        return Occasion(
            id=f"{ID}.{seq}.{index}",
            seq=seq,
            message=message,
            case=self.case,
            pinned=self.pinned,
            live=self.live or self.pinned,
            community=self.community,
            base_url=self.base_url,
            url=self.url,
            now=self.now,
        )

    def url(self, link: Link) -> str:
        """The address of a link."""
        path = {"ask": "asks"}.get(link.kind, link.kind)
        return f"{self.base_url}/{path}/{make(KEYS, link)}"

    def _rules(self) -> workflow.Rules:
        return workflow.Rules(pinned=self.pinned, live=self.live or self.pinned, version=1, now=self.now)

    def _commit(self, decision: workflow.Decision) -> Story:
        if decision.events:
            private = json.dumps({"salt": "00", **decision.private}) if decision.private else None
            commit = commits.Commit(
                submission=ID,
                seq=len(self.commits) + 1,
                at=self.now,
                command="c",
                events=events.dump(decision.events),
                private=private,
                digest=commits.digest_of(private),
            )
            self.commits.append(commits.seal(commit, self.commits[-1].hash if self.commits else ""))
        return self

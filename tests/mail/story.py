"""Cases to write about, made by the domain alone: submitted, answered and expired in memory."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from chalicelib.domain import (
    codes,
    commits,
    deadlines,
    desk,
    events,
    messages,
    owner,
    people,
    seating,
    workflow,
)
from chalicelib.domain.definitions import (
    Applicant,
    Community,
    FormPage,
    Look,
    Outcome,
    Party,
    Person,
    Program,
    Sender,
    Stage,
    Step,
    in_turn,
)
from chalicelib.domain.fields.email import Email
from chalicelib.domain.fields.group import Group
from chalicelib.domain.fields.note import Note
from chalicelib.domain.fields.text import LongText, Text
from chalicelib.domain.folding import fold
from chalicelib.domain.links import Link, code, make
from chalicelib.domain.submissions import Addressee, Case
from chalicelib.mail.occasion import Alive, Occasion

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

SEATED = msgspec.structs.replace(FESTIVAL, capacity=1, waitlist=True)
"""The same with one seat and a waitlist."""

EXCHANGE = Program(
    id="youth-exchange",
    community="springs",
    area="youth",
    kind="application",
    title={"en": "Youth exchange", "ja": "青少年交流"},
    summary={"en": "Two weeks in Japan.", "ja": "日本での2週間。"},
    timezone="America/Denver",
    languages=("en", "ja"),
    applicant=Applicant(called="nickname"),
    roles={
        "coordinator": (
            Person(name="Exchange desk", email="exchange@concord.example"),
            Person(name="Second desk", email="second@concord.example"),
        ),
        "reviewer": (
            Person(name="First reader", email="one@readers.example"),
            Person(name="Second reader", email="two@readers.example"),
            Person(name="Third reader", email="three@readers.example"),
        ),
    },
    form=(
        FormPage(
            page="You",
            fields=(
                Text(id="full_name", label={"en": "Full name", "ja": "氏名"}, required=True),
                Text(id="nickname", label={"en": "What you are called", "ja": "呼び名"}),
                Email(id="email", label={"en": "Your address", "ja": "アドレス"}, required=True),
                Group(
                    id="guardians",
                    label={"en": "Parents or guardians", "ja": "保護者"},
                    fields=(
                        Text(id="name", label={"en": "Name", "ja": "氏名"}),
                        Email(id="email", label={"en": "Address", "ja": "アドレス"}, required=True),
                    ),
                ),
                Text(id="allergies", label={"en": "Allergies", "ja": "アレルギー"}, sensitive=True),
                LongText(id="purpose", label={"en": "Why Japan?", "ja": "志望動機"}),
            ),
        ),
    ),
    workflow=(
        Stage(
            (
                Step(
                    step="confirm",
                    ask="applicant",
                    answers="confirm",
                    due="3d",
                    remind=("1d",),
                    on_timeout="expire",
                ),
            )
        ),
        Stage(
            (
                Step(
                    step="consent",
                    ask=Party(each="guardians", name="name", email="email"),
                    answers="consent",
                    due="14d",
                    remind=("7d",),
                    on_timeout="expire",
                    form=(
                        Note(id="about", label={"en": "Please talk first.", "ja": "ご相談ください。"}),
                        Text(id="phone", label={"en": "Your telephone", "ja": "電話番号"}),
                    ),
                ),
            )
        ),
        Stage(
            (
                Step(
                    step="review",
                    ask=Party(role="reviewer"),
                    needs=2,
                    due="21d",
                    remind=("7d",),
                    on_timeout="next",
                    hidden_from=("applicant",),
                    blind=("full_name", "nickname", "guardians"),
                    form=(LongText(id="comments", label={"en": "Your reasons", "ja": "理由"}),),
                ),
            )
        ),
        Stage((Step(step="decide", ask=Party(role="coordinator"), answers="decide"),)),
        Stage(
            (
                Step(
                    step="offer",
                    ask="applicant",
                    answers="accept",
                    due="7d",
                    remind=("2d",),
                    on_timeout="release",
                    verify="code",
                ),
            )
        ),
    ),
)
"""Everybody is asked: each parent, three readers who see no name, and the applicant with a code."""

RETURNING = msgspec.structs.replace(
    EXCHANGE,
    workflow=(
        *EXCHANGE.workflow[:2],
        *in_turn(
            Step(
                step="decide",
                ask=Party(role="coordinator"),
                answers={
                    "offer": Outcome(label={"en": "Offer a place", "ja": "案内する"}, then="offer"),
                    "back": Outcome(label={"en": "Send it back", "ja": "差し戻す"}, then="improve"),
                },
            ),
            Step(
                step="improve",
                ask="applicant",
                amend=("purpose", "allergies", "nickname"),
                answers={"sent": Outcome(label={"en": "Send it", "ja": "送信する"}, then="decide")},
                due="7d",
                on_timeout="decline",
            ),
        ),
        EXCHANGE.workflow[4],
    ),
)
"""One in which the coordinator can send the form back to be changed."""

ANSWERS = {"full_name": "Hanako Yamada", "email": "hanako@city.example", "purpose": "PLANTED-ANSWER"}

FAMILY = [
    {"name": "Taro Yamada", "email": "taro@family.example"},
    {"name": "Yuki Yamada", "email": "yuki@family.example"},
]

STAFF = "token:t1"


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

    def answer(self, ask: str, answer: str, *, by: str | None = None, **said: Any) -> Story:
        """Somebody answers; `by` staff, if it is a token."""
        by = by or self.case.submission.asks[ask].party
        on_behalf = "telephoned" if by.startswith("token:") else None
        command = workflow.Answer(ask=ask, answer=answer, by=by, on_behalf=on_behalf, **said)
        return self._commit(workflow.answer(self._rules(), self.case, command))

    def wait(self, days: int) -> Story:
        """Lets time pass, and the deadlines with it."""
        self.now += timedelta(days=days)
        return self._commit(deadlines.fire(self._rules(), self.case))

    def status_code(self) -> Story:
        """A code for the status page is sent."""
        return self.do(owner.send_code)

    def code(self, ask: str, answer: str) -> Story:
        """Somebody answers where a code is wanted, and is sent one."""
        party = self.case.submission.asks[ask].party
        proof = codes.Proof("", lambda _: "")
        command = workflow.Answer(ask=ask, answer=answer, by=party, proof=proof)
        return self.do(lambda rules, case: workflow.answer(rules, case, command))

    def do(self, decide: Callable[[workflow.Rules, Case], workflow.Decision]) -> Story:
        """A command of the domain."""
        return self._commit(decide(self._rules(), self.case))

    def extend(self, ask: str, *, days: int) -> Story:
        """Staff give more time, from now."""
        due = self.now + timedelta(days=days)
        return self.do(lambda rules, case: desk.extend(rules, case, ask, due=due, by=STAFF, reason="ill"))

    def recuse(self, ask: str, reason: str) -> Story:
        """Somebody asked by role can't answer."""
        party = self.case.submission.asks[ask].party
        return self.do(lambda rules, case: workflow.recuse(rules, case, ask, by=party, reason=reason))

    def disown(self, ask: str) -> Story:
        """Somebody named is not meant."""
        party = self.case.submission.asks[ask].party
        return self.do(lambda rules, case: workflow.disown(rules, case, ask, by=party))

    def amend(self, **changed: Any) -> Story:
        """The applicant changes answers."""
        form = {**self.case.answers, **changed}
        return self.do(lambda rules, case: owner.amend(rules, case, form))

    def reopen(self, step: str) -> Story:
        """Staff open a step once more."""
        return self.do(lambda rules, case: desk.reopen(rules, case, step, by=STAFF, reason="appeal"))

    def withdraw(self, *, by: str = "applicant") -> Story:
        """It is withdrawn."""
        return self.do(lambda rules, case: desk.withdraw(rules, case, by=by, reason="moved"))

    def seat(self, found: str) -> Story:
        """What becomes of the request for a seat: `grant`, `wait` or `refuse`."""
        seat = self.case.submission.seat
        assert seat is not None
        command = {"grant": seating.grant, "wait": seating.wait, "refuse": seating.refuse}[found]
        return self.do(lambda rules, case: command(rules, case, seat.request))

    def erase(self, *, by: str = "applicant") -> Story:
        """It is erased."""
        return self.do(lambda rules, case: owner.erase(rules, case, by=by))

    def links(self, *, to: str = "applicant", ask: str | None = None) -> Story:
        """The links of an address are asked for, and there is another submission."""
        return self.do(lambda rules, case: owner.links_wanted(rules, case, to=to, ask=ask, others=("other",)))

    def refused_second(self) -> Story:
        """Somebody sends a second form where there may be one."""
        return self.do(lambda rules, case: owner.refused_second(rules, case, draft="other"))

    def alive(self, email: str) -> Alive:
        """What is alive here at that address."""
        case = self.case
        asks = [
            ask
            for ask in case.submission.open_asks()
            if (who := people.addressee(self.pinned, case, ask.party, ask.id)) and who.email == email
        ]
        return Alive(case, self.pinned, tuple(asks), own=case.answers["email"] == email)

    def occasion(self, template: str, to: str | None = None, alive: tuple[Alive, ...] = ()) -> Occasion:
        """The newest message of that template (to that party); `alive` for the links of others."""
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
            stop=lambda link: f"{self.base_url}/stop/{make(KEYS, link)}",
            code=lambda *which: code(KEYS[0], *which),
            now=self.now,
            alive=alive,
        )

    def url(self, link: Link) -> str:
        """The address of a link."""
        path = {"ask": "asks"}.get(link.kind, link.kind)
        return f"{self.base_url}/{path}/{make(KEYS, link)}"

    def _rules(self) -> workflow.Rules:
        name, language = "Colorado Springs Sister Cities International", self.community.languages[0]
        office = Addressee(name, "desk@concord.example", language)
        return workflow.Rules(
            pinned=self.pinned, live=self.live or self.pinned, version=1, now=self.now, desk=office
        )

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

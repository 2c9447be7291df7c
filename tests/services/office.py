"""Concord's services on memory: a program and its community published, a clock that is moved by hand."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from chalicelib.domain import events
from chalicelib.domain.commits import Commit
from chalicelib.domain.links import Link
from chalicelib.domain.submissions import Case
from chalicelib.services import answer, publish, records, submit
from chalicelib.services.submit import Form, Sent
from chalicelib.services.world import World
from chalicelib.storage import ports
from chalicelib.storage.ports import Holder, Published, Stores
from tests import memory
from tests.domain.examples import ANSWERS, COMMUNITY, PROGRAM, changed

START = datetime(2026, 11, 23, 23, 8, tzinfo=UTC)
BASE = "https://concord.example"
CONFIRM = "confirm.applicant.1"
DECIDE = "decide.coordinator.0.1"

STEPS: list[dict[str, Any]] = [
    {"step": "confirm", "ask": "applicant", "answers": "confirm", "due": "3d", "on_timeout": "expire"},
    {"step": "decide", "ask": {"role": "coordinator"}, "answers": "decide"},
]
VISIT = changed(PROGRAM, ("/workflow", STEPS))
DESK = Holder("desk", "staff@concord.example", "springs", "administrator")
COORDINATOR = Holder("exchange", "exchange@concord.example", "springs", "member")


@dataclass
class Office:
    """A deployment with one program: confirm the address, then the coordinator decides."""

    stores: Stores = field(default_factory=memory.stores)
    now: datetime = START
    _numbers: Any = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        """Publishes the community and the program."""
        publish.publish(self.world, COMMUNITY, by="test", kind="community")
        publish.publish(self.world, VISIT, by="test")

    @property
    def world(self) -> World:
        """What services are handed."""
        return World(
            stores=self.stores,
            base_url=BASE,
            clock=lambda: self.now,
            random=lambda length: hashlib.shake_128(str(next(self._numbers)).encode()).digest(length),
        )

    def publish(self, document: dict[str, Any]) -> publish.Outcome:
        """Publishes a program."""
        return publish.publish(self.world, document, by="test")

    def wait(self, **length: float) -> None:
        """Moves the clock."""
        self.now += timedelta(**length)

    def send(self, *, key: str | None = None, begun: datetime | None = None, **answers: Any) -> Sent:
        """Sends the form with these answers changed."""
        form = Form("visit", {**ANSWERS, **answers}, language="en", key=key, begun=begun)
        return submit.submit(self.world, form)

    def submission(self) -> str:
        """The id of a submission that was just sent."""
        return self.send().case.submission.id

    def answer(self, submission: str, ask: str, given: str, **said: str) -> Case:
        """Answers by the ask's link."""
        opened = answer.open_link(self.world, Link("ask", submission, ask))
        return answer.by_link(self.world, opened, answer.Given(given, **said)).case

    def confirmed(self) -> str:
        """The id of a submission whose address is confirmed."""
        submission = self.submission()
        self.answer(submission, CONFIRM, "yes")
        return submission

    def case(self, submission: str) -> Case:
        """The case as the journal tells it."""
        return records.case_of(self.world, submission)

    def asks(self, submission: str) -> dict[str, str]:
        """The state of each ask, or its answer."""
        return {ask.id: ask.answer or ask.state for ask in self.case(submission).submission.asks.values()}

    def commits(self, submission: str) -> int:
        """How many commits there are."""
        return len(self.stores.journal.read(submission))

    def events(self, submission: str, seq: int = -1) -> list[str]:
        """The types of the events of one commit, the last one unless its number is given."""
        commit = self.stores.journal.read(submission)[seq if seq < 0 else seq - 1]
        return [events.type_of(event) for event in events.load(commit.events)]

    def appended(self) -> int:
        """How many commits there are of all submissions."""
        journal: Any = self.stores.journal
        return len(journal.appended)


@dataclass
class Overtaken:
    """The journal at an edge where somebody else's commit comes in first, as often as `others` has any."""

    journal: ports.Journal
    others: list[Callable[[], object]] = field(default_factory=list)

    def read(self, submission: str) -> tuple[Commit, ...]:
        """As the journal does."""
        return self.journal.read(submission)

    def first(self, submission: str) -> Commit | None:
        """As the journal does."""
        return self.journal.first(submission)

    def append(self, commit: Commit, uploads: Sequence[str] = (), take: ports.Take | None = None) -> None:
        """Lets the next of the others write, then this one."""
        if self.others:
            self.others.pop(0)()
        self.journal.append(commit, uploads, take)


@dataclass
class Outpublished:
    """Definitions at an edge where somebody else's version comes in first, as often as `others` has any."""

    definitions: ports.Definitions
    others: list[Callable[[], object]] = field(default_factory=list)

    def get(self, *keys: Any) -> Any:
        """As the definitions do."""
        return self.definitions.get(*keys)

    def publish(self, published: Published, card: str) -> None:
        """Lets the next of the others publish, then this one."""
        if self.others:
            self.others.pop(0)()
        self.definitions.publish(published, card)

    def cards(self, kind: Any) -> Any:
        """As the definitions do."""
        return self.definitions.cards(kind)


def overtaken(office: Office, *others: Callable[[], object]) -> World:
    """The office's world, in which the others write just before each append."""
    journal = Overtaken(office.stores.journal, list(others))
    return replace(office.world, stores=replace(office.stores, journal=journal))


def outpublished(office: Office, *others: Callable[[], object]) -> World:
    """The office's world, in which the others publish just before each version."""
    definitions = Outpublished(office.stores.definitions, list(others))
    return replace(office.world, stores=replace(office.stores, definitions=definitions))


def together(number: int, act: Callable[[int], Any]) -> list[Any]:
    """What each of so many threads got, or was refused with, all of them starting at once."""
    start = threading.Barrier(number)
    found: list[Any] = [None] * number

    def run(place: int) -> None:
        start.wait()
        try:
            found[place] = act(place)
        except Exception as error:  # noqa: BLE001 - it is what the test looks at
            found[place] = error

    threads = [threading.Thread(target=run, args=(place,)) for place in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found

"""Concord as one deployment in memory: what AWS would do between its parts is done here, well or badly.

Records of the stream and messages of the queues come late, twice, and in another order; functions die between
two writes; SES refuses, or does not answer. The clock stands still but for whoever moves it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from functools import lru_cache
from itertools import count
from random import Random
from typing import Any

from chalicelib.consumers import notify, project, relay, repair, seat, sweep
from chalicelib.domain.commits import Commit
from chalicelib.domain.errors import Unavailable
from chalicelib.domain.links import Link, read
from chalicelib.mail import ses
from chalicelib.services import publish
from chalicelib.services.world import World
from chalicelib.storage import ports
from chalicelib.storage.ports import Queue, Stores, Take
from tests import memory
from tests.consumers.house import queue_event, record
from tests.simulator.storeroom import Storeroom
from tests.simulator.weather import Died, Weather

BASE = "https://concord.example"
_LINK = re.compile(rf"{BASE}/(asks|status)/(\S+)")
_CODE = re.compile(r"(?<!\d)\d{6}(?!\d)")

RECEIVES = 20
"""How often a queue hands out one message before it is among the dead letters."""

AGAIN = timedelta(minutes=1)
"""When what failed is handed out again."""


@dataclass(frozen=True)
class Mail:
    """A message as it lies in somebody's mailbox. `copy`: whether the same one had come before."""

    id: str
    submission: str
    seq: int
    template: str
    to: str
    address: str
    at: datetime
    message: EmailMessage
    links: tuple[Link, ...]
    codes: tuple[str, ...]
    copy: bool = False


@dataclass
class _Overtaken:
    """The journal, into which somebody else writes first, as often as `others` has any."""

    journal: ports.Journal
    others: list[Callable[[], object]] = field(default_factory=list)

    def read(self, submission: str) -> tuple[Commit, ...]:
        return self.journal.read(submission)

    def first(self, submission: str) -> Commit | None:
        return self.journal.first(submission)

    def append(self, commit: Commit, uploads: Sequence[str] = (), take: Take | None = None) -> None:
        others, self.others = self.others, []
        for other in others:
            other()
        self.journal.append(commit, uploads, take)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.journal, name)


@dataclass
class Town:
    """The deployment. `true`: its stores, under whatever weather; `mails`: every message that SES took.

    `handed`: what was handed to SES and what became of it, by message; `bodies`: everything that was queued;
    `waiting`: what queues hand out later, from when on, and how often it was handed out.
    """

    chance: Random
    now: datetime
    true: Stores
    weather: Weather
    limits: bool = False
    mails: list[Mail] = field(default_factory=list)
    handed: dict[str, list[ses.Result]] = field(default_factory=dict)
    bodies: list[str] = field(default_factory=list)
    swept: datetime | None = None
    arrive: Callable[[Mail], None] = lambda _mail: None
    _numbers: Any = field(default_factory=lambda: count(1))
    _places: dict[str, int] = field(default_factory=lambda: {"project": 0, "relay": 0})
    waiting: list[tuple[datetime, Queue, str, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Puts the weather over the stores."""
        salt = self.chance.random()
        self.journal = _Overtaken(self.true.journal)
        self.world = World(
            stores=self.weather.over(replace(self.true, journal=self.journal)),
            base_url=BASE,
            limits=self.limits,
            clock=lambda: self.now,
            random=lambda length: hashlib.shake_128(f"{salt} {next(self._numbers)}".encode()).digest(length),
        )
        self.quiet = replace(self.world, stores=self.true)

    # What people and staff do.

    def act(self, do: Callable[[World], Any], *others: Callable[[], object]) -> Any:
        """What somebody does over HTTP: again where AWS failed. The others write first, where it writes."""
        for _ in range(30):
            self.journal.others = list(others)
            try:
                return do(self.world)
            except Unavailable:
                others = ()
                continue
            finally:
                self.journal.others = []
        raise AssertionError("AWS fails for ever")

    # What AWS does.

    def settle(self) -> None:
        """Lets every function run until nothing is left to do at this moment."""
        for _ in range(300):
            if not self._stir():
                return
        raise AssertionError("functions call one another without end")

    def sweep(self) -> None:
        """The minute's sweep."""
        self._function(lambda: sweep.handle({}, self.world))

    def next_time(self) -> datetime | None:
        """When the sweep finds something due, or a queue hands something out again."""
        summaries: Any = self.true.summaries
        messages: Any = self.true.messages
        moments = [row.fires for row in summaries.rows.values()]
        moments += [fires for _, fires in messages.rows.values()]
        moments += [at for at, *_ in self.waiting]
        return min((moment for moment in moments if moment is not None), default=None)

    def _function(self, run: Callable[[], Any]) -> Any:
        """What the function answers; None where it failed as a whole."""
        self.weather.deadly = True
        try:
            return run()
        except (Died, Unavailable):
            return None
        finally:
            self.weather.deadly = False

    def _stir(self) -> bool:
        appended: Any = self.true.journal
        busy = False
        for name, handle in (("project", project.handle), ("relay", relay.handle)):
            start = self._places[name]
            new = appended.appended[start : start + 10]
            if new:
                busy = True
                self._stream(name, handle, start, new)
        for at, queue, body, received in self._due():
            busy = True
            self._queued(at, queue, body, received)
        return busy

    def _stream(self, name: str, handle: Callable[..., Any], start: int, new: list[tuple[str, int]]) -> None:
        records = [record(number, *keys) for number, keys in enumerate(new, start)]
        if self.weather.often and self.chance.random() < 0.2:
            self.chance.shuffle(records)
        if self.weather.often and start and self.chance.random() < 0.1:
            appended: Any = self.true.journal
            again = self.chance.randrange(start)
            records.insert(0, record(again, *appended.appended[again]))
        answer = self._function(lambda: handle({"Records": records}, self.world))
        if answer is None:
            return
        failed = {each["itemIdentifier"] for each in answer["batchItemFailures"]}
        numbers = [number for number in range(start, start + len(new)) if f"{number:021}" in failed]
        self._places[name] = min(numbers, default=start + len(new))

    def _due(self) -> list[tuple[datetime, Queue, str, int]]:
        """What the queues hand out now."""
        queues: Any = self.true.queues
        for queue in ("repair", "mail", "seat"):
            bodies, queues.sent[queue] = queues.sent[queue], []
            self.bodies += bodies
            for body in bodies:
                self.waiting.append((self.now, queue, body, 0))
                if self.weather.often and self.chance.random() < 0.1:
                    twice = self.now + self.chance.choice([0, 1, 40, 200]) * AGAIN
                    self.waiting.append((twice, queue, body, 0))
        due = [each for each in self.waiting if each[0] <= self.now]
        self.waiting = [each for each in self.waiting if each[0] > self.now]
        if self.weather.often:
            self.chance.shuffle(due)
        return due

    def _queued(self, _at: datetime, queue: Queue, body: str, received: int) -> None:
        event = queue_event([body])
        handle: dict[Queue, Callable[[], Any]] = {
            "repair": lambda: repair.handle(event, self.world),
            "seat": lambda: seat.handle(event, self.world),
            "mail": lambda: notify.handle(event, self.world, self._send),
        }
        answer = self._function(handle[queue])
        if (answer is None or answer["batchItemFailures"]) and received + 1 < RECEIVES:
            self.waiting.append((self.now + AGAIN, queue, body, received + 1))

    # SES, and what lies in mailboxes.

    def _send(self, message: EmailMessage, *, settings: str) -> ses.Result:  # noqa: ARG002 - as SES has it
        result, taken = self._fate()
        name = str(message["X-Concord-Message"])
        if taken:
            self.arrive(self._posted(name, message))
        self.handed.setdefault(name, []).append(result)
        return result

    def _fate(self) -> tuple[ses.Result, bool]:
        """What SES answers, and whether it sends the message."""
        number = self.chance.random() if self.weather.often else 1.0
        if number < 0.03:
            return ses.Passing("Throttled"), False
        if number < 0.06:
            return ses.Unknown("ReadTimeout"), self.chance.random() < 0.5
        if number < 0.065:
            return ses.Refused("MessageRejected"), False
        return ses.Accepted("1"), True

    def _posted(self, name: str, message: EmailMessage) -> Mail:
        text = str(message.get_body(("plain",)).get_content())  # type: ignore[union-attr]
        row = self.true.messages.get(name)
        assert row is not None
        mail = Mail(
            id=name,
            submission=row.submission,
            seq=row.seq,
            template=row.template,
            to=row.to,
            address=message["To"].addresses[0].addr_spec,
            at=self.now,
            message=message,
            links=tuple(read(self.world.keys().links, found) for _, found in _LINK.findall(text)),
            codes=tuple(_CODE.findall(text)) if row.template == "code" else (),
            copy=any(each.id == name for each in self.mails),
        )
        self.mails.append(mail)
        return mail


def town(
    chance: Random, now: datetime, documents: tuple[str, ...], weather: Weather, *, limits: bool
) -> Town:
    """A deployment in which these definitions (JSON texts, communities first) were published long ago."""
    published = _published(documents)
    stores = memory.stores(kept=Storeroom)
    definitions: Any = stores.definitions
    definitions.versions |= published.versions
    for kind, texts in published.texts.items():
        definitions.texts[kind] |= texts
    return Town(chance, now, stores, weather, limits)


@lru_cache(maxsize=256)
def _published(documents: tuple[str, ...]) -> memory.Definitions:
    """Definitions in which these are published: checked once, for as many runs as there are."""
    import json

    from tests.simulator.programs import START

    stores = memory.stores()
    world = World(stores=stores, base_url=BASE, clock=lambda: START)
    for text in documents:
        document: Mapping[str, Any] = json.loads(text)
        publish.publish(world, document, by="staff", kind="program" if "form" in document else "community")
    found = copy(stores.definitions)
    assert isinstance(found, memory.Definitions)
    return found

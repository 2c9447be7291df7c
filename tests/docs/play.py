"""Plays a program in memory: forms are sent, asks answered, deadlines pass, messages are composed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from chalicelib.domain import documents, ids, messages
from chalicelib.domain.events import load
from chalicelib.domain.links import Link
from chalicelib.mail.compose import compose
from chalicelib.mail.occasion import Occasion
from chalicelib.services import answer, fire, publish, records, submit
from chalicelib.services.records import Loaded
from chalicelib.services.world import World
from tests import memory
from tests.docs.documents import ROOT

CATALOGUE = ROOT / "chalicelib" / "catalogue"
BEGINNING = datetime(2026, 11, 2, 17, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Mail:
    """What one message says on its envelope, with the reference spelled `ABCD-EFGH`."""

    template: str
    to: str
    subject: str


class Play:
    """One program, and one submission of it at a time."""

    def __init__(self, program: str) -> None:
        """`program` is YAML; it has to be without a fault."""
        self.now = BEGINNING
        self._random = count(1)
        self.world = World(
            stores=memory.stores(),
            base_url="https://concord.example",
            clock=lambda: self.now,
            random=lambda length: next(self._random).to_bytes(length, "big"),
        )
        for path in sorted((CATALOGUE / "communities").glob("*.yaml")):
            self._publish(path, kind="community")
        document = documents.from_yaml(program)
        publish.publish(self.world, document, by="test")
        self.program = str(document["id"])
        self.submission = ""
        self._told = 0

    def _publish(self, path: Path, *, kind: Any) -> None:
        publish.publish(self.world, documents.from_yaml(path.read_bytes()), by="test", kind=kind)

    def send(self, answers: Mapping[str, Any], language: str = "en") -> list[Mail]:
        """Somebody sends the form: what goes out."""
        form = submit.Form(program=self.program, answers=answers, language=language)
        self.submission = submit.submit(self.world, form).case.submission.id
        self._told = 0
        return self._mails()

    def answer(self, given: str, *, by: str) -> list[Mail]:
        """The one open ask of a party (`coordinator.0`) is answered by its link: what goes out."""
        (ask,) = [ask for ask in self.loaded().case.submission.open_asks() if ask.party == by]
        link = Link("ask", self.submission, ask.id, ask.generation)
        opened = answer.open_link(self.world, link)
        answer.by_link(self.world, opened, answer.Given(given, signed_by="A name"))
        return self._mails()

    def wait(self, **length: int) -> list[Mail]:
        """Time passes, and what is due happens: what goes out."""
        self.now += timedelta(**length)
        fire.fire(self.world, self.submission)
        return self._mails()

    def loaded(self) -> Loaded:
        """The submission as it is."""
        return records.load(self.world, self.submission)

    @property
    def state(self) -> str:
        """Its state."""
        return self.loaded().case.submission.state

    def _mails(self) -> list[Mail]:
        """The messages of the commits since the last ones."""
        loaded = self.loaded()
        first, self._told = self._told + 1, loaded.case.submission.seq
        return [mail for seq in range(first, self._told + 1) for mail in self._of(loaded, seq)]

    def _of(self, loaded: Loaded, seq: int) -> Iterator[Mail]:
        reference = ids.reference(self.submission)
        events = load(loaded.case.commits[seq - 1].events)
        for index, message in enumerate(messages.called_for(loaded.pinned, events)):
            composed = compose(
                Occasion(
                    id=f"{self.submission}.{seq}.{index}",
                    seq=seq,
                    message=message,
                    case=loaded.case,
                    pinned=loaded.pinned,
                    live=loaded.live,
                    community=loaded.community,
                    base_url=self.world.base_url,
                    url=self.world.url,
                    stop=self.world.stop,
                    code=self.world.code,
                    now=self.now,
                )
            )
            (to,) = composed["To"].addresses
            subject = str(composed["Subject"]).replace(reference, "ABCD-EFGH")
            yield Mail(message.template, to.addr_spec, subject)

"""Somebody who plays any program to the end that is wished for, from its pages and mails alone.

Knows the definition, as everybody may read it, and so which answer leads nearer to that end. What is filled
in is made by chance from the definition; everybody who is named has an address of their own.
"""

from __future__ import annotations

import math
import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random
from typing import Any
from urllib.parse import urlsplit

from chalicelib.domain import about, documents, programs, steps, ways
from chalicelib.domain import answers as forms
from chalicelib.domain.definitions import Party, Program, Step, fields_of
from chalicelib.domain.fields import checking, file
from chalicelib.domain.fields.email import Email
from chalicelib.domain.fields.field import Context, Field
from chalicelib.domain.fields.file import File
from chalicelib.domain.fields.group import Group
from chalicelib.domain.graph import Node
from chalicelib.domain.media import EXTENSIONS
from infra.local.forms import spelt
from tests.journeys.browser import Form, Page
from tests.journeys.story import Story
from tests.services import samples
from tests.simulator import answers

APPLICANT = "applicant@people.example"
COUNTRY = "US"
PATIENCE = 60
"""Turns after which nobody believes that the end is ever come to."""

FILES = {
    "application/pdf": samples.PDF,
    "image/jpeg": samples.picture(),
    "audio/mpeg": b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x00" + bytes(413),
}
"""A file of each type that the catalogue asks for first."""

_CODE = re.compile(r"^\s*(\d{6})\s*$", re.MULTILINE)
_ENDED = ("declined", "withdrawn", "expired")


@dataclass(frozen=True, slots=True)
class Move:
    """One way on. `step`: whose outcome it is, of several side by side; None: that all of them go on."""

    turns: int
    by: str
    then: str
    step: Step | None


@dataclass
class Wanderer:
    """One submission of a program on the way to an end. `now`: the demo's clock."""

    story: Story
    program: Program
    end: str
    chance: Random
    now: datetime
    answers: dict[str, Any] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @classmethod
    def of(cls, story: Story, document: Mapping[str, Any], end: str) -> Wanderer:
        """Who fills in the program's form today; the same program and end are always played the same."""
        now = datetime.now(UTC)
        settled = programs.settle(document, now.astimezone(UTC).date())
        program = programs.program(documents.to_json(settled))
        return cls(story, program, end, Random(f"{program.id} {end}"), now)

    def play(self) -> dict[str, Any]:
        """The submission as staff see it when it has come to rest."""
        self.send()
        for _ in range(PATIENCE):
            found = self.story.submission(self.program.id)
            if found["state"] in _ENDED or (found["state"] == "accepted" and not found["steps"]):
                return found
            if not self.moves(found):
                self.wait(timedelta(days=20))  # until the outcomes are announced
        raise AssertionError(f"{self.program.id} does not come to be {self.end}: {found['events']}")

    # The form.

    @property
    def context(self) -> Context:
        """What answers are checked by today."""
        return Context(programs.day(self.program, self.now), self.program.languages, COUNTRY)

    def send(self) -> None:
        """Fills in the form, page by page where there are several, and sends it."""
        given = answers.filled_in(fields_of(self.program), self.chance, self.context, self.program)
        given = dict(self.readied(fields_of(self.program), given))
        given[self.program.applicant.email] = APPLICANT
        self.answers, faults = forms.check(self.program, given, self.context.today, country=COUNTRY)
        assert not faults
        path = f"/programs/{self.program.id}"
        page = self.story.browser.open(path)
        while urlsplit(page.url).path == path:
            assert page.status == 200, page.errors
            page = _filled(_with_rows(page, self.answers), self.answers).press()
        assert page.status == 200, page.errors

    def readied(self, fields: Sequence[Field], given: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        """The answers, with another address for everybody who is named, and files that were sent before."""
        known = {each.id: each for each in fields}
        for name, value in given.items():
            match known.get(name):
                case Email():
                    yield name, f"person{next(self.numbers)}@people.example"
                case File() as each:
                    sent = [self.uploaded(each) for _ in file.ids(value)]
                    yield name, sent if each.count > 1 else sent[0]
                case Group(fields=members):
                    yield name, [dict(self.readied(members, row)) for row in value]
                case _:
                    yield name, value

    def uploaded(self, each: File) -> str:
        """The id of a file that was sent for a field."""
        media = file.accepted(each)[0]
        path = f"/v1/uploads?program={self.program.id}&field={each.id}"
        headers = {"Content-Type": media, "X-Filename": f"planted.{EXTENSIONS[media][0]}"}
        answer = self.story.api("POST", path, token=None, data=FILES[media], headers=headers)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    # What is asked.

    def moves(self, found: Mapping[str, Any]) -> bool:
        """Does what leads nearer to the end; whether there was anything to do."""
        asked = dict.fromkeys(ask["step"] for ask in found["asks"] if ask["state"] == "open")
        open_steps = [steps.find(self.program, name) for name in asked]
        if not open_steps:
            return False
        move = self.nearest(open_steps)
        answering = open_steps if move.step is None else [move.step]
        for step in answering:
            words = [word for word, then in steps.offered(step).items() if then == move.then]
            if move.by == "answer" and words:
                self.answer(step, self.chance.choice(words))
        if move.by == "time":
            dues = [ask["due"] for ask in found["asks"] if ask["state"] == "open" and ask["due"]]
            self.wait(max(datetime.fromisoformat(due) for due in dues) - self.now)
        return True

    def nearest(self, open_steps: Sequence[Step]) -> Move:
        """The way on that leads to the end in the fewest turns; rather by an answer than by time."""
        place = steps.place(self.program, open_steps[0].step)
        beside = [way for way in ways.out_of(self.program)[place] if way.step in open_steps]
        turns = _turns(self.program, self.end)
        found = [
            Move(turns[way.target] + 1, way.by, way.then, way.step)
            for way in beside
            if way.by != "skip" and way.then != "next" and way.target in turns
        ]
        onward = [way for way in beside if way.then == "next" and way.target in turns]
        for by in ("answer", "time"):
            able = [step for step in open_steps if any(way.step is step and way.by == by for way in onward)]
            if len(able) == len(open_steps):
                found.append(Move(turns[onward[0].target] + 1, by, "next", None))
        assert found, f"no way leads from {[step.step for step in open_steps]} to {self.end}"
        return min(found, key=lambda move: (move.turns, move.by))

    def answer(self, step: Step, word: str) -> None:
        """Those who are asked answer, one after another, until the step has settled."""
        for address in self.asked(step):
            link = self.link(address, step)
            if link is None:
                continue
            self.used.add(link)
            self.fill_in(address, link, step, word)
            if step.step not in self.story.submission(self.program.id)["steps"]:
                return

    def fill_in(self, address: str, link: str, step: Step, word: str) -> None:
        """Fills in the page of an ask and presses the button, with a code where one is wanted."""
        form: dict[str, Any] = {}
        if step.form and steps.needs_form(self.program, step, steps.offered(step)[word]):
            known = self.answers
            given = answers.filled_in(step.form, self.chance, self.context, beside=known)
            given = dict(self.readied(step.form, given))
            beside = about.rows(self.program, step.form, known)
            form, faults = checking.check(step.form, given, "", self.context, beside)
            assert not faults
        page = _with_rows(self.story.open(link), form)
        required = {"sure": True, "signed_by": "Somebody who may"}
        page = _filled(page, {**form, **required}).press(word)
        if page.status == 200 and page.forms and "code" in page.form.names:
            (code,) = _CODE.findall(self.story.newest(address).text)
            page = page.form.fill({"code": code}).press(word)
        assert page.status == 200, page.errors

    def asked(self, step: Step) -> list[str]:
        """The addresses of those whom a step asks."""
        ask = step.ask
        if not isinstance(ask, Party):
            return [APPLICANT]
        if ask.role is not None:
            return [person.email for person in self.program.roles[ask.role]]
        if ask.named is not None:
            return [self.answers[ask.named]]
        return [row[ask.email] for row in self.answers.get(ask.each or "", ()) if ask.email in row]

    def link(self, address: str, step: Step) -> str | None:
        """The newest link in the mailbox that asks for an answer to the step, and was not used yet."""
        for mail in reversed(self.story.mails(address)):
            for link in dict.fromkeys(each for each in mail.links if "/asks/" in each):
                if link not in self.used and _offers(self.story.open(link), step):
                    return link
        return None

    def wait(self, length: timedelta) -> None:
        """Lets time pass, and a little more."""
        hours = math.ceil(max(length, timedelta(0)) / timedelta(hours=1)) + 1
        self.now = self.story.demo.advance(f"{hours}h")
        self.story.demo.drain()


def _turns(program: Program, end: str) -> dict[Node, int]:
    """How many turns each place is away from the end, of those from which there is a way."""
    out = ways.out_of(program)
    found: dict[Node, int] = {end: 0}
    waiting: deque[Node] = deque([end])
    while waiting:
        node = waiting.popleft()
        for place, onward in enumerate(out):
            if place not in found and any(way.target == node for way in onward):
                found[place] = found[node] + 1
                waiting.append(place)
    return found


def _with_rows(page: Page, given: Mapping[str, Any]) -> Page:
    """The page with as many rows as the answers have, of the groups that it asks for."""
    for name, value in given.items():
        rows = isinstance(value, list) and value and isinstance(value[0], dict)
        while rows and not any(each.startswith(f"{name}.{len(value) - 1}.") for each in page.form.names):
            add = next((b for b in page.form.buttons if (b.name, b.value) == ("add", name)), None)
            if add is None:
                break  # it stands on another page
            page = page.form.press(add)
    return page


def _filled(page: Page, given: Mapping[str, Any]) -> Form:
    """The page's form with the answers in the controls that it has."""
    form = page.form
    typed: dict[str, list[str]] = {}
    for name, value in spelt(given):
        typed.setdefault(name, []).append(value)
    form.values |= {name: values for name, values in typed.items() if name in form.names}
    return form


def _offers(page: Page, step: Step) -> bool:
    """Whether a page asks for the step's answers, with its form."""
    if page.status != 200 or not page.forms:
        return False
    buttons = {button.value for button in page.form.buttons if button.name == "answer"}
    controls = {name.partition(".")[0] for name in page.form.names}
    required = {each.id for each in step.form or () if each.needed and each.show_if is None}
    return buttons == set(steps.offered(step)) and required <= controls

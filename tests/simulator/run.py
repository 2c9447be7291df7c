"""One run: some submissions of one program, and everybody who is asked, until nothing is left to be done.

The seed decides everything, so the same seed is the same run, to the byte.
"""

from __future__ import annotations

import heapq
import json
import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from random import Random
from typing import Any

from chalicelib.domain import about, messages, steps
from chalicelib.domain import programs as definitions
from chalicelib.domain.definitions import Capacity, Program, fields_of
from chalicelib.domain.errors import (
    Another,
    AskClosed,
    ConcordError,
    Ended,
    Invalid,
    NotOpen,
    TooLate,
    TooManyRequests,
)
from chalicelib.domain.events import AnyEvent, AskAnswered, load
from chalicelib.domain.fields.field import Context
from chalicelib.domain.folding import evolve
from chalicelib.domain.links import Link
from chalicelib.domain.messages import Message
from chalicelib.domain.submissions import AskState, Submission
from chalicelib.services import correct, fire, records, submit
from chalicelib.services.records import Loaded
from chalicelib.services.world import World
from chalicelib.storage.ports import Key
from tests.simulator import answers, guards, haste, laws, people, programs, seats, staff
from tests.simulator.people import Person
from tests.simulator.town import Mail, Town, town
from tests.simulator.weather import Weather

JUMPS = 600
"""Of the clock, after which a run will never end."""


@dataclass
class Decided:
    """An answer given by a link: the ask as it was, the link, in whose mailbox it lay, and who was asked."""

    before: AskState
    link: Link
    address: str
    asked: str


@dataclass
class Run:
    """What happens and has happened. `wrong`: what broke a law at the time, in words.

    `waited`: who waited for a seat a moment ago, and in which order; `first`: the answers that were sent
    first; `seen`: each case as it was read last, with what it was read from; `called`: the messages of
    commits, and by which definition; `story`: a line for
    everything that somebody did; `lines`: what the functions logged; `holders`: the address and language of
    everybody who ever held a role, by role.
    """

    program: str
    seed: int
    chance: Random
    town: Town
    people: dict[str, Person] = field(default_factory=dict)
    submissions: list[str] = field(default_factory=list)
    story: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    holders: dict[str, dict[str, set[str]]] = field(default_factory=dict)
    decided: list[Decided] = field(default_factory=list)
    grown: dict[str, list[Submission]] = field(default_factory=dict)
    waited: dict[tuple[str, str], str] = field(default_factory=dict)
    seen: dict[str, tuple[object, Loaded]] = field(default_factory=dict)
    called: dict[tuple[str, int], tuple[Program, list[Message]]] = field(default_factory=dict)
    first: dict[str, Any] = field(default_factory=dict)
    jumps: int = 0
    loud: Callable[[str], None] | None = None
    _plans: list[tuple[datetime, int, Person | None, str, Callable[[], None]]] = field(default_factory=list)
    _numbers: Any = field(default_factory=lambda: count(1))

    @property
    def quiet(self) -> World:
        """The world without weather, to look at."""
        return self.town.quiet

    # What happens.

    def plan(self, delay: timedelta, person: Person | None, word: str, do: Callable[[], None]) -> None:
        """Somebody will do something."""
        heapq.heappush(self._plans, (self.town.now + delay, next(self._numbers), person, word, do))

    def tell(self, words: str) -> None:
        """One more line of the story."""
        line = f"{self.town.now:%Y-%m-%d %H:%M} {words}"
        self.story.append(line)
        if self.loud is not None:
            self.loud(line)

    def act(
        self,
        _person: Person | None,
        do: Callable[[World], Any],
        *others: Callable[[], object],
        expected: tuple[type[ConcordError], ...] = (),
        interrupted: bool = False,
    ) -> Any:
        """What somebody's command gives; None where it was refused with what is expected.

        `interrupted`: somebody else may come first, just before it writes.
        """
        first = [*others]
        if interrupted and self.chance.random() < 0.1:
            first.append(self._somebody_else())
        try:
            return self.town.act(do, *first)
        except expected as error:
            self.tell(f"  refused: {type(error).__name__} {error}")
            return None

    def answered(
        self, person: Person, link: Link, do: Callable[[World], Any], *others: Callable[[], object]
    ) -> None:
        """Somebody answers by a link: who was asked then, and by which link, is noted."""
        before = len(self.town.true.journal.read(link.submission))
        # Invalid: an amendment names others, and those who were named have answered just before; or the
        # answer goes by rows of the form, and there are others since.
        case, pinned = records.case_of(self.quiet, link.submission), self.pinned(link.submission)
        step = steps.find(pinned, case.submission.asks[link.ask].step)
        overtaken = step.amend or about.rows(pinned, step.form or (), case.answers)
        refusals = (AskClosed, TooManyRequests, *((Invalid,) if overtaken else ()))
        clicked = self.act(person, do, *others, expected=refusals, interrupted=not others)
        if clicked is None:
            return
        commits = self.town.true.journal.read(link.submission)
        last = clicked.case.commits[-1]
        told = load(last.events)
        mine = [each for each in told if isinstance(each, AskAnswered) and each.ask == link.ask]
        if last.seq > before and mine:
            case = records.fold(commits[: last.seq - 1])
            asked = records.with_definitions(self.quiet, case)
            who = people.questions.person(asked, link.ask)
            self.decided.append(
                Decided(case.submission.asks[link.ask], link, person.address, who.email if who else "")
            )

    def refused(self, person: Person, do: Callable[[World], Any], *errors: type[ConcordError]) -> None:
        """Somebody tries what is refused, and changes nothing by it."""
        before = len(self.appended())
        try:
            self.town.act(do)
        except errors as error:
            self.tell(f"{person.address} is refused: {type(error).__name__}")
        else:
            self.wrong.append(f"{person.address} was not refused, by {errors}")
        if len(self.appended()) != before:
            self.wrong.append("what was refused has written something")

    def desk(self, do: Callable[[World], Any], refusals: tuple[type[ConcordError], ...]) -> None:
        """Staff does something, which may be refused."""
        self.act(None, do, expected=refusals, interrupted=True)

    def _somebody_else(self) -> Callable[[], None]:
        """What comes first: time that does its work, or what somebody was about to do."""
        if self.chance.random() < 0.3 or not self._plans:
            submission = self.chance.choice(self.submissions)
            return lambda: self._fires(submission)
        plan = self.chance.choice(self._plans[:4])
        self._plans.remove(plan)
        heapq.heapify(self._plans)

        def comes_first() -> None:
            self.tell(f"  at the same time, {plan[2].address if plan[2] else 'somebody'} {plan[3]}")
            plan[4]()

        return comes_first

    def _fires(self, submission: str) -> None:
        self.tell("  at the same time, time does its work")
        self.town.act(lambda world: fire.fire(world, submission))

    # What there is to see.

    def appended(self) -> list[tuple[str, int]]:
        """Every commit's submission and number, in order."""
        journal: Any = self.town.true.journal
        found: list[tuple[str, int]] = journal.appended
        return found

    def loaded(self, submission: str) -> Loaded:
        """The case as a page shows it: read once for as long as nothing is written."""
        definitions: Any = self.town.true.definitions
        there = self.town.true.journal.read(submission), len(definitions.versions)
        if submission not in self.seen or self.seen[submission][0] != there:
            self.seen[submission] = there, records.load(self.quiet, submission)
        return self.seen[submission][1]

    def status(self, link: Link) -> Loaded | None:
        """What a status link leads to; None where it is dead."""
        loaded = self.loaded(link.submission)
        submission = loaded.case.submission
        if submission.state == "erased" or link.generation != submission.generation:
            return None
        return loaded

    def called_for(self, submission: str, seq: int) -> list[Message]:
        """The messages that a commit calls for: asked once for as long as the definition is the same."""
        pinned = self.pinned(submission)
        if self.called.get((submission, seq), (None,))[0] is not pinned:
            commit = self.town.true.journal.read(submission)[seq - 1]
            self.called[submission, seq] = pinned, messages.called_for(pinned, load(commit.events))
        return self.called[submission, seq][1]

    def pinned(self, submission: str) -> Any:
        """The definition that it was filled in with, and what was asked besides."""
        grown = self.grown[submission][-1] if self.grown.get(submission) else None
        if grown is None or grown.new:
            return self.loaded(submission).pinned
        key = Key("program", grown.program, grown.version)
        return definitions.program(self.town.true.definitions.get(key)[key].text)

    def events(self, submission: str) -> list[list[AnyEvent]]:
        """The events of each commit."""
        return [load(commit.events) for commit in self.town.true.journal.read(submission)]

    def published(self, document: dict[str, Any]) -> None:
        """Notes who holds which role."""
        for role, held in document.get("roles", {}).items():
            for person in held:
                known = self.holders.setdefault(role, {}).setdefault(person["email"].lower(), set())
                known.add(person.get("language", "en"))

    def person(self, address: str) -> Person:
        """Whose mailbox it is."""
        if address not in self.people:
            temper = self.chance.choices([*people.TEMPERS], [*people.TEMPERS.values()])[0]
            self.people[address] = Person(address, temper, Random(self.chance.random()))
            self.tell(f"  ({address} is {temper})")
        return self.people[address]

    def _arrives(self, mail: Mail) -> None:
        self.tell(f"  mail to {mail.address}: {mail.template} {mail.id}{' again' if mail.copy else ''}")
        self.wrong += laws.of_a_mail(self, mail)
        people.reads(self, self.person(mail.address), mail)

    # The run.

    def begin(self) -> None:
        """Sends one form, or two; plans what staff will do."""
        self.town.arrive = self._arrives
        key = Key("program", self._name())
        document = json.loads(self.town.true.definitions.get(key)[key].text)
        self.published(document)
        rivals = 1
        if seats.has_seats(document):
            rivals = self.chance.choice([2, 2, 3, 4])
        elif "one_per" in document:
            rivals = self.chance.choice([1, 1, 2, 3])
        for _ in range(2 if self.chance.random() < 0.1 else rivals):
            if self.submissions and self.chance.random() < 0.5:
                delay = timedelta(days=self.chance.uniform(0, 30))
                self.plan(delay, None, "sends the form", self._sends_later)
            else:
                self._sends()
        for _ in range(self.chance.choice([0, 0, 1, 1, 2, 4])):
            submission = self.chance.choice(self.submissions)
            days = self.chance.choice([1, 10, 40, 120])
            self.plan(
                timedelta(days=self.chance.uniform(0, days)),
                None,
                "as staff, intervenes",
                partial(staff.intervenes, self, submission),
            )
        for _ in range(self.chance.choice([0, 1, 2, 4]) if seats.has_seats(document) else 0):
            room = timedelta(days=self.chance.uniform(1, self.chance.choice([10, 25, 120])))
            self.plan(room, None, "as staff, makes room", partial(staff.makes_room, self))

    def _name(self) -> str:
        versions: Any = self.town.true.definitions
        return next(key.id for key in versions.versions if key.kind == "program")

    def _sends(self) -> None:
        chance = self.chance
        key = Key("program", self._name())
        program = definitions.program(self.town.true.definitions.get(key)[key].text)
        community = self.town.true.definitions.get(Key("community", program.community))
        country = definitions.community(next(iter(community.values())).text).country
        today = definitions.day(program, self.town.now)
        context = Context(today, program.languages, country)
        given = self._as_others_do(
            program, answers.filled_in(fields_of(program), chance, context, program), context
        )
        form = submit.Form(
            program.id, given, chance.choice([*program.languages, "fr", None]), key=f"key {chance.random()}"
        )
        spoilt = replace(form, answers=answers.spoilt(fields_of(program), given, chance), key=None)
        if submit.check(self.quiet, program, spoilt):
            self.refused(
                Person("a visitor", "mistaken", chance), partial(submit.submit, form=spoilt), Invalid
            )
        try:
            sent = self.town.act(lambda world: submit.submit(world, form))
        except Another as error:
            guards.refused(self, program, given, error)
            return
        if chance.random() < 0.2:
            again = self.town.act(lambda world: submit.submit(world, form))
            if again.case.submission.id != sent.case.submission.id:
                self.wrong.append("the same form under the same key became two submissions")
        submission = sent.case.submission.id
        self.submissions.append(submission)
        self.tell(f"sends the form as {given[program.applicant.email]}: {submission}")
        if chance.random() < 0.1:
            self.plan(
                timedelta(minutes=chance.uniform(0, 40)),
                None,
                "corrects the address",
                partial(self._corrects, submission, chance.choice(answers.PEOPLE)),
            )

    def _as_others_do(self, program: Program, given: dict[str, Any], context: Context) -> dict[str, Any]:
        """The answers, mostly with the first one's kind of seat, often with its one value."""
        names: dict[str, float] = {}
        if isinstance(program.capacity, Capacity):
            names[program.capacity.by] = 0.8
        if program.one_per is not None:
            names[program.one_per] = 0.4
        same = {
            name: self.first[name]
            for name, often in names.items()
            if name in self.first and self.chance.random() < often
        }
        if same:
            given = answers.mended(fields_of(program), {**given, **same}, self.chance, context, program)
        self.first = self.first or given
        return given

    def _sends_later(self) -> None:
        """Unless it is closed by then, or full."""
        try:
            self._sends()
        except NotOpen as error:
            self.tell(f"  refused: {error}")

    def _corrects(self, submission: str, address: str) -> None:
        self.tell(f"the address is corrected to {address}")
        self.act(
            None,
            lambda world: correct.correct_address(world, submission, address),
            expected=(TooLate, Ended, Another),
            interrupted=True,
        )

    def play(self) -> None:
        """Lets everything happen."""
        self.begin()
        to_the_erasure = self.chance.random() < 0.15
        self._settle()
        while self.jumps < JUMPS:
            self.jumps += 1
            idle = not self._plans and not self.town.waiting
            over = idle and all(self._over(submission) for submission in self.submissions)
            if over and not (to_the_erasure and self._something_is_left()):
                return
            self._jump()
            self._settle()
        self.wrong.append(f"it never ends: {[self.grown[each][-1].state for each in self.submissions]}")

    def _over(self, submission: str) -> bool:
        now = self.grown[submission][-1]
        if now.state == "erased":
            summaries: Any = self.town.true.summaries
            return summaries.rows[submission].fires is None
        return now.ended or (now.state == "accepted" and not now.open_asks() and not now.kept)

    def _something_is_left(self) -> bool:
        """Whether anything of what was typed is still stored, or has to be looked at."""
        return (
            any(
                commit.private is not None
                for submission in self.submissions
                for commit in self.town.true.journal.read(submission)
            )
            or self.town.next_time() is not None
        )

    def _jump(self) -> None:
        """To the next thing that somebody does, or that time does."""
        timer = self.town.next_time()
        planned = self._plans[0][0] if self._plans else None
        if planned is not None and (timer is None or planned <= timer):
            self.town.now = max(self.town.now, planned)
            _, _, _, _, do = heapq.heappop(self._plans)
            do()
            return
        if timer is None:
            self.wrong.append("nothing is awaited, and it has not ended")
            self.jumps = JUMPS
            return
        late = timedelta(days=self.chance.uniform(0, 5)) if self.chance.random() < 0.03 else timedelta(0)
        self.town.now = max(self.town.now + timedelta(seconds=1), timer) + timedelta(seconds=59) + late
        self.town.sweep()

    def _settle(self) -> None:
        self.town.settle()
        self._grow()
        self.wrong += laws.of_a_moment(self)
        self.wrong += [f"{self.town.now:%Y-%m-%d %H:%M} {wrong}" for wrong in seats.of_a_moment(self)]

    def _grow(self) -> None:
        """Each submission as it became, commit by commit."""
        for submission in self.submissions:
            states = self.grown.setdefault(submission, [])
            for commit in self.town.true.journal.read(submission)[len(states) :]:
                told = load(commit.events)
                states.append(evolve(states[-1] if states else None, commit, told))
                if self.loud is not None:
                    self.tell(f"  {submission} {commit.seq}: {', '.join(map(laws.spelt, told))}")


class _Lines(logging.Handler):
    """Whatever is logged, into a list."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__()
        self.lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        """One more line, with everything that it says."""
        self.lines.append(f"{record.getMessage()} {getattr(record, 'concord', '')}")


def broken(program: str, seeds: range) -> list[str]:
    """What those runs broke, each with the command that repeats its run."""
    found = []
    for seed in seeds:
        run = play(program, seed)
        if run.wrong:
            again = f".venv/bin/python -m tests.simulator --program {program} --seed {seed} --trace"
            found.append("\n".join([again, *run.wrong]))
    return found


def play(program: str, seed: int, loud: Callable[[str], None] | None = None) -> Run:
    """The run of that program with that seed, played to its end, with every law that it broke."""
    chance = Random(f"{program} {seed}")
    weather = Weather(chance, chance.choice([0.0, 0.0, 0.01, 0.04]))
    start = programs.START + timedelta(hours=chance.uniform(0.1, 24 * 40))
    documents, limits = programs.of(program, seed), chance.random() < 0.3
    run = Run(program, seed, chance, town(chance, start, documents, weather, limits=limits), loud=loud)
    logger, handler = logging.getLogger("concord"), _Lines(run.lines)
    logger.addHandler(handler)
    logger.propagate = False
    try:
        with haste.of_run(seed):
            run.play()
        run.wrong += laws.of_a_run(run)
        run.wrong += seats.of_a_run(run)
    except Exception:  # noqa: BLE001 - whatever it is, nobody is to see it on a page
        run.wrong.append(traceback.format_exc())
    finally:
        logger.removeHandler(handler)
        logger.propagate = True
    return run

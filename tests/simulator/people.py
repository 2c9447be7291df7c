"""People: how each of them behaves, and what they do with what lies in their mailboxes.

They know nothing but their mails: every link and every code is read out of one, and what they do is what the
pages behind the links do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any

from chalicelib.domain import filled, owner, programs, sending_back, steps
from chalicelib.domain.definitions import Program, Step
from chalicelib.domain.errors import (
    AskClosed,
    Ended,
    Invalid,
    TooLate,
    TooManyRequests,
    Unknown,
    UnknownAnswer,
)
from chalicelib.domain.fields.field import Context, Field
from chalicelib.domain.links import Link
from chalicelib.services import answer as services
from chalicelib.services import lost, own, records
from chalicelib.services.answer import Given, Opened
from chalicelib.services.records import Loaded
from chalicelib.web import questions, sheets
from tests.simulator import answers

if TYPE_CHECKING:
    from tests.simulator.run import Run
    from tests.simulator.town import Mail

TEMPERS = {
    "prompt": 40,
    "slow": 14,
    "silent": 5,
    "late": 5,
    "contradictory": 7,
    "hasty": 8,  # clicks twice, the second time before the first is through
    "recusing": 4,
    "disowning": 4,
    "mistaken": 7,
    "fickle": 6,
}
"""How people are, and how many of a hundred."""


PATIENCE = 5
"""How often anybody answers the same question."""


@dataclass
class Person:
    """Somebody with a mailbox. `given`: what they answer to each ask; `wanted`: what the next code is for."""

    address: str
    temper: str
    chance: Random
    mails: list[Mail] = field(default_factory=list)
    given: dict[tuple[str, str], Given] = field(default_factory=dict)
    wanted: dict[str, str] = field(default_factory=dict)
    fresh: int = 0

    def delay(self, run: Run, mail: Mail) -> timedelta | None:
        """After how long they do what a mail asks for; None for never."""
        hours = self.chance.uniform
        match self.temper:
            case "silent":
                return None
            case "slow":
                return timedelta(hours=hours(20, 24 * 9))
            case "late":
                return self._after_the_date(run, mail)
            case _:
                return timedelta(hours=hours(0.01, 12))

    def _after_the_date(self, run: Run, mail: Mail) -> timedelta:
        """A little after the date that the mail names."""
        for link in mail.links:
            if link.kind == "ask":
                ask = records.case_of(run.quiet, link.submission).submission.asks[link.ask]
                if ask.due is not None:
                    return max(ask.due - run.town.now, timedelta(0)) + timedelta(
                        minutes=self.chance.randint(0, 90)
                    )
        return timedelta(days=30)


def reads(run: Run, person: Person, mail: Mail) -> None:
    """Plans what somebody does about a mail that has come."""
    person.mails.append(mail)
    delay = person.delay(run, mail)
    if delay is None:
        return
    asks = [link for link in mail.links if link.kind == "ask"]
    if mail.codes:
        # A code is typed while the page is open, by whoever asked for it.
        soon = timedelta(minutes=person.chance.choice([1, 2, 5, 5, 29, 31]))
        run.plan(soon, person, f"types the code of {mail.id}", partial(_types_code, run, person, mail))
    elif mail.template != "answered":
        for link in asks:
            run.plan(delay, person, f"opens {link.ask}", partial(visits, run, person, link))
    for link in mail.links:
        changes = 0.35 if person.temper == "fickle" else 0.03
        if link.kind == "status" and not mail.codes and person.chance.random() < changes:
            run.plan(delay, person, "opens the status page", partial(_opens_status, run, person, link))
    if person.chance.random() < 0.02:
        run.plan(2 * delay, person, "has lost all links", partial(_has_lost_links, run, person))


def visits(run: Run, person: Person, link: Link) -> None:
    """Opens an ask, and does there what the page offers."""
    opened = run.act(person, lambda world: services.open_link(world, link))
    standing = questions.standing(opened, run.town.now)
    if opened.ask.round > PATIENCE:
        return  # and leaves it to time
    if standing == "answered" and person.temper in ("contradictory", "hasty"):
        standing = "open"  # the page was open in another window all the time
    if standing != "open":
        run.tell(f"{person.address} finds {link.ask} {standing}")
        if person.fresh < 4 and person.chance.random() < 0.4:
            person.fresh += 1
            _asks_for_a_fresh_link(run, person, opened)
        return
    step = steps.find(opened.loaded.pinned, opened.ask.step)
    if steps.is_role(step) and person.chance.random() < (0.7 if person.temper == "recusing" else 0.02):
        _says(
            run,
            person,
            link,
            "recuses",
            lambda world, at: services.recuse(world, at, answers.typed(person.chance, 3)),
        )
    elif steps.is_named(step) and person.chance.random() < (0.6 if person.temper == "disowning" else 0.01):
        _says(run, person, link, "disowns", services.disown)
    else:
        _answers(run, person, link, opened)


def _says(run: Run, person: Person, link: Link, word: str, say: Callable[[Any, Opened], Loaded]) -> None:
    def do(world: Any) -> Loaded | None:
        opened = services.open_link(world, link)
        if not opened.answerable:
            return None
        return say(world, opened)

    run.tell(f"{person.address} {word} {link.ask}")
    run.act(person, do, expected=(AskClosed,), interrupted=True)


def _answers(run: Run, person: Person, link: Link, opened: Opened) -> None:
    """Answers on the page: once, twice at the same time, or one way and then another."""
    step = steps.find(opened.loaded.pinned, opened.ask.step)
    given = person.given.setdefault((link.submission, link.ask), _given(run, person, opened))
    if person.temper == "mistaken" and person.chance.random() < 0.7:
        _mistakes(run, person, link, opened, given)
    if step.amend:
        given = _names_nobody_anew(run, person, link, opened, given)
    again: list[Callable[[], object]] = []
    if person.temper == "hasty":
        again.append(lambda: gives(run, person, link, given))
    gives(run, person, link, given, *again)
    if person.temper == "hasty":
        gives(run, person, link, given)
    if person.temper == "contradictory":
        other = person.chance.choice(list(steps.offered(step)))
        fields = to_change(opened.loaded.pinned, step, other, person.chance)
        changed = replace(given, answer=other, note="", fields=fields)
        person.given[link.submission, link.ask] = changed
        gives(run, person, link, changed)


def gives(run: Run, person: Person, link: Link, given: Given, *others: Callable[[], object]) -> None:
    """Sends the page with an answer, and looks what became of it."""

    def do(world: Any) -> Loaded | None:
        opened = services.open_link(world, link)
        if questions.standing(opened, run.town.now) not in ("open", "answered"):
            return None
        return services.by_link(world, opened, given)

    run.tell(f"{person.address} answers {link.ask}: {given.answer}{' with a code' if given.code else ''}")
    run.answered(person, link, do, *others)


def _names_nobody_anew(run: Run, person: Person, link: Link, opened: Opened, given: Given) -> Given:
    """The answer; without any change where that would name others in place of people who have answered."""
    found = services.faults(run.quiet, opened, given)
    if opened.ask.state != "open" or all(fault.code != "not_amendable" for fault in found):
        return given
    run.refused(
        person, lambda world: services.by_link(world, services.open_link(world, link), given), Invalid
    )
    names = {name for each in sheets.fields(opened) for name in (each.id, f"{each.id}_other")}
    present = {name: value for name, value in opened.loaded.case.answers.items() if name in names}
    kept = replace(given, form=present)
    person.given[link.submission, link.ask] = kept
    return kept


def _given(run: Run, person: Person, opened: Opened) -> Given:
    """What somebody answers, with everything that the page asks for: mostly what leads on."""
    chance, ask = person.chance, opened.ask
    step = steps.find(opened.loaded.pinned, ask.step)
    offered = list(steps.offered(step))
    favourable = [
        each for each in offered if steps.in_favour(opened.loaded.pinned, step, steps.offered(step)[each])
    ]
    if ask.round > 2:  # and has enough of it
        favourable = [each for each in favourable if person.temper != "fickle"]
        offered = [each for each in offered if _leads_out(opened.loaded.pinned, step, each)] or offered
    sends_back = sending_back.answers(opened.loaded.pinned, step)
    against = 0.5 if person.temper == "fickle" or sends_back else 0.15
    word = chance.choice(offered if chance.random() < against or not favourable else favourable)
    return Given(
        answer=word,
        signed_by="" if word in steps.TICKED else answers.typed(chance, 2),
        note=answers.typed(chance, 4) if chance.random() < 0.2 else "",
        form=_form(run, person, opened),
        language=chance.choice(opened.loaded.pinned.languages),
        fields=to_change(opened.loaded.pinned, step, word, chance),
    )


def to_change(program: Program, step: Step, word: str, chance: Random) -> tuple[str, ...]:
    """Which fields somebody names who sends the form back: some, or none and so whatever may be changed."""
    choices = [field.id for field in sending_back.choices(program, step, word)]
    return tuple(chance.sample(choices, chance.randint(0, min(3, len(choices)))))


def _leads_out(program: Program, step: Step, word: str) -> bool:
    """Whether an answer does not go back."""
    then = steps.offered(step)[word]
    return then in steps.ENDINGS or steps.in_favour(program, step, then)


def _form(run: Run, person: Person, opened: Opened) -> dict[str, Any]:
    """What is filled in with an answer: the step's form, or the answers of the program's form, changed."""
    step = steps.find(opened.loaded.pinned, opened.ask.step)
    fields = sheets.fields(opened)
    if not step.amend:
        known = opened.loaded.case.answers
        return answers.filled_in(fields, person.chance, context(opened.loaded, run), beside=known)
    return amended(fields, opened.loaded, person.chance)


def amended(fields: tuple[Field, ...], loaded: Loaded, chance: Random) -> dict[str, Any]:
    """The present answers of these fields, one or two of them changed, as of the day of the form."""
    then = _then(loaded)
    form, beside = _apart(fields, loaded)
    for each in chance.sample(fields, min(len(fields), chance.randint(1, 2))):
        form.pop(f"{each.id}_other", None)
        form |= answers.one(each, chance, then, {**beside, **form})
    return answers.mended(fields, form, chance, then, loaded.pinned, beside)


def with_answers(
    changes: Mapping[str, Any], fields: tuple[Field, ...], loaded: Loaded, chance: Random
) -> dict[str, Any]:
    """The present answers of these fields with those changes, and whatever these ask for besides."""
    form, beside = _apart(fields, loaded)
    return answers.mended(fields, {**form, **changes}, chance, _then(loaded), loaded.pinned, beside)


def _then(loaded: Loaded) -> Context:
    sent = programs.day(loaded.pinned, loaded.case.submission.submitted)
    return Context(sent, loaded.pinned.languages, loaded.community.country)


def _apart(fields: tuple[Field, ...], loaded: Loaded) -> tuple[dict[str, Any], dict[str, Any]]:
    """The present answers to these fields, and the others."""
    names = {name for each in fields for name in (each.id, f"{each.id}_other")}
    form = {name: value for name, value in loaded.case.answers.items() if name in names}
    return form, {name: value for name, value in loaded.case.answers.items() if name not in names}


def context(loaded: Loaded, run: Run) -> Context:
    """What answers are checked by today."""
    today = programs.day(loaded.pinned, run.town.now)
    return Context(today, loaded.pinned.languages, loaded.community.country)


def _mistakes(run: Run, person: Person, link: Link, opened: Opened, given: Given) -> None:
    """Sends what can't be an answer first: it is refused, and nothing is written."""
    fields = sheets.fields(opened)
    if fields and not steps.find(opened.loaded.pinned, opened.ask.step).amend:
        spoilt = answers.spoilt(fields, given.form, person.chance)
        wrong = Given(
            next(iter(steps.offered(steps.find(opened.loaded.pinned, opened.ask.step)))), form=spoilt
        )
        if services.faults(run.quiet, opened, wrong):
            run.refused(
                person, lambda world: services.by_link(world, services.open_link(world, link), wrong), Invalid
            )
    unknown = Given(answers.PLANTED)
    run.refused(
        person, lambda world: services.by_link(world, services.open_link(world, link), unknown), UnknownAnswer
    )


def _asks_for_a_fresh_link(run: Run, person: Person, opened: Opened) -> None:
    def do(world: Any) -> Loaded | None:
        return lost.fresh(world, opened) if lost.can_be_fresh(world, opened) else None

    run.tell(f"{person.address} wants a fresh link in place of {opened.ask.id}")
    run.act(person, do, expected=(TooManyRequests,))


def _has_lost_links(run: Run, person: Person) -> None:
    run.tell(f"{person.address} has lost all links")
    run.act(person, lambda world: lost.send_links(world, person.address))


# Codes, and what applicants do with them.


def _types_code(run: Run, person: Person, mail: Mail) -> None:
    """Types a code where it was asked for: wrongly at first, if one is like that."""
    row = next(each for each in run.called_for(mail.submission, mail.seq) if each.template == "code")
    wrong = person.chance.choice([0, 1, 4, 6]) if person.temper == "mistaken" else 0
    typed = ["000000" if mail.codes[0] != "000000" else "111111"] * wrong + [mail.codes[0]]
    if row.ask is None:
        _opens_what_is_kept_back(run, person, mail, typed)
        return
    given = person.given.get((mail.submission, row.ask))
    if given is None:
        return
    link = next(link for each in reversed(person.mails) for link in each.links if link.ask == row.ask)
    for code in typed:
        gives(run, person, link, replace(given, code=code))


def _opens_status(run: Run, person: Person, link: Link) -> None:
    """Wants to change, withdraw or erase, for which a code is mailed first."""
    loaded = run.status(link)
    if loaded is None:
        return
    wish = person.chance.choice(["amend", "amend", "amend", "withdraw", "erase"])
    person.wanted[link.submission] = wish
    run.tell(f"{person.address} wants to {wish}, and asks for a code")
    run.act(person, lambda world: own.send_code(world, loaded), expected=(Ended, TooManyRequests))


def _opens_what_is_kept_back(run: Run, person: Person, mail: Mail, typed: list[str]) -> None:
    wish = person.wanted.pop(mail.submission, None)
    for code in typed:
        loaded = run.loaded(mail.submission)
        tried = run.act(
            person, lambda world, at=loaded, it=code: own.try_code(world, at, it), expected=(Ended,)
        )
        if tried is None:
            return
        _, verdict = tried
        run.tell(f"{person.address} types a code for the status page, which is {verdict}")
        if verdict == "right" and wish is not None:
            _does(run, person, wish, run.loaded(mail.submission))


def _does(run: Run, person: Person, wish: str, loaded: Loaded) -> None:
    run.tell(f"{person.address} does what they wanted: {wish}")
    match wish:
        case "withdraw":
            signed = answers.typed(person.chance, 2)
            run.act(
                person,
                lambda world: own.withdraw(world, loaded, signed_by=signed),
                expected=(Ended,),
                interrupted=True,
            )
        case "erase":
            run.act(person, lambda world: own.erase(world, loaded), interrupted=True)
        case _:
            if not owner.amendable(loaded.pinned, loaded.case):
                run.refused(person, lambda world: own.amend(world, loaded, {}, signed_by=""), TooLate, Ended)
                return
            form = amended(filled.amendable(loaded.pinned, only=True), loaded, person.chance)
            signed = answers.typed(person.chance, 2)
            run.act(
                person,
                lambda world: own.amend(world, loaded, form, signed_by=signed),
                # Invalid: who has answered already may not be named otherwise.
                expected=(Ended, TooLate, TooManyRequests, Invalid),
                interrupted=True,
            )


__all__ = [
    "TEMPERS",
    "Person",
    "Unknown",
    "amended",
    "context",
    "gives",
    "reads",
    "to_change",
    "visits",
    "with_answers",
]

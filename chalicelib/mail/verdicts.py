"""What was decided row by row, as the applicant's message tells it: which works are taken, and why.

It is told once: by the first message that says where things stand after the step has settled, or after its
outcome was announced. What is hidden from the applicant, or sensitive, is not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib.domain import about, messages, steps, visibility
from chalicelib.domain.definitions import Program, Step
from chalicelib.domain.events import Announced, AnyEvent, AskOpened, StepSettled, load
from chalicelib.domain.fields import plan
from chalicelib.domain.fields.field import Field
from chalicelib.domain.fields.file import File
from chalicelib.domain.fields.group import Group
from chalicelib.domain.fields.note import Note
from chalicelib.domain.messages import PARTY_OF_APPLICANT
from chalicelib.domain.submissions import AskState
from chalicelib.domain.words import defused
from chalicelib.language import entries
from chalicelib.language.reader import Reader
from chalicelib.mail.occasion import Occasion

TELLING = frozenset({"asked", "offered", "waitlisted", "accepted", "declined"})
"""Messages that tell the applicant where things stand."""

WORDS = 1_000
"""Characters of one answer; the page has all of it."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was decided about one row: what the row is called, and each answer with its label."""

    about: str
    said: tuple[tuple[str, str], ...]


def of(occasion: Occasion, speech: Reader) -> tuple[Verdict, ...]:
    """What the message tells, row by row; nothing for an address that has never answered."""
    message = occasion.message
    if message.to != PARTY_OF_APPLICANT or message.template not in TELLING or not occasion.known:
        return ()
    if not any(about.sources(step.form or ()) for step in steps.workflow(occasion.pinned)):
        return ()  # hardly any program has such a step
    news = _news(occasion)
    found: list[Verdict] = []
    for step, asks in _visible(occasion, news):
        found += _of_step(occasion, step, asks, speech)
    return tuple(found)


def _news(occasion: Occasion) -> set[str]:
    """The steps whose outcome no earlier message has told."""
    news: set[str] = set()
    for commit in occasion.case.commits[: occasion.seq]:
        happened = load(commit.events, written_as=commit.format)
        for event in happened:
            match event:
                case StepSettled(announce=None) | Announced():
                    news.add(event.step)
                case AskOpened():
                    news.discard(event.step)
                case _:
                    pass
        if commit.seq < occasion.seq and _tells(occasion.pinned, happened):
            news.clear()
    return news


def _tells(program: Program, happened: Sequence[AnyEvent]) -> bool:
    return any(
        each.to == PARTY_OF_APPLICANT and each.template in TELLING
        for each in messages.called_for(program, happened)
    )


def _visible(occasion: Occasion, news: set[str]) -> Iterator[tuple[Step, list[AskState]]]:
    """Those of the steps that asked a role, and what was answered there for the applicant to read."""
    program, ask = occasion.pinned, occasion.ask
    words = {visibility.APPLICANT, *((ask.step,) if ask is not None else ())}
    forms = list(visibility.forms(program, occasion.case, words))
    for step in steps.workflow(program):
        asks = [each for earlier, each in forms if earlier is step]
        if step.step in news and steps.is_role(step) and asks:
            yield step, asks


def _of_step(occasion: Occasion, step: Step, asks: Sequence[AskState], speech: Reader) -> Iterator[Verdict]:
    case, viewer = occasion.case, {visibility.APPLICANT}
    fields = [each for each in visibility.seen(step.form or (), viewer) if not each.sensitive]
    found: dict[tuple[str, int, str], list[tuple[str, str]]] = {}
    for ask in asks:
        for name, each in about.of(occasion.pinned, fields, about.then(case, ask), viewer).items():
            for number, called in enumerate(entries.called(each, speech)):
                said = _said(fields, name, number, case.forms[ask.id], speech)
                found.setdefault((name, number, called), []).extend(
                    (label, defused(answer, WORDS)) for label, answer in said
                )
    for (_, _, called), answers in found.items():
        if answers:
            yield Verdict(defused(called, 2 * entries.LONGEST), tuple(answers))


def _said(
    fields: Sequence[Field], name: str, number: int, form: dict[str, Any], speech: Reader
) -> Iterator[tuple[str, str]]:
    """What a form says of one row: whether it was chosen, and what was filled in for it."""
    for field in fields:
        answer = form.get(field.id)
        if plan.options_source(field) == name and answer is not None:
            yield speech.text(field.label), speech.yes_no(str(number) in _list(answer))
        elif isinstance(field, Group) and field.rows_from == name:
            rows = _list(answer)
            filled = rows[number] if number < len(rows) else {}
            for member in visibility.seen(field.fields, {visibility.APPLICANT}):
                if member.id in filled and not (member.sensitive or isinstance(member, File | Note)):
                    yield speech.text(member.label), entries.words(member, filled, speech)


def _list(answer: object) -> list[Any]:
    return answer if isinstance(answer, list) else [] if answer is None else [answer]

"""How much of the submission an ask's page shows, the least that the question needs, and what is filled in.

The applicant sees the program and the reference; somebody named in the answers what the applicant is called;
who holds a role the answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from chalicelib.domain import about, answers, filled, newer, people, steps, visibility
from chalicelib.domain.about import About
from chalicelib.domain.definitions import Program, Step, fields_of
from chalicelib.domain.fields.field import Field
from chalicelib.domain.fields.note import Note
from chalicelib.domain.submissions import AskState
from chalicelib.domain.texts import Text
from chalicelib.language import entries, labels
from chalicelib.language.reader import Reader
from chalicelib.services.answer import Opened
from chalicelib.web import answered
from chalicelib.web.answered import Part, lines
from chalicelib.web.control import Control


def shown(opened: Opened, speech: Reader) -> list[Part]:
    """What whoever is asked may read: a role the answers and what was filled in at steps, the applicant those
    answers whose `visible_to` names the step and what roles filled in and is not hidden from the applicant,
    everybody else nothing.
    """
    step, program, case = step_of(opened), opened.loaded.pinned, opened.loaded.case
    words = visibility.words(step)
    if steps.is_role(step):
        found = answered.parts(program, case.answers, speech, viewer=words, blind=step.blind)
        found += _filled_in(opened, speech, list(visibility.forms(program, case, words)), step.blind)
        return found + _new(opened, speech)
    if visibility.APPLICANT in words:
        forms = [each for each in visibility.forms(program, case, words) if steps.is_role(each[0])]
        return [*_own(opened, speech), *_filled_in(opened, speech, forms, _sensitive(program))]
    return []


def _own(opened: Opened, speech: Reader) -> list[Part]:
    """Of the applicant's own form what the question is about, such as the fee that it comes to.

    Only what the definition says is for those asked at this step, and never before the address has answered.
    """
    step, program, case = step_of(opened), opened.loaded.pinned, opened.loaded.case
    if step.amend or not people.known(program, case, visibility.APPLICANT, opened.ask.id):
        return []
    named = [
        field for field in fields_of(program) if step.step in (field.visible_to or ()) and not field.sensitive
    ]
    told = lines(named, case.answers, speech, visibility.words(step))
    return [Part(speech.gettext("From your form"), told)] if told else []


def _filled_in(
    opened: Opened, speech: Reader, forms: Sequence[tuple[Step, AskState]], blind: Collection[str]
) -> list[Part]:
    """What was filled in at steps, under a heading for each party."""
    program, case, words = opened.loaded.pinned, opened.loaded.case, visibility.words(step_of(opened))
    found: list[Part] = []
    # One who has filled in several has one name; several of the same name are told apart by their numbers.
    each = Counter(labels.party(program, party, speech) for party in {ask.party for _, ask in forms})
    for earlier, ask in forms:
        seen = visibility.seen(earlier.form or (), words, blind=blind)
        beside = about.of(program, seen, about.then(case, ask), words, blind=blind)
        party = labels.party(program, ask.party, speech)
        if each[party] > 1:
            party = f"{party} {_number(ask.party)}"
        heading = speech.gettext("Filled in by {party}").format(party=party)
        if shown := lines(seen, case.forms[ask.id], speech, words, beside):
            found.append(Part(heading, shown))
    return found


def _new(opened: Opened, speech: Reader) -> list[Part]:
    """What was answered to new questions."""
    program, case, step = opened.loaded.pinned, opened.loaded.case, step_of(opened)
    words = visibility.words(step)
    found = []
    for added, ask in visibility.new_forms(program, case):
        seen = visibility.seen(added.form or (), words, blind=step.blind)
        if shown := lines(seen, case.forms[ask.id], speech, words):
            found.append(Part(speech.gettext("New questions, answered later"), shown))
    return found


def _sensitive(program: Program) -> frozenset[str]:
    """The fields of steps' forms that are shown to nobody who is not a role."""
    forms = (step.form or () for step in steps.workflow(program))
    return frozenset(field.id for form in forms for field in form if field.sensitive)


def _number(party: str) -> int:
    """Which of several it is: the row of the form, or the seat among those who hold the role."""
    return int(party.rpartition(".")[2]) + 1


def rest(opened: Opened, speech: Reader) -> list[Part]:
    """Of a form that is changed at some fields alone: the other answers.

    Without sensitive ones, and without the address of record, which the page masks.
    """
    step, program = step_of(opened), opened.loaded.pinned
    if not step.amend or filled.allowed(step, opened.ask) is True:
        return []
    hidden = {field.id for field in fields_of(program) if field.sensitive}
    hidden |= {program.applicant.email, *(field.id for field in fields(opened))}
    words = visibility.words(step)
    return answered.parts(program, opened.loaded.case.answers, speech, viewer=words, blind=hidden)


def applicant(opened: Opened) -> str:
    """What the applicant is called, for those who are asked about somebody else and may see it."""
    program = opened.loaded.pinned
    if opened.ask.party == "applicant" or not visibility.names_applicant(program, step_of(opened)):
        return ""
    return answers.applicant_called(program, opened.loaded.case.answers)


def fields(opened: Opened) -> tuple[Field, ...]:
    """What is filled in with the answer: the step's form, or of the applicant's own form what may change."""
    return filled.wanted(opened.loaded.pinned, opened.ask)[1]


def beside(opened: Opened, known: Mapping[str, Any] | None = None) -> dict[str, About]:
    """The groups by whose rows goes what is filled in, and which stand somewhere else, by their ids.

    `known`: the answers that these rows are taken from, where they are not those of now.
    """
    step = step_of(opened)
    program, mine = filled.wanted(opened.loaded.pinned, opened.ask)
    answers_ = opened.loaded.case.answers if known is None else known
    return about.of(program, mine, answers_, visibility.words(step), blind=step.blind)


def called(opened: Opened, speech: Reader) -> dict[str, tuple[str, ...]]:
    """What the rows of these groups are called for whoever is asked."""
    return {name: entries.called(each, speech) for name, each in beside(opened).items()}


def parts(opened: Opened) -> list[tuple[Text, tuple[Field, ...]]]:
    """The same by its headings: those of the form's pages, or none."""
    mine = fields(opened)
    if not mine:
        return []
    step, program = step_of(opened), opened.loaded.pinned
    if newer.is_new(step.step):
        program = newer.origin(program, step.step).program
    elif not step.amend:
        return [("", mine)]
    pages = [(page.page, tuple(field for field in page.fields if field in mine)) for page in program.form]
    return [(heading, each) for heading, each in pages if each]


def form_heading(opened: Opened, speech: Reader) -> str:
    """What stands above them: where they are nothing but words, that these are to be read."""
    if all(isinstance(field, Note) for field in fields(opened)):
        return speech.gettext("Please read")
    return speech.gettext("Please fill in")


def form_hints(opened: Opened, speech: Reader) -> list[str]:
    """What has to be filled in, and for which answers nothing has to be."""
    if all(isinstance(field, Note) for field in fields(opened)):
        return []
    step, program = step_of(opened), opened.loaded.pinned
    hints = [speech.gettext("Everything has to be answered, except what is marked as optional.")]
    against = [
        labels.quoted(labels.answer(step, answer, speech), speech)
        for answer, then in steps.offered(step).items()
        if not step.amend and not steps.needs_form(program, step, then)
    ]
    if against:
        hints.append(
            speech.gettext("For the answer {answers}, you need not fill it in.").format(
                answers=speech.listed(against, "or")
            )
        )
    return hints


def required(opened: Opened, errors: dict[str, str], speech: Reader) -> list[Control]:
    """The controls without which nothing is answered. They never have a default, not even what was typed."""
    offered, say = set(steps.offered(step_of(opened))), speech.gettext
    found = []
    if offered & steps.TICKED:
        found.append(
            Control(
                "consent",
                "sure",
                say("To be sure"),
                error=errors.get("sure", ""),
                required=True,
                statement=say("I opened this page myself, and this is my answer."),
            )
        )
    if offered - steps.TICKED:
        found.append(
            Control(
                "one_line",
                "signed_by",
                say("Your name"),
                hint=say("Please type it. It is kept with your answer."),
                error=errors.get("signed_by", ""),
                required=True,
                attributes={"type": "text", "autocomplete": "name"},
            )
        )
    return found


def step_of(opened: Opened) -> Step:
    """The step that asks."""
    return steps.find(opened.loaded.pinned, opened.ask.step)

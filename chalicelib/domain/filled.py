"""Checking what is filled in with an answer: a step's own form, or the program's form once more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Literal

from chalicelib.domain import about, answers, newer, people, programs, reach, steps
from chalicelib.domain.definitions import Capacity, Party, Program, Step, fields_of
from chalicelib.domain.errors import Fault
from chalicelib.domain.fields import checking, rows
from chalicelib.domain.fields.field import Context, Field
from chalicelib.domain.fields.plan import Form
from chalicelib.domain.identity import Same
from chalicelib.domain.submissions import AskState, Case, counted
from chalicelib.domain.turns import Rules

Only = Literal[True] | tuple[str, ...]
"""What may be changed: everything, or those fields."""


def check(
    rules: Rules,
    case: Case,
    step: Step,
    form: Mapping[str, Any],
    *,
    complete: bool,
    pointer: str = "/form",
) -> tuple[dict[str, Any], list[Fault]]:
    """The step's form as it is kept, and every fault in it. Unless `complete`, nothing has to be there.

    It may go by the rows of the program's form, as they were answered.
    """
    today = programs.day(rules.pinned, rules.now)
    context = Context(today=today, languages=rules.pinned.languages, country=rules.country)
    beside = about.rows(rules.pinned, step.form or (), case.answers)
    settled = checking.settle(_form_of(Same(step)), form, pointer, context, beside)
    kept, faults = settled.kept, settled.faults
    if not complete:
        faults = [fault for fault in faults if fault.code not in ("required", "too_few_rows")]
    return kept, faults


def asked_new(
    rules: Rules, case: Case, step: Step, form: Mapping[str, Any], *, pointer: str = "/form"
) -> tuple[dict[str, Any], list[Fault]]:
    """What was answered to new questions, as it is kept, and every fault in it.

    Conditions and rules of the newer form see the answers that there are already, and new ones of before.
    """
    program = newer.origin(rules.pinned, step.step).program
    mine = set(rows.names(step.form or ()))
    known = dict(case.answers)
    for each in case.submission.new:
        for ask in case.submission.asks_of(each):
            known |= case.forms.get(ask.id, {})
    theirs = set(rows.names(fields_of(program))) - mine
    whole = {name: value for name, value in known.items() if name in theirs}
    whole |= {name: value for name, value in form.items() if name in mine}
    today = programs.day(rules.pinned, rules.now)
    settled = answers.settle(program, whole, today, country=rules.country, pointer=pointer)
    faults = [Fault(f"{pointer}/{name}", "unknown_field") for name in form if name not in mine]
    faults += [
        fault
        for fault in settled.faults
        if fault.pointer.removeprefix(f"{pointer}/").partition("/")[0] in mine
    ]
    return {name: value for name, value in settled.kept.items() if name in mine}, faults


@lru_cache(maxsize=256)
def _form_of(step: Same[Step]) -> Form:
    return Form(step.it.form or ())


def wanted(program: Program, ask: AskState) -> tuple[Program, tuple[Field, ...]]:
    """What is filled in with an answer, and the program by the rows of whose form that may go."""
    step = steps.find(program, ask.step)
    if newer.is_new(step.step):
        return newer.origin(program, step.step).program, step.form or ()
    if step.amend:
        return program, amendable(program, allowed(step, ask))
    return program, step.form or ()


def allowed(step: Step, ask: AskState | None = None) -> Only:
    """What an `amend` step has changed: what its ask names, else whatever the step allows."""
    if ask is not None and ask.to_change:
        return ask.to_change
    return step.amend if isinstance(step.amend, tuple) else True


def amendable(program: Program, only: Only) -> tuple[Field, ...]:
    """The fields that the applicant may change: all, or those and what depends on them.

    Never the address of record, nor which kind of seat is wanted, nor what there may be one submission for.
    """
    mine = None if only is True else reach.reach(program, only)
    fixed = {program.applicant.email, program.one_per}
    if isinstance(program.capacity, Capacity):
        fixed.add(program.capacity.by)
    return tuple(
        field for field in fields_of(program) if field.id not in fixed and (mine is None or field.id in mine)
    )


def amended(
    rules: Rules,
    case: Case,
    only: Only,
    form: Mapping[str, Any],
    *,
    pointer: str,
) -> tuple[dict[str, Any], list[Fault]]:
    """All answers with those fields, and what depends on them, as `form` has them, and every fault.

    What it leaves out of these is unanswered; what is not shown any more is dropped, as everywhere.

    What may not be changed is a fault where it is changed, also that somebody is named who has answered.
    Days count from when the form was sent: time that has passed since makes no answer wrong.
    """
    program = rules.pinned
    mine = {field.id for field in amendable(program, only)}
    mine |= {f"{name}_other" for name in mine}
    faults = [
        Fault(f"{pointer}/{name}", "not_amendable")
        for name in form
        if name not in mine and form[name] != case.answers.get(name)
    ]
    whole = {name: value for name, value in case.answers.items() if name not in mine}
    whole |= {name: value for name, value in form.items() if name in mine}
    kept, found = whole_form(rules, case, whole, pointer=pointer)
    # What was not to be changed was accepted when it was sent.
    found = [fault for fault in found if fault.pointer.removeprefix(f"{pointer}/").partition("/")[0] in mine]
    return kept, [*faults, *found, *([] if found else _vouched(rules, case, kept, pointer))]


def _vouched(rules: Rules, case: Case, answers: Mapping[str, Any], pointer: str) -> Iterator[Fault]:
    """Others named in place of people who have answered, at steps that have settled and do not open again.

    What these said would stand under a name that never said it. Staff may change it, and says why.
    """
    program, submission = rules.pinned, case.submission
    reached = max((steps.place(program, name) for name in submission.steps), default=-1)
    for step in steps.workflow(program):
        ask, asks = step.ask, counted(submission.asks.values(), step.step)
        if not isinstance(ask, Party) or ask.role is not None or step.step in submission.steps:
            continue
        if steps.place(program, step.step) > reached or not any(each.state == "answered" for each in asks):
            continue
        before, after = (_addresses(rules, ask, each) for each in (case.answers, answers))
        if ask.named is not None and before != after:
            yield Fault(f"{pointer}/{ask.named}", "not_amendable")
        if ask.each is not None:
            yield from (
                Fault(f"{pointer}/{ask.each}/{number}/{ask.email}", "not_amendable")
                for number, address in after.items()
                if address not in before.values()
            )
            if set(before.values()) - set(after.values()):
                yield Fault(f"{pointer}/{ask.each}", "not_amendable")


def _addresses(rules: Rules, ask: Party, answers: Mapping[str, Any]) -> dict[int, str]:
    """The addresses of those whom the answers name there, by row."""
    if ask.each is None:
        person = people.named(rules.pinned, ask, answers, "")
        return {0: person.email.casefold()} if person is not None else {}
    named = people.rows(rules.pinned, ask, answers, "")
    return {number: person.email.casefold() for number, person in named}


def whole_form(
    rules: Rules, case: Case, given: Mapping[str, Any], *, pointer: str = "/answers"
) -> tuple[dict[str, Any], list[Fault]]:
    """Answers to the whole form as they are kept, and every fault, as of the day on which it was sent."""
    sent_on = programs.day(rules.pinned, case.submission.submitted)
    return answers.check(rules.pinned, given, sent_on, country=rules.country, pointer=pointer)

"""Who may see what was typed: the form's answers, and what was filled in at other steps.

Whoever is asked goes by several words: `applicant` or the role, and the name of the step that asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from chalicelib.domain import newer, people, steps
from chalicelib.domain.definitions import Program, Step, fields_of
from chalicelib.domain.fields.field import Field
from chalicelib.domain.submissions import AskState, Case

APPLICANT = "applicant"


def words(step: Step) -> frozenset[str]:
    """The words by which those asked at a step go."""
    party = APPLICANT if step.ask == APPLICANT else people.role_of(step)
    return frozenset(word for word in (party, step.step) if word)


def seen(fields: Sequence[Field], viewer: Iterable[str], *, blind: Iterable[str] = ()) -> tuple[Field, ...]:
    """The fields that who goes by these words may see."""
    known, hidden = frozenset(viewer), frozenset(blind)
    return tuple(
        field
        for field in fields
        if field.id not in hidden and (field.visible_to is None or known & frozenset(field.visible_to))
    )


def naming(program: Program) -> frozenset[str]:
    """The fields that name the applicant."""
    who = program.applicant
    return frozenset(field for field in (who.name, who.called) if field is not None)


def names_applicant(program: Program, step: Step) -> bool:
    """Whether those asked at the step may be told who applies: by all fields that name the applicant."""
    own = [field for field in fields_of(program) if field.id in naming(program)]
    return len(seen(own, words(step), blind=step.blind)) == len(own)


def forms(program: Program, case: Case, viewer: Iterable[str]) -> Iterator[tuple[Step, AskState]]:
    """What was filled in at steps that have settled, and may be seen: the step, and the ask it answers.

    While a step is open, those asked side by side see nothing of one another's.
    """
    known = frozenset(viewer)
    for step in steps.workflow(program):
        if step.step in case.submission.steps or known & frozenset(step.hidden_from):
            continue
        for ask in case.submission.asks_of(step.step):
            if ask.state == "answered" and ask.id in case.forms:
                yield step, ask


def new_forms(program: Program, case: Case) -> Iterator[tuple[Step, AskState]]:
    """What was answered to new questions, beside the workflow: the step, and the ask that it answers."""
    for each in newer.added(program):
        for ask in case.submission.asks_of(each.step.step):
            if ask.state == "answered" and ask.id in case.forms:
                yield each.step, ask

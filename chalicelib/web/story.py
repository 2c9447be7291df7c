"""The story that a program tells, for who is about to publish it: who is asked and told, and when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from chalicelib.domain import steps
from chalicelib.domain.definitions import Party, Program, Step
from chalicelib.language import labels
from chalicelib.language.reader import Reader
from chalicelib.language.words import N_
from chalicelib.web.spans import spelt

_THEN: Mapping[str, str] = {
    "accept": N_("“{answer}”: the submission is accepted, and the applicant is told."),
    "decline": N_("“{answer}”: the submission is declined, and the applicant is told."),
    "step": N_("“{answer}”: the step “{next}” follows."),
}
_TIMEOUT: Mapping[str, str] = {
    "expire": N_("Without an answer within {time}, the submission expires, and the applicant is told."),
    "decline": N_("Without an answer within {time}, the submission is declined, and the applicant is told."),
    "accept": N_("Without an answer within {time}, the submission is accepted, and the applicant is told."),
    "step": N_("Without an answer within {time}, the step “{next}” follows."),
}


def told(program: Program, reader: Reader) -> list[str]:
    """The story in whole sentences, one step after another."""
    sentences: list[str] = []
    for step in steps.workflow(program):
        sentences.append(_asked(program, step, reader))
        sentences += _answers(program, step, reader)
        sentences.append(_deadline(program, step, reader))
    return sentences


def _asked(program: Program, step: Step, reader: Reader) -> str:
    match step.ask:
        case Party(role=str() as role):
            people = [person.name for person in program.roles.get(role, ())]
            return reader.gettext(
                "Step “{step}”: whoever holds the role “{role}” is asked ({people})."
            ).format(step=step.step, people=reader.listed(people), role=role)
        case Party(named=str() as field):
            return reader.gettext(
                "Step “{step}”: the person named under {field} is asked, if there is one."
            ).format(step=step.step, field=labels.party(program, field, reader))
        case _ if step.answers == "confirm":
            return reader.gettext("Step “{step}”: the applicant is asked to confirm the address.").format(
                step=step.step
            )
        case _:
            return reader.gettext("Step “{step}”: the applicant is asked.").format(step=step.step)


def _answers(program: Program, step: Step, reader: Reader) -> Iterator[str]:
    for answer, then in steps.offered(step).items():
        kind, following = _led_to(program, step, then)
        label = labels.answer(step, answer, reader)
        yield reader.gettext(_THEN[kind]).format(answer=label, next=following)
        if (wanted := _needs(step, answer)) is not None:
            counted = reader.ngettext(
                "“{answer}” counts when {n} person has given it.",
                "“{answer}” counts when {n} people have given it.",
                wanted,
            )
            yield counted.format(answer=label, n=reader.number(wanted))
        elif steps.needed(step, answer, 2) == 2:
            yield reader.gettext("“{answer}” counts when all have given it.").format(answer=label)


def _needs(step: Step, answer: str) -> int | None:
    """The number of answers that the definition itself says."""
    own = steps.label(step, answer)
    needs = own.needs if own is not None and own.needs is not None else step.needs
    return needs if isinstance(needs, int) else None


def _deadline(program: Program, step: Step, reader: Reader) -> str:
    if step.due is None:
        return reader.gettext("There is no deadline for this step.")
    kind, following = _led_to(program, step, step.on_timeout or "decline")
    return reader.gettext(_TIMEOUT[kind]).format(time=spelt(step.due, reader), next=following)


def _led_to(program: Program, step: Step, then: str) -> tuple[str, str]:
    """What an outcome leads to: an end, or a step and its name."""
    if then == "next":
        number = steps.place(program, step.step) + 1
        stages = steps.stages(program)
        return ("accept", "") if number == len(stages) else ("step", stages[number].steps[0].step)
    return (then, "") if then in _TIMEOUT and then != "step" else ("step", then)

"""What is told of one step, in whole sentences: who is asked, until when, and what each answer leads to.

Staff read it with the names of steps and people before they publish, visitors with numbers and words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from chalicelib.domain import graph, seats, steps, ways
from chalicelib.domain.definitions import Party, Program, Step, fields_of, is_duration
from chalicelib.domain.fields.note import Note
from chalicelib.domain.ways import Way
from chalicelib.language import labels
from chalicelib.language.reader import Reader
from chalicelib.language.words import N_
from chalicelib.web import promises
from chalicelib.web.spans import spelt

_ANSWERED: Mapping[str, str] = {
    "accepted": N_("“{answer}”: the submission is accepted, and the applicant is told."),
    "declined": N_("“{answer}”: the submission is declined, and the applicant is told."),
    "withdrawn": N_("“{answer}”: the submission is withdrawn, and the applicant is told."),
    "expired": N_("“{answer}”: the submission expires, and the applicant is told."),
    "step": N_("“{answer}”: the step “{next}” follows."),
    "onward": N_("“{answer}”: the submission is accepted, the applicant is told, and step “{next}” follows."),
    "beside": N_("“{answer}”: once what runs beside it is settled too, the step “{next}” follows."),
    "beside_last": N_("“{answer}”: once what runs beside it is settled too, the submission is accepted."),
}
_WAITS = N_("“{answer}”: the submission waits for a seat, and is offered one when it is its turn.")
_WITHIN: Mapping[str, str] = {
    "accepted": N_("Without an answer within {time}, the submission is accepted, and the applicant is told."),
    "declined": N_("Without an answer within {time}, the submission is declined, and the applicant is told."),
    "expired": N_("Without an answer within {time}, the submission expires, and the applicant is told."),
    "step": N_("Without an answer within {time}, the step “{next}” follows."),
    "beside": N_("Without an answer within {time}, it goes on once what runs beside it is settled too."),
}
_BY: Mapping[str, str] = {
    "accepted": N_("Without an answer by {time}, the submission is accepted, and the applicant is told."),
    "declined": N_("Without an answer by {time}, the submission is declined, and the applicant is told."),
    "expired": N_("Without an answer by {time}, the submission expires, and the applicant is told."),
    "step": N_("Without an answer by {time}, the step “{next}” follows."),
    "beside": N_("Without an answer by {time}, it goes on once what runs beside it is settled too."),
}


@dataclass(frozen=True, slots=True)
class Telling:
    """Of which program, to whom, what each step is called, and whether people and secrets are named."""

    program: Program
    reader: Reader
    called: Mapping[str, str]
    staff: bool

    def beside(self, number: int) -> str:
        """That the steps at a place run side by side; empty where it is a single one."""
        if len(steps.stages(self.program)[number].steps) == 1:
            return ""
        return self.reader.gettext("The steps “{steps}” run side by side.").format(steps=self.place(number))

    def place(self, number: int) -> str:
        """What the steps at a place are called."""
        return self.reader.listed(
            [self.called[step.step] for step in steps.stages(self.program)[number].steps]
        )


def of_step(telling: Telling, step: Step, out: list[Way]) -> list[str]:
    """The sentences about a step; `out`: the ways out of its place."""
    own = [way for way in out if way.step is step]
    return [
        _asked(telling, step),
        *_conditions(telling, step),
        *_seat(telling, step),
        *_filled_in(telling, step),
        *(sentence for way in own if way.by == "answer" for sentence in _answer(telling, step, way)),
        *_announced(telling, step),
        *_deadline(telling, step, own),
    ]


def _asked(telling: Telling, step: Step) -> str:
    reader, name = telling.reader, telling.called[step.step]
    match step.ask:
        case Party(role=str() as role) if telling.staff:
            people = [person.name for person in telling.program.roles.get(role, ())]
            return reader.gettext(
                "Step “{step}”: whoever holds the role “{role}” is asked ({people})."
            ).format(step=name, people=reader.listed(people), role=role)
        case Party(role=str() as role):
            party = labels.party(telling.program, f"{role}.0", reader)
            return reader.gettext("Step “{step}”: {party} is asked.").format(step=name, party=party)
        case Party(named=str() as field):
            return reader.gettext(
                "Step “{step}”: the person named under {field} is asked, if there is one."
            ).format(step=name, field=labels.party(telling.program, field, reader))
        case Party(each=str() as group):
            return reader.gettext("Step “{step}”: everybody named under {field} is asked.").format(
                step=name, field=labels.party(telling.program, group, reader)
            )
        case _ if step.answers == "confirm":
            return reader.gettext("Step “{step}”: the applicant is asked to confirm the address.").format(
                step=name
            )
        case _:
            return reader.gettext("Step “{step}”: the applicant is asked.").format(step=name)


def _conditions(telling: Telling, step: Step) -> Iterator[str]:
    if step.when is not None:
        yield telling.reader.gettext("It has a condition: where that does not hold, the step is skipped.")
    if steps.is_each(step) and ways.may_name_nobody(telling.program, step):
        yield telling.reader.gettext("Where nobody is named, the step is skipped.")


def _seat(telling: Telling, step: Step) -> Iterator[str]:
    """When a seat is wanted, and what happens where none is left."""
    program, say = telling.program, telling.reader.gettext
    match seats.wanted_by(program, program, step):
        case "hold":
            yield say("A seat is held before the question is asked, and taken when the step goes on.")
        case "take":
            yield say("When the step goes on, a seat is taken.")
        case _:
            return
    if program.waitlist:
        yield say("Where no seat is left, the submission joins the waitlist until the program starts.")
    elif program.capacity is not None:
        yield say("Where no seat is left, the submission is declined, and the applicant is told.")


def _filled_in(telling: Telling, step: Step) -> Iterator[str]:
    say = telling.reader.gettext
    if any(not isinstance(field, Note) for field in step.form or ()):
        yield say("A form is filled in with the answer.")
    if step.amend:
        yield say("The answers of the form can be changed then.")
    if step.verify == "code":
        yield say("The answer counts with a code, which is mailed when it is given.")
    if not telling.staff:
        return
    if step.hidden_from:
        yield say("What is answered is not shown to: {people}.").format(
            people=telling.reader.listed(list(step.hidden_from))
        )
    if step.blind:
        names = {field.id: telling.reader.text(field.label) for field in fields_of(telling.program)}
        yield say("Whoever is asked does not see: {fields}.").format(
            fields=telling.reader.listed([names[name] for name in step.blind])
        )


def _answer(telling: Telling, step: Step, way: Way) -> Iterator[str]:
    reader = telling.reader
    label = labels.answer(step, way.answer, reader)
    if way.then == steps.WAITLIST:
        yield reader.gettext(_WAITS).format(answer=label)
    else:
        kind, following = led_to(telling, way)
        yield reader.gettext(_ANSWERED[kind]).format(answer=label, next=following)
    wanted = steps.wanted(step, way.answer)
    if isinstance(wanted, int):
        counted = reader.ngettext(
            "“{answer}” counts when {n} person has given it.",
            "“{answer}” counts when {n} people have given it.",
            wanted,
        )
        yield counted.format(answer=label, n=reader.number(wanted))
    offered = list(steps.offered(step))
    if way.answer != offered[0] or steps.needed(step, way.answer, 2) < 2:
        return
    if not isinstance(wanted, int):
        yield reader.gettext("“{answer}” counts when all have given it.").format(answer=label)
    if len(offered) > 1:
        yield reader.gettext("As soon as that has become impossible, the submission is declined.")


def _announced(telling: Telling, step: Step) -> Iterator[str]:
    if step.announce is not None:
        yield telling.reader.gettext(
            "What comes of it is told, and acted upon, on {day} at the soonest."
        ).format(day=promises.moment(step.announce, telling.reader))


def _deadline(telling: Telling, step: Step, own: list[Way]) -> Iterator[str]:
    reader = telling.reader
    if step.due is None:
        yield reader.gettext("There is no deadline for this step.")
        return
    late = next(way for way in own if way.by == "time")
    kind, following = led_to(telling, late)
    kind = {"beside_last": "beside", "onward": "step"}.get(kind, kind)
    if is_duration(step.due):
        yield reader.gettext(_WITHIN[kind]).format(time=spelt(step.due, reader), next=following)
    else:
        yield reader.gettext(_BY[kind]).format(time=promises.deadline(step.due, reader), next=following)
    if step.remind:
        before = reader.listed([spelt(length, reader) for length in step.remind])
        yield reader.gettext("Who has not answered is reminded {times} before that.").format(times=before)


def led_to(telling: Telling, way: Way) -> tuple[str, str]:
    """What a way leads to: the kind of sentence that tells it, and what the next step is called."""
    stage = steps.stages(telling.program)[steps.place(telling.program, way.step.step)]
    beside = way.then == "next" and len(stage.steps) > 1
    if isinstance(way.target, str):
        last = beside and way.target == graph.ACCEPTED
        return ("beside_last" if last else way.target), ""
    kind = "beside" if beside else "onward" if way.then == "accept" else "step"
    # Back to one of several steps means back to all of them.
    return kind, telling.place(way.target)


def leading(way: Way, reader: Reader) -> str:
    """What makes a submission go that way, in a few words."""
    match way.by:
        case "answer":
            return labels.quoted(labels.answer(way.step, way.answer, reader), reader)
        case "time":
            return reader.gettext("no answer in time")
        case "skip":
            return reader.gettext("skipped")

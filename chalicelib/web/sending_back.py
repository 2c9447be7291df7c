"""Sending the form back on an ask's page: what is to be changed, as it is said and as it is read.

`domain.sending_back` knows which answers do; this is their controls, and the words that come of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chalicelib.domain import sending_back, steps
from chalicelib.domain.definitions import fields_of
from chalicelib.domain.errors import Fault
from chalicelib.domain.fields.field import Field, PageForm, first
from chalicelib.language import labels
from chalicelib.language.faults import explain
from chalicelib.language.reader import Reader
from chalicelib.services.answer import Opened
from chalicelib.web.control import Control, Option
from chalicelib.web.filling import Mistake

NOTE, FIELDS = "note", "fields"

_OWN = frozenset({NOTE, FIELDS})


def own(opened: Opened) -> frozenset[str]:
    """The controls that the page has for it: none where no answer sends the form back."""
    return _OWN if _answers(opened) else frozenset()


def typed(opened: Opened, form: PageForm) -> tuple[str, Sequence[str]]:
    """What was written and chosen in them; nothing where the page has none."""
    if not _answers(opened):
        return "", ()
    return first(form, NOTE), tuple(dict.fromkeys(form.get(FIELDS, ())))


def mistake(fault: Fault, speech: Reader) -> Mistake | None:
    """A fault of these controls at its place; None for one of others."""
    member = fault.pointer.split("/")[1]
    return Mistake(f"field-{member}", explain(fault, speech)) if member in _OWN else None


def controls(opened: Opened, form: PageForm, errors: Mapping[str, str], speech: Reader) -> list[Control]:
    """A text and the fields to choose from, as they were sent; none where no answer sends the form back."""
    if not _answers(opened):
        return []
    note, chosen = typed(opened, form)
    say = speech.gettext
    found = [
        Control(
            "lines",
            NOTE,
            say("What should be changed?"),
            hint=say("The applicant reads this."),
            error=errors.get(NOTE, ""),
            value=note,
        )
    ]
    options = tuple(
        Option(field.id, speech.text(field.label), field.id in chosen) for field in _choices(opened)
    )
    if options:
        found.append(
            Control(
                "checkboxes",
                FIELDS,
                say("Which answers should be changed?"),
                hint=say("If you choose none, the applicant can change all of these."),
                error=errors.get(FIELDS, ""),
                options=options,
            )
        )
    return found


def hint(opened: Opened, speech: Reader) -> str:
    """For which answers these controls are."""
    step = steps.find(opened.loaded.pinned, opened.ask.step)
    quoted = [labels.quoted(labels.answer(step, each, speech), speech) for each in _answers(opened)]
    return speech.gettext("This is for the answer {answers}. For any other, please leave it out.").format(
        answers=speech.listed(quoted, "or")
    )


def comments(opened: Opened) -> list[str]:
    """What those wrote who sent the form back, for the applicant to read."""
    notes = opened.loaded.case.notes
    return [notes[ask] for ask in opened.ask.sent_back_by if ask in notes]


def to_change(opened: Opened, speech: Reader) -> str:
    """The fields that they named, by their labels; empty for none."""
    named = [field for field in fields_of(opened.loaded.pinned) if field.id in opened.ask.to_change]
    return speech.listed([labels.quoted(speech.text(field.label), speech) for field in named])


def _answers(opened: Opened) -> tuple[str, ...]:
    program = opened.loaded.pinned
    return sending_back.answers(program, steps.find(program, opened.ask.step))


def _choices(opened: Opened) -> list[Field]:
    """The fields that any of the answers can name, in the form's order."""
    program = opened.loaded.pinned
    step = steps.find(program, opened.ask.step)
    known = {field.id for each in _answers(opened) for field in sending_back.choices(program, step, each)}
    return [field for field in fields_of(program) if field.id in known]

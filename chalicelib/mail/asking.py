"""What an ask wants of who is asked: which answers there are, what is filled in, and by which links."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain import people, steps
from chalicelib.domain.definitions import Step, fields_of
from chalicelib.domain.fields.note import Note
from chalicelib.domain.links import Link
from chalicelib.domain.submissions import AskState
from chalicelib.domain.words import defused
from chalicelib.language import labels
from chalicelib.language.reader import Reader
from chalicelib.mail.occasion import Occasion

LINKED = frozenset({"confirm", "asked", "offered", "reminded", "extended", "answered"})
"""Messages with the link of their ask: to nobody but who is asked."""

STOPPED = frozenset({"asked", "reminded", "extended"})
"""Those in which somebody named by the applicant can say: not me, stop."""


COMMENT = 1_000
"""Characters of what somebody wrote who sent the form back; the page has all of it."""


@dataclass(frozen=True, slots=True)
class Links:
    """The link of the ask, and the one that stops it; empty where the message has none."""

    answer: str = ""
    stop: str = ""


def links(occasion: Occasion) -> Links:
    """The links that the message has, as they are good now."""
    ask, template = occasion.ask, occasion.message.template
    if ask is None or template not in LINKED:
        return Links()
    link = Link("ask", occasion.case.submission.id, ask.id, ask.generation)
    named = steps.is_named(steps.find(occasion.pinned, ask.step))
    return Links(occasion.url(link), occasion.stop(link) if named and template in STOPPED else "")


def offered(step: Step | None, speech: Reader) -> str:
    """The answers, by the words on their buttons; empty where there is one that says nothing by itself."""
    if step is None or steps.answers(step) == steps.SUBMIT:
        return ""
    given = [labels.quoted(labels.answer(step, each, speech), speech) for each in steps.offered(step)]
    return speech.listed(given, "or")


def answered(step: Step | None, ask: AskState | None, speech: Reader) -> str:
    """What was answered; empty where nothing was, or nothing that says anything by itself."""
    if step is None or ask is None or not ask.answer or steps.answers(step) == steps.SUBMIT:
        return ""
    return labels.quoted(labels.answered(step, ask.answer, speech), speech)


def fills_in(step: Step | None) -> bool:
    """Whether there are questions to fill in with the answer."""
    return step is not None and any(not isinstance(field, Note) for field in step.form or ())


def comments(occasion: Occasion) -> tuple[str, ...]:
    """What those wrote who sent the form back; nothing for an address that has never answered."""
    ask, notes = occasion.ask, occasion.case.notes
    if ask is None or not occasion.known:
        return ()
    return tuple(defused(notes[each], COMMENT) for each in ask.sent_back_by if each in notes)


def to_change(occasion: Occasion, speech: Reader) -> str:
    """The fields that they named, by their labels, without those about sensitive things."""
    named = occasion.ask.to_change if occasion.ask is not None else ()
    told = [each for each in fields_of(occasion.pinned) if each.id in named and not each.sensitive]
    return speech.listed([labels.quoted(speech.text(each.label), speech) for each in told])


def asks_named_next(occasion: Occasion, step: Step | None) -> bool:
    """Whether people whom the applicant has named are asked next."""
    stages, case = steps.stages(occasion.pinned), occasion.case
    if step is not None and steps.is_beside(step.step):
        return False  # nothing follows what is asked besides
    following = steps.place(occasion.pinned, step.step) + 1 if step is not None else len(stages)
    return any(
        steps.is_named(each)
        and people.parties(each, occasion.live, occasion.pinned, case.answers, case.submission.language)
        for stage in stages[following : following + 1]
        for each in stage.steps
    )


def others_asked(occasion: Occasion) -> bool:
    """Whether somebody else is asked the same question now."""
    own = occasion.ask
    return own is not None and any(
        ask.step == own.step and ask.id != own.id for ask in occasion.case.submission.open_asks()
    )

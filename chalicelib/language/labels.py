"""What Concord's own words are called: answers, states, kinds, parties. Definitions bring their labels."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.domain import people, steps
from chalicelib.domain.definitions import Party, Program, Step, fields_of
from chalicelib.domain.submissions import Submission
from chalicelib.language.reader import Reader
from chalicelib.language.words import N_

ANSWERS: Mapping[str, Mapping[str, str]] = {
    "confirm": {"yes": N_("Yes, this is my address")},
    "consent": {"agree": N_("I agree"), "refuse": N_("I do not agree")},
    "decide": {"approve": N_("Approve"), "decline": N_("Decline")},
    "accept": {"accept": N_("Yes, I accept"), "decline": N_("No, thank you")},
    "submit": {"submit": N_("Send my answer")},
}
"""Buttons of the ready sets, as `domain.steps.READY` has them."""

ANSWERED: Mapping[str, Mapping[str, str]] = {
    "confirm": {"yes": N_("Address confirmed")},
    "consent": {"agree": N_("Agreed"), "refuse": N_("Not agreed")},
    "decide": {"approve": N_("Approved"), "decline": N_("Declined")},
    "accept": {"accept": N_("Yes, accepted"), "decline": N_("Not accepted")},
    "submit": {"submit": N_("Filled in")},
}
"""The same, once they are given."""

STATES: Mapping[str, str] = {
    "unconfirmed": N_("Waiting for the address to be confirmed"),
    "in_progress": N_("In progress"),
    "waitlisted": N_("On the waitlist"),
    "offered": N_("A place is offered"),
    "accepted": N_("Accepted"),
    "declined": N_("Declined"),
    "withdrawn": N_("Withdrawn"),
    "expired": N_("Not answered in time"),
    "erased": N_("Erased"),
}
"""Of submissions."""

REGISTERED = N_("Registered")
"""What an accepted registration is called."""

SEATLESS = N_("Ended without a seat")
"""What a submission is called that has ended for want of one, through nobody's fault."""

ASK_STATES: Mapping[str, str] = {
    "open": N_("Waiting for an answer"),
    "answered": N_("Answered"),
    "expired": N_("Not answered in time"),
    "withdrawn": N_("No longer needed"),
}

MESSAGE_STATES: Mapping[str, str] = {
    "planned": N_("About to be sent"),
    "sent": N_("Sent"),
    "unknown": N_("Probably sent"),
    "suppressed": N_("Not sent"),
    "failed": N_("Could not be sent"),
    "bounced": N_("Came back"),
}

MESSAGES: Mapping[str, str] = {
    "confirm": N_("Request to confirm the address"),
    "asked": N_("Request for an answer"),
    "reminded": N_("Reminder that an answer is awaited"),
    "extended": N_("More time for an answer"),
    "answered": N_("Receipt for an answer"),
    "not_needed": N_("Word that an answer is no longer needed"),
    "recused": N_("Word that somebody can't answer"),
    "disowned": N_("Word that an address is somebody else's"),
    "confirmed": N_("Address confirmed"),
    "amended": N_("Receipt for changed answers"),
    "reopened": N_("Word that the form is looked at once more"),
    "offered": N_("Offer of a seat"),
    "waitlisted": N_("Word that all seats are taken, and that there is a waitlist"),
    "accepted": N_("Good news: accepted"),
    "declined": N_("Declined"),
    "withdrawn": N_("Withdrawn"),
    "expired": N_("Word that it has ended"),
    "erased": N_("Word that what was typed is erased"),
    "code": N_("Code to type on a page"),
    "links": N_("Links that were asked for"),
    "draft": N_("Link to the saved form"),
    "draft_closing": N_("Reminder that the form is not sent yet"),
}
"""What each message is about, for lists of them."""

STATUSES: Mapping[str, str] = {
    "upcoming": N_("Not open yet"),
    "open": N_("Open"),
    "full": N_("Full"),
    "closed": N_("Closed"),
}
"""Of programs."""

AREAS: Mapping[str, str] = {
    "culture": N_("Culture"),
    "youth": N_("Youth and education"),
    "economy": N_("Economy"),
    "partnership": N_("Partnership"),
}

KINDS: Mapping[str, str] = {"application": N_("Application"), "registration": N_("Registration")}

ROLES: Mapping[str, str] = {
    "coordinator": N_("the coordinator"),
    "reviewer": N_("a reviewer"),
    "partner": N_("the partner city"),
    "mayor": N_("the mayor's office"),
    "committee": N_("the committee"),
    "clerk": N_("the city clerk"),
    "registrar": N_("the registration desk"),
    "desk": N_("the desk"),
    "juror": N_("the jury"),
    "music_juror": N_("the music jury"),
    "dance_juror": N_("the dance jury"),
    "stage_juror": N_("the theater jury"),
    "curator": N_("the curator"),
    "treasurer": N_("the treasurer"),
    "president": N_("the president"),
    "approver": N_("an approver"),
    "screening": N_("the screening officer"),
    "parks": N_("the parks office"),
    "aerospace": N_("the aerospace desk"),
    "technology": N_("the technology desk"),
    "industry": N_("the manufacturing desk"),
    "trade": N_("the trade desk"),
    "culture": N_("the culture committee"),
    "education": N_("the education committee"),
    "economy": N_("the business committee"),
    "civic": N_("the city and community committee"),
}
"""Roles that most programs have, and those of the catalogue; others go by their own word."""


def answer(step: Step, given: str, reader: Reader) -> str:
    """The label of an answer's button: the step's own, or the ready set's."""
    own = steps.label(step, given)
    if own is not None:
        return reader.text(own.label)
    return _word(ANSWERS.get(str(steps.answers(step)), {}), given, reader)


def answered(step: Step, given: str, reader: Reader) -> str:
    """What an answer is called once it is given."""
    own = steps.label(step, given)
    if own is not None:
        return reader.text(own.label)
    return _word(ANSWERED.get(str(steps.answers(step)), {}), given, reader)


def state(state: str, reader: Reader, *, kind: str = "application") -> str:
    """The state of a submission of that kind."""
    if (state, kind) == ("accepted", "registration"):
        return reader.gettext(REGISTERED)
    return _word(STATES, state, reader)


def state_of(submission: Submission, reader: Reader) -> str:
    """The state of a submission."""
    if submission.because:
        return reader.gettext(SEATLESS)
    return state(submission.state, reader, kind=submission.kind)


def ask_state(state: str, reader: Reader) -> str:
    """The state of an ask."""
    return _word(ASK_STATES, state, reader)


def message_state(state: str, reader: Reader) -> str:
    """The state of a message."""
    return _word(MESSAGE_STATES, state, reader)


def message(template: str, reader: Reader) -> str:
    """What a message is about."""
    return _word(MESSAGES, template, reader)


def status(status: str, reader: Reader, *, cancelled: bool = False) -> str:
    """The status of a program; of one that was cancelled, just that."""
    return reader.gettext("Cancelled") if cancelled else _word(STATUSES, status, reader)


def area(area: str, reader: Reader) -> str:
    """An area of focus."""
    return _word(AREAS, area, reader)


def kind(kind: str, reader: Reader) -> str:
    """The kind of a program."""
    return _word(KINDS, kind, reader)


def party(program: Program, party: str, reader: Reader) -> str:
    """Who is asked, as a word and never by name: `coordinator.0` is “the coordinator”.

    Somebody named in the answers goes by the label of the field with the name, else with the address.
    """
    if party == "applicant":
        return reader.gettext("the applicant")
    word = party.partition(".")[0]
    asked = [step.ask for step in steps.workflow(program) if isinstance(step.ask, Party)]
    if word == people.DESK or word in program.roles or any(each.role == word for each in asked):
        return reader.gettext(ROLES[word]) if word in ROLES else word.replace("_", " ")
    named = next((each.name for each in asked if each.named == word and each.name), word)
    field = next((field for field in fields_of(program) if field.id == named), None)
    if field is None:
        return word.replace("_", " ")
    # Apart from `quoted`: some languages say that it is somebody, and not what the form says.
    return reader.gettext("“{label}”").format(label=reader.text(field.label))


def person(program: Program, party_: str, reader: Reader) -> str:
    """The same, and of those in the rows of a group which one it is, counted from 1."""
    word, (group, _, row) = party(program, party_, reader), party_.partition(".")
    asked = [step.ask for step in steps.workflow(program) if isinstance(step.ask, Party)]
    if not row or not any(each.each == group for each in asked):
        return word
    return reader.gettext("{party} ({name})").format(party=word, name=reader.number(int(row) + 1))


def quoted(words: str, reader: Reader) -> str:
    """The words in the language's quotation marks."""
    return reader.gettext("“{words}”").format(words=words)


def _word(words: Mapping[str, str], word: str, reader: Reader) -> str:
    return reader.gettext(words[word]) if word in words else word

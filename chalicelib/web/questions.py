"""What an ask's page says: what is asked, by whom and why, or what became of it. `sheets` has the rest."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from chalicelib.domain import codes, newer, people, steps
from chalicelib.domain.definitions import Step
from chalicelib.domain.submissions import Addressee
from chalicelib.language import labels
from chalicelib.language.reader import Reader
from chalicelib.services.answer import Opened
from chalicelib.services.records import Loaded
from chalicelib.web import sending_back

Standing = Literal["open", "answered", "ended", "expired", "withdrawn", "stale", "disowned"]


def standing(opened: Opened, now: datetime) -> Standing:
    """What became of an ask, swept or not."""
    ask, submission = opened.ask, opened.loaded.case.submission
    match ask.state:
        case _ if opened.stale:
            return "stale"
        case "open" if ask.disowned and not submission.ended:
            return "disowned"
        case "expired":
            return "expired"
        case "withdrawn":
            return "withdrawn"
        case _ if submission.ended:
            return "ended"
        case "open" if ask.due is not None and now >= ask.due:
            return "expired"
        case "open":
            return "open"
        case _:
            return "answered"


def person(loaded: Loaded, ask: str) -> Addressee | None:
    """Who is asked, at which address."""
    return people.addressee(loaded.pinned, loaded.case, loaded.case.submission.asks[ask].party, ask)


def asked(opened: Opened, speech: Reader) -> tuple[str, list[str]]:
    """The heading of an open ask, and what is asked, by whom and why."""
    step = _step(opened)
    if opened.ask.party == "applicant":
        return _applicant(opened, step, speech)
    say, words = speech.gettext, _words(opened, speech)
    if steps.is_role(step):
        title = say("Please decide") if step.answers == "decide" else say("Your answer is needed")
        why = say("The form “{program}” was sent to {organisation}. You are asked for an answer as {party}.")
        return title, [why.format_map(words)]
    title = say("Do you agree?") if step.answers == "consent" else say("Your answer is needed")
    return title, [
        say(
            "Somebody sent the form “{program}” to {organisation}, gave your address under {party}, "
            "and asks for your answer."
        ).format_map(words),
        say(
            "If this is not meant for you, you need not answer. "
            "Please tell us so below, or write to {contact}."
        ).format_map(words),
    ]


def _applicant(opened: Opened, step: Step, speech: Reader) -> tuple[str, list[str]]:
    say, words = speech.gettext, _words(opened, speech)
    if step.answers == "confirm":
        return say("Please confirm your address"), [
            say(
                "Somebody sent the form “{program}” to {organisation} and gave this e-mail address. "
                "If it was you, please confirm that the address is yours."
            ).format_map(words),
            say("If it was not you, please close this page: without your confirmation, nothing happens."),
        ]
    if newer.is_new(step.step):
        return say("There are new questions"), [
            say(
                "The form “{program}” asks more now than when you sent it. {organisation} asks you to answer "
                "what is new. Your form goes on as it is, with or without these answers."
            ).format_map(words)
        ]
    if step.seat == "hold":
        return say("There is a seat for you"), [
            say(
                "{organisation} holds a seat in “{program}” for you while you answer. "
                "If you do not want it, or do not answer in time, it goes to somebody else."
            ).format_map(words)
        ]
    if step.amend and opened.ask.sent_back_by:
        return say("Please change your form"), _sent_back(opened, speech)
    if step.amend:
        return say("Please look at your answers once more"), [
            say(
                "{organisation} asks you to look at the form that you sent, and to change what should be "
                "changed. If you would like to know what that is, please write to {contact}."
            ).format_map(words)
        ]
    title = say("Do you accept?") if step.answers == "accept" else say("Your answer is needed")
    return title, [say("{organisation} asks for your answer about the form that you sent.").format_map(words)]


def _sent_back(opened: Opened, speech: Reader) -> list[str]:
    """That something is to be changed: what, where that was named, and whom to ask where nothing was said."""
    say, words = speech.gettext, _words(opened, speech)
    told = [say("{organisation} asks you to change something in the form that you sent.").format_map(words)]
    if named := sending_back.to_change(opened, speech):
        told.append(
            say("It is about {fields}. What depends on it can be changed as well.").format(fields=named)
        )
    if not sending_back.comments(opened):
        told.append(
            say("If you would like to know what is meant, please write to {contact}.").format_map(words)
        )
    return told


def told(opened: Opened, standing: Standing, speech: Reader, *, receipt: bool) -> tuple[str, list[str]]:
    """The heading of an ask that is not open, and what happened to it."""
    say, words = speech.gettext, _words(opened, speech)
    contact = say("If you have a question, please write to {contact}.").format_map(words)
    match standing:
        case "answered" | "ended" if receipt:
            return say("Thank you"), [say("Your answer has arrived, and we have noted it."), contact]
        case "answered" if opened.ask.by.startswith("token:"):
            return say("This is answered"), [
                say("{organisation} has noted this answer for you.").format_map(words),
                contact,
            ]
        case "answered":
            return say("This is answered"), [say("Here is what was answered. It counts once."), contact]
        case "stale" if _locked(opened):
            return say("This link no longer works"), [
                say("A wrong code was typed five times. So that nobody guesses it, the link is off now."),
                contact,
            ]
        case "stale":
            return say("This link has been replaced"), [
                say("It no longer works: the question now goes to another address, or by a newer link."),
                contact,
            ]
        case "disowned":
            return say("We do not write to you again"), [
                say("You told us that this was not meant for you. Thank you for letting us know."),
                contact,
            ]
        case "expired" if opened.ask.because == "recused":
            return say("You can't answer this"), [
                say("You told us so, and the coordinator knows why. Thank you."),
                contact,
            ]
        case "expired":
            late = say("An answer was needed by {until}, and none had arrived. This link no longer works.")
            return say("The time for an answer has passed"), [late.format_map(words), contact]
        case "withdrawn":
            return _withdrawn(opened, speech, contact)
        case _:
            return say("This has ended"), [_ended(opened, speech), contact]


def _locked(opened: Opened) -> bool:
    """Whether it was wrong codes that ended the link, and nothing has been sent since."""
    known = opened.loaded.case.submission.codes.get(opened.ask.id)
    return known is not None and known.wrong >= codes.TRIES


def _asked_anew(opened: Opened) -> bool:
    """Whether the same party was asked the same once more; else the submission has gone another way."""
    own = opened.ask
    return any(
        (ask.step, ask.party) == (own.step, own.party) and ask.round > own.round
        for ask in opened.loaded.case.submission.asks.values()
    )


def _withdrawn(opened: Opened, speech: Reader, contact: str) -> tuple[str, list[str]]:
    say = speech.gettext
    match opened.ask.because:
        case "superseded" if _asked_anew(opened):
            return say("This link has been replaced"), [
                say("The question was asked anew, by a newer message. Please use the link in that one."),
                contact,
            ]
        case "left":
            return say("An answer is no longer needed"), [
                say("This question now goes to those who hold the role today."),
                contact,
            ]
        case "removed":
            return say("An answer is no longer needed"), [
                say("The form does not name you any more."),
                contact,
            ]
        case "settled":
            return say("An answer is no longer needed"), [
                say("Others who were asked have answered in the meantime, and that was enough."),
                contact,
            ]
        case _:
            return say("An answer is no longer needed"), [_ended(opened, speech), contact]


def _ended(opened: Opened, speech: Reader) -> str:
    """That the submission has ended; how, for the applicant and for those who decide."""
    submission = opened.loaded.case.submission
    if not submission.ended:
        return speech.gettext("What this was about goes on without this answer.")
    if opened.ask.party != "applicant" and not steps.is_role(_step(opened)):
        return speech.gettext("What this was about has ended.")
    state = labels.state_of(submission, speech)
    return speech.gettext("What this was about has ended: {state}.").format(state=state)


def _words(opened: Opened, speech: Reader) -> dict[str, str]:
    loaded, ask = opened.loaded, opened.ask
    return {
        "program": speech.text(loaded.pinned.title),
        "organisation": speech.text(loaded.community.organisation),
        "party": labels.party(loaded.pinned, ask.party, speech),
        "contact": loaded.community.sender.email,
        "until": speech.deadline(ask.due) if ask.due is not None else "",
    }


def _step(opened: Opened) -> Step:
    return steps.find(opened.loaded.pinned, opened.ask.step)

"""What a visitor is told of a program before sending its form: dates, who decides, what is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from chalicelib.domain import instants, programs, seats, steps, times, visibility
from chalicelib.domain.definitions import Party, Program, Stage, Step, fields_of, is_duration
from chalicelib.language import labels, sentences
from chalicelib.language.reader import Reader
from chalicelib.language.words import N_
from chalicelib.web.spans import spelt


def opening(program: Program, now: datetime, speech: Reader) -> str:
    """Since when, or until when, the form can be sent."""
    if program.cancelled:
        return _cancelled(program.cancelled.at, speech)
    opens, closes = programs.window(program)
    status = programs.status(program, now)
    return _opening(status, opens, closes, speech)


def dates_of_card(card: Mapping[str, Any], speech: Reader) -> str:
    """The same of the dates as a card has them, in the reader's time zone; or when it was cancelled."""
    if card.get("cancelled"):
        return _cancelled(card["cancelled"], speech)
    opens, closes = card.get("opens"), card.get("closes")
    return _opening(
        card["status"],
        times.moment_of(opens, speech.zone, end=False) if opens else None,
        times.moment_of(closes, speech.zone, end=True) if closes else None,
        speech,
    )


def _cancelled(at: str, speech: Reader) -> str:
    instant = speech.instant(instants.from_text(at))
    return speech.gettext("Cancelled on {instant}.").format(instant=instant)


def _opening(status: str, opens: datetime | None, closes: datetime | None, speech: Reader) -> str:
    match status:
        case "upcoming" if opens is not None:
            return speech.gettext("Opens on {instant}.").format(instant=speech.instant(opens))
        case "closed" if closes is not None:
            return speech.gettext("Closed since {instant}.").format(instant=speech.deadline(closes))
        case _ if closes is not None:
            return speech.gettext("Open until {instant}.").format(instant=speech.deadline(closes))
        case _:
            return speech.gettext("Open, with no closing date.")


def taking_place(program: Program, speech: Reader) -> str:
    """When the program itself is; empty where nothing is said."""
    first, last = program.starts, program.ends
    if not first:
        return ""
    if last and last[:10] != first[:10]:
        return speech.gettext("{first} – {last}").format(
            first=moment(first, speech), last=deadline(last, speech)
        )
    return moment(first, speech)


def moment(text: str, speech: Reader) -> str:
    """A day or moment of the definition, in the program's time zone."""
    if "T" in text:
        return speech.instant(times.moment_of(text, speech.zone, end=False))
    return speech.full_day(date.fromisoformat(text[:10]))


def deadline(text: str, speech: Reader) -> str:
    """The same of what ends then."""
    if "T" in text:
        return speech.deadline(times.moment_of(text, speech.zone, end=False))
    return moment(text, speech)


def story(program: Program, speech: Reader) -> list[str]:
    """What happens after the form was sent, as its sender sees it."""
    return [*(_stage(program, stage, speech) for stage in steps.stages(program)), _end(program, speech)]


def _stage(program: Program, stage: Stage, speech: Reader) -> str:
    """One place of the workflow; what runs side by side is told together."""
    beside = len(stage.steps) > 1
    told = [_told(program, step, speech, beside=beside) for step in stage.steps]
    if beside:
        told.insert(0, speech.gettext("Several are asked at the same time."))
    if any(seats.wanted_by(program, program, step) for step in stage.steps):
        told += _seat(program, speech)
    if any(step.when is not None for step in stage.steps):
        told.append(speech.gettext("This is done only where it applies to you."))
    return sentences.joined(told)


def _seat(program: Program, speech: Reader) -> list[str]:
    """What happens where no seat is left; nothing where there is no end of them."""
    say = speech.gettext
    if program.waitlist:
        return [say("If no seat is left then, you join the waitlist, and are told when one becomes free.")]
    if program.capacity is not None:
        return [say("If no seat is left then, you are told so, and your form ends.")]
    return []


def _told(program: Program, step: Step, speech: Reader, *, beside: bool) -> str:
    """Whom a step asks; `beside`: at the same time as others, and not after what was told before."""
    say = speech.gettext
    match step.ask:
        case "applicant" if step.answers == "confirm":
            return _timed(
                step,
                N_(
                    "You get an e-mail with a link, to confirm within {time} that the address is yours. "
                    "Only then does your form count."
                ),
                N_(
                    "You get an e-mail with a link, to confirm by {time} that the address is yours. "
                    "Only then does your form count."
                ),
                speech,
            )
        case "applicant" if step.amend:
            return _timed(
                step,
                N_("You may be asked to change your form, and then have {time} for it."),
                N_("You may be asked to change your form, and can do so until {time}."),
                speech,
            )
        case "applicant":
            return _timed(
                step,
                N_("You are asked once more, and have {time} to answer."),
                N_("You are asked once more, and can answer until {time}."),
                speech,
            )
        case Party(named=str() as field):
            return _timed(
                step,
                N_("Whom you name under {field} is asked by e-mail, and has {time} to answer."),
                N_("Whom you name under {field} is asked by e-mail, and can answer until {time}."),
                speech,
                field=labels.party(program, field, speech),
            )
        case Party(each=str() as group):
            return _timed(
                step,
                N_("Everybody whom you name under {field} is asked by e-mail, and has {time} to answer."),
                N_("Everybody whom you name under {field} is asked by e-mail, and can answer until {time}."),
                speech,
                field=labels.party(program, group, speech),
            )
        case Party(role=str() as role) if step.answers == "decide":
            sentence = (
                say("A decision is made by {party}.")
                if beside
                else say("Then a decision is made by {party}.")
            )
            return sentence.format(party=_role(program, role, speech))
        case Party(role=str() as role):
            sentence = (
                say("An answer is needed from {party}.")
                if beside
                else say("Then an answer is needed from {party}.")
            )
            return sentence.format(party=_role(program, role, speech))
        case _:
            return ""


def _role(program: Program, role: str, speech: Reader) -> str:
    """Those who hold a role, as a word."""
    return labels.party(program, f"{role}.0", speech)


def _timed(step: Step, within: str, until: str, speech: Reader, **words: str) -> str:
    """The sentence for a length of time, or that for a date."""
    due = step.due or ""
    if is_duration(due):
        return speech.gettext(within).format(time=spelt(due, speech), **words)
    return speech.gettext(until).format(time=deadline(due, speech), **words)


def _end(program: Program, speech: Reader) -> str:
    if program.kind == "registration":
        return speech.gettext("You get an e-mail that says that you are registered.")
    kept = [step.announce for step in steps.workflow(program) if step.announce is not None]
    if kept:
        return speech.gettext("You are told of the decision by e-mail, on {day} at the soonest.").format(
            day=moment(max(kept), speech)
        )
    return speech.gettext("You are told of the decision by e-mail.")


def data(program: Program, organisation: str, speech: Reader) -> list[str]:
    """Who receives what is typed, who reads it, and when it is erased."""
    receives = speech.gettext("{organisation} receives what you write.").format(organisation=organisation)
    span = spelt(program.retention, speech)
    if program.ends:
        erased = speech.gettext(
            "It is erased {time} after the last step, or {time} after the program ends, whichever is later."
        )
    elif program.closes:
        erased = speech.gettext(
            "It is erased {time} after the last step, or {time} after the program closes, whichever is later."
        )
    else:
        erased = speech.gettext("It is erased {time} after the last step.")
    return [receives, *_read(program, speech), erased.format(time=span)]


def _read(program: Program, speech: Reader) -> list[str]:
    """Who of those who are asked reads the form, by what their pages show; and what the others learn."""
    say = speech.gettext
    wholly: dict[str, bool] = {}
    named: dict[str, None] = {}
    for step in steps.workflow(program):
        match step.ask:
            case Party(role=str() as role):
                # Who is asked twice, and sees all of it once, reads all of it.
                wholly[role] = wholly.get(role, False) or _sees_all(program, step)
            case Party(named=str() as field) | Party(each=str() as field):
                named[labels.party(program, field, speech)] = None
            case _:  # the applicant
                pass
    told = []
    for whole, sentence in (
        (True, say("It is read by {parties}.")),
        (False, say("It is read in part by {parties}: some answers are hidden from them.")),
    ):
        parties = [_role(program, role, speech) for role, seen in wholly.items() if seen == whole]
        if parties:
            told.append(sentence.format(parties=speech.listed(parties)))
    if named:
        told.append(
            say(
                "Whom you name under {fields} reads none of your answers, and learns what you are called and "
                "what is asked."
            ).format(fields=speech.listed(list(named)))
        )
    return told


def _sees_all(program: Program, step: Step) -> bool:
    """Whether those asked at a step see every answer of the form."""
    fields = fields_of(program)
    return len(visibility.seen(fields, visibility.words(step), blind=step.blind)) == len(fields)

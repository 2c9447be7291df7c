"""Where a submission stands, in words: what waits for whom, what has happened, every message.

Parties are words, people in roles have the name under which they hold the role; nobody's address, and nothing
that was typed. An outcome that is kept back is being decided: nothing of how is told before it is announced.
"""

from __future__ import annotations

from typing import Any

from chalicelib.domain import newer
from chalicelib.domain.events import AnyEvent, AskAnswered, AskExpired, AskRecused, AskWithdrawn, load
from chalicelib.domain.submissions import AskState
from chalicelib.language import labels
from chalicelib.language.reader import Reader
from chalicelib.services.records import Loaded
from chalicelib.services.world import World
from chalicelib.web import happenings, letters, seated


def waiting(loaded: Loaded, speech: Reader) -> list[str]:
    """What is waited for: answers, each by its date, and what is kept back until it is announced."""
    submission = loaded.case.submission
    return [
        *(_asked(loaded, ask, speech) for ask in submission.open_asks() if not submission.ended),
        *seated.waiting(loaded, speech),
        *(
            speech.gettext("This is being decided. You are told on {until}.").format(
                until=speech.instant(until)
            )
            for until in sorted({kept.until for kept in submission.kept.values()})
        ),
    ]


def _asked(loaded: Loaded, ask: AskState, speech: Reader) -> str:
    party = happenings.party(loaded, ask, speech)
    words = {"party": party, "until": speech.deadline(ask.due) if ask.due is not None else ""}
    if ask.disowned:
        return speech.gettext(
            "A better address for {party}: the one that we have is somebody else's. "
            "Please change it below, or write to us."
        ).format_map(words)
    if ask.due is None:
        return speech.gettext("An answer from {party}, without a deadline.").format_map(words)
    return speech.gettext("An answer from {party}, by {until}.").format_map(words)


def new_questions(loaded: Loaded, speech: Reader) -> list[dict[str, Any]]:
    """What was asked beside the form, less what is about sensitive things, and what became of it."""
    told = []
    for each in newer.added(loaded.pinned):
        labels_of = [speech.text(field.label) for field in each.step.form or () if not field.sensitive]
        asks = loaded.case.submission.asks_of(each.step.step)
        told += [{"questions": labels_of, "became": _became(ask, speech)} for ask in asks]
    return told


def _became(ask: AskState, speech: Reader) -> str:
    say = speech.gettext
    match ask.state:
        case "open" if ask.due is not None:
            return say("Please answer by {until}.").format(until=speech.deadline(ask.due))
        case "answered" if ask.closed is not None:
            return say("Answered on {day}.").format(day=speech.instant(ask.closed))
        case _:
            return say("No answer came, and none is needed any more.")


def events(loaded: Loaded, speech: Reader) -> list[dict[str, Any]]:
    """What has happened, oldest first, by the moment at which it did."""
    told = []
    for commit in loaded.case.commits:
        sentences = [
            _begun(text)
            for event in load(commit.events, written_as=commit.format)
            if not _kept_back(loaded, event) and (text := happenings.told(loaded, event, speech))
        ]
        if sentences:
            told.append({"at": commit.at, "sentences": sentences})
    return told


def _kept_back(loaded: Loaded, event: AnyEvent) -> bool:
    """Whether it would tell how something was decided that is not announced yet."""
    if not isinstance(event, AskAnswered | AskExpired | AskRecused | AskWithdrawn):
        return False
    submission = loaded.case.submission
    ask = submission.asks[event.ask]
    return ask.step in submission.kept and ask in submission.asks_of(ask.step)


def messages(world: World, loaded: Loaded, speech: Reader) -> list[dict[str, str]]:
    """Every message, oldest first: about what, to whom, in which state, when."""
    return [
        {
            "about": labels.message(row.template, speech),
            "to": _begun(labels.person(loaded.pinned, row.to, speech)),
            "state": labels.message_state(row.state, speech),
            "at": speech.instant(row.at),
        }
        for row in letters.of(world, loaded)
    ]


def _begun(words: str) -> str:
    """The words as they begin a sentence or a cell, where a party may come first."""
    return words[:1].upper() + words[1:]

"""Where a submission stands: what has happened, what waits for whom, every message sent.

A forwarded link shows this and no more: parties as words, people in roles by the name they hold the role
under, nobody's address, and nothing of what the applicant typed.
"""

from __future__ import annotations

from typing import Any

from chalicelib.domain import ids
from chalicelib.domain.errors import Unknown
from chalicelib.domain.events import load
from chalicelib.domain.submissions import AskState
from chalicelib.language import labels
from chalicelib.language.reader import Reader
from chalicelib.services import records
from chalicelib.services.records import Loaded
from chalicelib.services.world import World
from chalicelib.web import happenings, letters, looks
from chalicelib.web.http import Request, Response
from chalicelib.web.rendering import Visit, page
from chalicelib.web.tokens import link_of
from chalicelib.web.visitors import reader_of


def show(request: Request, world: World) -> Response:
    """The page: 200 until it is erased. A link sent to an address that was corrected since leads nowhere."""
    link = link_of(request, world, "status")
    loaded = records.load(world, link.submission)
    submission, program = loaded.case.submission, loaded.pinned
    if link.generation != submission.generation or submission.state == "erased":
        raise Unknown(link.submission)
    speech = reader_of(request, program.languages, timezone=program.timezone, otherwise=submission.language)
    state = labels.state(submission.state, speech, kind=submission.kind)
    values: dict[str, Any] = {
        "title": speech.gettext("Where your form stands"),
        "lead": speech.gettext("“{program}”: {state}.").format(
            program=speech.text(program.title), state=state
        ),
        "program": speech.text(program.title),
        "program_href": f"/programs/{program.id}",
        "reference": ids.reference(submission.id),
        "state": state,
        "submitted": speech.instant(submission.submitted),
        "waiting": [_waiting(loaded, ask, speech) for ask in submission.open_asks()],
        "nothing": speech.gettext("This has ended: nothing is waited for.")
        if submission.ended
        else speech.gettext("At the moment, nothing is waited for."),
        "events": _events(loaded, speech),
        "messages": [
            {
                "about": labels.message(row.template, speech),
                "to": labels.party(program, row.to, speech),
                "state": labels.message_state(row.state, speech),
                "at": speech.instant(row.at),
            }
            for row in letters.of(world, loaded)
        ],
        "contact": speech.gettext("If you have a question, please write to {contact}.").format(
            contact=loaded.community.sender.email
        ),
    }
    return page("status.html", values, Visit(request, speech, looks.of(loaded.community), program.languages))


def _waiting(loaded: Loaded, ask: AskState, speech: Reader) -> str:
    """Who is asked, and until when."""
    party = happenings.party(loaded, ask, speech)
    if ask.due is None:
        return speech.gettext("An answer from {party}, without a deadline.").format(party=party)
    return speech.gettext("An answer from {party}, by {until}.").format(
        party=party, until=speech.instant(ask.due)
    )


def _events(loaded: Loaded, speech: Reader) -> list[dict[str, Any]]:
    """What has happened, oldest first, by the moment at which it did."""
    told = []
    for commit in loaded.case.commits:
        events = load(commit.events, written_as=commit.format)
        sentences = [text for event in events if (text := happenings.told(loaded, event, speech))]
        told.append({"at": speech.instant(commit.at), "sentences": sentences})
    return told

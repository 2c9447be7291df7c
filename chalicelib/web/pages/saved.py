"""The page after saving: which address was written to, and until when the link works.

It has no link to the draft itself: who uses this browser next finds its address, and not what was typed.
"""

from __future__ import annotations

from datetime import datetime

from chalicelib.domain import programs
from chalicelib.domain.definitions import Program
from chalicelib.domain.draft import Draft
from chalicelib.domain.drafts import with_time
from chalicelib.domain.masks import masked
from chalicelib.services import drafts
from chalicelib.services.world import World
from chalicelib.web import ended, single
from chalicelib.web.elsewhere import Way
from chalicelib.web.http import Request, Response
from chalicelib.web.single import Fact, Single
from chalicelib.web.tokens import link_of


def show(request: Request, world: World) -> Response:
    """The page; 410 once nothing is saved any more."""
    link = link_of(request, world, "saved")
    draft = drafts.find(world, link.submission)
    if draft is None:
        return ended.answer(request, world, link)
    program = ended.newest(world, draft.program)
    visit = ended.visit(request, world, program)
    draft = with_time(program, draft)
    say, speech = visit.speech.gettext, visit.speech
    explained = [
        say(
            "We have written to {address}. With the link in that message you can go on, on any device."
        ).format(address=masked(draft.email)),
        say("It arrives within a few minutes. If it does not, please look among unwanted mail as well."),
        say("Is the address wrong? Then go back, correct it, and save once more."),
    ]
    facts = [
        Fact(say("Program"), speech.text(program.title)),
        Fact(say("The link works until"), speech.deadline(draft.expires)),
    ]
    if (closes := _closes(program, draft)) is not None:
        facts.append(Fact(say("The form can be sent until"), speech.deadline(closes)))
    shown = Single(
        say("Your form is saved, and not sent yet"),
        explained,
        facts=facts,
        ways=[Way("/", say("All programs"))],
    )
    return single.answer(shown, visit)


def _closes(program: Program, draft: Draft) -> datetime | None:
    """Until when everybody can send the form; None where there is no such day.

    Nor where staff let somebody send it until the link ends, unless others have longer than that.
    """
    closes = None if program.cancelled else programs.window(program)[1]
    return None if closes is not None and draft.late is not None and closes <= draft.expires else closes

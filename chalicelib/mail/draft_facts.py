"""What a message about a form that is not sent yet may say: none of what was typed.

Nobody has ever answered from its address.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain import ids, programs
from chalicelib.domain.definitions import Community, Program
from chalicelib.domain.draft import Draft
from chalicelib.domain.drafts import REMINDER
from chalicelib.language.reader import Reader


@dataclass(frozen=True, slots=True)
class Kept:
    """A message about a draft: `program` is the newest version, `link` goes on with the draft."""

    id: str
    template: str
    draft: Draft
    program: Program
    community: Community
    base_url: str
    link: str
    now: datetime


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """What templates may use; those that the layout wants are called as in `facts.Facts`.

    `until`: how long the draft is kept; `closes`: until when the form can be sent, where there is an end;
    `saved`: when it was saved last; `invites`: whether staff let somebody send it after the closing date;
    `cancelled`: whether the program is, and it can't be sent any more.
    """

    language: str
    direction: str
    program: str
    organisation: str
    contact: str
    reference: str
    link: str
    until: str
    closes: str
    saved: str
    accent: str
    invites: bool
    cancelled: bool
    party: str = "draft"
    name: str = ""
    status: str = ""
    places: tuple[()] = ()


def facts(kept: Kept, speech: Reader) -> DraftFacts:
    """The facts, for who saved it."""
    closes, late = _until(kept), kept.draft.late
    return DraftFacts(
        language=speech.language,
        direction=speech.direction,
        program=speech.text(kept.program.title),
        organisation=speech.text(kept.community.organisation),
        contact=kept.community.sender.email,
        reference=ids.reference(kept.draft.id),
        link=kept.link,
        until=speech.deadline(kept.draft.expires if late is None else late.until),
        closes=speech.deadline(closes) if closes is not None else "",
        saved=speech.instant(kept.draft.saved),
        accent=kept.community.look.accent,
        invites=kept.draft.invites,
        cancelled=kept.program.cancelled is not None,
        party="late" if kept.draft.invites else "draft",
    )


def _until(kept: Kept) -> datetime | None:
    """Until when it can be sent, where the message says so besides until when it is kept."""
    late, closes = kept.draft.late, programs.window(kept.program)[1]
    if kept.program.cancelled:
        return None
    if late is None or closes is None:
        return closes
    # Of who was let in, one is as long as the other: the reminder alone says both.
    return max(closes, late.until) if kept.template == REMINDER else None

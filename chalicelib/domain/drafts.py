"""Forms that are not sent yet: when their owner is reminded, when to look at them, and what they hold.

A draft is the controls of a page as they were typed, not answers: whatever is wrong with them, nothing is
lost. Its id is the id of the submission that it becomes when the page is sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.domain import programs
from chalicelib.domain.definitions import Program
from chalicelib.domain.draft import KEPT, Draft
from chalicelib.domain.fields.field import Field, PageForm

BEFORE = timedelta(days=3)
"""How long before the program closes its owner is reminded."""

OLD_ENOUGH = timedelta(days=1)
"""How old a draft is before anybody is reminded of it."""

LOOKED_AT = timedelta(days=1)
"""How often a draft is looked at: the closing date may be another one by now, and the form may be sent."""

TEMPLATE, REMINDER = "draft", "draft_closing"
"""The messages about drafts."""


def reminder(program: Program, draft: Draft) -> datetime | None:
    """When its owner is reminded; None where the program never closes, or closes too soon after it was saved.

    The source is `closes` of the newest version.
    """
    closes = programs.window(program)[1]
    if closes is None or closes - BEFORE <= draft.saved:
        return None
    return max(closes - BEFORE, draft.saved + OLD_ENOUGH)


def reminds(program: Program, draft: Draft, now: datetime) -> bool:
    """Whether its owner is to be reminded now."""
    at = reminder(program, draft)
    return not draft.reminded and at is not None and at <= now and programs.status(program, now) == "open"


def next_look(program: Program, draft: Draft, now: datetime) -> datetime:
    """When it is looked at again, after a look."""
    at = reminder(program, draft)
    ahead = [at] if at is not None and at > now else []
    return min(draft.expires, now + LOOKED_AT, *ahead)


def with_time(program: Program, draft: Draft) -> Draft:
    """The draft, of somebody who was let in late with as long as everybody has by now, as far as one is kept.

    The source is `closes` of the newest version, which may be later than when staff let them in.
    """
    closes, late = programs.window(program)[1], draft.late
    if late is None or program.cancelled:
        return draft
    kept = draft.saved + KEPT
    until = kept if closes is None else min(closes, kept)
    return replace(draft, late=replace(late, until=until)) if until > late.until else draft


def gone(before: Sequence[Field], now: Sequence[Field]) -> list[Field]:
    """The fields of an older form that have no place in a newer one, or that are of another type there."""
    types = {field.id: _type(field) for field in now}
    return [field for field in before if types.get(field.id) != _type(field)]


def _type(field: Field) -> str:
    """The field's type; a text is one whatever its length."""
    return str(type(field).__struct_config__.tag).removeprefix("long_")


def controls_of(field: Field, form: PageForm) -> list[str]:
    """The names of the field's controls in the form: its own, its parts', its rows', and that of `other`."""
    own = (field.id, f"{field.id}_other")
    return [name for name in form if name in own or name.startswith(f"{field.id}.")]

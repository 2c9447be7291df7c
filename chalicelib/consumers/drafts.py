"""Looks at drafts, and makes their messages: the one with the link, and the one before the program closes.

A draft's messages are rows of the submission that it becomes, of commit 0: they are claimed, sent and marked
as all others are. A look may be done twice: the rows it plans have fixed numbers.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from email.message import EmailMessage

from chalicelib import logs
from chalicelib.consumers import batches
from chalicelib.domain import drafts, programs
from chalicelib.domain.definitions import Program
from chalicelib.domain.draft import Draft
from chalicelib.domain.drafts import REMINDER, TEMPLATE
from chalicelib.domain.links import Link
from chalicelib.domain.messages import PARTY_OF_APPLICANT
from chalicelib.domain.workflow import CORRECTABLE
from chalicelib.services import drafts as services
from chalicelib.services import project, records, second, uploads
from chalicelib.services.world import World
from chalicelib.storage.ports import Key, MessageRow

log = logs.logger("drafts")

COMMIT = 0
"""What a draft's messages have in place of the number of a commit."""


class NotNeeded(Exception):
    """Nobody needs the message: the form was sent, deleted or saved again, or it can't be sent any more."""


def look(world: World, draft_id: str) -> None:
    """Does with a draft what its time asks for: deletes it, or plans and queues its messages.

    Then sets when to look again.
    """
    draft, now = world.stores.drafts.get(draft_id), world.clock()
    if draft is None:
        return
    program = programs.program(records.newest(world, "program", draft.program).text)
    draft = drafts.with_time(program, draft)
    if now >= draft.expires or services.sent(world, draft.id):
        if world.stores.drafts.delete(draft.program, draft.id, saved=draft.saved):
            uploads.drop(world, services.files_of(program, draft))
            log.info("deleted", extra=logs.ids(draft=draft.id))
        return
    if draft.refused:
        _wear(world, program, draft, now)
        return
    reminds = drafts.reminds(program, draft, now)
    rows = [] if draft.told else [_row(draft, TEMPLATE, draft.number, draft.written)]
    rows += [_row(draft, REMINDER, 0, now)] if reminds else []
    batches.send(world, project.plan(world, rows, now))
    looked = replace(draft, told=True, reminded=draft.reminded or reminds)
    world.stores.drafts.look(looked, fires=drafts.next_look(program, looked, now))


def _wear(world: World, program: Program, draft: Draft, now: datetime) -> None:
    """Of what was sent in vain, nothing is left that could still be sent, once that is over."""
    until = draft.saved + CORRECTABLE
    if now < until:
        world.stores.drafts.put(draft, fires=until)
        return
    world.stores.drafts.put(second.worn(draft), fires=draft.expires)
    uploads.drop(world, services.files_of(program, draft))


def _row(draft: Draft, template: str, number: int, at: datetime) -> MessageRow:
    return MessageRow(draft.id, COMMIT, number, template, PARTY_OF_APPLICANT, "planned", at)


def made(world: World, row: MessageRow, now: datetime) -> tuple[str, EmailMessage]:
    """The address and the message that a draft's row stands for. Raises NotNeeded, or BadAddress.

    Three reads: the draft, the journal, and the definitions, which tell until when the draft is kept.
    """
    from chalicelib.mail.draft_facts import Kept
    from chalicelib.mail.drafts import compose

    draft = world.stores.drafts.get(row.submission)
    if draft is None or draft.refused or world.stores.journal.read(row.submission):
        raise NotNeeded
    if row.template == TEMPLATE and row.index != draft.number:
        raise NotNeeded
    live, community = Key("program", draft.program), Key("community", draft.community)
    found = world.stores.definitions.get(live, community)
    program = programs.program(found[live].text)
    draft = drafts.with_time(program, draft)
    if now >= draft.expires:
        raise NotNeeded
    if row.template == REMINDER and programs.status(program, now) != "open":
        raise NotNeeded
    if draft.invites and program.cancelled:
        raise NotNeeded
    kept = Kept(
        id=row.id,
        template=row.template,
        draft=draft,
        program=program,
        community=programs.community(found[community].text),
        base_url=world.base_url,
        link=world.url(Link("draft", draft.id, draft.program)),
        now=now,
    )
    return draft.email, compose(kept)

"""Forms that are saved to be gone on with: saving, finding, deleting and counting them.

Saving writes the draft and queues its id; whoever looks at it plans the message with its link, and reminds.
Whether a draft has been sent is told by the journal, since it has the id of its submission.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from chalicelib import logs
from chalicelib.domain import ids, programs
from chalicelib.domain.definitions import Program, fields_of
from chalicelib.domain.draft import KEPT, Draft
from chalicelib.domain.drafts import with_time
from chalicelib.domain.errors import Fault, Invalid, Unavailable
from chalicelib.domain.fields import files
from chalicelib.domain.fields.field import PageForm
from chalicelib.services import records, staff, uploads
from chalicelib.services.project import REQUEUED_AFTER
from chalicelib.services.submit import MOST
from chalicelib.services.world import World
from chalicelib.storage.ports import Holder

log = logs.logger("drafts")

WRITTEN_AGAIN = timedelta(days=1)
"""After which the link is mailed again though nothing has changed: so pressing a button fills no mailbox."""


@dataclass(frozen=True, slots=True)
class Saving:
    """What is saved, of which version of the program; members as those of `Draft`."""

    program: Program
    version: int
    part: str
    language: str
    email: str
    form: PageForm
    page: int = 0


def key(part: str) -> str:
    """The Idempotency-Key of the page whose nonce has that random part."""
    return f"page:{part}"


def id_of(world: World, program: str, part: str) -> str:
    """The id of the draft, and of the submission, that such a page makes."""
    return ids.keyed_submission_id(world.keys().ids, program=program, caller="public", key=key(part))


def save(world: World, saving: Saving, *, before: Draft | None = None) -> Draft:
    """The draft as it is kept now: one read, one write, one queued id. `before`: as it was until now.

    What was sent already is saved as another draft. Raises Invalid where it is too large to be kept.
    """
    now, part = world.clock(), saving.part
    id_ = id_of(world, saving.program.id, part)
    if sent(world, id_):
        part, before = world.random(16).hex(), None
        id_ = id_of(world, saving.program.id, part)
    _fits(saving.form)
    form = {name: tuple(values) for name, values in saving.form.items()}
    same = (
        before is not None
        and (before.id, before.email, before.form) == (id_, saving.email, form)
        and now - before.written < WRITTEN_AGAIN
    )
    draft = Draft(
        id=id_,
        program=saving.program.id,
        community=saving.program.community,
        version=saving.version,
        part=part,
        language=saving.language,
        email=saving.email,
        form=form,
        page=saving.page,
        saved=now,
        written=before.written if same and before is not None else now,
        told=same and before is not None and before.told,
        reminded=before is not None and before.reminded,
        late=before.late if before is not None else None,
    )
    world.stores.drafts.put(draft, fires=now + REQUEUED_AFTER)
    # As long as any draft is kept: one that ends sooner may have more time by then, and takes them along.
    uploads.prolong(world, files_of(saving.program, draft), now + KEPT)
    if before is not None:
        _drop(world, set(files_of(saving.program, before)) - set(files_of(saving.program, draft)))
    world.stores.queues.send("repair", [json.dumps({"draft": draft.id})])
    log.info("saved", extra=logs.ids(draft=draft.id))
    return draft


def find(world: World, draft: str) -> Draft | None:
    """The draft of that id; None where it was deleted or sent, also in vain, or is kept no longer.

    One read; one more where the time is over that staff gave somebody, who may have as long as everybody.
    """
    found, now = world.stores.drafts.get(draft), world.clock()
    if found is None or found.refused:
        return None
    if found.late is not None and now >= found.expires:
        found = with_time(programs.program(records.newest(world, "program", found.program).text), found)
    return found if now < found.expires else None


def sent(world: World, draft: str) -> bool:
    """Whether the form was sent: there is a submission of that id. One GetItem."""
    return world.stores.journal.first(draft) is not None


def delete(world: World, program: Program, draft: str) -> None:
    """Nothing is left of it, nor of its files that no submission has: one DeleteItem.

    Where the program asks for files, one read, and one queued message where there are any.
    """
    if any(files.fields(fields_of(program))) and (kept := world.stores.drafts.get(draft)) is not None:
        _drop(world, files_of(program, kept))
    world.stores.drafts.delete(program.id, draft)
    log.info("deleted", extra=logs.ids(draft=draft))


def files_of(program: Program, draft: Draft) -> list[str]:
    """The uploads that the draft names."""
    return [upload for _, upload in files.typed(fields_of(program), draft.form)]


def _drop(world: World, named: Iterable[str]) -> None:
    """Has the uploads removed that are nobody's; whoever answers requests may not."""
    ids_ = sorted(named)
    if ids_:
        world.stores.queues.send("repair", [json.dumps({"uploads": ids_})])


def finish(world: World, program: Program, draft: str) -> None:
    """The same once it was sent. That it can't be deleted just now must not look like a failure of sending:
    the next look deletes it.
    """
    try:
        delete(world, program, draft)
    except Unavailable:
        log.warning("not deleted", extra=logs.ids(draft=draft))


def count(world: World, holder: Holder, program: str) -> int:
    """How many drafts a program of the holder's community has. Raises Unknown, and NotAllowed for others'."""
    staff.program(world, holder, program)
    return world.stores.drafts.count(program)


def _fits(form: PageForm) -> None:
    kept = json.dumps({name: list(values) for name, values in form.items()}, ensure_ascii=False)
    if len(kept.encode(errors="surrogatepass")) > MOST:
        raise Invalid([Fault("/answers", "too_long", {"limit": MOST, "unit": "bytes"})])

"""Removing what is erased: everything that somebody typed goes, once the goodbye is settled.

    on the list of erasures ─► out of search ─► drafts ─► files ─► guards ─► out of the journal
        ─► no timer any more

In that order, and each may be done twice: whoever dies on the way leaves the timer, and the next look begins
again. The list comes first, so that no backup is without what it has to be held against. The summary has
neither name nor terms from the event `erased` on; message rows and queues never had anything personal.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from chalicelib import logs
from chalicelib.domain.commits import Commit
from chalicelib.domain.events import Resent, load
from chalicelib.domain.folding import fold
from chalicelib.services import guards, project, uploads
from chalicelib.services.records import Loaded
from chalicelib.services.world import World

log = logs.logger("erase")

PATIENCE = timedelta(hours=24)
"""How long the goodbye may keep the rest waiting, while mail is down."""


def finish(world: World, loaded: Loaded) -> Loaded:
    """The case with nothing private left; as it was, where it isn't erased, or its goodbye still waits."""
    case, submission = loaded.case, loaded.case.submission
    if submission.state != "erased" or not case.leftover or not _told(world, loaded):
        return loaded
    world.stores.erasures.add(submission.id, submission.updated)
    world.stores.summaries.forget(submission.community, submission.id, project.terms_ever(loaded))
    world.stores.drafts.delete(submission.program, submission.id)
    for draft in _refused(case.commits):
        world.stores.drafts.delete(submission.program, draft)
    # While the journal still says which files and guards there are.
    uploads.forget(world, submission.id, case.commits)
    for guard in sorted({key for key in guards.ever(case.commits) if key}):
        world.stores.journal.free(guard, submission.id)
    world.stores.journal.erase(
        submission.id, [commit.seq for commit in case.commits if commit.private is not None]
    )
    log.info("erased", extra=logs.ids(submission=submission.id))
    return replace(loaded, case=fold([replace(commit, private=None) for commit in case.commits]))


def _refused(commits: Iterable[Commit]) -> list[str]:
    """The drafts of second submissions that were refused beside this one: they may say the same."""
    found = (event for commit in commits for event in load(commit.events, written_as=commit.format))
    return sorted({event.second for event in found if isinstance(event, Resent) and event.second})


def _told(world: World, loaded: Loaded) -> bool:
    """Whether the goodbye needs its address no more: there is none, it is settled, or it has waited too long.

    In the last case it is not sent any more.
    """
    if loaded.case.goodbye is None:
        return True
    submission = loaded.case.submission
    goodbyes = [row for row in world.stores.messages.of(submission.id) if row.template == "erased"]
    waiting = [row for row in goodbyes if row.state == "planned"]
    if goodbyes and not waiting:
        return True
    if world.clock() < submission.updated + PATIENCE:
        return False
    for row in waiting:
        if row.claimed is None:
            world.stores.messages.mark(row, "suppressed", reason="erased")
    return True

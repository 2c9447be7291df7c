"""Projections of a submission: its summary, and the rows of the messages that its commits call for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.domain import answers, deadlines, ids, messages, people
from chalicelib.domain.events import load
from chalicelib.domain.folding import fold
from chalicelib.domain.submissions import Addressee, Case
from chalicelib.services.records import Loaded
from chalicelib.services.world import World
from chalicelib.storage.ports import MessageRow, Summary

REQUEUED_AFTER = timedelta(minutes=15)
"""When the sweep queues a message again that is still only planned."""

LOOKED_AT_AGAIN = timedelta(minutes=15)
"""When the sweep looks again at a submission for which nothing could be done."""

OLDEST = timedelta(days=2)
"""Messages of older commits are not sent by repair: they fail, for a person to look at."""


def summary(loaded: Loaded) -> Summary:
    """What lists show of the submission as it is."""
    case, program = loaded.case, loaded.pinned
    submission = case.submission
    return Summary(
        submission=submission.id,
        seq=submission.seq,
        reference=ids.reference(submission.id),
        program=submission.program,
        community=submission.community,
        version=submission.version,
        kind=submission.kind,
        name=answers.applicant_name(program, case.answers),
        state=submission.state,
        steps=submission.steps,
        submitted=submission.submitted,
        updated=submission.updated,
        fires=deadlines.next_time(loaded.live, case),
        terms=_terms(loaded),
    )


def _terms(loaded: Loaded) -> tuple[str, ...]:
    """Words of the name and the whole name, the address, the reference with and without its hyphen.

    And the address of everybody who is asked now, behind a word that no name begins with: so who has lost a
    link is found, and lists show none of it.
    """
    if not loaded.case.private:
        return ()
    name = answers.applicant_name(loaded.pinned, loaded.case.answers).casefold()
    reference = ids.reference(loaded.case.submission.id).casefold()
    email = answers.applicant_email(loaded.pinned, loaded.case.answers).casefold()
    found = [*name.split(), " ".join(name.split()), email, reference, reference.replace("-", "")]
    found += [asked_at(person.email) for person in _asked(loaded)]
    return tuple(sorted({term for term in found if term}))


def terms_ever(loaded: Loaded) -> tuple[str, ...]:
    """Every term by which the submission was found, after each of its commits: also those of a summary that
    was never written, because whoever was about to write it died.
    """
    commits = loaded.case.commits
    each = (replace(loaded, case=fold(commits[:length])) for length in range(1, len(commits) + 1))
    return tuple(sorted({term for then in each for term in _terms(then)}))


ASKED = "asked:"
"""Before the address of somebody who is asked, among the terms of a summary."""


def asked_at(address: str) -> str:
    """The term by which who is asked at that address is found."""
    return f"{ASKED}{address.casefold()}"


def _asked(loaded: Loaded) -> list[Addressee]:
    case = loaded.case
    if case.submission.ended:
        return []
    found = [
        people.addressee(loaded.pinned, case, ask.party, ask.id)
        for ask in case.submission.open_asks()
        if not ask.disowned
    ]
    return [person for person in found if person is not None]


def project(world: World, loaded: Loaded) -> None:
    """Writes the summary, unless one of this or a later commit is there."""
    world.stores.summaries.put(summary(loaded))


def time(world: World, loaded: Loaded) -> None:
    """Sets when the submission is looked at next, after a look: a deadline may move without a commit.

    Whatever is still due is looked at again a while later, so that nothing is due every minute for ever.
    """
    submission, now = loaded.case.submission, world.clock()
    fires = deadlines.next_time(loaded.live, loaded.case)
    if fires is not None and fires <= now:
        fires = now + LOOKED_AT_AGAIN
    world.stores.summaries.time(submission.id, submission.seq, fires)


def rows(loaded: Loaded) -> list[MessageRow]:
    """The rows of all messages that the journal calls for, oldest first."""
    return [row for seq in range(1, len(loaded.case.commits) + 1) for row in rows_of(loaded, seq)]


def rows_of(loaded: Loaded, seq: int) -> list[MessageRow]:
    """The rows of the messages that one commit calls for."""
    commit = loaded.case.commits[seq - 1]
    called_for = messages.called_for(loaded.pinned, load(commit.events, written_as=commit.format))
    return [
        MessageRow(commit.submission, seq, index, message.template, message.to, "planned", commit.at)
        for index, message in enumerate(called_for)
    ]


def plan(world: World, rows: Sequence[MessageRow], now: datetime) -> list[str]:
    """Writes the rows that are not there yet; the ids of all of them, to be queued.

    Those that were there are queued as well: whoever wrote them may have died before queueing, and a
    message that is sent already can't be claimed.
    """
    for row in rows:
        world.stores.messages.plan(row, fires=now + REQUEUED_AFTER)
    return [row.id for row in rows]


def stale(case: Case, row: MessageRow, now: datetime) -> bool:
    """Whether the message's commit is too old for it to be sent now."""
    return now - case.commits[row.seq - 1].at > OLDEST

"""What must hold of every run: while it goes on, of each mail, and when it is over.

Each law gives what breaks it, in words: nothing where it holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from chalicelib.domain import filled, messages, newer, people, steps
from chalicelib.domain.commits import BrokenJournal, verify
from chalicelib.domain.events import (
    Accepted,
    Amended,
    AnyEvent,
    AskAnswered,
    AskOpened,
    Declined,
    Erased,
    Expired,
    Reopened,
    StepSettled,
    Withdrawn,
    load,
    type_of,
)
from chalicelib.domain.folding import fold, told
from chalicelib.domain.submissions import AskState, Case, counted
from chalicelib.mail import ses
from chalicelib.services import project, records
from chalicelib.services.records import Loaded
from chalicelib.storage.ports import MessageRow
from tests import memory
from tests.simulator import guards
from tests.simulator.answers import PLANTED

if TYPE_CHECKING:
    from tests.simulator.run import Run
    from tests.simulator.town import Mail

STATES = {
    "unconfirmed",
    "in_progress",
    "waitlisted",
    "offered",
    "accepted",
    "declined",
    "withdrawn",
    "expired",
    "erased",
}
"""Those of contract.md."""

ASKING = {"confirm", "asked", "offered", "reminded", "extended", "links", "code"}
"""Messages that have the link of an ask that is open."""


def spelt(event: AnyEvent) -> str:
    """An event as a word, with what it is about."""
    about = getattr(event, "ask", getattr(event, "step", getattr(event, "purpose", "")))
    more = getattr(event, "answer", getattr(event, "outcome", getattr(event, "because", "")))
    return " ".join(word for word in (type_of(event), str(about), str(more)) if word)


# While a run goes on: after everything that can be done at this moment was done.


def of_a_moment(run: Run) -> Iterator[str]:
    """The laws of a moment at which every function has done its work."""
    for wrong in guards.has_each_value_once(run):
        yield f"{run.town.now:%Y-%m-%d %H:%M} {wrong}"
    for submission in run.submissions:
        loaded = run.loaded(submission)
        for law in (
            is_in_order,
            knows_its_next_time,
            waits_for_nobody_who_was_not_asked,
            waits_for_those_who_hold_the_role,
        ):
            for wrong in law(run, loaded):
                yield f"{run.town.now:%Y-%m-%d %H:%M} {wrong}"


def is_in_order(run: Run, loaded: Loaded) -> Iterator[str]:
    """Law: a state is one of the contract's; open steps are those that wait; what has ended waits no more."""
    now = loaded.case.submission
    waiting = now.open_asks()
    if now.state not in STATES:
        yield f"a state of its own: {now.state}"
    beside = [ask for ask in waiting if newer.is_new(ask.step)]
    waiting = [ask for ask in waiting if ask not in beside]
    if set(now.steps) != {ask.step for ask in waiting} | {*now.kept}:
        yield f"steps {now.steps}, but {[ask.id for ask in waiting]} and {[*now.kept]} are open"
    if now.ended and (waiting or beside or now.kept):
        yield f"{now.state}, and still waits for {[ask.id for ask in (*waiting, *beside)]}"
    seeking = now.seat is not None and not now.seat.there
    if not (waiting or now.kept or now.ended or now.state == "accepted" or seeking):
        yield f"{now.state}, and waits for nobody"
    for ask in now.asks.values():
        moments = [ask.due, *ask.remind]
        if any(moment is not None and moment <= ask.opened for moment in moments):
            yield f"{ask.id} was late before it was asked"
    for ask in (*waiting, *beside):
        step = steps.find(loaded.pinned, ask.step)
        if ask.due is None and not steps.is_role(step):
            yield f"{ask.id} has no deadline"


def knows_its_next_time(run: Run, loaded: Loaded) -> Iterator[str]:
    """Law: the summary is that of the last commit; it is looked at when something is due, and not later."""
    if run.town.weather.often:
        return  # what failed is done again, in a minute
    summaries: Any = run.town.true.summaries
    row, wanted = summaries.rows[loaded.case.submission.id], project.summary(loaded)
    if row != replace(wanted, terms=row.terms, fires=row.fires):
        yield f"the summary is {row}"
    if (row.fires is None) != (wanted.fires is None):
        yield f"it is looked at {row.fires}, and should be {wanted.fires}"
    elif row.fires is not None and wanted.fires is not None:
        latest = max(wanted.fires, run.town.now + project.LOOKED_AT_AGAIN)
        if row.fires > latest:
            yield f"it is looked at {row.fires}, which is after {wanted.fires}"


def waits_for_nobody_who_was_not_asked(run: Run, loaded: Loaded) -> Iterator[str]:
    """Law: whoever is waited for has the question in the mailbox, or staff can see why not."""
    submission = loaded.case.submission
    if loaded.live.cancelled:
        return  # what was opened at that moment is ended in the next
    for ask in submission.open_asks():
        if ask.disowned or (ask.due is not None and ask.due <= run.town.now):
            continue
        if people.left(loaded.live, loaded.pinned, loaded.case, ask):
            continue  # others hold the role since this moment, and are asked in a minute
        if not _has_it(run, loaded, ask) and not any(_explained(run, row) for row in _rows(run, loaded, ask)):
            yield f"{ask.id} waits for a question that was not sent"


def waits_for_those_who_hold_the_role(run: Run, loaded: Loaded) -> Iterator[str]:
    """Law: whoever is asked by role holds it, and everybody who holds it is asked."""
    if run.town.weather.often:
        return
    submission = loaded.case.submission
    for name in dict.fromkeys(ask.step for ask in submission.open_asks()):
        step = steps.find(loaded.pinned, name)
        if steps.is_role(step):
            asks = counted(submission.asks.values(), name)
            asked = {ask.id: loaded.case.parties[ask.id].email.lower() for ask in asks}
            held = {each.email.lower() for each in people.holders(step, loaded.live, loaded.pinned)}
            waiting = {asked[ask.id] for ask in asks if ask.state == "open"}
            if waiting - held or held - {*asked.values()}:
                yield f"{name} asks {asked}, where the role is held by {held}"


def _has_it(run: Run, loaded: Loaded, ask: AskState) -> bool:
    """Whether a mail with a link to the ask lies at the address of record.

    A link that wrong codes have ended may be an older one: whoever typed them was asked.
    """
    person = people.addressee(loaded.pinned, loaded.case, ask.party, ask.id)
    if person is None:
        return False
    submission = loaded.case.submission.id
    locked = sum(
        event.ask == ask.id
        for commit in run.events(submission)
        for event in commit
        if type_of(event) == "ask_locked"
    )
    return any(
        link.submission == submission and link.ask == ask.id and link.generation >= ask.generation - locked
        for mail in run.town.mails
        if mail.template in ASKING and mail.address.lower() == person.email.lower()
        for link in mail.links
    )


def _rows(run: Run, loaded: Loaded, ask: AskState) -> list[MessageRow]:
    """Message rows that ask it, oldest first."""
    submission = loaded.case.submission.id
    return [
        row
        for row in run.town.true.messages.of(submission)
        if row.template in ASKING and run.called_for(submission, row.seq)[row.index].ask == ask.id
    ]


def _explained(run: Run, row: MessageRow) -> bool:
    """Whether it will be sent yet, or staff can see that and why it was not."""
    match row.state:
        case "planned":
            messages: Any = run.town.true.messages
            return bool(run.town.weather.often) and messages.rows[row.id][1] is not None
        case "failed":
            return bool(row.reason)
        case "suppressed":
            return row.reason in ("limit", "no_address")
        case "unknown":
            return True
    return False


# Of each mail, at the moment at which SES takes it.


def of_a_mail(run: Run, mail: Mail) -> Iterator[str]:
    """The laws of a mail that is being sent."""
    loaded = run.loaded(mail.submission)
    message = run.called_for(mail.submission, mail.seq)[int(mail.id.rpartition(".")[2])]
    yield from is_sent_to_whom_it_names(loaded, mail, message)
    yield from is_in_the_readers_language(run, loaded, mail, message)
    yield from has_links_that_are_good(run, mail)
    yield from is_the_goodbye_after_the_erasure(loaded.case, mail)


def is_sent_to_whom_it_names(loaded: Loaded, mail: Mail, message: messages.Message) -> Iterator[str]:
    """Law: a mail goes to the address of record of the party it is for, and to nobody who is not meant."""
    person = people.addressee(loaded.pinned, loaded.case, message.to, message.ask)
    if person is None or person.email.lower() != mail.address.lower():
        yield f"{mail.id} ({mail.template} to {mail.to}) went to {mail.address}"
    if message.ask is not None and mail.template != "disowned":
        ask = loaded.case.submission.asks[message.ask]
        if ask.disowned and ask.party == message.to and mail.template in ASKING:
            yield f"{mail.id} went to {mail.address}, who is not meant"


def is_in_the_readers_language(
    run: Run, loaded: Loaded, mail: Mail, message: messages.Message
) -> Iterator[str]:
    """Law: a mail speaks its reader's language: the applicant's, or the one that a role's holder reads."""
    language = mail.message["Content-Language"]
    submission = loaded.case.submission
    role = message.to.partition(".")[0]
    if message.to == "applicant":
        fitting = {submission.language}
    elif message.to == people.DESK:
        fitting = {loaded.community.languages[0]}
    elif role in run.holders:
        fitting = run.holders[role].get(mail.address.lower(), set())
    else:
        return  # beside the address: what staff change stands in no answer
    if language not in fitting:
        yield f"{mail.id} to {mail.to} speaks {language}, not {fitting}"


def has_links_that_are_good(run: Run, mail: Mail) -> Iterator[str]:
    """Law: a link in a mail is one of the ask, or of the status page, as it is at that moment."""
    for link in mail.links:
        now = run.loaded(link.submission).case.submission
        generation = now.generation if link.kind == "status" else now.asks[link.ask].generation
        if link.generation != generation:
            yield f"{mail.id} has a dead link to {link.ask}"


def is_the_goodbye_after_the_erasure(case: Case, mail: Mail) -> Iterator[str]:
    """Law: of what is erased, nothing is sent but the goodbye."""
    if case.submission.state == "erased" and (mail.template != "erased" or PLANTED in _words(mail)):
        yield f"{mail.id} ({mail.template}) was sent after the erasure"


def _words(mail: Mail) -> str:
    return mail.message.get_body(("plain",)).get_content().lower()  # type: ignore[union-attr]


# When a run is over.


def of_a_run(run: Run) -> Iterator[str]:
    """The laws of everything that has happened."""
    yield from ends(run)
    yield from sends_once(run)
    yield from keeps_words_to_itself(run)
    yield from is_decided_by_those_asked(run)
    for submission in run.submissions:
        yield from decides_once(run.events(submission))
        yield from changes_what_was_asked_for(run, submission)
        yield from repeats(run, submission)
        yield from calls_for_the_messages_that_there_are(run, submission)
        yield from is_rebuilt(run, submission)


def ends(run: Run) -> Iterator[str]:
    """Law: every run ends: what was sent is decided, or erased, or waits no more."""
    for submission in run.submissions:
        now = run.grown[submission][-1]
        if not now.ended and (now.state != "accepted" or now.open_asks()):
            yield f"{submission} has not ended: {now.state}, {now.steps}"


def decides_once(journal: list[list[AnyEvent]]) -> Iterator[str]:
    """Law: one answer to an ask, one outcome to a step whenever it opens, one end; nothing once erased."""
    answered: set[str] = set()
    settled: set[str] = set()
    end = ""
    accepted = False
    for event in (event for commit in journal for event in commit):
        if end == "erased":
            yield f"{spelt(event)} after the erasure"
        match event:
            case AskAnswered():
                if event.ask in answered:
                    yield f"{event.ask} was answered twice"
                answered.add(event.ask)
            case AskOpened():
                settled.discard(event.step)
            case StepSettled():
                if event.step in settled and event.outcome != "skipped":
                    yield f"{event.step} settled twice"
                settled.add(event.step)
            case Reopened():
                end, accepted = "", False
                settled.clear()
            case Accepted():
                if accepted or end:
                    yield f"accepted once more, after {end or 'accepted'}"
                accepted = True
            case Declined() | Expired() | Withdrawn():
                if end:
                    yield f"{type_of(event)} after {end}"
                end = type_of(event)
            case Erased():
                end = "erased"
            case _:
                pass


def changes_what_was_asked_for(run: Run, submission: str) -> Iterator[str]:
    """Law: an ask for changes changes what it names, or its step allows, and what depends on it: no more."""
    program, asks = run.pinned(submission), run.grown[submission][-1].asks
    for commit in run.events(submission):
        for ask in [asks[event.ask] for event in commit if isinstance(event, AskAnswered)]:
            step = steps.find(program, ask.step)
            fields = filled.amendable(program, filled.allowed(step, ask)) if step.amend else ()
            allowed = {name for field in fields for name in (field.id, f"{field.id}_other")}
            changed = {name for event in commit if isinstance(event, Amended) for name in event.fields}
            if not changed <= allowed:
                yield f"{ask.id} changed {changed - allowed}"
            if ask.sent_back_by and any(asks[each].state != "answered" for each in ask.sent_back_by):
                yield f"{ask.id} was sent back by {ask.sent_back_by}, who have not answered"


def repeats(run: Run, submission: str) -> Iterator[str]:
    """Law: the journal is whole, and folds to what grew out of it commit by commit; time never goes back."""
    commits = run.town.true.journal.read(submission)
    try:
        verify(commits)
    except BrokenJournal as error:
        yield f"the journal is broken: {error}"
        return
    told.forget()  # what was folded while it grew proves nothing
    if fold(commits).submission != run.grown[submission][-1]:
        yield "the journal folds to something else than what grew out of it"
    bare = tuple(replace(commit, private=None) for commit in commits)
    if fold(bare).submission != run.grown[submission][-1]:
        yield "the journal folds to something else without its private parts"
    if any(after.at < before.at for before, after in pairwise(commits)):
        yield "a commit is older than the one before"


def calls_for_the_messages_that_there_are(run: Run, submission: str) -> Iterator[str]:
    """Law: each commit's events call for the messages of which there are rows, and for no others."""
    program = run.pinned(submission)
    wanted = [
        (commit.seq, index, message.template, message.to)
        for commit in run.town.true.journal.read(submission)
        for index, message in enumerate(messages.called_for(program, load(commit.events)))
    ]
    there = [(row.seq, row.index, row.template, row.to) for row in run.town.true.messages.of(submission)]
    if wanted != there:
        yield f"{submission} calls for {sorted({*wanted} ^ {*there})} otherwise than there are rows"


def is_rebuilt(run: Run, submission: str) -> Iterator[str]:
    """Law: summary, search terms and message rows made anew from the journal are those that grew with it."""
    fresh = memory.stores()
    loaded = records.load(run.quiet, submission)
    fresh.summaries.put(project.summary(loaded))
    for row in project.rows(loaded):
        fresh.messages.plan(row, fires=run.town.now)
    new: Any = fresh.summaries
    old: Any = run.town.true.summaries
    made, grown = new.rows[submission], old.rows[submission]
    if made.fires is not None and made.fires <= run.town.now:
        made = replace(made, fires=grown.fires)  # it was looked at, and is again in a quarter of an hour
    if repr(made) != repr(grown):
        yield f"the summary rebuilt is {made}, not {grown}"
    if list(map(_planned, fresh.messages.of(submission))) != list(
        map(_planned, run.town.true.messages.of(submission))
    ):
        yield "the messages rebuilt are others"


def _planned(row: MessageRow) -> tuple[Any, ...]:
    """What a row said before anything became of it."""
    return row.id, row.submission, row.seq, row.index, row.template, row.to, row.at


def sends_once(run: Run) -> Iterator[str]:
    """Law: a message is sent once; a second time only where nobody knew of the first; never a third time."""
    for name, results in run.town.handed.items():
        sent = [each for each in results if isinstance(each, ses.Accepted | ses.Unknown)]
        unknown = isinstance(sent[0], ses.Unknown) if sent else False
        if len(sent) > 1 and not (unknown or name in run.town.weather.unmarked):
            yield f"{name} was sent {len(sent)} times"
        if len(sent) > 2:
            yield f"{name} was sent {len(sent)} times: {sent}"


def is_decided_by_those_asked(run: Run) -> Iterator[str]:
    """Law: an answer is its party's, or staff's; and whoever gave it by a link had one that was good then."""
    for submission in run.submissions:
        for event in (event for commit in run.events(submission) for event in commit):
            if isinstance(event, AskAnswered):
                party = event.ask.partition(".")[2].rpartition(".")[0]
                if event.by != party and not event.by.startswith("token:"):
                    yield f"{event.ask} was answered by {event.by}"
                if event.by.startswith("token:") != event.on_behalf:
                    yield f"{event.ask} was answered by {event.by}, on behalf: {event.on_behalf}"
    for each in run.decided:
        if each.before.state != "open" or each.before.disowned:
            yield f"{each.before.id} was answered though it was {each.before.state}"
        if each.link.generation != each.before.generation:
            yield f"{each.before.id} was answered by a link that was dead"
        if each.address.lower() != each.asked.lower():
            yield f"{each.before.id} was answered by {each.address}, in place of {each.asked}"


def keeps_words_to_itself(run: Run) -> Iterator[str]:
    """Law: nothing that somebody typed is in an event, in a queue or in a log."""
    journal: Any = run.town.true.journal
    for submission in run.submissions:
        for commit in journal.read(submission):
            if PLANTED in commit.events.lower():
                yield f"words in the events of {submission} {commit.seq}"
    for body in run.town.bodies:
        if PLANTED in body.lower():
            yield f"words in a queue: {body}"
    for line in run.lines:
        if PLANTED in line.lower() or "@" in line:
            yield f"words in a log: {line}"

"""What time does to a submission: reminders, deadlines, announcements, the program's start, roles that others
hold now. Pure.

Doing it twice is harmless, and a journal that is looked at late is led where it belongs in one go: over a
reminder and its deadline at once, the deadline alone counts.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.domain import cancelling, people, seats, steps, times, turns
from chalicelib.domain.definitions import Program
from chalicelib.domain.events import AskExpired, AskReminded, Expired
from chalicelib.domain.submissions import Case
from chalicelib.domain.turns import Rules, Turn
from chalicelib.domain.workflow import Decision


def fire(rules: Rules, case: Case) -> Decision:
    """Events of what is due; none when nothing is."""
    if case.submission.ended:
        return Decision([], {})
    turn = turns.begin(rules, case)
    if rules.live.cancelled:
        cancelling.end(turn, rules.live.cancelled)
        return Decision(turn.events, turn.private)
    if seats.started(rules.live, case.submission, rules.now):
        turns.end(turn, Expired(because="started"))
        return Decision(turn.events, turn.private)
    _hand_over(turn, case)
    _expire(turn)
    _announce(turn)
    _remind(turn)
    return Decision(turn.events, turn.private)


def _hand_over(turn: Turn, case: Case) -> None:
    """Open asks of those who hold a role no more are withdrawn, and those who hold it now are asked."""
    rules = turn.rules
    for name in dict.fromkeys(ask.step for ask in turn.open()):
        step = steps.find(rules.pinned, name)
        if not steps.is_role(step):
            continue
        asks = turns.round_of(turn, step)
        gone = [
            ask for ask in asks if ask.state == "open" and people.left(rules.live, rules.pinned, case, ask)
        ]
        asked = {
            holder.email.casefold()
            for ask in asks
            if ask not in gone and (holder := case.parties.get(ask.id)) is not None
        }
        new = [
            person
            for person in people.holders(step, rules.live, rules.pinned)
            if person.email.casefold() not in asked
        ]
        turns.withdraw(turn, gone, "left")
        turns.join(turn, step, map(people.of_role, new))
        if gone or new:
            turns.count(turn, step, "concord")


def _expire(turn: Turn) -> None:
    passed = [ask for ask in turn.open() if ask.due is not None and ask.due <= turn.rules.now]
    passed.sort(key=lambda each: (each.due, each.id))
    for name in dict.fromkeys(ask.step for ask in passed):
        # All of a step before it settles: nobody is told of answers that made theirs needless.
        late = [ask for ask in passed if ask.step == name and turn.asks[ask.id].state == "open"]
        if turn.ended or not late:
            continue
        for ask in late:
            turn.asks[ask.id] = replace(ask, state="expired")
            turn.add(AskExpired(ask=ask.id))
        turns.count(turn, steps.find(turn.rules.pinned, name), "concord")


def _announce(turn: Turn) -> None:
    due = sorted((kept.until, name) for name, kept in turn.kept.items() if kept.until <= turn.rules.now)
    for _, name in due:
        if name in turn.kept:  # another one may have led elsewhere
            turns.announce(turn, steps.find(turn.rules.pinned, name), "concord")


def _remind(turn: Turn) -> None:
    for ask in turn.open():
        following = ask.next_reminder
        if following is not None and following <= turn.rules.now:
            turn.add(AskReminded(ask=ask.id))


def retained_until(live: Program, case: Case) -> datetime:
    """Until when personal data is kept: that long after the last event, or after the program if it is later.

    The source is `retention` of the newest version (docs: the program definition).
    """
    zone = times.zone(live.timezone)
    end = live.ends or live.closes
    since = case.submission.updated
    if end is not None:
        since = max(since, times.moment_of(end, zone, end=True))
    return times.after(since, times.duration(live.retention), zone)


ERASED_WITHIN = timedelta(minutes=15)
"""How long what is erased may wait for its goodbye to be sent before the sweep looks at it."""


def next_time(live: Program, case: Case) -> datetime | None:
    """When the submission has to be looked at again; None once nothing of it is left."""
    submission = case.submission
    if submission.state == "erased":
        return submission.updated + ERASED_WITHIN if case.leftover else None
    if cancelling.is_overdue(live, submission):
        # Whatever the job did not come by: what was sent in the same moment, or is not in its lists yet.
        return submission.updated
    kept = retained_until(live, case)
    own = None if submission.ended else submission.fires
    return min(each for each in (own, seats.ends_at_start(live, submission), kept) if each is not None)

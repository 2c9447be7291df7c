"""What staff do to a submission of their community: each a command of `domain.desk`, with a reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from chalicelib.domain import ask_new as new_questions
from chalicelib.domain import desk, filled, owner, times
from chalicelib.domain.definitions import Program
from chalicelib.domain.desk import Replacement
from chalicelib.domain.errors import Fault, Invalid
from chalicelib.domain.submissions import Case
from chalicelib.domain.workflow import Decision, Rules
from chalicelib.services import ending, records, uploads
from chalicelib.services.answer import staff_case
from chalicelib.services.records import Loaded
from chalicelib.services.world import World
from chalicelib.storage.ports import Holder


def withdraw(world: World, holder: Holder, submission: str, reason: str) -> Loaded:
    """The case, withdrawn. Raises Unknown, or Ended where it has ended otherwise."""
    return _parting(world, holder, submission, lambda r, c, by: desk.withdraw(r, c, by=by, reason=reason))


def erase(world: World, holder: Holder, submission: str, reason: str) -> Loaded:
    """The case, of which nothing private is shown any more; what is stored of it goes within minutes."""
    return _parting(world, holder, submission, lambda r, c, by: owner.erase(r, c, by=by, reason=reason))


def resend(world: World, holder: Holder, submission: str, reason: str) -> Loaded:
    """The case, what is open in it asked once more. Raises Unknown or Ended."""
    return _done(world, holder, submission, lambda r, c, by: desk.resend(r, c, by=by, reason=reason))


def reopen(world: World, holder: Holder, submission: str, step: str, reason: str) -> Loaded:
    """The case, with a step opened once more. Raises as `desk.reopen`."""
    return _done(world, holder, submission, lambda r, c, by: desk.reopen(r, c, step, by=by, reason=reason))


def announce(world: World, holder: Holder, submission: str, step: str, reason: str) -> Loaded:
    """The case, with an outcome told that was kept back. Raises as `desk.announce`."""
    return _done(world, holder, submission, lambda r, c, by: desk.announce(r, c, step, by=by, reason=reason))


def amend(world: World, holder: Holder, submission: str, changes: Mapping[str, Any], reason: str) -> Loaded:
    """The case with answers changed. Raises Unknown, Ended, or Invalid with every fault."""

    def kept(rules: Rules, case: Case) -> Mapping[str, Any]:
        return filled.whole_form(rules, case, {**case.answers, **changes})[0]

    return _done(
        world,
        holder,
        submission,
        lambda r, c, by: desk.amend(r, c, changes, by=by, reason=reason),
        claim=uploads.claim(world, kept),
    )


def ask_new(
    world: World, holder: Holder, submission: str, fields: Sequence[Any] | None, *, due: str, reason: str
) -> Loaded:
    """The case, its applicant asked what is new in the newest version, or those fields. `due` as in `extend`.

    Raises as `ask_new.ask_new`.
    """

    def decide(rules: Rules, case: Case, by: str) -> Decision:
        until = moment(due, rules.pinned, rules.now)
        return new_questions.ask_new(rules, case, fields, due=until, by=by, reason=reason)

    return _done(world, holder, submission, decide)


def extend(world: World, holder: Holder, submission: str, ask: str, *, due: str, reason: str) -> Loaded:
    """The case with more time for one person: `due` is a date, a moment or a duration from now.

    Dates and moments are the program's time zone's; a duration counts anew each time it is sent. Raises
    Unknown, AskClosed, or Invalid for what is none of them or lies in the past, or without a reason.
    """

    def decide(rules: Rules, case: Case, by: str) -> Decision:
        until = moment(due, rules.pinned, rules.now)
        return desk.extend(rules, case, ask, due=until, by=by, reason=reason)

    return _done(world, holder, submission, decide)


_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?", re.ASCII)


def moment(due: str, program: Program, now: datetime, pointer: str = "/due") -> datetime:
    """The instant that staff mean. Raises Invalid, with that pointer."""
    zone = times.zone(program.timezone)
    try:
        if _MOMENT.fullmatch(due):
            return times.moment_of(due, zone, end=True)
        return times.after(now, times.duration(due), zone)
    except (ValueError, OverflowError):
        raise Invalid([Fault(pointer, "moment")]) from None


def replace(
    world: World, holder: Holder, submission: str, ask: str, *, new: Replacement, reason: str
) -> Loaded:
    """The case with another person, or another address, asked. Raises as `desk.replace_named`."""
    return _done(
        world, holder, submission, lambda r, c, by: desk.replace_named(r, c, ask, new, by=by, reason=reason)
    )


def _done(
    world: World,
    holder: Holder,
    submission: str,
    decide: Callable[[Rules, Case, str], Decision],
    *,
    claim: records.Claim | None = None,
) -> Loaded:
    """The command on what lives: what its program's end has ended is ended first, and it is told so."""
    loaded = staff_case(world, holder, submission)
    by = f"token:{holder.id}"
    return ending.change(
        world, submission, lambda rules, case: decide(rules, case, by), loaded=loaded, claim=claim
    )


def _parting(
    world: World, holder: Holder, submission: str, decide: Callable[[Rules, Case, str], Decision]
) -> Loaded:
    """A command that ends it itself, whatever became of its program."""
    loaded = staff_case(world, holder, submission)
    by = f"token:{holder.id}"
    return records.change(world, submission, lambda rules, case: decide(rules, case, by), loaded=loaded)

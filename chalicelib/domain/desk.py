"""What staff do to a submission, each with a reason that stays. Pure.

`by` is `token:<id>`. Reasons are kept in the private part, by commit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.domain import amending, filled, instants, people, remarks, seats, steps, turns
from chalicelib.domain.definitions import Party, fields_of
from chalicelib.domain.errors import AskClosed, Ended, Fault, Invalid, NotOpen, Unknown
from chalicelib.domain.events import (
    Announced,
    AskExtended,
    OutcomeDropped,
    Reopened,
    Resent,
    StepSettled,
    Withdrawn,
    load,
)
from chalicelib.domain.fields import checking
from chalicelib.domain.fields.field import Context
from chalicelib.domain.submissions import Addressee, AskState, Case
from chalicelib.domain.turns import Rules, Turn
from chalicelib.domain.workflow import Decision

_NOTHING = Decision([], {})


def withdraw(rules: Rules, case: Case, *, by: str, reason: str = "") -> Decision:
    """The submission is withdrawn, by the applicant or by staff. None where it was; raises Ended."""
    if case.submission.state == "withdrawn":
        return _NOTHING
    why, faults = remarks.said(reason, needed=False)
    if faults:
        raise Invalid(faults)
    turn = _begin(rules, case, why)
    turns.leave(turn, "ended", by)
    turn.add(Withdrawn(by=by))
    return Decision(turn.events, turn.private)


def extend(rules: Rules, case: Case, ask_id: str, *, due: datetime, by: str, reason: str) -> Decision:
    """One person has until `due`; none where it is so.

    Raises Unknown, AskClosed, or Invalid for a moment in the past, one before the present deadline, one after
    the start of the program for the offer of a seat, which ends then, or without a reason.
    """
    ask = _open(case, ask_id)
    why, faults = remarks.said(reason)
    if due <= rules.now:
        faults = [Fault("/due", "in_the_past"), *faults]
    elif ask.due is not None and due < ask.due:
        faults = [Fault("/due", "not_later"), *faults]
    elif seats.outlasts_offers(rules.live, steps.find(rules.pinned, ask.step), ask.opened, due):
        faults = [Fault("/due", "after_start"), *faults]
    if faults:
        raise Invalid(faults)
    if ask.due == due:
        return _NOTHING
    turn = _begin(rules, case, why)
    _extend(turn, ask, due, by)
    return Decision(turn.events, turn.private)


def extend_steps(rules: Rules, case: Case, dues: Mapping[str, datetime], *, by: str, reason: str) -> Decision:
    """Whoever is asked at one of these steps has until then, unless there is no deadline, or a later one.

    None where it is so, or nobody is asked, or it has ended. The reason is checked already.
    """
    if case.submission.ended or rules.live.cancelled:
        return _NOTHING
    late = [
        (ask, dues[ask.step])
        for ask in case.submission.open_asks()
        if ask.step in dues and ask.due is not None and ask.due < dues[ask.step]
    ]
    if not late:
        return _NOTHING
    turn = _begin(rules, case, {"reason": reason})
    for ask, due in late:
        _extend(turn, ask, due, by)
    return Decision(turn.events, turn.private)


def _extend(turn: Turn, ask: AskState, due: datetime, by: str) -> None:
    remind = turns.reminders(turn.rules, steps.find(turn.rules.pinned, ask.step), due)
    turn.add(
        AskExtended(ask=ask.id, due=instants.to_text(due), remind=tuple(map(instants.to_text, remind)), by=by)
    )


@dataclass(frozen=True, slots=True)
class Replacement:
    """Who is asked in place of somebody named: the address, and what else changes (None: as it was)."""

    email: str
    name: str | None = None
    language: str | None = None


def replace_named(
    rules: Rules, case: Case, ask_id: str, new: Replacement, *, by: str, reason: str
) -> Decision:
    """Somebody named in the answers is asked at another address, or somebody else is. None where it is so.

    The answers say it too. Raises Unknown, AskClosed, or Invalid: also where nobody named is asked (roles are
    held by the program's definition, the applicant's address is amended), or without a reason.
    """
    ask = _open(case, ask_id)
    step = steps.find(rules.pinned, ask.step)
    if not steps.is_named(step) or not isinstance(step.ask, Party):
        raise Invalid([Fault("/email", "not_named")])
    before = case.parties.get(ask.id)
    checked, faults = _replacement(rules, step.ask, new)
    why, without = remarks.said(reason)
    if faults or without:
        raise Invalid([*faults, *without])
    person = Addressee(
        name=checked.get("name", before.name if before else ""),
        email=checked["email"],
        language=checked.get("language", before.language if before else case.submission.language),
    )
    if person == before and not ask.disowned:
        return _NOTHING
    turn = _begin(rules, case, why)
    spoken = people.language_field(rules.pinned, step.ask) if "language" in checked else None
    changed = _named_in(case.answers, step.ask, before, person, spoken)
    if changed != case.answers:
        # The ask itself is replaced below, whatever the answers say.
        turn.holders[ask.id] = person
        amending.apply(turn, changed, by)
    amending.replace_party(turn, turn.asks[ask.id], person, by)
    return Decision(turn.events, turn.private)


def _replacement(rules: Rules, ask: Party, new: Replacement) -> tuple[dict[str, str], list[Fault]]:
    """Address, name and language as the form's own fields keep them, and every fault, at its member."""
    group = next((field for field in fields_of(rules.pinned) if field.id == ask.each), None)
    fields = {field.id: field for field in getattr(group, "fields", fields_of(rules.pinned))}
    context = Context(rules.now.date(), rules.pinned.languages, rules.country)
    kept: dict[str, str] = {}
    faults: list[Fault] = []
    for word, name, value in (
        ("email", ask.email if ask.each else ask.named, new.email),
        ("name", ask.name, new.name),
        ("language", people.language_field(rules.pinned, ask), new.language),
    ):
        if not value:
            continue
        if name is not None:
            checked, found = checking.check_alone(fields[name], value, "", context)
            faults += [Fault(f"/{word}", fault.code, fault.values) for fault in found]
            kept |= {word: checked[name]} if name in checked else {}
        elif word == "language" and value in rules.pinned.languages:
            kept[word] = value
        elif word == "language":
            faults.append(Fault("/language", "not_one_of", {"options": list(rules.pinned.languages)}))
        else:
            faults.append(Fault(f"/{word}", "unknown_field"))
    if "email" not in kept and not any(fault.pointer == "/email" for fault in faults):
        faults.append(Fault("/email", "required"))
    return kept, faults


def _named_in(
    given: Mapping[str, Any], ask: Party, before: Addressee | None, person: Addressee, spoken: str | None
) -> dict[str, Any]:
    """The answers with the new person where the old one stood; `spoken`: the field of the language."""
    named = {ask.name: person.name} if ask.name and person.name else {}
    if spoken is not None:
        named[spoken] = person.language
    if ask.named is not None:
        return {**given, ask.named: person.email, **named}
    group, email = ask.each or "", ask.email or ""
    changed = list(given.get(group, ()))
    alike = [
        number for number, row in enumerate(changed) if before is not None and row.get(email) == before.email
    ]
    # Where two have one address, it is the one of that name.
    alike.sort(key=lambda number: before is not None and changed[number].get(ask.name) != before.name)
    for number in alike[:1]:
        changed[number] = {**changed[number], email: person.email, **named}
    return {**given, group: changed}


def reopen(rules: Rules, case: Case, step: str, *, by: str, reason: str) -> Decision:
    """A step is opened once more, whatever became of the submission. None where it has only just opened.

    Raises Ended when erased, NotOpen where the program is cancelled, or Invalid for no such step or without a
    reason.
    """
    if case.submission.state == "erased":
        raise Ended("erased")
    if rules.live.cancelled:
        raise NotOpen("cancelled")
    faults = _no_such(rules, step)
    why, without = remarks.said(reason)
    if faults or without:
        raise Invalid([*faults, *without])
    number = steps.place(rules.pinned, step)
    if _untouched(rules, case, step, number):
        return _NOTHING
    turn = turns.begin(rules, case)
    turn.private |= why
    turns.leave(turn, "superseded", by)
    turn.accepted = turn.ended = False
    turn.add(Reopened(step=step, by=by))
    if turn.seat is not None and not turn.seat.there:
        seats.release(turn, by)  # whoever waited for one doesn't any more
    if seats.missing(turn, number):
        seats.request(turn, step, "back", by)
    else:
        turns.open_place(turn, number)
    return Decision(turn.events, turn.private)


def _untouched(rules: Rules, case: Case, step: str, number: int) -> bool:
    """Whether the step waits for all whom its place asks: opened anew, only their links would be dead."""
    submission = case.submission
    if submission.state not in ("unconfirmed", "in_progress") or step not in submission.steps:
        return False
    together = [each.step for each in steps.stages(rules.pinned)[number].steps]
    asked = [ask for name in submission.steps for ask in submission.asks_of(name)]
    return all(ask.step in together and ask.state == "open" for ask in asked)


def announce(rules: Rules, case: Case, step: str, *, by: str, reason: str = "") -> Decision:
    """An outcome that was kept back is told now. None where it is told already.

    Raises Ended when erased, or where it has ended with the outcome untold, or Invalid for no such step, or
    one whose outcome is not kept back.
    """
    if case.submission.state == "erased":
        raise Ended("erased")
    faults = _no_such(rules, step)
    why, without = remarks.said(reason, needed=False)
    if not faults and step not in case.submission.kept:
        if step in case.submission.settled and step not in case.submission.steps:
            if case.submission.ended and _was_dropped(case, step):
                raise Ended(case.submission.state)
            return _NOTHING
        faults = [Fault("/step", "not_kept_back")]
    if faults or without:
        raise Invalid([*faults, *without])
    turn = _begin(rules, case, why)
    turns.announce(turn, steps.find(rules.pinned, step), by)
    return Decision(turn.events, turn.private)


def _was_dropped(case: Case, step: str) -> bool:
    """Whether the last that became of an outcome of the step is that nobody is told of it."""
    found = [event for commit in case.commits for event in load(commit.events, written_as=commit.format)]
    became = [
        event
        for event in found
        if isinstance(event, StepSettled | Announced | OutcomeDropped) and event.step == step
    ]
    return isinstance(became[-1], OutcomeDropped)


def _no_such(rules: Rules, step: str) -> list[Fault]:
    names = [each.step for each in steps.workflow(rules.pinned)]
    return [] if step in names else [Fault("/step", "not_one_of", {"options": names})]


def amend(rules: Rules, case: Case, changes: Mapping[str, Any], *, by: str, reason: str) -> Decision:
    """The answers with `changes` (null takes one back), the address of record included.

    None where they are so. Raises Ended when erased, or Invalid with every fault, pointing into `/answers`,
    or without a reason.
    """
    if case.submission.state == "erased":
        raise Ended("erased")
    whole = {name: each for name, each in {**case.answers, **changes}.items() if each is not None}
    kept, faults = filled.whole_form(rules, case, whole)
    why, without = remarks.said(reason)
    if faults or without:
        raise Invalid([*faults, *without])
    turn = turns.begin(rules, case)
    turn.private |= why
    if not amending.apply(turn, kept, by):
        return _NOTHING
    return Decision(turn.events, turn.private)


def resend(_rules: Rules, case: Case, *, by: str, reason: str = "") -> Decision:
    """What is open is asked once more; where nothing is, the applicant is told where things stand."""
    if case.submission.state == "erased":
        raise Ended("erased")
    why, faults = remarks.said(reason, needed=False)
    if faults:
        raise Invalid(faults)
    asks = tuple(ask.id for ask in case.submission.open_asks() if not ask.disowned)
    return Decision([Resent(asks=asks, to="" if asks else "applicant", by=by)], why)


def _begin(rules: Rules, case: Case, why: Mapping[str, Any]) -> Turn:
    if case.submission.ended:
        raise Ended(case.submission.state)
    turn = turns.begin(rules, case)
    turn.private |= why
    return turn


def _open(case: Case, ask_id: str) -> AskState:
    ask = case.submission.asks.get(ask_id)
    if ask is None:
        raise Unknown(ask_id)
    if ask.state != "open" or case.submission.ended:
        raise AskClosed(ask.state, case.submission.state)
    return ask

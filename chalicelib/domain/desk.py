"""What staff do to a submission, each with a reason that stays. Pure.

`by` is `token:<id>`. Reasons are kept in the private part, by commit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.domain import amending, filled, instants, remarks, steps, turns
from chalicelib.domain.definitions import Party, fields_of
from chalicelib.domain.errors import AskClosed, Ended, Fault, Invalid, NotAllowed, Unknown
from chalicelib.domain.events import AskExtended, Reopened, Resent, Withdrawn
from chalicelib.domain.fields import rows
from chalicelib.domain.fields.field import Context
from chalicelib.domain.submissions import Addressee, AskState, Case
from chalicelib.domain.turns import Rules, Turn
from chalicelib.domain.workflow import Decision

_NOTHING = Decision([], {})


def withdraw(rules: Rules, case: Case, *, by: str, reason: str = "") -> Decision:
    """The submission is withdrawn, by the applicant or by staff. None where it was; raises Ended."""
    if case.submission.state == "withdrawn":
        return _NOTHING
    turn = _begin(rules, case, reason)
    turns.leave(turn, "ended", by)
    turn.add(Withdrawn(by=by))
    return Decision(turn.events, turn.private)


def extend(rules: Rules, case: Case, ask_id: str, *, due: datetime, by: str, reason: str) -> Decision:
    """One person has until `due`; none where it is so. Raises Unknown, AskClosed, Invalid for the past."""
    ask = _open(case, ask_id)
    if ask.due == due:
        return _NOTHING
    if due <= rules.now:
        raise Invalid([Fault("/due", "in_the_past")])
    turn = _begin(rules, case, reason)
    remind = turns.reminders(rules, steps.find(rules.pinned, ask.step), due)
    turn.add(
        AskExtended(ask=ask.id, due=instants.to_text(due), remind=tuple(map(instants.to_text, remind)), by=by)
    )
    return Decision(turn.events, turn.private)


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

    The answers say it too. Raises Unknown, AskClosed, NotAllowed where nobody named is asked (roles are held
    by the program's definition, the applicant's address is amended), or Invalid.
    """
    ask = _open(case, ask_id)
    step = steps.find(rules.pinned, ask.step)
    if not steps.is_named(step) or not isinstance(step.ask, Party):
        raise NotAllowed
    before = case.parties.get(ask.id)
    checked = _replacement(rules, step.ask, new)
    person = Addressee(
        name=checked.get("name", before.name if before else ""),
        email=checked["email"],
        language=checked.get("language", before.language if before else case.submission.language),
    )
    if person == before and not ask.disowned:
        return _NOTHING
    turn = _begin(rules, case, reason)
    changed = _named_in(case.answers, step.ask, before, person)
    if changed != case.answers:
        # The ask itself is replaced below, whatever the answers say.
        turn.holders[ask.id] = person
        amending.apply(turn, changed, by)
    amending.replace_party(turn, turn.asks[ask.id], person, by)
    return Decision(turn.events, turn.private)


def _replacement(rules: Rules, ask: Party, new: Replacement) -> dict[str, str]:
    """Address and name as the form's own fields keep them. Raises Invalid, pointing at /email or /name."""
    group = next((field for field in fields_of(rules.pinned) if field.id == ask.each), None)
    fields = {field.id: field for field in getattr(group, "fields", fields_of(rules.pinned))}
    context = Context(rules.now.date(), rules.pinned.languages, rules.country)
    kept: dict[str, str] = {}
    faults: list[Fault] = []
    for word, name, value in (
        ("email", ask.email if ask.each else ask.named, new.email),
        ("name", ask.name, new.name),
    ):
        if value is None or name is None:
            continue
        checked, found = rows.check([fields[name]], {name: value}, "", context)
        faults += [Fault(f"/{word}", fault.code, fault.values) for fault in found]
        kept |= {word: checked[name]} if name in checked else {}
    if "email" not in kept and not faults:
        faults.append(Fault("/email", "required"))
    if faults:
        raise Invalid(faults)
    return kept | ({"language": new.language} if new.language else {})


def _named_in(
    given: Mapping[str, Any], ask: Party, before: Addressee | None, person: Addressee
) -> dict[str, Any]:
    """The answers with the new person where the old one stood."""
    if ask.named is not None:
        return {
            **given,
            ask.named: person.email,
            **({ask.name: person.name} if ask.name and person.name else {}),
        }
    changed = []
    for row in given.get(ask.each or "", ()):
        if before is not None and row.get(ask.email or "") == before.email:
            named = {ask.name: person.name} if ask.name and person.name else {}
            changed.append({**row, ask.email or "": person.email, **named})
            before = None  # the first row alone, where two have one address
        else:
            changed.append(row)
    return {**given, ask.each or "": changed}


def reopen(rules: Rules, case: Case, step: str, *, by: str, reason: str) -> Decision:
    """A step is opened once more, whatever became of the submission. Raises Unknown, or Ended when erased."""
    if case.submission.state == "erased":
        raise Ended("erased")
    try:
        number = steps.place(rules.pinned, step)
    except KeyError:
        raise Unknown(step) from None
    turn = turns.begin(rules, case)
    turn.private |= _kept(reason)
    turns.leave(turn, "superseded", by)
    turn.accepted = turn.ended = False
    turn.add(Reopened(step=step, by=by))
    turns.open_place(turn, number)
    return Decision(turn.events, turn.private)


def announce(rules: Rules, case: Case, step: str, *, by: str, reason: str = "") -> Decision:
    """An outcome that was kept back is told now. Raises Unknown where none of that step is."""
    if step not in case.submission.kept:
        raise Unknown(step)
    turn = _begin(rules, case, reason)
    turns.announce(turn, steps.find(rules.pinned, step), by)
    return Decision(turn.events, turn.private)


def amend(rules: Rules, case: Case, changes: Mapping[str, Any], *, by: str, reason: str) -> Decision:
    """The answers with `changes` (null takes one back), the address of record included.

    None where they are so. Raises Ended when erased, or Invalid with every fault, pointing into `/answers`.
    """
    if case.submission.state == "erased":
        raise Ended("erased")
    whole = {name: each for name, each in {**case.answers, **changes}.items() if each is not None}
    kept, faults = filled.whole_form(rules, case, whole)
    if faults:
        raise Invalid(faults)
    turn = turns.begin(rules, case)
    turn.private |= _kept(reason)
    if not amending.apply(turn, kept, by):
        return _NOTHING
    return Decision(turn.events, turn.private)


def resend(_rules: Rules, case: Case, *, by: str, reason: str = "") -> Decision:
    """What is open is asked once more; where nothing is, the applicant is told where things stand."""
    if case.submission.state == "erased":
        raise Ended("erased")
    asks = tuple(ask.id for ask in case.submission.open_asks() if not ask.disowned)
    return Decision([Resent(asks=asks, to="" if asks else "applicant", by=by)], _kept(reason))


def _begin(rules: Rules, case: Case, reason: str) -> Turn:
    if case.submission.ended:
        raise Ended(case.submission.state)
    turn = turns.begin(rules, case)
    turn.private |= _kept(reason)
    return turn


def _kept(reason: str) -> dict[str, str]:
    text = remarks.reason(reason, needed=False)
    return {"reason": text} if text else {}


def _open(case: Case, ask_id: str) -> AskState:
    ask = case.submission.asks.get(ask_id)
    if ask is None:
        raise Unknown(ask_id)
    if ask.state != "open" or case.submission.ended:
        raise AskClosed(ask.state, case.submission.state)
    return ask

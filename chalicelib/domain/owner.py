"""What applicants do to their own submission, with a code from their mail: amend, withdraw, erase. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from chalicelib.domain import amending, codes, desk, filled, people, remarks, steps, turns
from chalicelib.domain.codes import Proof
from chalicelib.domain.definitions import Program
from chalicelib.domain.errors import Ended, Invalid, TooLate, TooManyRequests
from chalicelib.domain.events import Erased, Resent
from chalicelib.domain.submissions import Case
from chalicelib.domain.turns import Rules
from chalicelib.domain.workflow import Decision

APPLICANT = "applicant"

FRESH_LINKS = 5
"""How often within a day a fresh link is sent to one party."""


AMENDMENTS = 20
"""How often within a day answers may be changed: each time, others may be named, and written to."""


def send_code(rules: Rules, case: Case) -> Decision:
    """A code for the status page is sent. Raises TooManyRequests, or Ended when erased."""
    if case.submission.state == "erased":
        raise Ended("erased")
    return Decision(codes.sending(case.submission, codes.STATUS, rules.now, APPLICANT), {})


def try_code(rules: Rules, case: Case, proof: Proof) -> Decision:
    """None where the code is right or too old; of a wrong one, that it was refused. Raises Ended."""
    if case.submission.state == "erased":
        raise Ended("erased")
    if codes.verdict(case.submission, codes.STATUS, proof, rules.now) != "wrong":
        return Decision([], {})
    return Decision(codes.refusing(case.submission, codes.STATUS, APPLICANT), {})


def amendable(program: Program, case: Case) -> bool:
    """Whether the applicant may change answers: until the step opens that ends it, or it is accepted."""
    submission = case.submission
    if submission.state not in ("unconfirmed", "in_progress") or not case.private:
        return False
    places = [steps.place(program, step) for step in submission.steps]
    return bool(places) and max(places) < steps.amended_until(program)


def amend(rules: Rules, case: Case, form: Mapping[str, Any], *, signed_by: str = "") -> Decision:
    """The answers as the form has them now; none where nothing changes.

    Raises Ended, TooLate once they are looked at, TooManyRequests beyond AMENDMENTS within a day, or Invalid
    with every fault, pointing into `/answers`.
    """
    if case.submission.ended:
        raise Ended(case.submission.state)
    if not amendable(rules.pinned, case):
        raise TooLate
    _seldom(rules, case.submission.amended, AMENDMENTS)
    kept, faults = filled.amended(rules, case, only=True, form=form, pointer="/answers")
    if faults:
        raise Invalid(faults)
    turn = turns.begin(rules, case)
    if not amending.apply(turn, kept, APPLICANT):
        return Decision([], {})
    for kind, text in remarks.kept(signed_by=signed_by, note="", on_behalf="").items():
        turn.keep(kind, f"amended.{case.submission.seq + 1}", text)
    return Decision(turn.events, turn.private)


def withdraw(rules: Rules, case: Case, *, signed_by: str = "") -> Decision:
    """The submission is withdrawn by the applicant. None where it was; raises Ended."""
    decision = desk.withdraw(rules, case, by=APPLICANT)
    typed = remarks.kept(signed_by=signed_by, note="", on_behalf="")
    if decision.events:
        for kind, text in typed.items():
            decision.private.setdefault(kind, {})[f"withdrawn.{case.submission.seq + 1}"] = text
    return decision


def erase(rules: Rules, case: Case, *, by: str, reason: str = "") -> Decision:
    """Everything that somebody typed is to go. None where it was said before.

    The address is kept with the event for the goodbye, and goes with the rest.
    """
    if case.submission.state == "erased":
        return Decision([], {})
    turn = turns.begin(rules, case)
    turns.leave(turn, "ended", by)
    turn.add(Erased(by=by))
    turn.private = {}
    person = people.addressee(rules.pinned, case, APPLICANT)
    if person is not None:
        turn.private["goodbye"] = asdict(person)
    why = remarks.reason(reason, needed=False)
    if why:
        turn.private["reason"] = why
    return Decision(turn.events, turn.private)


def fresh_link(rules: Rules, case: Case, ask_id: str) -> Decision:
    """A fresh link for who holds a dead one: of the ask that is open for that party, else of the status page.

    None where nothing is alive for that party. Raises TooManyRequests beyond FRESH_LINKS within a day.
    """
    dead = case.submission.asks[ask_id]
    person = people.addressee(rules.pinned, case, dead.party, dead.id)
    same = [
        ask.id
        for ask in people.waited_for(rules.live, rules.pinned, case)
        if ask.party == dead.party
        and (ask.id == ask_id or people.addressee(rules.pinned, case, ask.party, ask.id) == person)
    ]
    if same:
        _limited(rules, case, same[0])
        return Decision([Resent(asks=tuple(same), by=dead.party)], {})
    if dead.party == APPLICANT and case.private:
        _limited(rules, case, APPLICANT)
        return Decision([Resent(to=APPLICANT, by=APPLICANT)], {})
    return Decision([], {})


def links_wanted(rules: Rules, case: Case, *, to: str, ask: str | None, others: tuple[str, ...]) -> Decision:
    """A message with the links of what is alive at the address of a party, here and in `others`.

    `ask` is the party's, unless it is the applicant. None beyond FRESH_LINKS within a day: whoever asks is
    told nothing of it.
    """
    try:
        _limited(rules, case, ask or to)
    except TooManyRequests:
        return Decision([], {})
    asks = (ask,) if ask is not None else ()
    return Decision([Resent(to=to, asks=asks, others=others, by="visitor")], {})


def refused_second(rules: Rules, case: Case, *, draft: str) -> Decision:
    """The applicant is told, with the links, that a second submission was refused, which is kept as `draft`.

    None beyond FRESH_LINKS within a day.
    """
    try:
        _limited(rules, case, APPLICANT)
    except TooManyRequests:
        return Decision([], {})
    return Decision([Resent(to=APPLICANT, second=draft, by="visitor")], {})


def _limited(rules: Rules, case: Case, key: str) -> None:
    _seldom(rules, case.submission.resent.get(key, ()), FRESH_LINKS)


def _seldom(rules: Rules, moments: Sequence[datetime], most: int) -> None:
    """Raises TooManyRequests where it was done that often within a day."""
    recent = [moment for moment in moments if moment > rules.now - timedelta(days=1)]
    if len(recent) >= most:
        raise TooManyRequests(int((recent[-most] + timedelta(days=1) - rules.now).total_seconds()) + 1)

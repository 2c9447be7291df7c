"""Changing the answers of a submission, and what follows for those who are named in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from typing import Any

from chalicelib.domain import people, seats, steps, turns
from chalicelib.domain.definitions import Party, Step
from chalicelib.domain.events import Amended, AskReplaced, AskWithdrawn
from chalicelib.domain.people import Asked
from chalicelib.domain.sent_back import SentBack
from chalicelib.domain.submissions import Addressee, AskState
from chalicelib.domain.turns import Turn


def apply(turn: Turn, answers: Mapping[str, Any], by: str) -> bool:
    """The turn with these answers; whether any of them is another one than before.

    Who is named otherwise now is asked in place of who was, where the ask is still open.
    """
    before = turn.answers
    names = list(dict.fromkeys((*before, *answers)))
    changed = tuple(name for name in names if before.get(name) != answers.get(name))
    if not changed:
        return False
    address = turn.rules.pinned.applicant.email in changed
    turn.answers = dict(answers)
    turn.private["answers"] = turn.answers
    turn.add(Amended(fields=changed, address=address, by=by))
    if address:
        ask_applicant_again(turn, by=by)
    for step in _open_steps(turn):
        if steps.is_named(step):
            _rename(turn, step, by)
    seats.move(turn, by)
    return True


def ask_applicant_again(turn: Turn, by: str) -> None:
    """What the applicant is asked, asked anew at the present address, until the same deadline."""
    for ask in turn.open():
        if ask.party == "applicant":
            turn.asks[ask.id] = replace(ask, state="withdrawn", because="superseded")
            turn.add(AskWithdrawn(ask=ask.id, because="superseded", by=by))
            step = steps.find(turn.rules.pinned, ask.step)
            back = SentBack(ask.sent_back_by, ask.to_change)
            turns.ask_party(turn, step, Asked("applicant"), ask.round + 1, ask.due, back)


def _open_steps(turn: Turn) -> Iterable[Step]:
    return [steps.find(turn.rules.pinned, name) for name in dict.fromkeys(ask.step for ask in turn.open())]


def _rename(turn: Turn, step: Step, by: str) -> None:
    """Asks those whom the answers name now: at a named field in place of who was, in a group each new row."""
    rules = turn.rules
    asked = people.parties(step, rules.live, rules.pinned, turn.answers, turn.language)
    if steps.is_each(step):
        _rows(turn, step, [each.holder for each in asked if each.holder is not None], by)
        return
    for ask in turns.round_of(turn, step):
        if ask.state != "open":
            continue
        if not asked:
            turns.withdraw(turn, [ask], "removed", by)
        elif asked[0].holder is not None:
            person, before = _spoken_to(turn, step, asked[0].holder, ask), holder_of(turn, ask)
            if ask.disowned and before is not None and before.email.casefold() == person.email.casefold():
                # Who is not meant at that address is not meant by another name either.
                turn.keep("parties", ask.id, asdict(person))
            elif person != before:
                replace_party(turn, ask, person, by)
    _close(turn, step, by)


def _rows(turn: Turn, step: Step, named: list[Addressee], by: str) -> None:
    """Rows are told apart by address: who is not named any more is not asked, who is new is."""
    asks = turns.round_of(turn, step)
    wanted = list(named)
    for ask in asks:
        who = holder_of(turn, ask)
        same = next((each for each in wanted if who and each.email.casefold() == who.email.casefold()), None)
        if same is not None:
            wanted.remove(same)
            turn.keep("parties", ask.id, asdict(_spoken_to(turn, step, same, ask)))
        elif ask.state in ("open", "answered"):
            turns.withdraw(turn, [ask], "removed", by)
    turns.join(turn, step, wanted)
    _close(turn, step, by)


def _spoken_to(turn: Turn, step: Step, person: Addressee, ask: AskState) -> Addressee:
    """The person in the language that staff gave for that address, where the answers say none."""
    before = holder_of(turn, ask)
    if before is None or before.email.casefold() != person.email.casefold():
        return person
    if isinstance(step.ask, Party) and people.language_field(turn.rules.pinned, step.ask) is not None:
        return person
    return replace(person, language=before.language)


def _close(turn: Turn, step: Step, by: str) -> None:
    """Settles the step where those who are left have answered, or where nobody is left to ask."""
    if turns.round_of(turn, step):
        turns.count(turn, step, by)
    else:
        turns.skip(turn, step, by)


def replace_party(turn: Turn, ask: AskState, person: Addressee, by: str) -> None:
    """Asks somebody else, or at another address, by the same ask; the links sent before are dead."""
    generation = ask.generation + 1
    turn.asks[ask.id] = replace(ask, generation=generation, disowned=False)
    turn.add(AskReplaced(ask=ask.id, generation=generation, by=by))
    turn.keep("parties", ask.id, asdict(person))
    turn.holders[ask.id] = person


def holder_of(turn: Turn, ask: AskState) -> Addressee | None:
    """Who was asked."""
    return turn.holders.get(ask.id)

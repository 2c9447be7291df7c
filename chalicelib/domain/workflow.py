"""What those who are asked do to a submission: commands and time in, events or a refusal out. Pure.

Every function takes the case as it is, and returns the events that follow with what has to be kept of
what was typed; `turns` knows how steps open and settle one another, `deadlines` what time does, `desk` what
staff do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.domain import (
    amending,
    cancelling,
    codes,
    filled,
    newer,
    people,
    remarks,
    row_marks,
    sending_back,
    steps,
    turns,
)
from chalicelib.domain.codes import Proof
from chalicelib.domain.definitions import Step
from chalicelib.domain.draft import Late
from chalicelib.domain.errors import AskClosed, Ended, Fault, Invalid, TooLate, Unknown, UnknownAnswer
from chalicelib.domain.events import (
    Amended,
    AnyEvent,
    AskAnswered,
    AskDisowned,
    AskRecused,
    Overridden,
    Submitted,
)
from chalicelib.domain.row_marks import Seen
from chalicelib.domain.submissions import Addressee, AskState, Case, Submission
from chalicelib.domain.turns import Rules, Turn

__all__ = [
    "CORRECTABLE",
    "Answer",
    "Decision",
    "Rules",
    "answer",
    "correct_address",
    "correctable_until",
    "disown",
    "filled_in",
    "recuse",
    "submit",
]

CORRECTABLE = timedelta(minutes=30)
"""How long a mistyped address can be corrected, unless it is confirmed before."""

CORRECTIONS = 5
"""How often: each one writes to another address, which may be a stranger's."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a command leads to: the events, and what was typed. No events: there is nothing to do."""

    events: list[AnyEvent]
    private: dict[str, Any]


def submit(
    rules: Rules,
    answers: Mapping[str, Any],
    *,
    language: str,
    body: str,
    by: str,
    late: Late | None = None,
) -> Decision:
    """The first commit. `answers` are checked already; `body` is the digest of the request.

    `late`: by whom, and why, it may be sent although the program has closed.
    """
    confirm = any(step.answers == "confirm" for step in steps.workflow(rules.pinned))
    turn = Turn(rules, answers, language, private={"answers": dict(answers), "body": body})
    turn.add(
        Submitted(
            program=rules.pinned.id,
            version=rules.version,
            community=rules.pinned.community,
            kind=rules.pinned.kind,
            language=language,
            confirm=confirm,
            fields=tuple(answers),
            late=late.by if late is not None else "",
            by=by,
        )
    )
    if late is not None:
        turn.private["reason"] = late.reason
    turns.open_place(turn, 0)
    return Decision(turn.events, turn.private)


@dataclass(frozen=True, slots=True)
class Answer:
    """Somebody answers an ask. `by`: the party's word, or `token:<id>`; `on_behalf`: why staff does.

    `form`: what was filled in with it, unchecked; `fields`: which are to be changed, of an answer that
    sends the form back (none: whatever may be); `language`: in which the words of its page were shown;
    `proof`: the code that was typed, where the step wants one of the party; `generation`: that of the link
    by which it comes, which may have been replaced since it was looked at; None where it comes by none;
    `rows`: those of which the form was made, where it says so.
    """

    ask: str
    answer: str
    by: str
    signed_by: str = ""
    note: str = ""
    on_behalf: str | None = None
    form: Mapping[str, Any] = field(default_factory=dict)
    fields: Sequence[Any] = ()
    language: str = ""
    proof: Proof | None = None
    generation: int | None = None
    rows: Seen | None = None


def answer(rules: Rules, case: Case, command: Answer) -> Decision:
    """Events that follow from an answer; none when the same was answered before.

    Where the step wants a code: those of sending it, or of a wrong one. Raises Unknown for no such ask,
    UnknownAnswer for an answer that the step doesn't offer, AskClosed when the ask was answered otherwise,
    has expired or was withdrawn, or the submission has ended, Invalid for words and forms that can't be kept,
    and for what is said of rows that are others by now.
    """
    ask, step = _asked(rules, case, command.ask)
    if command.answer not in steps.offered(step):
        raise UnknownAnswer(tuple(steps.offered(step)))
    _still_theirs(case, ask, command.generation)
    if ask.state == "answered" and ask.answer == command.answer:
        return Decision([], {})
    _still_open(rules, case, ask)
    typed = remarks.kept(signed_by=command.signed_by, note=command.note, on_behalf=command.on_behalf or "")
    if command.rows is not None:
        moved = row_marks.changed(rules.pinned, case, ask, command.rows, command.form)
        if moved:
            raise Invalid(moved)
    form, faults = filled_in(rules, case, ask, command.answer, command.form)
    to_change, wrong = sending_back.chosen(rules.pinned, step, command.answer, command.fields)
    if faults or wrong:
        raise Invalid([*faults, *wrong])
    if step.verify == "code" and command.proof is not None:
        verdict = codes.verdict(case.submission, ask.id, command.proof, rules.now)
        if verdict == "wrong":
            return Decision(codes.refusing(case.submission, ask.id, command.by), {})
        if verdict != "right":
            return Decision(codes.sending(case.submission, ask.id, rules.now, command.by), {})

    turn = turns.begin(rules, case)
    on_behalf = command.on_behalf is not None
    turn.add(
        AskAnswered(
            ask=ask.id,
            answer=command.answer,
            on_behalf=on_behalf,
            by=command.by,
            fields=tuple(form),
            to_change=to_change,
        )
    )
    if on_behalf:
        turn.add(Overridden(ask=ask.id, by=command.by))
    for kind, text in typed.items():
        turn.keep(kind, ask.id, text)
    turn.asks[ask.id] = replace(
        ask, state="answered", answer=command.answer, to_change=to_change or ask.to_change
    )
    if step.amend:
        amending.apply(turn, form, command.by)
    elif form:
        turn.forms[ask.id] = form
        turn.keep("forms", ask.id, form)
    if command.language:
        turn.keep("spoken", ask.id, command.language)
    if not turn.ended:  # as by an amendment that left nobody to be asked beside it
        turns.count(turn, step, command.by)
    return Decision(turn.events, turn.private)


def _asked(rules: Rules, case: Case, name: str) -> tuple[AskState, Step]:
    ask = case.submission.asks.get(name)
    if ask is None:
        raise Unknown(name)
    return ask, steps.find(rules.pinned, ask.step)


def _still_open(rules: Rules, case: Case, ask: AskState) -> None:
    """Raises AskClosed where no answer is wanted any more."""
    state = case.submission.state
    if ask.state != "open" or case.submission.ended:
        raise AskClosed(ask.state, state)
    if ask.due is not None and rules.now >= ask.due:
        raise AskClosed("expired", state)
    if people.void(rules.live, rules.pinned, case, ask):
        raise AskClosed("withdrawn", state)


def _still_theirs(case: Case, ask: AskState, generation: int | None) -> None:
    """Raises AskClosed where the link of that generation is dead: its reader is not asked any more."""
    if generation is not None and (ask.disowned or generation != ask.generation):
        raise AskClosed("withdrawn", case.submission.state)


def filled_in(
    rules: Rules, case: Case, ask: AskState, given: str, form: Mapping[str, Any]
) -> tuple[dict[str, Any], list[Fault]]:
    """What was filled in with an answer, as it is kept, and every fault in it, pointing into `/form`.

    Of an `amend` step it is the answers of the whole form. What goes against the submission (a refusal)
    needs no form, but may have one.
    """
    step = steps.find(rules.pinned, ask.step)
    if newer.is_new(step.step):
        return filled.asked_new(rules, case, step, form)
    if step.amend:
        return filled.amended(rules, case, filled.allowed(step, ask), form, pointer="/form")
    needed = steps.needs_form(rules.pinned, step, steps.offered(step)[given])
    return filled.check(rules, case, step, form, complete=needed)


def recuse(
    rules: Rules, case: Case, ask_id: str, *, by: str, reason: str, generation: int | None = None
) -> Decision:
    """Somebody asked by role can't answer this: it counts as expired, and the coordinator is told why.

    None where it was said before. Raises Unknown, AskClosed (also for a link of another `generation`), or
    Invalid for a reason that can't be kept.
    """
    ask, step = _asked(rules, case, ask_id)
    if not steps.is_role(step):
        raise Unknown(ask_id)
    if ask.because == "recused":
        return Decision([], {})
    _still_theirs(case, ask, generation)
    _still_open(rules, case, ask)
    note = remarks.reason(reason, needed=True)
    turn = turns.begin(rules, case)
    told = _told_of(rules, case, ask)
    turn.add(AskRecused(ask=ask.id, by=by, tell=tuple(told)))
    turn.keep("notes", ask.id, note)
    for party, person in told.items():
        turn.keep("parties", party, asdict(person))
    turn.asks[ask.id] = replace(ask, state="expired", because="recused")
    turns.count(turn, step, by)
    return Decision(turn.events, turn.private)


def _told_of(rules: Rules, case: Case, ask: AskState) -> dict[str, Addressee]:
    """The coordinators, less who says it; where there is no other one, the community itself."""
    own = case.parties.get(ask.id)
    coordinators = {
        f"coordinator.{number}": people.of_role(person)
        for number, person in enumerate(rules.live.roles.get("coordinator", ()))
        if own is None or person.email.casefold() != own.email.casefold()
    }
    if coordinators or rules.desk is None:
        return coordinators
    return {people.DESK: rules.desk}


def disown(rules: Rules, case: Case, ask_id: str, *, by: str, generation: int | None = None) -> Decision:
    """Somebody named in the answers says: I am not meant, stop. None where it was said before.

    The ask stays open, for a better address or its deadline; its link is dead, and nothing more is sent to
    that address. Raises Unknown for an ask of the applicant or of a role, AskClosed (also for a link of
    another `generation`: who is asked now has said nothing).
    """
    ask, step = _asked(rules, case, ask_id)
    if not steps.is_named(step):
        raise Unknown(ask_id)
    if ask.disowned:
        return Decision([], {})
    _still_theirs(case, ask, generation)
    _still_open(rules, case, ask)
    return Decision([AskDisowned(ask=ask.id, by=by)], {})


def correct_address(rules: Rules, case: Case, address: str) -> Decision:
    """The applicant's address as it was meant, within half an hour of submitting and before it is confirmed.

    The old link is superseded, and the new address is asked until the same deadline; where the program was
    cancelled meanwhile, nobody is asked: it ends, and the new address is told so. Raises Ended or TooLate.
    """
    submission = case.submission
    field_id = rules.pinned.applicant.email
    if submission.ended:
        raise Ended(submission.state)
    if case.answers.get(field_id) == address:
        return Decision([], {})
    too_often = submission.generation > CORRECTIONS
    if submission.state != "unconfirmed" or too_often or rules.now >= correctable_until(submission):
        raise TooLate(correctable_until(submission))

    turn = turns.begin(rules, case)
    turn.answers = dict(case.answers) | {field_id: address}
    turn.private["answers"] = turn.answers
    turn.add(Amended(fields=(field_id,), address=True, by="visitor"))
    if rules.live.cancelled is not None:
        cancelling.end(turn, rules.live.cancelled)
    else:
        amending.ask_applicant_again(turn, by="visitor")
    return Decision(turn.events, turn.private)


def correctable_until(submission: Submission) -> datetime:
    """Until when a mistyped address can be corrected."""
    return submission.submitted + CORRECTABLE

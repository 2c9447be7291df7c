"""Whom a step asks today, and who stands behind a party's word: address of record, name and language.

People named in the answers are written to in the language of the `language` field beside their address: in a
row of a group any such field; else the one called as the address is (`teacher_language` beside
`teacher_email`), else the one that stands next to the address or the name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib.domain import answers as forms
from chalicelib.domain import steps
from chalicelib.domain.definitions import Party, Person, Program, Step, fields_of
from chalicelib.domain.fields.field import Field
from chalicelib.domain.fields.group import Group
from chalicelib.domain.submissions import Addressee, AskState, Case

DESK = "desk"
"""The party's word for the community itself, told where a program has no coordinator."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One party of a step: its word, and who that is today (None for the applicant)."""

    party: str
    holder: Addressee | None = None


def holders(step: Step, live: Program, pinned: Program) -> tuple[Person, ...]:
    """Who holds the role that a step asks: in the newest version, else, if that dropped it, in the pinned."""
    role = step.ask.role if isinstance(step.ask, Party) else None
    if role is None:
        return ()
    # A later version may have dropped the role: who held it then decides, rather than nobody.
    return live.roles.get(role) or pinned.roles.get(role) or ()


def left(live: Program, pinned: Program, case: Case, ask: AskState) -> bool:
    """Whether the ask's party does not hold the role any more by which it was asked, handed over or not."""
    holder, step = case.parties.get(ask.id), steps.find(pinned, ask.step)
    if holder is None or not steps.is_role(step):
        return False
    today = {person.email.casefold() for person in holders(step, live, pinned)}
    return bool(today) and holder.email.casefold() not in today


def void(live: Program, pinned: Program, case: Case, ask: AskState) -> str:
    """Why an open ask is dead already, though nobody has looked since: its party has `left`, or its program
    was cancelled and so has `ended`; else empty.
    """
    if left(live, pinned, case, ask):
        return "left"
    return "ended" if live.cancelled else ""


def waited_for(live: Program, pinned: Program, case: Case) -> list[AskState]:
    """The asks that wait for an answer from somebody who is meant, and holds the role if it is one.

    None where the program is cancelled.
    """
    if case.submission.ended or live.cancelled:
        return []
    return [
        ask for ask in case.submission.open_asks() if not ask.disowned and not left(live, pinned, case, ask)
    ]


def parties(
    step: Step, live: Program, pinned: Program, answers: Mapping[str, Any], language: str
) -> list[Asked]:
    """Who is asked: roles as they are held today. Empty where nobody was named.

    `language`: the submission's, for those of whom no other is known.
    """
    match step.ask:
        case "applicant":
            return [Asked("applicant")]
        case Party(named=str() as field):
            found = named(pinned, step.ask, answers, language)
            return [Asked(field, found)] if found is not None else []
        case Party(each=str() as group):
            return [
                Asked(f"{group}.{number}", person)
                for number, person in rows(pinned, step.ask, answers, language)
            ]
        case _:
            return [
                Asked(f"{role_of(step)}.{number}", of_role(person))
                for number, person in enumerate(holders(step, live, pinned))
            ]


def role_of(step: Step) -> str:
    """The role that the step asks; empty where it asks none."""
    return (step.ask.role or "") if isinstance(step.ask, Party) else ""


def of_role(person: Person) -> Addressee:
    """Somebody who holds a role."""
    return Addressee(person.name, person.email, person.language)


def named(program: Program, ask: Party, answers: Mapping[str, Any], language: str) -> Addressee | None:
    """The person named in the answers, or None where the field is unanswered."""
    email = answers.get(ask.named or "")
    if not email:
        return None
    name = str(answers.get(ask.name, "")) if ask.name else ""
    spoken = _spoken(answers, language_field(program, ask))
    return Addressee(name, str(email), spoken or language)


def rows(
    program: Program, ask: Party, answers: Mapping[str, Any], language: str
) -> Iterator[tuple[int, Addressee]]:
    """The people in the rows of a group, with the rows' numbers; rows without an address are left out."""
    beside = language_field(program, ask)
    for number, row in enumerate(answers.get(ask.each or "", ())):
        email = row.get(ask.email or "")
        if email:
            name = str(row.get(ask.name, "")) if ask.name else ""
            yield number, Addressee(name, str(email), _spoken(row, beside) or language)


def language_field(program: Program, ask: Party) -> str | None:
    """The field, of the form or of the group's rows, that says in which language the named are written to."""
    if ask.each is None:
        return _language_beside(program, ask)
    group = next((field for field in fields_of(program) if field.id == ask.each), None)
    spoken = _languages(group.fields) if isinstance(group, Group) else []
    return spoken[0] if spoken else None


def _spoken(answers: Mapping[str, Any], field: str | None) -> str:
    return str(answers.get(field, "")) if field else ""


def _languages(fields: Sequence[Field]) -> list[str]:
    return [field.id for field in fields if field.__struct_config__.tag == "language"]


def _language_beside(program: Program, ask: Party) -> str | None:
    """The field that says in which language the named person is written to."""
    page = next((page for page in program.form if any(field.id == ask.named for field in page.fields)), None)
    if page is None:
        return None
    ids, spoken = [field.id for field in page.fields], _languages(page.fields)
    alike = f"{str(ask.named).removesuffix('_email')}_language"
    if alike in spoken:
        return alike
    places = [ids.index(name) for name in (ask.named, ask.name) if name in ids]
    beside = {ids[near] for place in places for near in (place - 1, place + 1) if 0 <= near < len(ids)}
    return next((name for name in spoken if name in beside), None)


def addressee(program: Program, case: Case, party: str, ask: str | None = None) -> Addressee | None:
    """The party's address of record today; None where there is none (any more).

    The applicant's stands in the answers; everybody else is whoever was asked by `ask`, or was to be told.
    """
    if party == "applicant":
        return _applicant(program, case)
    asked = case.submission.asks.get(ask or "")
    # Who is told of somebody else's ask goes by the party alone.
    keys = (party,) if asked is not None and asked.party != party else (ask, party)
    for key in keys:
        if key is not None and key in case.parties:
            return case.parties[key]
    # Until a journal kept them with the ask, named people stood in the answers alone (tests/journals/1).
    asks = [step.ask for step in steps.workflow(program) if isinstance(step.ask, Party)]
    by_name = next((each for each in asks if each.named == party), None)
    return named(program, by_name, case.answers, case.submission.language) if by_name else None


def _applicant(program: Program, case: Case) -> Addressee | None:
    if case.goodbye is not None:
        return case.goodbye
    email = forms.applicant_email(program, case.answers)
    if not email:
        return None
    return Addressee(forms.applicant_name(program, case.answers), email, case.submission.language)


def known(program: Program, case: Case, party: str, ask: str | None = None) -> bool:
    """Whether the address has answered before, or belongs to somebody who holds a role.

    Only then a message to it may carry what somebody typed (docs: the first message to an address).
    """
    if ask is not None and ask in case.submission.asks:
        step = steps.find(program, case.submission.asks[ask].step)
        if steps.is_role(step):
            return True
    elif party == DESK or party.partition(".")[0] in program.roles:
        return True
    address = addressee(program, case, party, ask)
    return address is not None and any(
        each.party == party
        and each.state == "answered"
        and each.by == party
        and addressee(program, case, each.party, each.id) == address
        for each in case.submission.asks.values()
    )

"""Who stands behind a party's word: address of record, name, language, and whether mail may name names."""

from __future__ import annotations

from chalicelib.domain import answers, steps
from chalicelib.domain.definitions import Party, Program
from chalicelib.domain.submissions import Addressee, Case


def addressee(program: Program, case: Case, party: str, ask: str | None = None) -> Addressee | None:
    """The party's address of record today; None where there is none (any more).

    The applicant's and named people's stand in the answers; a role's holder is whoever was asked by `ask`.
    """
    language = case.submission.language
    if party == "applicant":
        email = answers.applicant_email(program, case.answers)
        return Addressee(answers.applicant_name(program, case.answers), email, language) if email else None
    if ask is not None and ask in case.parties:
        return case.parties[ask]
    email = str(case.answers.get(party, ""))
    asks = [step.ask for step in steps.workflow(program) if isinstance(step.ask, Party)]
    field = next((ask.name for ask in asks if ask.named == party), None)
    name = str(case.answers.get(field, "")) if field else ""
    return Addressee(name, email, language) if email else None


def known(program: Program, case: Case, party: str, ask: str | None = None) -> bool:
    """Whether the address has answered before, or belongs to somebody who holds a role.

    Only then a message to it may carry what somebody typed (docs: the first message to an address).
    """
    if ask is not None and ask in case.submission.asks:
        step = steps.find(program, case.submission.asks[ask].step)
        if steps.is_role(step):
            return True
    return any(
        each.party == party and each.state == "answered" and each.by == party
        for each in case.submission.asks.values()
    )

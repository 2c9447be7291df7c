"""What applicants do to their own submission from its status page, with a code from their mail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.domain import codes, filled, owner
from chalicelib.domain.codes import Proof, Verdict
from chalicelib.domain.errors import Fault
from chalicelib.domain.submissions import Case
from chalicelib.domain.workflow import Decision, Rules
from chalicelib.services import ending, records, uploads
from chalicelib.services.records import Loaded
from chalicelib.services.world import World


def send_code(world: World, loaded: Loaded) -> Loaded:
    """The case after a code was sent. Raises TooManyRequests or Ended."""
    return records.change(world, loaded.case.submission.id, owner.send_code, loaded=loaded)


def try_code(world: World, loaded: Loaded, typed: str) -> tuple[Loaded, Verdict]:
    """The case, in which a wrong code was noted, and what to make of the code that was typed.

    Raises Ended when erased.
    """
    proof = _proof(world, loaded, typed)
    verdicts: list[Verdict] = []

    def decide(rules: Rules, case: Case) -> Decision:
        verdicts.append(codes.verdict(case.submission, codes.STATUS, proof, rules.now))
        return owner.try_code(rules, case, proof)

    changed = records.change(world, loaded.case.submission.id, decide, loaded=loaded)
    return changed, verdicts[-1]


def _proof(world: World, loaded: Loaded, typed: str) -> Proof:
    submission = loaded.case.submission.id
    return Proof(typed, lambda number: world.code(submission, codes.STATUS, number))


def withdraw(world: World, loaded: Loaded, *, signed_by: str) -> Loaded:
    """The case, withdrawn by the applicant, whose code was right. Raises Ended."""
    return records.change(
        world,
        loaded.case.submission.id,
        lambda rules, case: owner.withdraw(rules, case, signed_by=signed_by),
        loaded=loaded,
    )


def erase(world: World, loaded: Loaded) -> Loaded:
    """The case, erased by the applicant, whose code was right."""
    return records.change(
        world,
        loaded.case.submission.id,
        lambda rules, case: owner.erase(rules, case, by=owner.APPLICANT),
        loaded=loaded,
    )


def amend(world: World, loaded: Loaded, form: Mapping[str, Any], *, signed_by: str) -> Loaded:
    """The case with the answers of the form. Raises Ended, TooLate, or Invalid with every fault."""
    return ending.change(
        world,
        loaded.case.submission.id,
        lambda rules, case: owner.amend(rules, case, form, signed_by=signed_by),
        loaded=loaded,
        claim=_claim(world, form),
    )


def faults(world: World, loaded: Loaded, form: Mapping[str, Any]) -> list[Fault]:
    """What is wrong with changed answers, without changing any; pointers begin with `/answers`."""
    rules = loaded.rules(world.clock())
    found = filled.amended(rules, loaded.case, only=True, form=form, pointer="/answers")[1]
    return [*found, *_claim(world, form)(rules, loaded.case)[1]]


def _claim(world: World, form: Mapping[str, Any]) -> records.Claim:
    return uploads.claim(
        world, lambda rules, case: filled.amended(rules, case, only=True, form=form, pointer="/answers")[0]
    )

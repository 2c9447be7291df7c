from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domain import people, workflow
from chalicelib.domain.submissions import Addressee
from tests.domain.examples import ANSWERS, program
from tests.domain.playing import Play

REVIEW = [f"review.reviewer.{n}.1" for n in range(3)]


def reviewed() -> Play:
    """A submission that waits for reviewers, in Japanese."""
    one = Play(program()).submit(ANSWERS, language="ja").answer("confirm.applicant.1", "yes")
    return one.answer("reference.teacher_email.1", "agree")


@pytest.mark.parametrize(
    ("party", "ask", "expected"),
    [
        ("applicant", None, Addressee("Jane Doe", "jane@school.example", "ja")),
        ("applicant", "confirm.applicant.1", Addressee("Jane Doe", "jane@school.example", "ja")),
        ("teacher_email", None, Addressee("Tom Teach", "tom@school.example", "ja")),
        ("reviewer.1", REVIEW[1], Addressee("Second", "second@concord.example", "en")),
        ("reviewer.1", None, None),
        ("nobody", None, None),
    ],
)
def test_addressee_is_who_stands_behind_the_word(
    party: str, ask: str | None, expected: Addressee | None
) -> None:
    """Named people get the submission's language, holders of roles their own."""
    one = reviewed()

    assert people.addressee(one.program, one.case, party, ask) == expected


def test_addressee_who_is_told_of_somebody_elses_ask_is_not_who_was_asked() -> None:
    """The word of a recusal goes to the coordinator, and never back to who can't answer."""
    one = reviewed()
    rules = one.rules()
    decision = workflow.recuse(rules, one.case, REVIEW[0], by="reviewer.0", reason="I know them.")
    told = decision.private["parties"]["coordinator.0"]
    case = replace(one.case, parties={**one.case.parties, "coordinator.0": Addressee(**told)})

    assert people.addressee(one.program, case, "coordinator.0", REVIEW[0]) == Addressee(**told)


def test_addressee_of_the_applicant_is_the_corrected_one() -> None:
    """The address of record is today's."""
    one = Play(program()).submit(ANSWERS).correct("jane@home.example")

    found = people.addressee(one.program, one.case, "applicant", "confirm.applicant.1")

    assert found == Addressee("Jane Doe", "jane@home.example", "en")


@pytest.mark.parametrize("party", ["applicant", "teacher_email", "reviewer.0"])
def test_addressee_is_nobody_once_erased(party: str) -> None:
    """There is no address left anywhere."""
    one = reviewed()

    assert people.addressee(one.program, one.erased(), party, REVIEW[0]) is None


def test_known_is_who_has_answered_and_who_holds_a_role() -> None:
    """Only then may a message carry what somebody typed."""
    one = Play(program()).submit(ANSWERS)
    assert not people.known(one.program, one.case, "applicant", "confirm.applicant.1")

    one.answer("confirm.applicant.1", "yes")
    assert people.known(one.program, one.case, "applicant")
    assert not people.known(one.program, one.case, "teacher_email", "reference.teacher_email.1")

    one.answer("reference.teacher_email.1", "agree", by="token:desk", on_behalf="telephoned")
    assert not people.known(one.program, one.case, "teacher_email", "reference.teacher_email.1")
    assert people.known(one.program, one.case, "reviewer.0", REVIEW[0])

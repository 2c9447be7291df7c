from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.commits import Commit
from chalicelib.domain.events import AskWithdrawn, StepSettled
from chalicelib.domain.folding import evolve, fold
from chalicelib.domain.submissions import ENDED, Case
from tests.domain.examples import ANSWERS, program
from tests.domain.playing import NOW, Play


def whole() -> Play:
    """A submission in its second round of reviews."""
    one = Play(program()).submit(ANSWERS, language="ja").later(hours=1)
    one.answer("confirm.applicant.1", "yes", signed_by="Jane").later(hours=1)
    one.answer("reference.teacher_email.1", "agree", note="Splendid").later(hours=1)
    one.answer("review.reviewer.0.1", "good").answer("review.reviewer.1.1", "good")
    return one.answer("decide.coordinator.0.1", "again", by="token:desk", on_behalf="telephoned")


def test_fold_is_where_it_stands() -> None:
    """The asks of all rounds, the last round by itself, and the earliest deadline of those that are open."""
    submission = whole().case.submission

    assert (submission.state, submission.steps, submission.language) == ("in_progress", ("review",), "ja")
    assert (submission.submitted, submission.updated) == (NOW, NOW + timedelta(hours=3))
    assert [ask.id for ask in submission.asks_of("review")] == [f"review.reviewer.{n}.2" for n in range(3)]
    assert submission.asks_of("nowhere") == []
    assert submission.fires is None
    assert submission.asks["review.reviewer.2.1"].because == "settled"
    assert submission.asks["reference.teacher_email.1"].due == NOW + timedelta(days=21, hours=1)


def test_step_goes_on_until_its_outcome_is_told_also_where_the_last_who_were_asked_have_left() -> None:
    """It settles in the commit that withdraws them, and its outcome is kept back."""
    before = Play(program()).submit(ANSWERS).answer("confirm.applicant.1", "yes").case.submission
    assert before.steps == ("reference",)
    events = [
        AskWithdrawn(ask="reference.teacher_email.1", because="left"),
        StepSettled(step="reference", outcome="decline", announce="2027-03-01T07:00:00.000000Z"),
    ]

    after = evolve(before, Commit(before.id, before.seq + 1, NOW, "", "", None, ""), events)

    assert (after.steps, [*after.kept], after.open_asks()) == (("reference",), ["reference"], [])


def test_fold_knows_what_was_typed() -> None:
    """By the ask it was typed with."""
    case = whole().case

    assert case.signed == {"confirm.applicant.1": "Jane"}
    assert case.notes == {"reference.teacher_email.1": "Splendid"}
    assert case.overrides == {"decide.coordinator.0.1": "telephoned"}
    assert case.answers == ANSWERS
    assert case.private


def test_erased_folds_without_anything_typed() -> None:
    """To the same submission; what was private is empty."""
    one = whole()

    assert one.erased() == Case(
        submission=one.case.submission,
        commits=one.erased().commits,
        answers={},
        parties={},
        notes={},
        signed={},
        overrides={},
        body="",
        private=False,
    )


@pytest.mark.parametrize("gone", range(6))
def test_erasing_may_stop_halfway(gone: int) -> None:
    """What is left of the private parts is read, whichever is gone; the request's digest is the first's."""
    one = whole()
    commits = list(one.commits)
    commits[gone] = replace(commits[gone], private=None)

    case = fold(commits)

    assert case.submission == one.case.submission
    assert (case.answers, case.body) == (({}, "") if gone == 0 else (ANSWERS, "b" * 64))


def test_a_journal_that_has_no_beginning_is_refused() -> None:
    """Empty, or without its first commit."""
    with pytest.raises(ValueError, match="empty"):
        fold([])
    with pytest.raises(ValueError, match="without being submitted"):
        fold(whole().commits[1:])


def test_ended_states_are_four() -> None:
    """Accepted is none of them."""
    assert {"declined", "withdrawn", "expired", "erased"} == ENDED

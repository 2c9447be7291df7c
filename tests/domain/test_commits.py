from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.commits import BrokenJournal, Commit, verify
from tests.domain import examples
from tests.domain.playing import Play


@pytest.fixture
def journal() -> list[Commit]:
    """Five commits, with private parts and without."""
    story = Play(examples.program()).submit(examples.ANSWERS)
    story.answer("confirm.applicant.1", "yes")
    story.answer("reference.teacher_email.1", "agree", signed_by="Tom Teach")
    story.answer("review.reviewer.0.1", "good", signed_by="First", note="A fine plan.")
    story.answer("review.reviewer.1.1", "good", signed_by="Second")
    return story.commits


def test_journal_verifies_and_so_it_does_without_its_private_parts(journal: list[Commit]) -> None:
    """An erasure takes what was typed, and the chain holds."""
    verify(journal)
    verify([replace(commit, private=None) for commit in journal])


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("submission", "zzzzzzzzzzzzzzzzzzzz"),
        ("seq", 7),
        ("command", "other"),
        ("events", "[]"),
        ("private", '{"salt": "", "answers": {}}'),
        ("digest", "0" * 64),
        ("hash", "0" * 64),
        ("format", 2),
    ],
)
@pytest.mark.parametrize("place", range(5))
def test_changed_member_of_any_commit_is_found(
    journal: list[Commit], place: int, member: str, value: Any
) -> None:
    """Whatever is changed afterwards, at that commit or at the next the chain breaks."""
    journal[place] = replace(journal[place], **{member: value})

    with pytest.raises(BrokenJournal):
        verify(journal)


def test_moved_time_missing_commit_and_other_order_are_found(journal: list[Commit]) -> None:
    """Nor can a commit be taken out, moved, or dated otherwise."""
    later = replace(journal[1], at=journal[1].at + timedelta(seconds=1))
    for broken in (
        [journal[0], later, *journal[2:]],
        [journal[0], *journal[2:]],
        [journal[0], journal[2], journal[1], *journal[3:]],
        journal[1:],
    ):
        with pytest.raises(BrokenJournal):
            verify(broken)

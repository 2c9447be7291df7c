from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain import ids
from chalicelib.services import project, records, staff
from chalicelib.services.correct import correct_address
from chalicelib.services.fire import fire
from chalicelib.storage.ports import MessageRow, Summary
from tests.services.office import CONFIRM, DECIDE, DESK, START, Office

KEPT = datetime(2029, 7, 6, 6, tzinfo=UTC)
"""Two years after the end of the program's last day, by its clock."""


def loaded(office: Office, submission: str) -> records.Loaded:
    """The submission as it is."""
    return records.load(office.world, submission)


def planned(office: Office, submission: str) -> list[tuple[int, int, str, str]]:
    """Number, place, template and party of every message that is called for."""
    return [(row.seq, row.index, row.template, row.to) for row in project.rows(loaded(office, submission))]


def test_summary_says_what_lists_show() -> None:
    """Every field, of a submission that was just sent."""
    office = Office()
    submission = office.send(full_name="Jane  Mary DOE").case.submission.id
    reference = ids.reference(submission)

    assert project.summary(loaded(office, submission)) == Summary(
        submission=submission,
        seq=1,
        reference=reference,
        program="visit",
        community="springs",
        version=1,
        kind="application",
        name=office.case(submission).answers["full_name"],
        state="unconfirmed",
        steps=("confirm",),
        submitted=START,
        updated=START,
        fires=START + timedelta(days=3),
        terms=tuple(
            sorted(
                {
                    "jane",
                    "mary",
                    "doe",
                    "jane mary doe",
                    "jane@school.example",
                    "asked:jane@school.example",
                    reference.lower(),
                    reference.lower().replace("-", ""),
                }
            )
        ),
    )


def test_summary_follows_the_commits() -> None:
    """Number, state, steps, instants and the next deadline are those of the last one."""
    office = Office()
    submission = office.submission()
    office.wait(hours=1)
    office.answer(submission, CONFIRM, "yes")

    shown = project.summary(loaded(office, submission))

    assert (shown.seq, shown.state, shown.steps) == (2, "in_progress", ("decide",))
    assert (shown.submitted, shown.updated) == (START, START + timedelta(hours=1))
    assert shown.fires == KEPT


def test_summary_of_an_ended_submission_fires_when_it_is_to_be_erased() -> None:
    """Nothing else happens to it any more."""
    office = Office()
    submission = office.submission()
    office.wait(days=3)
    fire(office.world, submission)

    shown = project.summary(loaded(office, submission))

    assert (shown.state, shown.steps, shown.fires) == ("expired", (), KEPT)


def test_summary_of_a_corrected_address_is_found_by_the_new_one() -> None:
    """The mistyped address is no term any more."""
    office = Office()
    submission = office.submission()
    correct_address(office.world, submission, "Right@school.example")

    terms = project.summary(loaded(office, submission)).terms

    assert [term for term in terms if "@" in term] == [
        "asked:right@school.example",
        "right@school.example",
    ]


def test_project_of_a_long_word_is_found_by_it() -> None:
    """However much of a word an index holds, the whole of it finds the submission."""
    office = Office()
    submission = office.send(full_name="A" * 120).case.submission.id
    project.project(office.world, loaded(office, submission))

    found = staff.submissions(office.world, DESK, q="A" * 120)

    assert [row.submission for row in found.rows] == [submission]


def test_project_writes_the_later_summary_only() -> None:
    """A late repetition does not undo what is known since."""
    office = Office()
    submission = office.submission()
    early = loaded(office, submission)
    office.answer(submission, CONFIRM, "yes")
    late = loaded(office, submission)

    for each in (early, late, early):
        project.project(office.world, each)

    assert office.stores.summaries.page(community="springs").rows == (project.summary(late),)


def test_rows_of_each_commit_are_what_it_calls_for() -> None:
    """Confirm; then the applicant is told and the coordinator asked; then the decision."""
    office = Office()
    submission = office.submission()
    office.wait(hours=1)
    office.answer(submission, CONFIRM, "yes")
    office.wait(hours=1)
    office.answer(submission, DECIDE, "approve")
    whole = loaded(office, submission)

    assert [row for seq in (1, 2, 3) for row in project.rows_of(whole, seq)] == project.rows(whole)
    assert project.rows_of(whole, 1) == [
        MessageRow(submission, 1, 0, "confirm", "applicant", "planned", START)
    ]
    assert {row.at for row in project.rows_of(whole, 2)} == {START + timedelta(hours=1)}
    assert planned(office, submission) == [
        (1, 0, "confirm", "applicant"),
        (2, 0, "confirmed", "applicant"),
        (2, 1, "asked", "coordinator.0"),
        (3, 0, "answered", "coordinator.0"),
        (3, 1, "accepted", "applicant"),
    ]


def test_rows_of_a_corrected_address_ask_again() -> None:
    """The new address is asked as the old one was."""
    office = Office()
    submission = office.submission()
    correct_address(office.world, submission, "right@school.example")

    assert planned(office, submission) == [(1, 0, "confirm", "applicant"), (2, 0, "confirm", "applicant")]


def test_plan_twice_plans_once_and_names_all() -> None:
    """Who planned them may have died before queueing: they are queued again, not planned again."""
    office = Office()
    submission = office.confirmed()
    rows = project.rows(loaded(office, submission))

    first = project.plan(office.world, rows, START)
    second = project.plan(office.world, rows, START + timedelta(days=1))

    assert first == second == [row.id for row in rows]
    assert list(office.stores.messages.of(submission)) == rows
    at = START + project.REQUEUED_AFTER
    assert office.stores.timers.due("message", at - timedelta(seconds=1), 10) == []
    assert sorted(office.stores.timers.due("message", at, 10)) == sorted(first)


@pytest.mark.parametrize(
    ("late", "stale"), [(timedelta(days=2), False), (timedelta(days=2, microseconds=1), True)]
)
def test_stale_is_what_is_older_than_two_days(late: timedelta, stale: bool) -> None:
    """Counted from the commit that calls for the message."""
    office = Office()
    whole = loaded(office, office.submission())
    (row,) = project.rows(whole)

    assert project.stale(whole.case, row, START + late) == stale

"""The program in docs/coordinators.md is published and played to every end, as the page tells it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from chalicelib.domain import documents, programs
from chalicelib.domain.errors import Invalid
from tests.docs.documents import document
from tests.docs.play import Mail, Play

PAGE = document("coordinators.md")
(PROGRAM,) = [block.code for block in PAGE.blocks if "program" in block.words]
DAY = "An application, day by day"
ADDRESSES = {
    "the applicant": "choir@people.example",
    "the chairperson": "chair@people.example",
    "the music desk": "music@concord.example",
}
ANSWERS: dict[str, Any] = {
    "full_name": "The choir's office",
    "email": ADDRESSES["the applicant"],
    "choir": "Fuji Chorus",
    "singers": 24,
    "chair_name": "The chair",
    "chair_email": ADDRESSES["the chairperson"],
    "agreement": True,
}
Played = Callable[[Play], list[Mail]]


def sent(play: Play) -> list[Mail]:
    """Somebody sends the form."""
    return play.send(ANSWERS)


def confirmed(play: Play) -> list[Mail]:
    """The applicant confirms within three days."""
    sent(play)
    return play.answer("yes", by="applicant")


def agreed(play: Play) -> list[Mail]:
    """The chairperson agrees within fourteen days."""
    confirmed(play)
    return play.answer("agree", by="chair_email")


def invited(play: Play) -> list[Mail]:
    """The music desk invites them."""
    agreed(play)
    return play.answer("invite", by="coordinator.0")


def accepted(play: Play) -> list[Mail]:
    """The applicant accepts within seven days."""
    invited(play)
    return play.answer("accept", by="applicant")


MOMENTS: list[Played] = [sent, confirmed, agreed, invited, accepted]

ENDS: list[tuple[Played, Callable[[Play], list[Mail]]]] = [
    (sent, lambda play: play.wait(days=3)),
    (confirmed, lambda play: play.answer("refuse", by="chair_email")),
    (confirmed, lambda play: play.wait(days=14)),
    (agreed, lambda play: play.answer("regret", by="coordinator.0")),
    (invited, lambda play: play.answer("decline", by="applicant")),
    (invited, lambda play: play.wait(days=7)),
]


def test_program_has_no_fault() -> None:
    """What the page shows can be published as it stands."""
    assert programs.faults(documents.from_yaml(PROGRAM), date(2026, 11, 2)) == []


def test_messages_of_each_moment_are_those_of_the_table() -> None:
    """Who is written to, in which order and under which subject."""
    told: list[list[Mail]] = []
    for moment, who, subject in PAGE.tables(DAY)[0]:
        if moment:
            told.append([])
        told[-1].append(Mail("", ADDRESSES[who], subject))

    played = [[Mail("", mail.to, mail.subject) for mail in moment(Play(PROGRAM))] for moment in MOMENTS]

    assert played == told


@pytest.mark.parametrize("number", range(len(ENDS)))
def test_every_other_end_is_that_of_the_table(number: int) -> None:
    """What it ends as, and the one message to the applicant."""
    _, state, subject = PAGE.tables(DAY)[1][number]
    before, then = ENDS[number]
    play = Play(PROGRAM)
    before(play)

    mails = [mail for mail in then(play) if mail.to == ADDRESSES["the applicant"]]

    assert len(PAGE.tables(DAY)[1]) == len(ENDS)
    assert (play.state, [mail.subject for mail in mails if mail.template != "answered"]) == (state, [subject])


@pytest.mark.parametrize("row", PAGE.tables("Quotation marks")[0], ids=lambda row: row[1])
def test_quotation_marks_help_where_the_page_says_so(row: list[str]) -> None:
    """What is to be written is a text; what is not, is an error or something else."""
    right, wrong = (read(re.sub(r"^`+|`+$", "", cell)) for cell in row[:2])

    assert isinstance(right, str) or (isinstance(right, dict) and set(right) == {"en", "ja"})
    assert wrong != right


def read(written: str) -> Any:
    """The label that somebody writes, or None where it can't be read."""
    line = f"label: {written}" if written.startswith("{") else written
    try:
        return documents.from_yaml(line.replace("…", "はい"))["label"]
    except Invalid:
        return None

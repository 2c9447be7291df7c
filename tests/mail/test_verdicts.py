"""What the applicant's message says of each work: whether it is taken, and why."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.mail.compose import compose
from tests.mail.occasions import content, text
from tests.mail.works import announced, decided

HEADING = "This is what was decided, one by one:"


def lines(said: str) -> list[str]:
    """The lines of the part that tells of works, without empty ones."""
    _, _, rest = said.partition(f"{HEADING}\n")
    found = [line.strip("\u2068\u2069") for line in rest.split("\n") if line]
    return [line.replace("\u2068", "").replace("\u2069", "") for line in found]


def test_one_message_says_of_each_work_whether_it_is_taken_and_why() -> None:
    """By its title, from which no mail program makes a link; nothing that others are to read alone."""
    said = text(announced().occasion("asked", "applicant"))

    assert lines(said)[:6] == [
        "1. Harbor at www․evil․example",
        "Taken for the exhibit: Yes",
        "In the curator's words: By the door, where everybody sees it.",
        "2. Brücke <b>2</b>",
        "Taken for the exhibit: No",
        "In the curator's words: Not in this room.",
    ]
    assert "PLANTED" not in said


def test_page_of_the_message_says_the_same() -> None:
    """As HTML, in which nothing that was typed is any."""
    said = content(compose(announced().occasion("asked", "applicant")), "html")

    assert "<bdi>2. Brücke &lt;b&gt;2&lt;/b&gt;</bdi></h2>" in said
    assert "Taken for the exhibit: <bdi>No</bdi><br>" in said
    assert "PLANTED" not in said


def test_message_is_in_the_language_of_its_reader() -> None:
    """Labels and verdicts."""
    said = text(announced("ja").occasion("asked", "applicant"))

    assert "展示する" in said
    assert "はい" in said
    assert "Taken" not in said


def test_who_is_declined_reads_it_too() -> None:
    """What was written about each work is not lost with the refusal."""
    said = text(announced(answer="none").occasion("declined"))

    assert lines(said)[:4] == [
        "1. Harbor at www․evil․example",
        "In the curator's words: By the door, where everybody sees it.",
        "2. Brücke <b>2</b>",
        "In the curator's words: Not in this room.",
    ]


@pytest.mark.parametrize(
    "occasion",
    [
        announced().wait(6).occasion("reminded", "applicant"),
        announced().answer("loan.applicant.1", "accept").occasion("accepted"),
        announced().answer("loan.applicant.1", "decline").occasion("declined"),
        announced().occasion("asked", "curator.0"),
        announced().occasion("answered", "curator.0"),
    ],
    ids=["reminded", "accepted", "declined", "asked", "answered"],
)
def test_it_is_said_once_and_to_the_applicant(occasion: Any) -> None:
    """In no later message, and in nobody else's."""
    assert HEADING not in text(occasion)


def test_nothing_is_said_before_it_is_announced() -> None:
    """There is no message to the applicant at all."""
    with pytest.raises(IndexError):
        decided().occasion("asked", "applicant")


def test_decided_anew_is_said_anew() -> None:
    """The decision of now, and not the one before it."""
    story = announced().reopen("select")
    story.answer("select.curator.0.2", "take", form={"taken": ["1"], "told": [{}, {}]})

    said = text(story.occasion("asked", "applicant"))

    assert lines(said)[:4] == [
        "1. Harbor at www․evil․example",
        "Taken for the exhibit: No",
        "2. Brücke <b>2</b>",
        "Taken for the exhibit: Yes",
    ]

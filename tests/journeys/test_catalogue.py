"""Every program of the catalogue comes to each of its ends, over HTTP, by people with mailboxes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from chalicelib.domain import documents, programs, ways
from tests.journeys.story import Story
from tests.journeys.wanderer import APPLICANT, Wanderer
from tests.simulator import programs as shipped


def ends(name: str) -> list[str]:
    """The ends that a program can come to."""
    settled = programs.settle(shipped.document(name), date(2026, 11, 23))
    return list(ways.soonest(programs.program(documents.to_json(settled))))


SOON = "attraction-care"
"""Whose acceptance is played by `make test`, in two seconds. The others have `make test-long`."""

WAYS = [
    pytest.param(
        name,
        end,
        id=f"{name} {end}",
        marks=() if name == SOON and end == "accepted" else pytest.mark.long,
    )
    for name in shipped.names()
    for end in ends(name)
]


@pytest.mark.parametrize(("name", "end"), WAYS)
def test_program_comes_to_its_end(running: Any, name: str, end: str) -> None:
    """In one of its languages; at the end nothing is asked any more, and the applicant has been told."""
    running.reset()
    document = shipped.document(name)
    language = document["languages"][len(name + end) % len(document["languages"])]
    story = Story(running, language, scanner=False)

    found = Wanderer.of(story, document, end).play()

    assert (found["state"], found["steps"]) == (end, [])
    assert {ask["state"] for ask in found["asks"]} <= {"answered", "expired", "withdrawn"}
    told = [each for each in found["messages"] if each["to"] == "applicant"]
    assert (told[-1]["template"], told[-1]["state"]) == (end, "sent")
    mail = story.newest(APPLICANT)
    assert mail.header("Content-Language") == language
    assert document["title"][language] in mail.text
    status = story.open(mail.link("status"))
    assert status.status == 200
    assert found["reference"] in status.text

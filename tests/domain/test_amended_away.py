"""An amendment takes away those who were still asked beside it, and what the others said ends it."""

from __future__ import annotations

from typing import Any

from tests.domain.examples import ABSENT, APPLICATION, EXCHANGE, program
from tests.domain.playing import Play

WORKFLOW: list[dict[str, Any]] = [
    {
        "together": [
            {
                "step": "consent",
                "ask": {"each": "guardians", "name": "name", "email": "email"},
                "answers": {"doubt": {"label": "I doubt it", "then": "decline"}},
                "due": "14d",
                "on_timeout": "expire",
            },
            {
                "step": "improve",
                "ask": "applicant",
                "amend": ["guardians"],
                "answers": "accept",
                "due": "14d",
                "on_timeout": "next",
            },
        ]
    }
]


def test_what_an_amendment_declines_is_not_accepted_by_the_same_answer() -> None:
    """The one guardian who is left has doubts: that settles it, and the applicant's own step no more."""
    play = Play(program(("/workflow", WORKFLOW), ("/amend_until", ABSENT), document=EXCHANGE)).submit(
        APPLICATION
    )
    play.answer("consent.guardians.0.1", "doubt")
    left = {"guardians": APPLICATION["guardians"][:1]}

    play.answer("improve.applicant.1", "accept", form=left)

    assert (play.state, play.open) == ("declined", [])
    assert play.told == ["declined applicant"]

from __future__ import annotations

import pytest

from chalicelib.domain import messages
from chalicelib.domain.events import (
    Accepted,
    Amended,
    AnyEvent,
    AskAnswered,
    AskExpired,
    AskOpened,
    AskWithdrawn,
    Confirmed,
    Declined,
    Expired,
    Overridden,
    StepSettled,
    Submitted,
)
from chalicelib.domain.messages import Message
from tests.domain.examples import program

VISIT = program()
CONFIRM = "confirm.applicant.1"
REFERENCE = "reference.teacher_email.1"
REVIEW = "review.reviewer.2.1"
OFFER = "offer.applicant.1"
IMPROVE = "offer.applicant.2"


def opened(ask: str) -> AskOpened:
    """That ask, opened."""
    step, _, rest = ask.partition(".")
    return AskOpened(ask=ask, step=step, party=rest.rpartition(".")[0], round=1)


@pytest.mark.parametrize(
    ("events", "called"),
    [
        ([opened(CONFIRM)], [Message("confirm", "applicant", CONFIRM)]),
        ([opened(REFERENCE)], [Message("asked", "teacher_email", REFERENCE)]),
        ([opened(REVIEW)], [Message("asked", "reviewer.2", REVIEW)]),
        ([AskAnswered(ask=CONFIRM, answer="yes"), Confirmed()], [Message("confirmed", "applicant")]),
        ([AskAnswered(ask=REVIEW, answer="good")], [Message("answered", "reviewer.2", REVIEW)]),
        (
            [AskAnswered(ask=REVIEW, answer="poor"), Declined()],
            [Message("answered", "reviewer.2", REVIEW), Message("declined", "applicant")],
        ),
        # What the applicant did and what came of it is one message.
        (
            [AskAnswered(ask=CONFIRM, answer="yes"), Confirmed(), Accepted()],
            [Message("accepted", "applicant")],
        ),
        # Who was asked the same is told that it is over, and not that others were enough.
        (
            [
                AskAnswered(ask=REVIEW, answer="poor"),
                AskWithdrawn(ask="review.reviewer.0.1", because="settled"),
                Declined(),
            ],
            [
                Message("answered", "reviewer.2", REVIEW),
                Message("not_needed", "reviewer.0", "review.reviewer.0.1"),
                Message("declined", "applicant"),
            ],
        ),
        (
            [
                AskAnswered(ask=REVIEW, answer="good"),
                AskWithdrawn(ask="review.reviewer.0.1", because="settled"),
            ],
            [Message("answered", "reviewer.2", REVIEW)],
        ),
        ([AskAnswered(ask=OFFER, answer="decline"), Declined()], [Message("declined", "applicant")]),
        ([AskAnswered(ask=OFFER, answer="accept")], [Message("answered", "applicant", OFFER)]),
        # Whoever is asked to change answers, and does, has one receipt.
        (
            [AskAnswered(ask=IMPROVE, answer="improved"), Amended(fields=("plan",), by="applicant")],
            [Message("answered", "applicant", IMPROVE)],
        ),
        ([Amended(fields=("plan",), by="applicant")], [Message("amended", "applicant")]),
        ([AskExpired(ask=CONFIRM), Expired()], [Message("expired", "applicant")]),
        (
            [
                Submitted(
                    program="p", version=1, community="c", kind="k", language="en", confirm=True, fields=()
                ),
                Amended(fields=("email",), address=True),
                AskWithdrawn(ask=CONFIRM, because="superseded"),
                AskExpired(ask=CONFIRM),
                StepSettled(step="confirm", outcome="next"),
                Overridden(ask=CONFIRM),
            ],
            [],
        ),
    ],
)
def test_events_call_for_messages(events: list[AnyEvent], called: list[Message]) -> None:
    """Whoever is asked, has answered, or waits for an outcome is told, once; by a word, not an address."""
    assert messages.called_for(VISIT, events) == called

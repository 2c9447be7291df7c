"""The offer to who waited for a seat, where the program has no step of its own that offers one.

An ask of the applicant's beside the workflow: no place has it, and `steps.find` finds it like any other.
"""

from __future__ import annotations

from chalicelib.domain.definitions import Step

OFFER = Step(
    step="_offer",
    ask="applicant",
    answers="accept",
    due="7d",
    remind=("2d",),
    on_timeout="release",
    seat="hold",
)
"""Accept within seven days, or the seat is offered to the next. No step of a definition begins with `_`."""


def is_offer(step: str) -> bool:
    """Whether a step of that name is the offer, and so stands outside the workflow."""
    return step == OFFER.step

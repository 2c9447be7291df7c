"""What a submission comes to when its program is cancelled. Pure.

That a program is cancelled is read from its newest version, as time is from the clock: so it is one more
thing that is due (`deadlines`), and whoever looks at the submission next ends it, once.
"""

from __future__ import annotations

from chalicelib.domain import turns
from chalicelib.domain.definitions import Cancelled, Program
from chalicelib.domain.events import Withdrawn
from chalicelib.domain.submissions import Submission
from chalicelib.domain.turns import Turn

CANCELLED = "cancelled"
"""Why it was withdrawn."""


def is_overdue(live: Program, submission: Submission) -> bool:
    """Whether the program is cancelled, and nobody has come by to end the submission."""
    return live.cancelled is not None and not submission.ended


def end(turn: Turn, cancelled: Cancelled) -> None:
    """It is withdrawn by who cancelled the program, for the reason that was given; its seat is given back."""
    turn.private["reason"] = cancelled.reason
    turns.leave(turn, "ended", cancelled.by)
    turn.add(Withdrawn(by=cancelled.by, because=CANCELLED))
    turn.ended = True

"""Commands on a submission that has to end first: its program is cancelled, and nobody has come by since.

Whoever gives a command has looked at the submission, and every look ends what the program's end has ended
(`domain.cancelling`): so the command finds it as if the job had been there before.
"""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.domain import cancelling
from chalicelib.domain.submissions import Case
from chalicelib.domain.workflow import Decision, Rules
from chalicelib.services import records
from chalicelib.services.fire import fire
from chalicelib.services.records import Loaded
from chalicelib.services.world import World


class _Overdue(Exception):
    """It has to end first."""


def change(
    world: World,
    submission: str,
    decide: Callable[[Rules, Case], Decision],
    *,
    loaded: Loaded | None = None,
    claim: records.Claim | None = None,
) -> Loaded:
    """As `records.change`, after the end of what its cancelled program has ended.

    One write as well, unless it has to end first: that is a commit of its own, and stays where the command
    is refused.
    """

    def living(rules: Rules, case: Case) -> Decision:
        if cancelling.is_overdue(rules.live, case.submission):
            raise _Overdue
        return decide(rules, case)

    try:
        return records.change(world, submission, living, loaded=loaded, claim=claim)
    except _Overdue:
        return records.change(world, submission, decide, loaded=fire(world, submission), claim=claim)

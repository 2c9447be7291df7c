"""What time does to a submission: what is due is done, and what was kept long enough is erased."""

from __future__ import annotations

from chalicelib.domain import deadlines, owner
from chalicelib.domain.submissions import Case
from chalicelib.domain.workflow import Decision, Rules
from chalicelib.services import records
from chalicelib.services.records import Loaded
from chalicelib.services.world import World


def fire(world: World, submission: str) -> Loaded:
    """The case after what is due; doing it twice is harmless. Raises Unknown."""
    return records.change(world, submission, _due)


def _due(rules: Rules, case: Case) -> Decision:
    if case.submission.state == "erased":
        return Decision([], {})
    # Without its private parts it is an erased one that was restored from before its erasure.
    if not case.private or rules.now >= deadlines.retained_until(rules.live, case):
        return owner.erase(rules, case, by="concord")
    return deadlines.fire(rules, case)

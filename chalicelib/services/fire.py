"""What time does to a submission: deadlines that have passed."""

from __future__ import annotations

from chalicelib.domain import workflow
from chalicelib.services import records
from chalicelib.services.records import Loaded
from chalicelib.services.world import World


def fire(world: World, submission: str) -> Loaded:
    """The case after its deadlines; doing it twice is harmless. Raises Unknown."""
    return records.change(world, submission, workflow.expire)

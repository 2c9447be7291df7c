"""Every message of a submission and where it stands: what the journal calls for, beside what was sent."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.services import project
from chalicelib.services.records import Loaded
from chalicelib.services.world import World
from chalicelib.storage.ports import MessageRow


def of(world: World, loaded: Loaded) -> Sequence[MessageRow]:
    """The rows, oldest first: one Query. What was called for a moment ago is `planned`, written or not."""
    called_for = {row.id: row for row in project.rows(loaded)}
    written = {row.id: row for row in world.stores.messages.of(loaded.case.submission.id)}
    return sorted((called_for | written).values(), key=lambda row: (row.seq, row.index))

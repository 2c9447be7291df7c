"""What AWS calls for: stream records, queued ids and the minute's sweep, each in AWS's own JSON."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chalicelib.services.world import World


def consume(name: str, event: Any, world: World) -> Any:
    """Hands an event to a consumer, which is imported now: no other function pays for it at its start."""
    return import_module(f"{__name__}.{name}").handle(event, world)

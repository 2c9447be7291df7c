"""Looks at seats, one program's after another: of submissions first, then whether there is one to be offered.

A message says nothing but which submission or which program to look at, so neither their order nor their
number matters. The queue's group is the program; while one of its messages is tried again, the others wait.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from chalicelib import logs
from chalicelib.consumers import batches
from chalicelib.consumers.batches import Answer, Queued
from chalicelib.domain.errors import Unavailable, Unknown
from chalicelib.services import seating
from chalicelib.services.world import World

log = logs.logger("seat")

TRIES = 3
"""How often a look is begun anew where AWS fails: what is put back waits for minutes, as does its program."""


def handle(event: Mapping[str, Any], world: World) -> Answer:
    """Settles what is queued; names what has to be looked at again."""
    queued = batches.bodies(event)
    failed: list[Queued] = []
    for program in dict.fromkeys(str(each.body.get("program", "")) for each in queued):
        group = [each for each in queued if str(each.body.get("program", "")) == program]
        failed += _settle(world, program, group)
    return batches.failed(failed)


def _settle(world: World, program: str, group: Sequence[Queued]) -> list[Queued]:
    """Those of one program that have failed: the rest of them, from the first that did."""
    for number, each in enumerate(group):
        submission = each.body.get("submission")
        if submission is not None and not _done(partial(seating.look_at, world, str(submission)), each):
            return list(group[number:])
    # Whether a seat is free now is asked once for all of them.
    return [] if _done(partial(seating.fill, world, program), group[-1]) else [group[-1]]


def _done(look: Callable[[], None], each: Queued) -> bool:
    ids = {name: str(each.body[name]) for name in ("program", "submission") if name in each.body}
    for _ in range(TRIES):
        try:
            look()
        except Unavailable:
            continue
        except Unknown:
            log.warning("unknown", extra=logs.ids(**ids))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is this program's own
            log.error("failed", extra=logs.fault(error, **ids))  # noqa: TRY400
            return False
        return True
    log.warning("put off", extra=logs.ids(**ids))
    return False

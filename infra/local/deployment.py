"""One deployment of Concord on this machine: tables, queues, catalogue, functions and what feeds them.

The demo has one after the other; each begins with nothing but the catalogue. Knows nothing of ports.
"""

from __future__ import annotations

import importlib
import os
import secrets
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, redirect_stdout
from dataclasses import dataclass
from typing import Any

from chalice.app import Chalice

from chalicelib.services import clock, world
from infra.local import catalogue
from infra.local.front import Front
from infra.local.pump import Pump, Schedule, Source
from infra.local.queues import QueueSource
from infra.local.refusals import Refusals
from infra.local.resources import Resources, make, remove
from infra.local.sources import QueueMapping, ScheduleMapping, StreamMapping, mappings
from infra.local.streams import StreamSource
from infra.local.surroundings import surrounded
from infra.local.template import Template

Clients = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Deployment:
    """What answers requests, and what does the rest."""

    front: Front
    pump: Pump


@contextmanager
def deployed(
    template: Template, clients: Clients, *, prefix: str, base_url: str, progress: Callable[[str], None]
) -> Iterator[Deployment]:
    """A deployment that works until the end of the block, by the machine's own time at its beginning.

    `prefix` begins the names of tables and queues, which are then kept; without one they get names of their
    own, and are removed at the end.
    """
    with ExitStack() as ending:
        progress("making tables and queues")
        resources = make(template, clients, prefix or f"concord-{secrets.token_hex(4)}")
        if not prefix:
            ending.callback(remove, resources, clients)
        ending.enter_context(surrounded(_environment(template, resources, base_url)))
        for forget in (world.forget, clock.reset):
            forget()
            ending.callback(forget)
        with redirect_stdout(sys.stderr):  # where the log handler that Chalice makes will write
            application: Chalice = importlib.import_module("app").app

        progress("publishing the catalogue")
        # Tables that are kept may have it already.
        publish = catalogue.publish_all if prefix else catalogue.publish_again
        publish(world.current())
        catalogue.give_token(world.current())

        pump = _pump(application, template, resources, clients)
        ending.callback(pump.stop)
        pump.start()
        yield Deployment(Front(application, Refusals(template)), pump)


def _environment(template: Template, resources: Resources, base_url: str) -> dict[str, str | None]:
    return {
        **resources.environment(template),
        "CONCORD_BASE_URL": base_url,
        "CONCORD_LIMITS": os.environ.get("CONCORD_LIMITS") or "off",
        "CONCORD_MAIL_SETTINGS": "",
    }


def _pump(application: Chalice, template: Template, resources: Resources, clients: Clients) -> Pump:
    sources: list[Source] = []
    schedules: list[Schedule] = []
    for mapping in mappings(application, template):
        match mapping:
            case StreamMapping():
                stream, failures = (
                    resources.streams[mapping.table],
                    resources.queues.get(mapping.failures, ""),
                )
                sources.append(
                    StreamSource(mapping, clients["dynamodbstreams"], stream, clients["sqs"], failures)
                )
            case QueueMapping():
                url, arn = resources.queues[mapping.queue], resources.arns[mapping.queue]
                sources.append(QueueSource(mapping, clients["sqs"], url, arn))
            case ScheduleMapping():
                schedules.append(Schedule(mapping, clock.now))
    return Pump(sources, schedules)

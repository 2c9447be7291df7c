"""Which function is fed from what: Chalice's own list of event sources, completed by the template's settings.

Reads; runs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chalice.app import Chalice, DynamoDBEventConfig, ScheduledEventConfig, SQSEventConfig

from infra.local.filters import Pattern, patterns
from infra.local.functions import Function
from infra.local.template import Template, target


@dataclass(frozen=True, slots=True)
class StreamMapping:
    """A function fed from a table's stream. `attempts`: how often a record is retried; -1: for a day."""

    function: Function
    table: str
    batch: int
    patterns: tuple[Pattern, ...] = ()
    attempts: int = -1
    bisect: bool = False
    failures: str = ""


@dataclass(frozen=True, slots=True)
class QueueMapping:
    """A function fed from a queue."""

    function: Function
    queue: str
    batch: int


@dataclass(frozen=True, slots=True)
class ScheduleMapping:
    """A function called again and again, every so many seconds."""

    function: Function
    seconds: float


Mapping = StreamMapping | QueueMapping | ScheduleMapping

_SECONDS = {"minute": 60, "hour": 3600, "day": 86400}


def mappings(application: Chalice, template: Template) -> Iterator[Mapping]:
    """All event sources of an application; tables and queues by their logical ids."""
    for source in application.event_sources:
        logical = "".join(word.capitalize() for word in source.name.replace("_", "-").split("-"))
        settings = template.event(logical)
        timeout = float(template.properties(logical).get("Timeout") or 60)
        function = Function(source.name, application.handler_map[source.name], timeout)
        match source:
            case DynamoDBEventConfig():
                on_failure = (settings.get("DestinationConfig") or {}).get("OnFailure") or {}
                yield StreamMapping(
                    function,
                    table=target(settings.get("Stream")) or "Journal",
                    batch=int(settings.get("BatchSize") or source.batch_size),
                    patterns=patterns(settings.get("FilterCriteria")),
                    attempts=int(settings.get("MaximumRetryAttempts", -1)),
                    bisect=bool(settings.get("BisectBatchOnFunctionError")),
                    failures=target(on_failure.get("Destination")),
                )
            case SQSEventConfig():
                queue = target(settings.get("Queue"))
                if not queue:
                    raise ValueError(f"the template does not say which queue feeds {source.name}")
                batch = int(settings.get("BatchSize") or source.batch_size)
                yield QueueMapping(function, queue, min(batch, 10))
            case ScheduledEventConfig():
                expression = source.schedule_expression
                words = expression if isinstance(expression, str) else expression.to_string()
                yield ScheduleMapping(function, seconds(words))
            case _:
                raise ValueError(f"the demo has nothing that feeds {source.name}")


def seconds(expression: str) -> float:
    """The interval of a schedule such as `rate(1 minute)`; a minute for every other kind.

    >>> seconds("rate(5 minutes)")
    300.0
    """
    kind, _, inner = expression.removesuffix(")").partition("(")
    if kind != "rate":
        return 60.0
    count, unit = inner.split()
    return float(int(count) * _SECONDS[unit.removesuffix("s")])

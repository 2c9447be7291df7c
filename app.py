"""The application as Chalice and Lambda see it: the API, and a function for each event source.

Nothing is decided here. The ARNs are placeholders, which `infra/resources.yaml` replaces when the template is
merged; names are explicit, because that file refers to them.

Nothing that a start makes is garbage, so none is looked for meanwhile, nor among it ever after (`gc.freeze`):
some 5 % of a cold start (benchmarks.cold, with and without).
"""

from __future__ import annotations

import gc

gc.disable()

from contextlib import suppress
from typing import Any

from chalice.app import Chalice, CloudWatchEvent, DynamoDBEvent, Rate, SQSEvent

from chalicelib import logs
from chalicelib.consumers import consume
from chalicelib.services.world import current
from chalicelib.storage.settings import NotConfigured
from chalicelib.web import gateway

logs.configure()

app = Chalice(app_name="concord", configure_logs=False)
gateway.register(app, current)

_STREAM = "arn:aws:dynamodb:us-west-2:000000000000:table/journal/stream/merged"
_MAIL = "arn:aws:sqs:us-west-2:000000000000:mail"
_SEAT = "arn:aws:sqs:us-west-2:000000000000:seat.fifo"
_REPAIR = "arn:aws:sqs:us-west-2:000000000000:repair"


@app.on_dynamodb_record(stream_arn=_STREAM, name="project")
def project(event: DynamoDBEvent) -> Any:
    """Lists and deadlines follow the journal."""
    return consume("project", event.to_dict(), current())


@app.on_dynamodb_record(stream_arn=_STREAM, name="relay")
def relay(event: DynamoDBEvent) -> Any:
    """The messages that commits call for are planned and queued."""
    return consume("relay", event.to_dict(), current())


@app.on_sqs_message(queue_arn=_MAIL, name="notify")
def notify(event: SQSEvent) -> Any:
    """Queued messages are written and sent."""
    return consume("notify", event.to_dict(), current())


@app.on_sqs_message(queue_arn=_REPAIR, name="repair")
def repair(event: SQSEvent) -> Any:
    """What failed for a reason of its own is done again, one submission at a time."""
    return consume("repair", event.to_dict(), current())


@app.on_sqs_message(queue_arn=_SEAT, name="seat")
def seat(event: SQSEvent) -> Any:
    """Seats are given and taken back, one program's after another."""
    return consume("seat", event.to_dict(), current())


@app.schedule(Rate(1, unit=Rate.MINUTES), name="sweep")
def sweep(event: CloudWatchEvent) -> None:
    """What is due is queued."""
    consume("sweep", event.to_dict(), current())


with suppress(NotConfigured):  # /health answers without any configuration
    current()
gc.freeze()
gc.enable()

"""Concord's functions in this process, and moto in another: journeys played by hand, function by function.

What AWS would do between two functions (streams, queues) is done outside of what is measured.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

import boto3

from benchmarks.meter import Meter
from chalicelib.domain.links import Link
from infra.local import resources, routes, surroundings, template
from infra.local.requests import Context, Request, to_event

BASE = "https://concord.example"


class Driver:
    """Calls routes and event functions, each measured under its name."""

    def __init__(self, meter: Meter) -> None:
        import app
        from chalicelib.services import world

        self.meter = meter
        self.app = app
        self.world = world.current()
        self._dynamodb = boto3.client("dynamodb")
        self._sqs = boto3.client("sqs")
        self._routes = routes.Routes(app.app.routes)
        self._seen: set[tuple[str, str]] = set()

    def request(
        self, name: str, method: str, path: str, *, body: bytes = b"", **headers: str
    ) -> dict[str, Any]:
        """What a route answers to a request of a browser on our own pages."""
        sent = [("Host", "concord.example"), ("Accept", "text/html"), ("Accept-Language", "en")]
        sent += [(key.replace("_", "-"), value) for key, value in headers.items()]
        request = Request(method, path, tuple(sent), body)
        match = self._routes.match(request.path)
        if match is None:
            raise ValueError(path)
        event = to_event(request, match, self.app.app.api.binary_types)
        with self.meter.measuring(name):
            answer: dict[str, Any] = self.app.app(event, Context("APIHandler"))
        return answer

    def post(self, name: str, path: str, form: Mapping[str, Any]) -> dict[str, Any]:
        """What a route answers to a form of its own page."""
        return self.request(
            name,
            "POST",
            path,
            body=urlencode(form, doseq=True).encode(),
            content_type="application/x-www-form-urlencoded",
            origin=BASE,
            sec_fetch_site="same-origin",
        )

    def path(self, link: Link) -> str:
        """The path of a link, as the message has it."""
        return self.world.url(link).removeprefix(BASE)

    def settle(self) -> None:
        """Feeds what was committed to the stream's functions, and their messages to `notify`."""
        for key in self._new_commits():
            record = {
                "eventID": key[0] + key[1],
                "eventName": "INSERT",
                "eventSource": "aws:dynamodb",
                "eventSourceARN": "arn:aws:dynamodb:us-west-2:123456789012:table/journal/stream/0",
                "awsRegion": "us-west-2",
                "eventVersion": "1.1",
                "dynamodb": {
                    "Keys": {"pk": {"S": key[0]}, "sk": {"S": key[1]}},
                    "SequenceNumber": str(len(self._seen)),
                    "SizeBytes": 100,
                    "StreamViewType": "KEYS_ONLY",
                },
            }
            for name in ("project", "relay"):
                self.function(name, {"Records": [record]})
        self.seats()
        queue = os.environ["CONCORD_MAIL_QUEUE"]
        while messages := self._sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=1).get("Messages"):
            (message,) = messages
            self.function("notify", {"Records": [_sqs_record(message)]})
            self._sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])

    def seats(self, name: str = "seat") -> None:
        """Feeds what asks for seats to `seat`, ten at a time as a FIFO queue gives them, and what follows."""
        queue = os.environ["CONCORD_SEAT_QUEUE"]
        while messages := self._sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages"):
            self.function("seat", {"Records": [_sqs_record(each) for each in messages]}, name)
            for each in messages:
                self._sqs.delete_message(QueueUrl=queue, ReceiptHandle=each["ReceiptHandle"])

    def function(self, name: str, event: dict[str, Any], told_as: str = "") -> None:
        """Calls an event function, which must deal with the whole batch; measured under another name."""
        with self.meter.measuring(told_as or name):
            answer = getattr(self.app, name)(event, Context(name))
        if (answer or {}).get("batchItemFailures"):
            raise RuntimeError(f"{name} failed: {answer}")

    def _new_commits(self) -> list[tuple[str, str]]:
        table = os.environ["CONCORD_JOURNAL"]
        pages = self._dynamodb.get_paginator("scan").paginate(TableName=table, ConsistentRead=True)
        keys = {
            (item["pk"]["S"], item["sk"]["S"])
            for page in pages
            for item in page["Items"]
            if item["sk"]["S"].startswith("commit#")
        }
        new = sorted(keys - self._seen)
        self._seen |= keys
        return new


def _sqs_record(message: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": {"ApproximateReceiveCount": "1"},
        "messageAttributes": {},
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:us-west-2:123456789012:mail",
        "awsRegion": "us-west-2",
        "md5OfBody": message["MD5OfBody"],
    }


@contextmanager
def driving() -> Iterator[Driver]:
    """A driver with the catalogue published, on a moto of its own."""
    server = subprocess.Popen(
        [sys.executable, "-c", "from moto.server import main; main()", "-H", "127.0.0.1", "-p", "8487"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    endpoint = "http://127.0.0.1:8487"
    endpoints = dict.fromkeys(surroundings.VARIABLES, endpoint)
    try:
        _wait(endpoint)
        with surrounded(endpoints):
            yield _prepared()
    finally:
        server.terminate()
        server.wait()


@contextmanager
def surrounded(endpoints: Mapping[str, str]) -> Iterator[None]:
    """This process's environment as the demo's, with those endpoints."""
    with surroundings.surrounded(surroundings.variables(os.environ, endpoints)):
        described = template.read()
        clients = {name: boto3.client(name) for name in ("dynamodb", "s3", "sqs", "secretsmanager")}
        made = resources.make(described, clients, "bench")
        resources.verify_senders(boto3.client("sesv2"), ["concord.example"])
        named = {**made.environment(described), "CONCORD_BASE_URL": BASE, "CONCORD_LIMITS": "off"}
        with surroundings.surrounded({**named, "CONCORD_MAIL_SETTINGS": ""}):
            yield


def _prepared() -> Driver:
    from chalicelib.domain import documents
    from chalicelib.services import publish

    meter = Meter()
    driver = Driver(meter)
    logging.getLogger("concord").setLevel(logging.WARNING)
    from benchmarks.requests import CATALOGUE

    for kind, folder in (("community", "communities"), ("program", "programs")):
        for path in sorted((CATALOGUE / folder).glob("*.yaml")):
            document = documents.from_yaml(path.read_text(encoding="utf-8"))
            publish.publish(driver.world, document, by="benchmark", kind=kind)  # type: ignore[arg-type]
    return driver


def _wait(endpoint: str) -> None:
    for _ in range(200):
        try:
            with urlopen(f"{endpoint}/moto-api/data.json") as answer:  # noqa: S310 - an address of this machine
                json.load(answer)
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("moto does not answer")

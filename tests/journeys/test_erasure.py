"""Erasing in the demo, at every stage: all tables, indexes, streams, queues, logs and files are searched.

And tried by force: every birth date there could be, against every digest that is left.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
import requests

from chalicelib import aws
from chalicelib.domain import commits
from chalicelib.domain.folding import fold
from chalicelib.domain.links import Link
from chalicelib.services import records, staff, world
from chalicelib.services.world import World
from infra.local.demo import Demo
from tests.consumers.erasing import ANSWERS, DOB, KEY, PLANTED, STAFF, STAGES, Planted, found
from tests.consumers.test_secrets import Kept
from tests.journeys.story import TABLES

DATES = [
    str(date(1900, 1, 1) + timedelta(days=number))
    for number in range((date(2030, 12, 31) - date(1900, 1, 1)).days + 1)
]
INDEXES = {"by_community": "community", "by_program": "program", "timers": "timer"}


class Running:
    """The demo, as what plays a submission wants it."""

    def __init__(self, demo: Demo) -> None:
        self._demo = demo

    @property
    def world(self) -> World:
        """The world of the demo's functions: they run in this process."""
        return world.current()

    def drain(self) -> None:
        """As `POST /drain`."""
        self._demo.drain()

    def wait(self, *, days: int) -> None:
        """Moves the clock."""
        self._demo.advance(f"{days}d")
        self._demo.drain()


@pytest.fixture
def kept() -> Iterator[list[str]]:
    """Whatever is logged meanwhile by what Lambda runs, at the level at which it does (`logs.configure`)."""
    handler = Kept()
    loggers = [logging.getLogger(name) for name in ("concord", "chalice", "app")]
    for each in loggers:
        each.addHandler(handler)
    yield handler.lines
    for each in loggers:
        each.removeHandler(handler)


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    """The demo, with its catalogue and nothing else."""
    with Demo(empty=True) as running:
        yield running


@pytest.fixture
def queued() -> Iterator[list[str]]:
    """Every body that is queued meanwhile, and all else that SQS is told."""
    bodies: list[str] = []

    def note(params: Mapping[str, Any], model: Any, **_: Any) -> None:
        if model.service_model.service_name == "sqs":
            bodies.append(json.dumps(params, ensure_ascii=False))

    aws.session().register("provide-client-params", note)
    yield bodies
    aws.session().unregister("provide-client-params", note)


@pytest.fixture
def planted(demo: Demo, queued: list[str]) -> Planted:
    """A submission in an empty demo, whose clients tell what they queue; staff have a token."""
    demo.reset()
    deployment = Planted(Running(demo))
    deployment.world.stores.tokens.put(staff.digest("planted"), STAFF)
    return deployment


def tables() -> Iterator[str]:
    """Every item of both tables and of each index, with all attributes."""
    dynamodb = boto3.client("dynamodb")
    for table in TABLES:
        indexes = INDEXES if table == "CONCORD_DESK" else {}
        for index in ("", *indexes):
            named = {"IndexName": index} if index else {}
            for page in dynamodb.get_paginator("scan").paginate(TableName=os.environ[table], **named):
                yield from (json.dumps(item, ensure_ascii=False) for item in page["Items"])


def streamed() -> Iterator[str]:
    """Every record of the journal's stream."""
    table = boto3.client("dynamodb").describe_table(TableName=os.environ["CONCORD_JOURNAL"])["Table"]
    streams, arn = boto3.client("dynamodbstreams"), table["LatestStreamArn"]
    for shard in streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]:
        iterator = streams.get_shard_iterator(
            StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]
        while iterator:
            page = streams.get_records(ShardIterator=iterator)
            yield from (json.dumps(record, default=str) for record in page["Records"])
            iterator = page.get("NextShardIterator") if page["Records"] else None


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that this process works in meanwhile, and has its temporary files in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def written(folder: Path) -> list[str]:
    """Names and contents of all files in it."""
    paths = sorted(folder.rglob("*"))
    return [*map(str, paths), *(each.read_text(errors="replace") for each in paths if each.is_file())]


SHORT = ("unconfirmed", "accepted")
"""Stages for every run; the others, which tests/consumers has on memory, are for `make test-long`."""


def api(demo: Demo, path: str) -> requests.Response:
    """What staff get."""
    return requests.get(demo.base_url + path, headers={"Authorization": "Bearer planted"}, timeout=30)


@pytest.mark.parametrize(
    "stage", [pytest.param(each, marks=() if each in SHORT else pytest.mark.long) for each in STAGES]
)
def test_erasing_at_any_stage_leaves_no_planted_word_in_any_place(
    demo: Demo,
    planted: Planted,
    stage: str,
    kept: list[str],
    queued: list[str],
    folder: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """After one drain, without a move of the clock; what is left folds, verifies, and is counted."""
    planted.to(stage)
    case = records.case_of(planted.world, planted.submission)
    asks = [
        planted.world.url(Link("ask", planted.submission, ask.id, ask.generation))
        for ask in case.submission.asks.values()
    ]
    status = planted.world.url(Link("status", planted.submission, generation=case.submission.generation))
    assert found(tables()) >= planted.typed
    listed = api(demo, "/v1/submissions").json()["submissions"]

    planted.erase()
    demo.drain()

    output = capfd.readouterr()
    for name, texts in {
        "tables": list(tables()),
        "stream": list(streamed()),
        "queues": queued,
        "logs": [*kept, output.out, output.err],
        "files": written(folder),
    }.items():
        assert found(texts) == set(), name
    assert len(list(streamed())) >= len(case.commits)
    assert len(queued) > 1

    after = planted.world.stores.journal.read(planted.submission)
    commits.verify(after)
    assert [commit.hash for commit in after[:-1]] == [commit.hash for commit in case.commits]
    assert not fold(after).leftover
    assert list(planted.world.stores.erasures.all()) == [planted.submission]

    shown = api(demo, f"/v1/submissions/{planted.submission}").json()
    assert (shown["state"], shown["answers"], len(shown["asks"])) == ("erased", {}, len(asks))
    assert found([json.dumps(shown)]) == set()
    (row,) = api(demo, "/v1/submissions").json()["submissions"]
    assert {**row, "updated": ""} == {
        **listed[0],
        "name": "",
        "state": "erased",
        "steps": [],
        "updated": "",
    }
    for word in ("mary", PLANTED["email"], "asked:bob"):
        assert api(demo, f"/v1/submissions?q={word}").json()["submissions"] == []
    assert requests.get(status, timeout=30).status_code == 404
    pages = [requests.get(url, timeout=30) for url in asks]
    assert [page.status_code for page in pages] == [410] * len(asks)
    assert found(page.text for page in pages) == set()
    again = requests.post(
        f"{demo.base_url}/v1/programs/exchange/submissions",
        json={"answers": ANSWERS, "language": "en"},
        headers={"Idempotency-Key": KEY},
        timeout=30,
    )
    assert (again.status_code, again.json()["id"]) == (201, planted.submission)
    assert again.json()["sent_to"] is None
    assert found(tables()) == set()


DIGEST = re.compile(r"[0-9a-f]{32,}")


def guesses(known: str) -> Iterator[tuple[str, str]]:
    """Every birth date there could be, in each spelling of what may have been digested: alone, as members of
    JSON, and in the private part itself, of which all else is known, with and without its salt's place.
    """
    parts = [
        "{}",
        '"{}"',
        '{{"dob":"{}"}}',
        '{{"dob": "{}"}}',
        '["{}"]',
        '"dob":"{}"',
        known.replace("{", "{{").replace("}", "}}").replace(DOB, "{}"),
    ]
    for day in DATES:
        for part in parts:
            yield day, part.format(day)


def broken(digests: set[str], known: str) -> set[str]:
    """The birth dates that any of the digests betrays; also of digests cut to their first 128 bits."""
    short = {digest[:32] for digest in digests}
    return {day for day, text in guesses(known) if hashlib.sha256(text.encode()).hexdigest()[:32] in short}


def test_no_birth_date_is_betrayed_by_any_digest(demo: Demo, planted: Planted) -> None:
    """All of them, against all that looks like one in both tables; without a salt it would be betrayed."""
    planted.to("partly answered")
    first = planted.world.stores.journal.read(planted.submission)[0]
    assert first.private is not None
    unsalted = json.dumps(
        {name: part for name, part in json.loads(first.private).items() if name != "salt"},
        ensure_ascii=False,
        separators=(",", ":"),
    )
    planted.erase()
    demo.drain()

    digests = {digest for item in tables() for digest in DIGEST.findall(item)}

    assert first.digest in digests
    assert first.hash in digests
    assert broken(digests, unsalted) == set()
    assert broken({hashlib.sha256(unsalted.encode()).hexdigest()}, unsalted) == {DOB}

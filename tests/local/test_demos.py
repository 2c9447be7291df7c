"""Demos of other kinds than the usual one, one after the other."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import botocore.session
import pytest

from infra.local.demo import Demo
from infra.local.visitor import call
from tests.local.festival import STAFF, submit


def test_links_begin_with_the_base_url_that_was_given() -> None:
    """Behind another name, mails lead to that name, and the examples are played all the same."""
    with Demo(base_url="https://visits.example", empty=False) as demo:
        messages = demo.messages()

    assert len(messages) == 19
    for message in messages:
        assert "https://visits.example/" in message["Text"]
        assert "127.0.0.1" not in message["Text"] + message["HTML"]


def test_examples_are_there_unless_it_is_empty() -> None:
    """Somebody who looks around finds submissions in several states, and the mail that led there."""
    with Demo(empty=False) as demo:
        listed = call(f"{demo.base_url}/v1/submissions", headers=STAFF).json()["submissions"]
        addresses = {message["To"][0]["Address"] for message in demo.messages()}

    assert sorted((row["program"], row["state"]) for row in listed) == [
        ("cultural-festival", "accepted"),
        ("cultural-festival", "unconfirmed"),
        ("delegation-visit", "accepted"),
        ("delegation-visit", "in_progress"),
        ("delegation-visit", "unconfirmed"),
        ("youth-exchange-fujiyoshida", "in_progress"),
    ]
    assert "visits@concord.example" in addresses


def test_foreign_endpoint_is_used_and_told_apart(tmp_path: Path) -> None:
    """With AWS_ENDPOINT_URL set, everything is made there, and the mailbox shows what came from this demo."""
    server = subprocess.Popen(
        [sys.executable, "-c", _MOTO],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=tmp_path,
    )
    assert server.stdout is not None
    url = server.stdout.readline().strip()
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("AWS_ENDPOINT_URL", url)
            with Demo(prefix="shared") as first:
                submit(first.base_url)
                first.drain()
                told = len(first.messages())
            with Demo(prefix="shared") as second:
                kept = call(f"{second.base_url}/v1/submissions", headers=STAFF).json()["submissions"]
                second.drain()
                again = second.messages()
        dynamodb = botocore.session.Session().create_client(
            "dynamodb",
            "us-west-2",
            endpoint_url=url,
            aws_access_key_id="demo",
            aws_secret_access_key="demo",
        )
        tables = dynamodb.list_tables()["TableNames"]
        sent = call(f"{url}/moto-api/data.json").json()["ses"]["RawMessage"]
        dynamodb.close()
    finally:
        server.terminate()
        server.communicate(timeout=20)

    assert (told, len(kept), again) == (1, 1, [])
    assert (sorted(tables), len(sent)) == (["shared-desk", "shared-journal"], 1)


_MOTO = """
import threading
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
server.start()
print("http://%s:%s" % server.get_host_and_port(), flush=True)
threading.Event().wait()
"""

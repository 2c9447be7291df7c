from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from infra.local.__main__ import arguments
from infra.local.visitor import call
from tests.local.festival import submit

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Started:
    """The demo as a process of its own, and where it says that it is."""

    process: subprocess.Popen[str]
    application: str
    mailbox: str


def start(*arguments: str) -> subprocess.Popen[str]:
    """`python -m infra.local`, as from an empty environment."""
    return subprocess.Popen(
        [sys.executable, "-m", "infra.local", *arguments],
        cwd=ROOT,
        env={"PATH": os.defpath},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def started() -> Iterator[Started]:
    """The demo on free ports, ended when the test has not done so itself."""
    with start("--port", "0", "--mail-port", "0", "--empty") as process:
        assert process.stdout is not None
        ready, application, mailbox, mail_url = process.stdout.readline().split()
        assert (ready, mailbox) == ("ready", "mailbox")
        yield Started(process, application, mail_url)
        if process.poll() is None:
            process.kill()
        process.communicate()


def test_command_starts_works_and_ends(started: Started) -> None:
    """One line when it can be used; mail, drain and clock as promised; Ctrl-C ends it without a trace."""
    submit(started.application)

    drained = call(f"{started.mailbox}/drain", "POST")
    listed = call(f"{started.mailbox}/api/v1/messages").json()
    moved = call(f"{started.mailbox}/clock", "POST", {"advance": "8d"}).json()
    started.process.send_signal(signal.SIGINT)
    out, err = started.process.communicate(timeout=20)

    assert drained.json() == {"idle": True}
    assert listed["total"] == 1
    assert [to["Address"] for to in listed["messages"][0]["To"]] == ["family@people.example"]
    ahead = datetime.fromisoformat(moved["now"]) - datetime.now(UTC)
    assert 7.99 < ahead.total_seconds() / 86400 < 8.01
    assert (started.process.returncode, out) == (0, "")
    assert all(line.startswith("concord: ") for line in err.splitlines()), err


def test_command_ends_at_sigterm_too(started: Started) -> None:
    """Whoever stops services by SIGTERM sees a success."""
    started.process.send_signal(signal.SIGTERM)

    assert started.process.wait(timeout=20) == 0


def test_taken_port_is_one_sentence() -> None:
    """Nothing else is said, and nothing is left running."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with start("--port", str(port), "--mail-port", "0") as process:
            out, err = process.communicate(timeout=20)

    assert (process.returncode, out) == (1, "")
    assert err == f"Port {port} is taken or may not be used: choose another one by --port.\n"


@pytest.mark.parametrize(
    ("flag", "value", "wanted"),
    [
        ("--port", "99999", "is no port: say a number from 0 to 65535"),
        ("--mail-port", "eight", "is no port: say a number from 0 to 65535"),
        ("--base-url", "forms.example.org", "is no address: say one such as https://forms.example.org"),
        ("--base-url", "https://[", "is no address: say one such as https://forms.example.org"),
        ("--base-url", "https://a.example/?b", "is no address: say one such as https://forms.example.org"),
    ],
)
def test_flag_that_cannot_be_meant_is_one_sentence(
    flag: str, value: str, wanted: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Said before anything is started, by the flag's name."""
    with pytest.raises(SystemExit) as ended:
        arguments([flag, value])

    said = capsys.readouterr().err.splitlines()[-1]
    assert (ended.value.code, said) == (2, f"python -m infra.local: error: argument {flag}: {value} {wanted}")

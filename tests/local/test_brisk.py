from __future__ import annotations

import re
import subprocess
import sys

_VARIES = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z?|\w{3}, \d\d \w{3} \d{4} [\d:]+ GMT|127\.0\.0\.1:\d+"
    r'|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\|1\|[^"]+'
    r'|"x-amz-crc32": "\d+"|"content-length": "\d+"|"SizeBytes": \d+|"\d{10,13}"'
)
"""Times and ports, random ids, what tells the place in a stream, and checksums and lengths of all that."""


def test_brisk_moto_answers_as_moto_does() -> None:
    """To a little of everything that Concord asks, with refused transactions, streams and errors."""
    plain, brisk = conversation(), conversation("brisk")

    assert plain == brisk
    assert all(
        f'"{name}"' in plain for name in ("CancellationReasons", "SequenceNumber", "ApproximateReceiveCount")
    )


def test_conversation_tells_a_wrong_answer() -> None:
    """What is wrong with one member is seen."""
    assert conversation() != conversation("wrong")


def conversation(*arguments: str) -> str:
    """What is said, in a process of its own, less what is another each time."""
    command = [sys.executable, "-m", "tests.local.conversation", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return _VARIES.sub("*", done.stdout)

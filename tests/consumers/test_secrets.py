"""No name, address, answer or link reaches a log line, a queue or a stream record (safety.md, links 18)."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator

import pytest

from chalicelib import logs
from chalicelib.consumers import notify, project, relay, repair
from chalicelib.mail import ses
from tests.consumers.failing import broken
from tests.consumers.house import House, queued

PLANTED = {
    "full_name": "Zebulon Plantedname",
    "called": "Zebbie",
    "email": "zebulon@planted-host.example",
    "purpose": "plantedpurpose",
    "position": "plantedposition",
    "delegates": [{"name": "Plantedguest", "title": "plantedtitle"}],
}
WORDS = re.compile(r"planted|zebbie|zebulon|doe-signature|visits@|1\.(?:ask|status)\.", re.IGNORECASE)


class Kept(logging.Handler):
    """Keeps every record: as it is, and as its line."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """One more."""
        said = {name: value for name, value in vars(record).items() if name != "exc_info"}
        self.lines += [logs.Lines().format(record), repr(said)]


@pytest.fixture
def kept() -> Iterator[list[str]]:
    """Whatever anybody logs meanwhile, down to DEBUG."""
    handler, root = Kept(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield handler.lines
    root.removeHandler(handler)
    root.setLevel(level)


def test_whole_run_tells_ids_alone(kept: list[str]) -> None:
    """A visit from its form to its end, with every refusal of SES and errors that quote what was typed."""
    house = House()
    visit = house.visit(**PLANTED)
    house.results = [
        ses.Passing("Throttled"),
        ses.Unknown("ReadTimeoutError"),
        ses.Refused("MessageRejected"),
    ]
    house.drain()
    house.wait(minutes=16)
    house.answer(visit, "confirm.applicant.1", "yes")
    house.drain()
    house.wait(minutes=31)
    house.answer(visit, "decide.coordinator.0.1", "decline")
    working = house.stores
    event = house.take_commits()
    house.stores = broken(working, "journal", "read", about=visit)
    project.handle(event, house.world)
    relay.handle(event, house.world)
    repair.handle(house.take("repair"), house.world)
    notify.handle(queued(message=f"{visit}.1.0"), house.world, house.send)
    house.stores = working
    house.records.clear()
    house.drain()
    house.wait(days=3)

    links = [line for mail in house.sent for line in mail.as_string().splitlines() if "/asks/" in line]
    assert links, "a run without links shows nothing"
    assert any("parked" in line for line in kept)
    assert any("no answer" in line for line in kept)
    assert [line for line in kept if WORDS.search(line)] == []
    assert [body for body in house.bodies if WORDS.search(body)] == []
    assert WORDS.search(json.dumps(house.records)) is None
    assert {frozenset(json.loads(body)) for body in house.bodies} == {
        frozenset({"message"}),
        frozenset({"submission"}),
    }


def test_error_is_told_by_kind_and_place() -> None:
    """An exception's words may quote an answer: they are nowhere in the line."""
    try:
        int("Zebulon Plantedname")
    except ValueError:
        record = logging.getLogger("concord.test").makeRecord(
            "concord.test",
            logging.ERROR,
            __file__,
            1,
            "failed",
            (),
            _raised(),
            extra=logs.ids(message="x.1.0"),
        )

    said = json.loads(logs.Lines().format(record))

    assert (said["says"], said["message"], said["error"]) == ("failed", "x.1.0", "ValueError")
    assert "test_secrets.py" in said["where"]
    assert "Planted" not in str(said)


def _raised() -> tuple[type[BaseException], BaseException, object]:
    import sys

    kind, error, trace = sys.exc_info()
    assert kind is not None
    assert error is not None
    return kind, error, trace


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "Caught exception for path /asks/1.ask.abc.decide.a.1.1.c2ln-_",
            "Caught exception for path /asks/[link]",
        ),
        ("to jane+x@school.example.", "to [address]"),
        ("Authorization: Bearer abc.def-ghi", "Authorization: [token]"),
        ("nothing of the kind, at 12:30", "nothing of the kind, at 12:30"),
    ],
)
def test_last_net_catches_what_others_log(text: str, shown: str) -> None:
    """Libraries log what they like: addresses and links are blacked out of that too."""
    assert logs.redacted(text) == shown


def test_configured_process_logs_lines(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After `configure`, every handler writes JSON, and chatty libraries are quiet."""
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [])
    monkeypatch.setattr(root, "level", logging.WARNING)

    logs.configure()
    logging.getLogger("botocore.hooks").info("jane@school.example")
    logs.logger("notify").info("sent", extra=logs.ids(message="x.1.0"))

    (line,) = capsys.readouterr().out.splitlines()
    assert {name: value for name, value in json.loads(line).items() if name != "at"} == {
        "level": "INFO",
        "logger": "concord.notify",
        "says": "sent",
        "message": "x.1.0",
    }

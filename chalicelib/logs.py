"""Logs: one JSON object a line, with ids and never a name, an address, an answer or a link.

    log = logs.logger("notify")
    log.info("sent", extra=logs.ids(message=row.id))

Errors are told by their kind and by where they happened: their words may be what somebody typed. Whatever
still looks like an address or a link is blacked out, as the last net. Knows no layer.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path

_ADDRESS = re.compile(r"[^\s@\"'<>]+@[^\s@\"'<>]+")
_LINK = re.compile(r"(?:1\.)?(?:ask|status|sent|page|draft|saved|file)\.[0-9a-z-]+\.[A-Za-z0-9_.-]+")
_BEARER = re.compile(r"(?i)\bbearer\s+\S+")
_FRAMES = 6


def logger(name: str) -> logging.Logger:
    """The logger of one part of Concord."""
    return logging.getLogger(f"concord.{name}")


def ids(**named: str | int) -> dict[str, dict[str, str | int]]:
    """What a line says beside its words: ids, counts and codes."""
    return {"concord": named}


def fault(error: BaseException, **named: str | int) -> dict[str, dict[str, str | int]]:
    """The same of an error: its kind and place. Its words stay out, whoever's handler writes the line."""
    return ids(**named, error=type(error).__name__, where=where(error))


def configure() -> None:
    """Makes this process log so: whatever handlers there are, else one on stdout, which CloudWatch keeps."""
    root = logging.getLogger()
    if not root.handlers:
        root.addHandler(logging.StreamHandler(sys.stdout))
    for handler in root.handlers:
        handler.setFormatter(Lines())
    root.setLevel(logging.INFO)
    for talkative in ("botocore", "pynamodb", "urllib3"):
        logging.getLogger(talkative).setLevel(logging.WARNING)


class Lines(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        said: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "says": redacted(record.getMessage()),
        }
        said |= {
            name: redacted(value) if isinstance(value, str) else value
            for name, value in getattr(record, "concord", {}).items()
        }
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            said |= {"error": type(error).__name__, "where": where(error)}
        return json.dumps(said, ensure_ascii=False)


def where(error: BaseException) -> str:
    """Where it was raised: file, line and function of the innermost calls, without a word of what it says."""
    frames = reversed(traceback.extract_tb(error.__traceback__)[-_FRAMES:])
    return " < ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames)


def redacted(text: str) -> str:
    """The text with what looks like an address, a link's token or an API token blacked out.

    >>> redacted("to jane@school.example by /asks/1.ask.abc.decide.applicant.1.1.c2lnbmF0dXJl")
    'to [address] by /asks/[link]'
    """
    for pattern, word in ((_LINK, "[link]"), (_ADDRESS, "[address]"), (_BEARER, "[token]")):
        text = pattern.sub(word, text)
    return text

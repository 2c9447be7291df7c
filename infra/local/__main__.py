"""`python -m infra.local`: starts the demo, says where it is, and ends it at Ctrl-C."""

from __future__ import annotations

import argparse
import logging
import signal
import sys
import threading
from types import FrameType
from urllib.parse import urlsplit

from infra.local.server import PortTaken


def arguments(words: list[str] | None = None) -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m infra.local", description="Starts Concord on this machine; Ctrl-C ends it."
    )
    parser.add_argument("--port", type=_port, default=8000, help="of the application (8000; 0: a free one)")
    parser.add_argument("--mail-port", type=_port, default=8025, help="of mailbox and controls (8025)")
    parser.add_argument("--empty", action="store_true", help="the catalogue, but no example submissions")
    parser.add_argument("--base-url", type=_url, help="what links begin with (http://127.0.0.1:PORT)")
    return parser.parse_args(words)


def main() -> int:
    """The exit code: 0 after Ctrl-C or SIGTERM, 1 where a port is taken."""
    asked = arguments()
    # What goes right is in the mailbox; only what goes wrong is worth a line here.
    logging.getLogger("concord").setLevel(logging.WARNING)
    ending = threading.Event()

    def end(_: int, __: FrameType | None) -> None:
        if ending.is_set():  # asked twice: somebody is in a hurry
            raise SystemExit(0)
        ending.set()
        raise _Ended

    signal.signal(signal.SIGINT, end)
    signal.signal(signal.SIGTERM, end)
    try:
        from infra.local.demo import Demo  # which takes a while, and may be interrupted too

        with Demo(
            port=asked.port,
            mail_port=asked.mail_port,
            base_url=(asked.base_url or "").rstrip("/"),
            empty=asked.empty,
            prefix="concord",
            progress=_progress,
        ) as demo:
            print(f"ready {demo.address} mailbox {demo.mail_url}", flush=True)
            _progress("Ctrl-C ends it")
            while True:
                signal.pause()
    except _Ended:
        return 0
    except PortTaken as error:
        flag = "--port" if error.port == asked.port else "--mail-port"
        print(
            f"Port {error.port} is taken or may not be used: choose another one by {flag}.", file=sys.stderr
        )
        return 1


class _Ended(BaseException):
    """Somebody asked the demo to end."""


def _progress(words: str) -> None:
    print(f"concord: {words}", file=sys.stderr, flush=True)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"{text} is no port: say a number from 0 to 65535")
    return int(text)


def _url(text: str) -> str:
    """Links in messages begin with it, so it has to be one that a mail program opens."""
    try:
        found = urlsplit(text)
        sound = found.scheme in ("http", "https") and found.hostname and not (found.query or found.fragment)
    except ValueError:
        sound = False
    if not sound or set(text) & set(" <>\"'"):
        raise argparse.ArgumentTypeError(f"{text} is no address: say one such as https://forms.example.org")
    return text


if __name__ == "__main__":
    sys.exit(main())

"""The built-in AWS: moto in server mode, in a thread, on a free loopback port.

Knows nothing of Concord. moto checks a condition and writes in two steps without a lock, and rolls a
transaction back by exchanging the whole table, so that two threads can both win; AWS never does that.
Requests of one service are therefore answered one after the other here. Connections are kept open, which
moto's own server does not do.
"""

from __future__ import annotations

import io
import sys
import threading
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any
from urllib.parse import unquote_to_bytes

from infra.local import brisk
from infra.local.requests import Answer, Request
from infra.local.server import Server

_Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


class Cloud:
    """moto, from `start` to `stop`. Its state is this process's: there can be one at a time."""

    def __init__(self) -> None:
        self._application: _Wsgi
        self._server: Server
        self._locks: dict[str, threading.Lock] = {}
        self._guard = threading.Lock()

    def start(self) -> str:
        """Starts with nothing in it; answers the endpoint's URL."""
        brisk.moto()
        _reset()
        self._application = _dispatcher()
        self._server = Server("moto", 0, self._respond, Answer(413))
        self._server.start()
        return self._server.url

    def stop(self) -> None:
        """Ends the server and gives its memory back."""
        self._server.stop()
        _reset()

    def _respond(self, request: Request) -> Answer:
        """Moto's answer, complete before the next request of the same service begins."""
        service = signed_for(request.header("authorization"))
        with self._guard:
            lock = self._locks.setdefault(service, threading.Lock())
        with lock:
            return through(self._application, request)


def signed_for(authorization: str) -> str:
    """The service that a request was signed for; streams count as DynamoDB; empty where it says none.

    >>> signed_for("AWS4-HMAC-SHA256 Credential=demo/20261123/us-west-2/sqs/aws4_request, SignedHeaders=host")
    'sqs'
    """
    parts = authorization.partition("Credential=")[2].partition(",")[0].split("/")
    return parts[3] if len(parts) == 5 else ""


def through(application: _Wsgi, request: Request) -> Answer:
    """What a WSGI application answers (PEP 3333)."""
    raw_path, _, query = request.target.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(raw_path).decode("latin-1"),
        "QUERY_STRING": query,
        "REQUEST_URI": request.target,
        "RAW_URI": request.target,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": request.source,
        "CONTENT_LENGTH": str(len(request.body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(request.body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in request.headers:
        key = name.upper().replace("-", "_")
        if key == "CONTENT_TYPE":
            environ[key] = value
        elif key not in ("CONTENT_LENGTH", "TRANSFER_ENCODING"):
            environ[f"HTTP_{key}"] = value
    answered: list[tuple[int, list[tuple[str, str]]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], _: Any = None) -> None:
        answered.append((int(status.split(maxsplit=1)[0]), headers))

    body = b"".join(application(environ, start_response))
    status, headers = answered[-1]
    return Answer(status, headers, body)


def _dispatcher() -> _Wsgi:
    """Moto's application for all services, which otherwise reads its own folder at every request."""
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

    class Dispatcher(DomainDispatcherApplication):
        """Remembers which service a host belongs to."""

        @lru_cache(maxsize=100)  # noqa: B019 - one dispatcher, as long as the demo
        def get_backend_for_host(self, host: str | None) -> Any:
            """The service, or nothing."""
            return super().get_backend_for_host(host)

    return Dispatcher(create_backend_app)


def _reset() -> None:
    from moto.moto_api._internal.models import moto_api_backend

    moto_api_backend.reset()

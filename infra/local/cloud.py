"""The built-in AWS: moto in server mode, in a thread, on a free loopback port.

Knows nothing of Concord. moto checks a condition and writes in two steps without a lock, and rolls a
transaction back by exchanging the whole table, so that two threads can both win; AWS never does that.
Requests of one service are therefore answered one after the other here.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from werkzeug.serving import BaseWSGIServer

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


class OneByOne:
    """A WSGI application that lets one request of a service at a time through to another one."""

    def __init__(self, application: Wsgi) -> None:
        self._application = application
        self._locks: dict[str, threading.Lock] = {}
        self._guard = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """The application's answer, complete before the next request of that service begins."""
        service = signed_for(environ.get("HTTP_AUTHORIZATION", ""))
        with self._guard:
            lock = self._locks.setdefault(service, threading.Lock())
        with lock:
            return list(self._application(environ, start_response))


def signed_for(authorization: str) -> str:
    """The service that a request was signed for; streams count as DynamoDB; empty where it says none.

    >>> signed_for("AWS4-HMAC-SHA256 Credential=demo/20261123/us-west-2/sqs/aws4_request, SignedHeaders=host")
    'sqs'
    """
    parts = authorization.partition("Credential=")[2].partition(",")[0].split("/")
    return parts[3] if len(parts) == 5 else ""


class Cloud:
    """moto, from `start` to `stop`. Its state is this process's: there can be one at a time."""

    def __init__(self) -> None:
        self._server: BaseWSGIServer | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> str:
        """Starts with nothing in it; answers the endpoint's URL."""
        from moto.moto_api._internal.models import moto_api_backend
        from moto.moto_server.werkzeug_app import (
            DomainDispatcherApplication,
            MotoRequestHandler,
            create_backend_app,
        )
        from werkzeug.serving import make_server

        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        moto_api_backend.reset()
        self._server = make_server(
            "127.0.0.1",
            0,
            OneByOne(DomainDispatcherApplication(create_backend_app)),
            threaded=True,
            request_handler=MotoRequestHandler,
        )
        self._server.daemon_threads = True  # type: ignore[attr-defined]
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, name="moto", daemon=True
        )
        self._thread.start()
        return f"http://127.0.0.1:{self._server.server_port}"

    def stop(self) -> None:
        """Ends the server and gives its memory back."""
        if self._server is None or self._thread is None:
            return
        from moto.moto_api._internal.models import moto_api_backend

        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        moto_api_backend.reset()
        self._server = self._thread = None

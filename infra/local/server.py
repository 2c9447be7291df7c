"""A small threaded HTTP/1.1 server on loopback: reads a request whole, asks one function, writes its answer.

Knows neither the application nor the mailbox. No request is ever logged: paths carry signed links.
"""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from infra.local.functions import complain, described
from infra.local.requests import HANG_UP, Answer, Request, problem

LIMIT = 10 * 1024 * 1024
"""The largest body in bytes; API Gateway takes no more (quotas of REST APIs)."""
_DISCARDED = 4 * LIMIT

Respond = Callable[[Request], Answer]


class PortTaken(Exception):
    """Somebody else has the port, or it may not be used."""

    def __init__(self, port: int) -> None:
        super().__init__(f"Port {port} is taken")
        self.port = port


class TooLarge(Exception):
    """The body is longer than LIMIT."""


class Malformed(Exception):
    """The body is not framed as HTTP/1.1 says."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 60
    server: _Listener

    def __getattr__(self, name: str) -> Any:
        if name.startswith("do_"):
            return self._serve
        raise AttributeError(name)

    def _serve(self) -> None:
        headers = tuple((name, str(value)) for name, value in self.headers.items())
        try:
            body = self._body()
        except TooLarge:
            self._write(self.server.too_large)
            return
        except Malformed as error:
            self.send_error(400, str(error))
            return
        request = Request(self.command, self.path, headers, body, str(self.client_address[0]))
        try:
            answer = self.server.respond(request)
        except Exception as error:  # noqa: BLE001 - whatever happened, the connection gets an answer
            complain(f"the demo failed at a request: {described(error)}")
            answer = Answer(502, _PROBLEM, problem(502, "Bad Gateway", "The demo failed at this request."))
        self._write(answer)

    def _body(self) -> bytes:
        if "chunked" in self.headers.get("Transfer-Encoding", "").lower():
            return self._chunks()
        length = self.headers.get("Content-Length", "0").strip()
        if not length.isdecimal():
            raise Malformed("Content-Length is not a number.")
        if int(length) > LIMIT:
            self._discard(int(length))
            raise TooLarge
        return self.rfile.read(int(length))

    def _chunks(self) -> bytes:
        body = bytearray()
        while True:
            size = self.rfile.readline(1000).partition(b";")[0].strip()
            try:
                left = int(size, 16)
            except ValueError:
                raise Malformed("A chunk has no size.") from None
            if left == 0:
                break
            if len(body) + left > LIMIT:
                raise TooLarge
            body += self.rfile.read(left)
            self.rfile.readline(3)
        while self.rfile.readline(65537).strip():
            pass
        return bytes(body)

    def _discard(self, length: int) -> None:
        """Reads on for a while, so that who is still writing gets to see the answer."""
        left = min(length, _DISCARDED)
        while left > 0 and (read := self.rfile.read(min(left, 65536))):
            left -= len(read)

    def _write(self, answer: Answer) -> None:
        if answer is HANG_UP:
            self.close_connection = True
            return
        if answer.close or self.headers.get("Connection", "").lower() == "close":
            self.close_connection = True
        lines = [f"HTTP/1.1 {answer.status} {self.responses.get(answer.status, ('Unknown',))[0]}"]
        lines += [
            f"{name}: {value}".replace("\r", " ").replace("\n", " ")
            for name, value in answer.headers
            if name.lower() not in _OWN
        ]
        lines.append(f"Date: {formatdate(usegmt=True)}")
        if answer.status not in (204, 304):
            lines.append(f"Content-Length: {len(answer.body)}")
        if self.close_connection:
            lines.append("Connection: close")
        body = b"" if self.command == "HEAD" or answer.status in (204, 304) else answer.body
        with suppress(ConnectionError):
            self.wfile.write("\r\n".join([*lines, "", ""]).encode() + body)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Refuses what could not even be read, as a problem."""
        title = self.responses.get(code, ("Bad Request",))[0]
        self.close_connection = True
        if not hasattr(self, "headers"):
            self.headers = self.MessageClass()
        self._write(Answer(code, _PROBLEM, problem(code, title, explain or message or title), close=True))

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is http.server's
        """Says nothing."""


_OWN = ("connection", "content-length", "date", "transfer-encoding")
"""Headers that belong to the connection, which is the server's."""
_PROBLEM = (("Content-Type", "application/problem+json"), ("Cache-Control", "no-store"))


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def __init__(self, port: int, respond: Respond, too_large: Answer) -> None:
        self.respond = respond
        self.too_large = too_large
        self.connections: dict[socket.socket, threading.Thread] = {}
        super().__init__(("127.0.0.1", port), _Handler)

    def server_bind(self) -> None:
        """Binds without asking a name server who we are."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """One connection, from its first request to its last."""
        self.connections[request] = threading.current_thread()
        try:
            super().process_request_thread(request, client_address)
        finally:
            self.connections.pop(request, None)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Says what went wrong, unless somebody has merely hung up."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class Server:
    """A server that owns its port from the beginning and answers from `start` to `stop`."""

    def __init__(self, name: str, port: int, respond: Respond, too_large: Answer) -> None:
        """Raises PortTaken; 0 chooses a free port."""
        try:
            self._listener = _Listener(port, respond, too_large)
        except OSError as error:
            raise PortTaken(port) from error
        self._thread = threading.Thread(
            target=self._listener.serve_forever, kwargs={"poll_interval": 0.05}, name=name, daemon=True
        )
        self.url = f"http://127.0.0.1:{self._listener.server_port}"

    def start(self) -> None:
        """Answers from now on, those too who asked before."""
        self._thread.start()

    def stop(self) -> None:
        """Hangs up on everybody."""
        if self._thread.is_alive():
            self._listener.shutdown()
            self._thread.join()
        for connection, thread in list(self._listener.connections.items()):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            thread.join(timeout=1)
        self._listener.server_close()

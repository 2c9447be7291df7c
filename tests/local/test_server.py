from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from infra.local.requests import HANG_UP, Answer, Request
from infra.local.server import LIMIT, PortTaken, Server

TOO_LARGE = Answer(413, [("Content-Type", "application/problem+json")], b"{}", close=True)


def respond(request: Request) -> Answer:
    """Says what was asked; `/hang-up` says nothing, `/broken` raises."""
    if request.path == "/broken":
        raise RuntimeError("planted")
    if request.path == "/hang-up":
        return HANG_UP
    said = f"{request.method} {request.target} {request.header('x-word')} {request.body.decode()}"
    return Answer(200, [("X-Lines", "one\r\nSet-Cookie: two")], said.encode())


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server that echoes."""
    server = Server("echo", 0, respond, TOO_LARGE)
    server.start()
    yield server
    server.stop()


def talk(server: Server, *requests: bytes) -> bytes:
    """What comes back on one connection until the server closes it, or says nothing for a while."""
    host, port = server.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=0.5) as connection:
        answered = b""
        for request in requests:
            connection.sendall(request)
        try:
            while read := connection.recv(65536):
                answered += read
        except TimeoutError:
            pass
        return answered


def without_date(answer: bytes) -> bytes:
    """The answer without the one line that differs each time."""
    return b"\r\n".join(line for line in answer.split(b"\r\n") if not line.startswith(b"Date: "))


def test_connection_carries_several_requests(server: Server) -> None:
    """HTTP/1.1 keeps it open until somebody says otherwise."""
    answered = talk(
        server,
        b"GET /a?b HTTP/1.1\r\nHost: x\r\nX-Word: w\r\n\r\n",
        b"POST /c HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi",
    )

    assert without_date(answered) == (
        b"HTTP/1.1 200 OK\r\nX-Lines: one  Set-Cookie: two\r\nContent-Length: 11\r\n\r\nGET /a?b w "
        b"HTTP/1.1 200 OK\r\nX-Lines: one  Set-Cookie: two\r\nContent-Length: 11\r\nConnection: close\r\n\r\n"
        b"POST /c  hi"
    )


def test_head_has_the_length_and_no_body(server: Server) -> None:
    """HEAD is GET without a body."""
    answered = talk(server, b"HEAD /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")

    assert b"Content-Length: 9\r\n" in answered
    assert answered.endswith(b"\r\n\r\n")


def test_chunks_are_put_together(server: Server) -> None:
    """A body of unknown length is read to its end, and the connection stays in step."""
    answered = talk(
        server,
        b"POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n",
        b"GET /b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    )

    assert b"POST /a  abcde" in answered
    assert answered.endswith(b"GET /b  ")


@pytest.mark.parametrize(
    "request_",
    [
        b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\n",
        b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nmany\r\n",
        b"GET /a HTTP/x\r\n\r\n",
    ],
)
def test_malformed_request_is_refused_as_a_problem(server: Server, request_: bytes) -> None:
    """What can't be read is 400, in the form of every other refusal, and ends the connection."""
    head, _, body = talk(server, request_).partition(b"\r\n\r\n")

    assert head.startswith(b"HTTP/1.1 400 ")
    assert b"\r\nContent-Type: application/problem+json\r\n" in head
    assert body.startswith(b'{"type": "about:blank", "title": "Bad Request", "status": 400')


def test_body_beyond_the_limit_is_413(server: Server) -> None:
    """The writer sees the answer, though nobody wants the rest."""
    answered = talk(
        server, b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % (LIMIT + 1), b"x" * (LIMIT + 1)
    )

    assert answered.startswith(b"HTTP/1.1 413 ")


def test_chunks_beyond_the_limit_are_413(server: Server) -> None:
    """Nor does a body of unknown length get in."""
    head = b"POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n" % (LIMIT + 1)

    assert talk(server, head).startswith(b"HTTP/1.1 413 ")


def test_failure_is_an_answer_too(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever happens behind it, the server answers, and tells its owner."""
    answered = talk(server, b"GET /broken HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")

    assert answered.startswith(b"HTTP/1.1 502 ")
    assert "RuntimeError" in capsys.readouterr().err


def test_hanging_up_is_no_answer(server: Server) -> None:
    """The caller sees a connection that was closed."""
    assert talk(server, b"GET /hang-up HTTP/1.1\r\nHost: x\r\n\r\n") == b""


def test_port_of_somebody_else_is_told() -> None:
    """The second one on a port learns which port it is."""
    first = Server("first", 0, respond, TOO_LARGE)
    port = int(first.url.rpartition(":")[2])

    with pytest.raises(PortTaken) as taken:
        Server("second", port, respond, TOO_LARGE)

    assert taken.value.port == port
    first.stop()

"""Stands in for AWS where only our own CPU is to be measured: answers at once, from what it was given.

Usage: python -m benchmarks.stub ANSWERS, a JSON file that maps the last word of `X-Amz-Target` to a body.
Prints its port. Ends when its standard input does.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import threading
from pathlib import Path


def main() -> None:
    """Listens on a free loopback port."""
    answers = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    ready = {name: _answer(body) for name, body in answers.items()}
    listening = socket.create_server(("127.0.0.1", 0))
    print(listening.getsockname()[1], flush=True)
    threading.Thread(target=_until_closed, daemon=True).start()
    while True:
        connection, _ = listening.accept()
        threading.Thread(target=_serve, args=(connection, ready), daemon=True).start()


def _until_closed() -> None:
    sys.stdin.read()
    os._exit(0)


def _answer(body: object) -> bytes:
    text = json.dumps(body).encode()
    head = (
        f"HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.0\r\nContent-Length: {len(text)}\r\n\r\n"
    )
    return head.encode() + text


def _serve(connection: socket.socket, ready: dict[str, bytes]) -> None:
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    buffered = b""
    with connection:
        while True:
            while b"\r\n\r\n" not in buffered:
                received = connection.recv(65536)
                if not received:
                    return
                buffered += received
            head, _, rest = buffered.partition(b"\r\n\r\n")
            headers = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:] if b": " in line)
            length = int(headers.get(b"content-length", b"0"))
            while len(rest) < length:
                rest += connection.recv(65536)
            buffered = rest[length:]
            target = headers.get(b"x-amz-target", b"").decode().rpartition(".")[2]
            found = next((answer for name, answer in ready.items() if name.lower() == target), None)
            connection.sendall(found or _answer({}))


if __name__ == "__main__":
    main()

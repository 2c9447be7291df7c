"""Stands between the application and SES, and puts into the mailbox what SES accepted.

Every request goes on to the endpoint and its answer back, so the application can't tell the difference; where
the endpoint hangs up, so does this. An answer that is lost on its way leaves open whether SES accepted; moto
can be asked afterwards. Knows nothing of what the messages say.
"""

from __future__ import annotations

import base64
import json
import socket
import threading
import time
from collections.abc import Callable
from datetime import datetime
from email.parser import BytesHeaderParser
from email.utils import parseaddr
from typing import Any

import botocore.session
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.exceptions import BotoCoreError, ConnectTimeoutError, EndpointConnectionError
from botocore.httpsession import URLLib3Session

from infra.local.mailbox import Mailbox
from infra.local.requests import HANG_UP, Answer, Request

_SEND = "/v2/email/outbound-emails"
_PASSED_ON = ("content-type", "user-agent", "x-amzn-requestid", "x-amzn-errortype", "retry-after")

_LATE = 1.0
_DOWN = Answer(503, [("Content-Type", "application/json")], b'{"message": "SES cannot be reached"}')
"""What becomes of a connection that the endpoint refuses: nothing was accepted, and it may be repeated."""


class Outbox:
    """Passes requests on to SES at `endpoint`, and keeps `mailbox`.

    `verify` is told each domain before the first message from it: communities come while the demo runs.
    """

    def __init__(
        self,
        endpoint: str,
        region: str,
        mailbox: Mailbox,
        now: Callable[[], datetime],
        verify: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.endpoint = endpoint.rstrip("/")
        self._region = region
        self.mailbox = mailbox
        self._now = now
        self._http = URLLib3Session(
            timeout=(5, 120),
            max_pool_connections=20,
            # As botocore's clients have it: else each message waits 40 ms for an acknowledgement.
            socket_options=[(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)],
        )
        self._credentials = botocore.session.get_session().get_credentials()
        self._verify = verify
        self._verified: set[str] = set()
        self._unsure = threading.Event()
        self._under_way: dict[int, float] = {}

    def respond(self, request: Request) -> Answer:
        """SES's answer, as it came."""
        sends = request.method == "POST" and request.path == _SEND
        if sends:
            self._under_way[id(request)] = time.monotonic()
        try:
            if sends:
                self._know(request)
            answer = self._http.send(self._signed(request).prepare())
        except (EndpointConnectionError, ConnectTimeoutError):
            return _DOWN
        except BotoCoreError:
            if sends:
                self._unsure.set()
            return HANG_UP
        finally:
            self._under_way.pop(id(request), None)
        if sends and answer.status_code == 200:
            accepted = json.loads(answer.content)["MessageId"]
            self.mailbox.accept(accepted, _raw(request.body), self._now())
        elif sends and answer.status_code >= 500:
            self._unsure.set()
        headers = [(name, value) for name, value in answer.headers.items() if name.lower() in _PASSED_ON]
        return Answer(answer.status_code, headers, answer.content)

    def overlook_earlier(self) -> None:
        """Leaves out what a moto that ran before us has accepted before."""
        for message in self._accepted_by_moto() or []:
            self.mailbox.overlook(message["id"])

    def catch_up(self) -> None:
        """Asks moto what it accepted where an answer is lost or late; another endpoint can't be asked."""
        late = any(time.monotonic() - began > _LATE for began in list(self._under_way.values()))
        if not late and not self._unsure.is_set():
            return
        self._unsure.clear()
        messages = self._accepted_by_moto()
        if messages is None:
            self._unsure.set()
            return
        for message in messages:
            raw = message["raw_data"]
            if "x-concord-message:" in raw.lower():
                self.mailbox.accept(message["id"], raw.encode(), self._now())

    def close(self) -> None:
        """Gives the connections back."""
        self._http.close()

    def _know(self, request: Request) -> None:
        """Has the sender's domain verified, once."""
        sender = BytesHeaderParser().parsebytes(_raw(request.body))["From"]
        domain = parseaddr(str(sender))[1].rpartition("@")[2]
        if domain and domain not in self._verified:
            self._verify(domain)
            self._verified.add(domain)

    def _signed(self, request: Request) -> AWSRequest:
        """The request as it goes on: signed anew, because it names another host."""
        headers = {name: value for name, value in request.headers if name.lower() in _PASSED_ON}
        onward = AWSRequest(request.method, self.endpoint + request.target, headers, request.body)
        SigV4Auth(self._credentials, "ses", self._region).add_auth(onward)
        return onward

    def _accepted_by_moto(self) -> list[dict[str, Any]] | None:
        """What a moto at the endpoint has accepted; nothing at another one; None if it doesn't answer now."""
        try:
            answer = self._http.send(AWSRequest("GET", f"{self.endpoint}/moto-api/data.json").prepare())
        except BotoCoreError:
            return None
        if answer.status_code >= 500:
            return None
        try:
            return list(json.loads(answer.content)["ses"]["RawMessage"])
        except (ValueError, KeyError, TypeError):
            return []


def _raw(body: bytes) -> bytes:
    """The message within a SendEmail request; nothing where there is none, which SES refuses."""
    try:
        return base64.b64decode(json.loads(body)["Content"]["Raw"]["Data"])
    except (ValueError, KeyError, TypeError):
        return b""

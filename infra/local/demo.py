"""The whole demo in one process: what `python -m infra.local` runs, and what tests of whole stories play.

    with Demo() as demo:
        ...                        # speak HTTP with demo.base_url
        demo.drain()
        demo.advance("3d")
        demo.messages()

Several may follow each other in a process, one at a time; `reset` gives the next test an empty one.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.services import clock
from infra.local import examples, surroundings, template, visitor
from infra.local.cloud import Cloud
from infra.local.controls import Controls, Workings
from infra.local.deployment import Clients, Deployment, deployed
from infra.local.mailbox import Mailbox
from infra.local.outbox import Outbox
from infra.local.refusals import Refusals
from infra.local.requests import Answer, Request
from infra.local.resources import verify_senders
from infra.local.server import Server

_running = threading.Lock()


class Demo:
    """Concord on this machine, from `with` to its end.

    Port 0 chooses a free one. `prefix` begins the names of tables and queues, which are kept where they are
    not moto's; without one they get names of their own, and are removed again. `progress` is told what is
    being done. Afterwards `address` is where the application is, and `base_url` what its links begin with.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        mail_port: int = 0,
        base_url: str = "",
        empty: bool = True,
        prefix: str = "",
        progress: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.address = self.mail_url = ""
        self.base_url = base_url
        self._ports = (port, mail_port)
        self._empty = empty
        self._prefix = prefix
        self._progress = progress
        self._template = template.read()
        self._ending = ExitStack()
        self._deployed = ExitStack()
        self._clients: Clients = {}
        self._deployment: Deployment
        self._mailbox: Mailbox
        self._outbox: Outbox
        self._controls: Controls

    def __enter__(self) -> Self:
        """Starts everything. Raises PortTaken, and RuntimeError where one runs in this process already."""
        if not _running.acquire(blocking=False):
            raise RuntimeError("the environment and moto are the process's: one demo at a time")
        with ExitStack() as ending:
            ending.callback(_running.release)
            self._start(ending)
            self._ending = ending.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Ends everything, and puts the environment back."""
        self._ending.close()

    def drain(self) -> None:
        """Waits until there is nothing left to do. Raises TimeoutError after 30 seconds."""
        if visitor.call(f"{self.mail_url}/drain", "POST").status != 200:
            raise TimeoutError("the demo still had work to do")

    def advance(self, by: str) -> datetime:
        """Moves the clock on, such as by `3d`: the time it is then. What became due is done by `drain`."""
        answer = visitor.call(f"{self.mail_url}/clock", "POST", {"advance": by})
        return datetime.fromisoformat(answer.json()["now"])

    def messages(self) -> list[dict[str, Any]]:
        """Every message whole, as `GET /api/v1/message/{ID}` shows it, the oldest first."""
        listed = visitor.call(f"{self.mail_url}/api/v1/messages?limit=100000").json()["messages"]
        return [
            visitor.call(f"{self.mail_url}/api/v1/message/{each['ID']}").json() for each in reversed(listed)
        ]

    def reset(self) -> None:
        """Begins again: new tables and queues, the catalogue, an empty mailbox, the machine's own time."""
        self._deployed.close()
        self._mailbox.clear()
        self._deploy()

    def _start(self, ending: ExitStack) -> None:
        too_large = Refusals(self._template).of("REQUEST_TOO_LARGE")
        front = Server("front", self._ports[0], self._respond, too_large)
        ending.callback(front.stop)
        mail = Server("mail", self._ports[1], self._respond_on_mail_port, too_large)
        ending.callback(mail.stop)
        self.address, self.mail_url = front.url, mail.url
        self.base_url = self.base_url or front.url

        self._progress("starting what AWS would be")
        endpoints = surroundings.foreign(os.environ)
        played = set(surroundings.VARIABLES) - set(endpoints)
        if played:
            cloud = Cloud()
            endpoints |= dict.fromkeys(played, cloud.start())
            ending.callback(cloud.stop)
        ending.enter_context(surroundings.surrounded(surroundings.variables(os.environ, endpoints)))
        self._clients = ending.enter_context(surroundings.clients())

        self._mailbox = Mailbox(os.environ["AWS_REGION"])
        self._outbox = Outbox(
            endpoints["sesv2"], os.environ["AWS_REGION"], self._mailbox, clock.now, self._verify
        )
        ending.callback(self._outbox.close)
        if "sesv2" not in played:
            self._outbox.overlook_earlier()
        outbox = Server("outbox", 0, self._outbox.respond, too_large)
        ending.callback(outbox.stop)
        outbox.start()
        ending.enter_context(surroundings.surrounded({surroundings.VARIABLES["sesv2"]: outbox.url}))

        workings = Workings(self._drain, clock.advance, clock.now, self._outbox.catch_up)
        self._controls = Controls(self._mailbox, workings, self.base_url)
        ending.callback(self._end_deployment)
        self._deploy()
        front.start()
        mail.start()
        if not self._empty:
            self._progress("filling in some forms")
            examples.play(self)

    def _deploy(self) -> None:
        """Makes what `reset` makes anew."""
        with ExitStack() as ending:
            self._deployment = ending.enter_context(
                deployed(
                    self._template,
                    self._clients,
                    prefix=self._prefix,
                    base_url=self.base_url,
                    progress=self._progress,
                )
            )
            self._deployed = ending.pop_all()

    def _end_deployment(self) -> None:
        self._deployed.close()

    def _respond(self, request: Request) -> Answer:
        """The application's answer; what it wrote is looked for at once."""
        try:
            return self._deployment.front.respond(request)
        finally:
            if request.method not in ("GET", "HEAD", "OPTIONS"):
                self._deployment.pump.wake()

    def _respond_on_mail_port(self, request: Request) -> Answer:
        return self._controls.respond(request)

    def _verify(self, domain: str) -> None:
        """Makes SES take mail from a domain; where that fails, SES will say so itself."""
        with suppress(BotoCoreError, ClientError):
            verify_senders(self._clients["sesv2"], [domain])

    def _drain(self) -> bool:
        idle = self._deployment.pump.drain()
        self._outbox.catch_up()
        return idle

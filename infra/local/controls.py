"""What the mail port answers: Mailpit's API, the demo's drain and clock, and the pages of the mailbox.

Knows the mailbox and what it may ask of the demo, nothing of the application.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode

from infra.local.durations import duration
from infra.local.mailbox import Mail, Mailbox
from infra.local.page import framed, mail_page, mails_page
from infra.local.requests import Answer, Request, problem

_SHOWN = 200
_FRAME_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "sandbox allow-popups allow-popups-to-escape-sandbox; frame-ancestors 'self'"
)

_Route = tuple[str, str, Callable[[Request, str], Answer]]


@dataclass(frozen=True, slots=True)
class Workings:
    """What the mail port may ask of the demo. `drain` says whether all is idle; `now` is the moved time."""

    drain: Callable[[], bool]
    advance: Callable[[timedelta], datetime]
    now: Callable[[], datetime]
    catch_up: Callable[[], None]


class Controls:
    """Answers the requests on the mail port."""

    def __init__(self, mailbox: Mailbox, workings: Workings, application: str) -> None:
        """`application` is where the application is, for the link on the page."""
        self._mailbox = mailbox
        self._workings = workings
        self._application = application
        self._routes: Sequence[_Route] = (
            ("GET", r"/", self._list_page),
            ("GET", r"/mail/([a-z0-9]+)", self._mail_page),
            ("GET", r"/mail/([a-z0-9]+)/html", self._mail_html),
            ("POST", r"/controls/(drain|clock|empty)", self._control),
            ("GET", r"/api/v1/messages", self._messages),
            ("DELETE", r"/api/v1/messages", self._delete),
            ("GET", r"/api/v1/message/([a-z0-9]+)", self._message),
            ("GET", r"/api/v1/message/([a-z0-9]+)/raw", self._raw),
            ("POST", r"/drain", self._drain),
            ("POST", r"/clock", self._clock),
        )

    def respond(self, request: Request) -> Answer:
        """The answer to one request."""
        method = "GET" if request.method == "HEAD" else request.method
        allowed = []
        for wanted, pattern, answer in self._routes:
            found = re.fullmatch(pattern, request.path)
            if found and wanted == method:
                return answer(request, found[1] if found.groups() else "")
            if found:
                allowed.append(wanted)
        if allowed:
            refusal = _problem(405, "Method Not Allowed", f"This understands {', '.join(allowed)}.")
            return Answer(405, [*refusal.headers, ("Allow", ", ".join(allowed))], refusal.body)
        return _problem(404, "Not Found", "There is nothing at this address.")

    def _messages(self, request: Request, _: str) -> Answer:
        self._workings.catch_up()
        query = parse_qs(request.target.partition("?")[2])
        try:
            limit, start = (
                int(query.get(name, [value])[-1]) for name, value in (("limit", "50"), ("start", "0"))
            )
        except ValueError:
            return _problem(422, "Unprocessable Content", "limit and start are numbers.")
        shown = self._mailbox.newest(max(0, limit), max(0, start))
        return _json({"total": self._mailbox.total(), "messages": [mail.summary for mail in shown]})

    def _delete(self, _: Request, __: str) -> Answer:
        self._workings.catch_up()
        self._mailbox.clear()
        return _json({})

    def _message(self, _: Request, mail_id: str) -> Answer:
        return self._with(mail_id, lambda mail: _json(mail.full()))

    def _raw(self, _: Request, mail_id: str) -> Answer:
        return self._with(mail_id, lambda mail: Answer(200, [("Content-Type", "message/rfc822")], mail.raw))

    def _drain(self, _: Request, __: str) -> Answer:
        if self._workings.drain():
            return _json({"idle": True})
        return _problem(504, "Gateway Timeout", "There was still work to do after 30 seconds.")

    def _clock(self, request: Request, _: str) -> Answer:
        try:
            body = json.loads(request.body)
            now = self._workings.advance(duration(body["advance"] if isinstance(body, dict) else None))
        except KeyError:
            return _problem(422, "Unprocessable Content", 'The body is such as {"advance": "8d"}.')
        except (ValueError, OverflowError) as error:
            return _problem(422, "Unprocessable Content", str(error))
        return _json({"now": _iso(now)})

    def _list_page(self, request: Request, _: str) -> Answer:
        self._workings.catch_up()
        nonce = secrets.token_urlsafe(16)
        notice = {
            "moved": "The clock was moved on, and what became due was done.",
            "drained": "Everything that was due is done.",
            "busy": "There is still work to do.",
            "emptied": "The mailbox was emptied.",
        }.get(parse_qs(request.target.partition("?")[2]).get("done", [""])[0], "")
        html = mails_page(
            self._mailbox.newest(_SHOWN),
            total=self._mailbox.total(),
            now=self._workings.now(),
            application=self._application,
            notice=notice,
            nonce=nonce,
        )
        return _page(html, f"script-src 'nonce-{nonce}'; connect-src 'self'")

    def _mail_page(self, _: Request, mail_id: str) -> Answer:
        return self._with(mail_id, lambda mail: _page(mail_page(mail), "frame-src 'self'"))

    def _mail_html(self, _: Request, mail_id: str) -> Answer:
        return self._with(mail_id, lambda mail: _html(framed(mail.html), _FRAME_POLICY))

    def _control(self, request: Request, which: str) -> Answer:
        """A button of the page; afterwards the page again."""
        if request.header("sec-fetch-site") not in ("", "same-origin", "none"):
            return _problem(403, "Forbidden", "Only the mailbox's own buttons do this.")
        if which == "empty":
            self._mailbox.clear()
            return _see("emptied")
        if which == "clock":
            try:
                self._workings.advance(duration(parse_qs(request.body.decode()).get("advance", [""])[0]))
            except (ValueError, OverflowError) as error:
                return _problem(422, "Unprocessable Content", str(error))
        idle = self._workings.drain()
        return _see(("moved" if which == "clock" else "drained") if idle else "busy")

    def _with(self, mail_id: str, show: Callable[[Mail], Answer]) -> Answer:
        mail = self._mailbox.get(mail_id)
        if mail is None:
            return _problem(404, "Not Found", "There is no such message.")
        return show(mail)


def _iso(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def _json(value: Any) -> Answer:
    return Answer(
        200, [("Content-Type", "application/json"), ("Cache-Control", "no-store")], json.dumps(value).encode()
    )


def _problem(status: int, title: str, detail: str) -> Answer:
    headers = [("Content-Type", "application/problem+json"), ("Cache-Control", "no-store")]
    return Answer(status, headers, problem(status, title, detail))


def _page(html: str, policy: str) -> Answer:
    strict = (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; base-uri 'none'"
    )
    return _html(html, f"{strict}; {policy}")


def _html(html: str, policy: str) -> Answer:
    headers = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Security-Policy", policy),
        ("Referrer-Policy", "no-referrer"),
        ("X-Content-Type-Options", "nosniff"),
        ("Cache-Control", "no-store"),
    ]
    return Answer(200, headers, html.encode())


def _see(done: str) -> Answer:
    return Answer(303, [("Location", f"/?{urlencode({'done': done})}")])

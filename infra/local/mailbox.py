"""The mailbox of the demo: the messages that SES accepted, in Mailpit's shapes. Knows nothing of HTTP."""

from __future__ import annotations

import email.policy
import secrets
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from email.headerregistry import AddressHeader
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import format_datetime
from functools import cached_property
from typing import Any


@dataclass(frozen=True)
class Mail:
    """One accepted message: `raw` as its receiver gets it, `created` when SES took it."""

    id: str
    raw: bytes
    created: datetime

    @cached_property
    def parsed(self) -> EmailMessage:
        """The message, read."""
        return BytesParser(policy=email.policy.default).parsebytes(self.raw)

    @cached_property
    def summary(self) -> dict[str, Any]:
        """What a list shows of it."""
        sender = self._addresses("From")
        return {
            "ID": self.id,
            "From": sender[0] if sender else {"Name": "", "Address": ""},
            "To": self._addresses("To"),
            "Subject": str(self.parsed["Subject"] or "").strip(),
            "Created": self.created.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        }

    @property
    def text(self) -> str:
        """The plain text, or nothing."""
        return self._content("plain")

    @property
    def html(self) -> str:
        """The HTML, or nothing."""
        return self._content("html")

    def full(self) -> dict[str, Any]:
        """All of it."""
        headers: dict[str, list[str]] = {}
        for name, value in self.parsed.items():
            headers.setdefault(name, []).append(str(value).strip())
        attachments = [
            {
                "PartID": str(number),
                "FileName": part.get_filename() or "",
                "ContentType": part.get_content_type(),
                "ContentID": str(part["Content-ID"] or "").strip("<>"),
                "Size": len(part.get_payload(decode=True) or b""),
            }
            for number, part in enumerate(self.parsed.iter_attachments(), start=1)
        ]
        whole = {"Text": self.text, "HTML": self.html, "Headers": headers, "Attachments": attachments}
        return {**self.summary, **whole}

    def _content(self, kind: str) -> str:
        part = self.parsed.get_body((kind,))
        return "" if part is None else str(part.get_content()).replace("\r\n", "\n")

    def _addresses(self, name: str) -> list[dict[str, str]]:
        return [
            {"Name": address.display_name, "Address": address.addr_spec}
            for header in self.parsed.get_all(name, [])
            if isinstance(header, AddressHeader)
            for address in header.addresses
        ]


class Mailbox:
    """All messages, each once for every time that it was accepted."""

    def __init__(self, region: str) -> None:
        self._host = "email.amazonses.com" if region == "us-east-1" else f"{region}.amazonses.com"
        self._mails: dict[str, Mail] = {}
        self._accepted: set[str] = set()
        self._one = threading.Lock()

    def accept(self, ses_id: str, raw: bytes, at: datetime) -> None:
        """Puts in what SES accepted under that id; the same id a second time is the same message."""
        with self._one:
            if ses_id in self._accepted:
                return
            self._accepted.add(ses_id)
            mail = Mail(secrets.token_hex(11), stamped(raw, f"<{ses_id}@{self._host}>", at), at)
            self._mails[mail.id] = mail

    def overlook(self, ses_id: str) -> None:
        """Never shows what was accepted under that id before the demo began."""
        with self._one:
            self._accepted.add(ses_id)

    def newest(self, limit: int, start: int = 0) -> list[Mail]:
        """So many messages, the newest first, beginning behind the first `start` ones."""
        with self._one:
            return list(reversed(self._mails.values()))[start : start + limit]

    def total(self) -> int:
        """How many there are."""
        with self._one:
            return len(self._mails)

    def get(self, mail_id: str) -> Mail | None:
        """The message of that id; `latest` is the newest one."""
        with self._one:
            if mail_id == "latest":
                return next(reversed(self._mails.values()), None)
            return self._mails.get(mail_id)

    def clear(self) -> None:
        """Empties it."""
        with self._one:
            self._mails.clear()


def stamped(raw: bytes, message_id: str, at: datetime) -> bytes:
    r"""The message with Message-ID and Date of SES's own, which it puts in the place of the sender's.

    >>> stamped(b"Message-ID: <a@b>\r\n\r\nHello", "<1@ses>", datetime(2026, 1, 2, tzinfo=UTC))
    b'Message-ID: <1@ses>\r\nDate: Fri, 02 Jan 2026 00:00:00 +0000\r\n\r\nHello'
    """
    head, gap, body = raw.partition(b"\r\n\r\n")
    end = b"\r\n"
    if not gap:
        head, gap, body = raw.partition(b"\n\n")
        end = b"\n"
    kept: list[bytes] = []
    dropping = False
    for line in head.split(end):
        if not line[:1].isspace():
            dropping = line.partition(b":")[0].strip().lower() in (b"message-id", b"date")
        if not dropping:
            kept.append(line)
    own = [f"Message-ID: {message_id}".encode(), f"Date: {format_datetime(at)}".encode()]
    return end.join([*own, *kept]) + (gap or end + end) + body

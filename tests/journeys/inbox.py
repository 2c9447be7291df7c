"""What people find in their mail, with a scanner that has opened every link before them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import requests

_LINK = re.compile(r"https?://[^\s<>\"']+")
_TOKEN = re.compile(r"/(?:asks|status|sent|drafts)/")


@dataclass(frozen=True, slots=True)
class Mail:
    """One message as its reader sees it."""

    id: str
    to: str
    subject: str
    text: str
    html: str
    headers: dict[str, list[str]]

    @property
    def links(self) -> list[str]:
        """Every address in the text, as a mail program would make links of them."""
        return [link.rstrip(".,)>") for link in _LINK.findall(self.text)]

    def link(self, kind: str) -> str:
        """The one link of a kind: `asks`, `status`, `drafts`."""
        found = [link for link in self.links if f"/{kind}/" in link]
        assert len(set(found)) == 1, f"{len(set(found))} links of {kind} in {self.subject}"
        return found[0]

    def header(self, name: str) -> str:
        """The one header of that name."""
        (value,) = self.headers[name]
        return value


class Inbox:
    """All mail of the demo, oldest first."""

    def __init__(self, mail_url: str) -> None:
        self.mail_url = mail_url
        self._known: dict[str, Mail] = {}

    def all(self) -> list[Mail]:
        """Every message, oldest first."""
        listed = requests.get(f"{self.mail_url}/api/v1/messages?limit=1000", timeout=30).json()["messages"]
        for message in listed:
            if message["ID"] not in self._known:
                self._known[message["ID"]] = self._read(message["ID"])
        return [self._known[message["ID"]] for message in reversed(listed)]

    def to(self, address: str) -> list[Mail]:
        """The messages to one address, oldest first."""
        return [mail for mail in self.all() if mail.to == address]

    def empty(self) -> None:
        """Forgets all messages."""
        requests.delete(f"{self.mail_url}/api/v1/messages", timeout=30).raise_for_status()

    def _read(self, id_: str) -> Mail:
        found: dict[str, Any] = requests.get(f"{self.mail_url}/api/v1/message/{id_}", timeout=30).json()
        (to,) = found["To"]
        return Mail(
            id=id_,
            to=to["Address"],
            subject=found["Subject"],
            text=found["Text"],
            html=found["HTML"],
            headers=found["Headers"],
        )


def scan(mail: Mail) -> list[int]:
    """Opens every link three times by GET and HEAD, as mail scanners do; the statuses that came back."""
    return [
        requests.request(method, link, timeout=30).status_code
        for link in mail.links
        if _TOKEN.search(link)
        for _ in range(3)
        for method in ("GET", "HEAD", "OPTIONS")
    ]

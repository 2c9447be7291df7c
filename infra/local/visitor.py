"""Speaks HTTP as people and programs do: reads pages, fills in forms, follows the links in mails.

What the examples and the tests of whole stories are played with; knows the pages, nothing behind them.
"""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer; `headers` by lower-case name."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    def forms(self) -> list[Form]:
        """The forms of the page."""
        reader = _Reader(self.url)
        reader.feed(self.text)
        reader.close()
        return reader.forms


@dataclass(slots=True)
class Form:
    """A form of a page: where it is sent, what is in it, and its buttons."""

    action: str
    method: str
    controls: list[tuple[str, str, bool]] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def filled(self, answers: Mapping[str, Iterable[str]], button: tuple[str, str]) -> list[tuple[str, str]]:
        """What is sent when these answers are given, by control name, and that button is pressed."""
        names = dict.fromkeys(name for name, _, _ in self.controls)
        pairs = [
            (name, value)
            for name in names
            for value in (answers[name] if name in answers else self._standing(name))
        ]
        return [*pairs, button] if button[0] else pairs

    def _standing(self, name: str) -> list[str]:
        """What a control says as it stands."""
        return [value for control, value, standing in self.controls if control == name and standing]


class _Reader(HTMLParser):
    """Collects the forms of a page."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._url = url
        self._within: Form | None = None
        self._naming = ""
        self._writing: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A form begins, or there is a control in one."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            action = urljoin(self._url, given.get("action", "")) if given.get("action") else self._url
            self._within = Form(action, given.get("method", "get").lower())
            self.forms.append(self._within)
        elif self._within is None or "disabled" in given:
            return
        elif tag == "input":
            self._input(self._within, given)
        elif tag == "button" and given.get("type", "submit") == "submit":
            self._within.buttons.append((given.get("name", ""), given.get("value", "")))
        elif tag in ("select", "textarea"):
            self._naming = given.get("name", "")
            self._writing = [] if tag == "textarea" else None
        elif tag == "option" and self._naming:
            self._within.controls.append((self._naming, given.get("value", ""), "selected" in given))

    def handle_endtag(self, tag: str) -> None:
        """A form or a control ends."""
        if tag == "form":
            self._within = None
        elif tag == "textarea" and self._within is not None and self._writing is not None:
            words = "".join(self._writing).removeprefix("\n")
            self._within.controls.append((self._naming, words, True))
            self._writing = None
        elif tag == "select":
            self._naming = ""

    def handle_data(self, data: str) -> None:
        """Words, which matter within a text area only."""
        if self._writing is not None:
            self._writing.append(data)

    def _input(self, form: Form, given: Mapping[str, str]) -> None:
        kind = given.get("type", "text").lower()
        if kind in ("submit", "image"):
            form.buttons.append((given.get("name", ""), given.get("value", "")))
        elif given.get("name") and kind not in ("button", "reset", "file"):
            ticks = kind in ("checkbox", "radio")
            value = given.get("value", "on" if ticks else "")
            form.controls.append((given["name"], value, "checked" in given if ticks else True))


def call(
    url: str,
    method: str = "GET",
    json_body: Any = None,
    *,
    form: Iterable[tuple[str, str]] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Reply:
    """One request, whose answer is taken as it is: nothing is followed."""
    sent = dict(headers or {})
    body: bytes | None = None
    if form is not None:
        body = urlencode(list(form)).encode()
        sent["Content-Type"] = "application/x-www-form-urlencoded"
    elif json_body is not None:
        body = json.dumps(json_body).encode()
        sent["Content-Type"] = "application/json"
    parts = urlsplit(url)
    target = parts.path or "/"
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    try:
        connection.request(method, f"{target}?{parts.query}" if parts.query else target, body, sent)
        answer = connection.getresponse()
        told = {name.lower(): value for name, value in answer.getheaders()}
        return Reply(url, answer.status, told, answer.read())
    finally:
        connection.close()

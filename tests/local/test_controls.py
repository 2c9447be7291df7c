from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from infra.local.controls import Controls, Workings
from infra.local.mailbox import Mailbox
from infra.local.requests import Answer, Request

NOW = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
MAIL = (
    b"From: Desk <desk@concord.example>\r\nTo: a@people.example\r\nSubject: <b>One</b>\r\n"
    b"Content-Type: text/html; charset=utf-8\r\n\r\n<html><head></head><a href='http://x.example/asks/1'>x</a></html>"
)


class Workplace:
    """A mailbox with two messages and a demo that only notes what it is asked to do."""

    def __init__(self) -> None:
        self.done: list[Any] = []
        self.idle = True
        self.mailbox = Mailbox("us-west-2")
        for number in ("1", "2"):
            self.mailbox.accept(number, MAIL, NOW)
        workings = Workings(self._drain, self._advance, lambda: NOW, lambda: None)
        self.controls = Controls(self.mailbox, workings, "http://127.0.0.1:8000")

    def _drain(self) -> bool:
        self.done.append("drain")
        return self.idle

    def _advance(self, by: timedelta) -> datetime:
        self.done.append(by)
        return NOW + by

    def ask(self, method: str, target: str, body: bytes = b"", **headers: str) -> Answer:
        """The answer to a request on the mail port."""
        sent = tuple((name.replace("_", "-"), value) for name, value in headers.items())
        return self.controls.respond(Request(method, target, sent, body))


@pytest.fixture
def place() -> Workplace:
    """A new one."""
    return Workplace()


def test_messages_are_listed_newest_first(place: Workplace) -> None:
    """The list is as short as was asked, the total is not."""
    newest, oldest = place.mailbox.newest(2)

    assert json.loads(place.ask("GET", "/api/v1/messages").body) == {
        "total": 2,
        "messages": [newest.summary, oldest.summary],
    }
    assert json.loads(place.ask("GET", "/api/v1/messages?limit=1").body) == {
        "total": 2,
        "messages": [newest.summary],
    }
    assert place.ask("GET", "/api/v1/messages?limit=all").status == 422


def test_one_message_is_shown_whole_and_raw(place: Workplace) -> None:
    """By its id, as JSON and as it went out."""
    (newest, _) = place.mailbox.newest(2)

    assert json.loads(place.ask("GET", f"/api/v1/message/{newest.id}").body) == newest.full()
    raw = place.ask("GET", f"/api/v1/message/{newest.id}/raw")
    assert (raw.headers, raw.body) == ([("Content-Type", "message/rfc822")], newest.raw)
    assert place.ask("GET", "/api/v1/message/none").status == 404


def test_mailbox_is_emptied(place: Workplace) -> None:
    """DELETE leaves nothing to list."""
    assert place.ask("DELETE", "/api/v1/messages").status == 200

    assert json.loads(place.ask("GET", "/api/v1/messages").body) == {"total": 0, "messages": []}


def test_drain_says_idle_or_504(place: Workplace) -> None:
    """Work that does not end within the time is no success."""
    done = place.ask("POST", "/drain")
    place.idle = False
    busy = place.ask("POST", "/drain")

    assert (done.status, json.loads(done.body)) == (200, {"idle": True})
    assert busy.status == 504


def test_clock_moves_as_far_as_was_said(place: Workplace) -> None:
    """The answer is the moved time; nothing is drained by that alone."""
    answer = place.ask("POST", "/clock", b'{"advance": "8d"}')

    assert json.loads(answer.body) == {"now": "2026-12-09T09:30:00Z"}
    assert place.done == [timedelta(days=8)]


@pytest.mark.parametrize(
    "body",
    [b"", b"{}", b"[]", b"\xff", b'"8d"', b'{"advance": 8}', b'{"advance": "8"}', b'{"advance": "-8d"}'],
)
def test_clock_refuses_what_it_does_not_understand(place: Workplace, body: bytes) -> None:
    """422 as a problem, and the clock stays."""
    answer = place.ask("POST", "/clock", body)

    assert answer.status == 422
    assert dict(answer.headers)["Content-Type"] == "application/problem+json"
    assert place.done == []


def test_unknown_path_and_wrong_method_are_told_apart(place: Workplace) -> None:
    """404 and 405 with what is understood; HEAD is GET."""
    wrong = place.ask("PUT", "/api/v1/messages")

    assert (wrong.status, dict(wrong.headers)["Allow"]) == (405, "GET, DELETE")
    assert place.ask("GET", "/drain").status == 405
    assert place.ask("GET", "/nothing").status == 404
    assert place.ask("HEAD", "/api/v1/messages").status == 200


def test_page_lists_messages_and_escapes_them(place: Workplace) -> None:
    """What a subject says is shown, never obeyed."""
    page = place.ask("GET", "/").body.decode()

    assert page.count("&lt;b&gt;One&lt;/b&gt;") == 2
    assert "<b>" not in page
    assert "2 messages" in page
    assert "1 December 2026, 09:30" in page


def test_page_of_a_message_frames_its_html_harmlessly(place: Workplace) -> None:
    """The HTML is in a frame that runs nothing, and its links open beside the mailbox."""
    mail_id = place.mailbox.newest(1)[0].id

    page = place.ask("GET", f"/mail/{mail_id}").body.decode()
    framed = place.ask("GET", f"/mail/{mail_id}/html")

    assert f'<iframe src="/mail/{mail_id}/html"' in page
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page
    assert b'<head><base target="_blank"></head>' in framed.body
    assert "sandbox" in dict(framed.headers)["Content-Security-Policy"]
    assert "script-src" not in dict(framed.headers)["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("which", "fields", "done", "notice"),
    [
        ("clock", {"advance": "3d"}, [timedelta(days=3), "drain"], "moved"),
        ("drain", {}, ["drain"], "drained"),
        ("empty", {}, [], "emptied"),
    ],
)
def test_buttons_work_and_lead_back(
    place: Workplace, which: str, fields: dict[str, str], done: list[Any], notice: str
) -> None:
    """Each does its work without a script, and the page says what was done."""
    answer = place.ask("POST", f"/controls/{which}", urlencode(fields).encode())

    assert (answer.status, answer.headers) == (303, [("Location", f"/?done={notice}")])
    assert place.done == done


def test_buttons_of_other_sites_do_nothing(place: Workplace) -> None:
    """A page elsewhere can't empty somebody's mailbox."""
    assert place.ask("POST", "/controls/empty", Sec_Fetch_Site="cross-site").status == 403
    assert place.mailbox.total() == 2

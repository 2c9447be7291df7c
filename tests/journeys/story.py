"""What a journey needs: somebody's browser, everybody's mail with a scanner before it, and the staff's API.

Every link of every message is opened by the scanner before anybody reads it; tables and queues must be the
same afterwards.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import boto3
import requests

from tests.journeys.browser import Browser, Page
from tests.journeys.inbox import Inbox, Mail, scan

TABLES = ("CONCORD_JOURNAL", "CONCORD_DESK")
QUEUES = ("CONCORD_MAIL_QUEUE", "CONCORD_REPAIR_QUEUE", "CONCORD_SEAT_QUEUE")


def stored() -> dict[str, Any]:
    """Everything that the tables hold and how much the queues do, to be compared."""
    dynamodb, sqs = _clients(os.environ["AWS_ENDPOINT_URL_SQS"])
    tables = {
        name: sorted(
            (
                item
                for page in dynamodb.get_paginator("scan").paginate(
                    TableName=os.environ[name], ConsistentRead=True
                )
                for item in page["Items"]
            ),
            key=lambda item: (item["pk"]["S"], item["sk"]["S"]),
        )
        for name in TABLES
    }
    counts = {
        name: sqs.get_queue_attributes(QueueUrl=os.environ[name], AttributeNames=["All"])["Attributes"][
            "ApproximateNumberOfMessages"
        ]
        for name in QUEUES
    }
    return {**tables, **counts}


@cache
def _clients(_: str) -> tuple[Any, Any]:
    """Of the demo that is there: each has endpoints of its own, which the environment names."""
    return boto3.client("dynamodb"), boto3.client("sqs")


class Story:
    """One journey in the demo. `scanner`: whether somebody's mail is scanned before it is read."""

    def __init__(self, demo: Any, language: str = "en", *, scanner: bool = True) -> None:
        self.scanner = scanner
        self.demo = demo
        self.language = language
        self.browser = Browser(demo.base_url, language)
        self.inbox = Inbox(demo.mail_url)
        self._scanned: set[str] = set()

    def fill_in(self, program: str, answers: Mapping[str, Any]) -> Page:
        """The page that follows when somebody has filled in the program's form, page by page."""
        page = self.browser.open(f"/programs/{program}")
        assert page.status == 200
        while page.status == 200 and urlsplit(page.url).path == f"/programs/{program}":
            page = self.turn(page, answers)
        return page

    def turn(self, page: Page, answers: Mapping[str, Any]) -> Page:
        """The page that follows when this one is filled in, as far as it asks; rows are added as needed."""
        for group, rows in answers.items():
            add = next((b for b in page.form.buttons if (b.name, b.value) == ("add", group)), None)
            if add is not None:
                while f"{group}.{len(rows) - 1}.{next(iter(rows[-1]))}" not in page.form.names:
                    page = page.form.press(add)
        asked = page.form.asked
        return page.form.fill({name: answers[name] for name in answers if name in asked}).press()

    def mails(self, address: str) -> list[Mail]:
        """What the address has been sent, after everything has settled and the scanner has been there."""
        self.demo.drain()
        for mail in self.inbox.all() if self.scanner else ():
            if mail.id not in self._scanned:
                self._scanned.add(mail.id)
                before = stored()
                scan(mail)
                assert stored() == before, f"a scanner changed something by the links of {mail.subject}"
        return self.inbox.to(address)

    def newest(self, address: str) -> Mail:
        """The last message to the address."""
        mails = self.mails(address)
        assert mails, f"nothing was sent to {address}"
        return mails[-1]

    def open(self, link: str) -> Page:
        """The page behind a link of a message."""
        return self.browser.open(link)

    def confirm(self, link: str) -> Page:
        """Opens a link that asks to confirm, ticks the box, and says yes."""
        return self.open(link).form.fill({"sure": True}).press("yes")

    def decide(self, link: str, answer: str, name: str = "The protocol desk") -> Page:
        """Opens a link that asks for a decision, signs with a name, and presses the button."""
        return self.open(link).form.fill({"signed_by": name}).press(answer)

    def submission(self, program: str) -> dict[str, Any]:
        """The program's only submission, as staff sees it by the API."""
        self.demo.drain()
        listed = self.api("GET", f"/v1/submissions?program={program}").json()["submissions"]
        (row,) = listed
        found: dict[str, Any] = self.api("GET", f"/v1/submissions/{row['id']}").json()
        assert found["state"] == row["state"], "the list lags behind after a drain"
        return found

    def send(self, program: str, answers: Mapping[str, Any], **more: str) -> str:
        """The id of a form that was sent by the API."""
        body = {"answers": answers, **more}
        sent = self.api("POST", f"/v1/programs/{program}/submissions", token=None, json=body)
        assert sent.status_code == 201, sent.text
        return str(sent.json()["id"])

    def behalf(self, submission: str, ask: str, answer: str, **form: Any) -> None:
        """Staff note down what somebody answered."""
        body = {"answer": answer, "form": form, "on_behalf": "By telephone"}
        said = self.api("POST", f"/v1/submissions/{submission}/asks/{ask}", json=body)
        assert said.status_code == 200, said.text

    def states(self, *submissions: str) -> list[str]:
        """Where they stand once everything has settled."""
        self.demo.drain()
        return [str(self.api("GET", f"/v1/submissions/{each}").json()["state"]) for each in submissions]

    def api(self, method: str, path: str, *, token: str | None = "demo", **more: Any) -> requests.Response:
        """A call of the JSON API."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        headers |= more.pop("headers", {})
        return requests.request(method, f"{self.demo.base_url}{path}", headers=headers, timeout=30, **more)

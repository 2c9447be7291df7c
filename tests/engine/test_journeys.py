# ruff: noqa: F403 - the very same tests, collected again
"""The journeys with the tables on DynamoDB Local, and what only it can show: real concurrency."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
import requests

from infra.local import forms
from tests.journeys.story import Story
from tests.journeys.test_festival import *
from tests.journeys.test_links import *
from tests.journeys.test_visit import *

pytestmark = pytest.mark.engine

OFFICE = "international@fujiyoshida.example"
DESK = "visits@concord.example"


def test_twenty_posts_with_one_key_are_one_submission_and_one_message(story: Story) -> None:
    """All at once, each gets 201 and the same id; the office is asked once."""
    url = f"{story.demo.base_url}/v1/programs/delegation-visit/submissions"
    body = {"answers": forms.visit(datetime.now(UTC).date()), "language": "en"}
    together = Barrier(20)

    def post(_: int) -> tuple[int, str]:
        together.wait()
        answer = requests.post(url, json=body, headers={"Idempotency-Key": "one-key"}, timeout=60)
        return answer.status_code, answer.json().get("id", answer.text)

    with ThreadPoolExecutor(20) as pool:
        answers = set(pool.map(post, range(20)))

    assert len(answers) == 1
    assert {status for status, _ in answers} == {201}
    assert len(story.mails(OFFICE)) == 1
    assert len(story.api("GET", "/v1/submissions").json()["submissions"]) == 1


def test_fifty_posts_of_one_ask_make_one_answer(story: Story) -> None:
    """Half approve and half decline at once: the first counts, all are shown it, one event, one message."""
    story.fill_in("delegation-visit", forms.visit(datetime.now(UTC).date()))
    story.confirm(story.newest(OFFICE).link("asks"))
    link = story.newest(DESK).link("asks")
    form = story.open(link).form.fill({"signed_by": "The protocol desk"})
    together = Barrier(50)

    def post(number: int) -> tuple[int, str]:
        together.wait()
        page = form.press("approve" if number % 2 else "decline")
        return page.status, page.heading

    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(post, range(50)))

    found = story.submission("delegation-visit")
    events = Counter(event["type"] for event in found["events"])
    # A POST that comes after a decision against it finds an application that has ended: 410.
    assert {status for status, _ in answers} <= ({200} if found["state"] == "accepted" else {200, 410})
    assert found["state"] in ("accepted", "declined")
    assert events["ask_answered"] == 2
    assert events["accepted"] + events["declined"] == 1
    assert [mail.to for mail in story.inbox.all()].count(OFFICE) == 3

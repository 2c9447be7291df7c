# ruff: noqa: F403 - the very same tests, collected again
"""The exchange with the tables on DynamoDB Local, and those who are asked side by side answering at once."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from infra.local import forms
from tests.journeys.browser import Page
from tests.journeys.exchange import FATHER, MOTHER, REVIEWERS, TEACHER, Exchange
from tests.journeys.story import Story
from tests.journeys.test_exchange import *

pytestmark = pytest.mark.engine


def test_guardians_and_teacher_at_once_each_answer_once_and_open_what_follows_once(story: Story) -> None:
    """Ten times each, all together: three answers, one review, and each reviewer is asked by one message."""
    exchange = Exchange(story).confirmed()
    pages = [
        (exchange.story.open(exchange.link(address)).form.fill({**filled, **control}), answer)
        for address, filled, control, answer in (
            (MOTHER, forms.CONSENT, {"signed_by": "A mother"}, "agree"),
            (FATHER, forms.CONSENT, {"signed_by": "A father"}, "agree"),
            (TEACHER, forms.REFERENCE, {"sure": True}, "submit"),
        )
    ]
    together = Barrier(30)

    def press(number: int) -> Page:
        form, answer = pages[number % 3]
        together.wait()
        return form.press(answer)

    with ThreadPoolExecutor(30) as pool:
        statuses = {page.status for page in pool.map(press, range(30))}

    found = exchange.submission
    events = Counter(event["type"] for event in found["events"])
    assert statuses <= {200, 503}, "whoever was overtaken too often may try again"
    assert found["steps"] == ["review"]
    assert events["ask_answered"] == 4
    assert [exchange.told(f"reviewer.{number}") for number in range(3)] == [["asked"]] * 3
    assert [len(story.mails(address)) for address in REVIEWERS] == [1, 1, 1]

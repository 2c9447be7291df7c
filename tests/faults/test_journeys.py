"""Whatever answer is lost and whatever request is refused in a journey: nothing is lost, and nothing doubled.

Each write of both journeys is told by its operation, its target, and the how-manieth of that kind it is, so
that every one of them meets every fault, whatever order the threads of the demo do them in.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest
import requests

from infra.local import forms
from infra.local.demo import Demo
from tests.faults.transport import Fault, Plan, Sent, counted, faults
from tests.journeys.browser import Browser, Page
from tests.journeys.inbox import Inbox, Mail

_numbers = count(1)
Kind = tuple[str, str]


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    """A demo that is not emptied between journeys: each has an applicant of its own."""
    with Demo(empty=True) as running:
        yield running


def visit(demo: Demo) -> str:
    """A visit that is asked for, confirmed and approved; the submission's id."""
    email = f"office{next(_numbers)}@city.example"
    sent = submit(demo, "delegation-visit", forms.visit(datetime.now(UTC).date(), email=email))
    press(lambda: opened(demo, email, sent), "yes", {"sure": True})
    press(lambda: opened(demo, "visits@concord.example", sent), "approve", {"signed_by": "The desk"})
    demo.drain()
    return sent


def festival(demo: Demo) -> str:
    """A registration that is sent and confirmed; the submission's id."""
    email = f"family{next(_numbers)}@people.example"
    sent = submit(demo, "cultural-festival", forms.family(email=email))
    press(lambda: opened(demo, email, sent), "yes", {"sure": True})
    demo.drain()
    return sent


def submit(demo: Demo, program: str, answers: dict[str, Any]) -> str:
    """Sends a form by the API, again where the answer is 503."""
    Inbox(demo.mail_url).empty()
    url, key = f"{demo.base_url}/v1/programs/{program}/submissions", f"key-{next(_numbers)}"
    for _ in range(4):
        answer = requests.post(url, json={"answers": answers}, headers={"Idempotency-Key": key}, timeout=30)
        if answer.status_code == 201:
            demo.drain()
            return str(answer.json()["id"])
        assert answer.status_code == 503, answer.text
    raise AssertionError("503 again and again")


def opened(demo: Demo, address: str, sent: str) -> Page:
    """The page of the newest question that was mailed to the address about this submission."""

    def asked() -> list[Mail]:
        return [mail for mail in mails(demo, sent) if mail.to == address and "/asks/" in mail.text]

    found = asked()
    if not found:  # nobody knows what became of the first attempt, until there is a second one
        for _ in range(2):
            demo.advance("31m")
            demo.drain()
        found = asked()
    return Browser(demo.base_url).open(found[-1].link("asks"))


def press(page: Callable[[], Page], button: str, answers: dict[str, Any]) -> None:
    """Answers on the page, again where the answer is 503."""
    for _ in range(4):
        form = page()
        if form.status == 503:
            continue
        if not form.forms:
            return  # answered by the attempt before, whose answer was lost
        answered = form.form.fill(answers).press(button)
        if answered.status == 200:
            return
        assert answered.status == 503, answered.text
    raise AssertionError("503 again and again")


def mails(demo: Demo, sent: str) -> list[Mail]:
    """The messages about a submission, oldest first."""
    demo.drain()
    found = Inbox(demo.mail_url).all()
    return [mail for mail in found if mail.header("X-Concord-Message").startswith(f"{sent}.")]


def outcome(demo: Demo, sent: str) -> tuple[str, Counter[tuple[str, str]], set[int]]:
    """What became of it: its state, its messages by template and party, and how often each was accepted."""
    found = requests.get(
        f"{demo.base_url}/v1/submissions/{sent}", headers={"Authorization": "Bearer demo"}, timeout=30
    ).json()
    messages = Counter((message["template"], message["to"]) for message in found["messages"])
    accepted = Counter(mail.header("X-Concord-Message") for mail in mails(demo, sent))
    assert len(accepted) == messages.total(), "a message was planned and not sent"
    listed = requests.get(
        f"{demo.base_url}/v1/submissions?q={found['reference']}",
        headers={"Authorization": "Bearer demo"},
        timeout=30,
    ).json()["submissions"]
    assert [(row["id"], row["state"]) for row in listed] == [(sent, found["state"])]
    return found["state"], messages, set(accepted.values())


def kind(sent: Sent) -> Kind:
    """The kind of a write: its operation, and the table or queue without the demo's own prefix."""
    return sent.operation, re.sub(r".*-", "", sent.target)


def on_kind(wanted: Kind, number: int, fault: Fault) -> Plan:
    """That fault on the so-manieth write of a kind."""
    seen = 0

    def plan(sent: Sent) -> Fault | None:
        nonlocal seen
        if not sent.writes or kind(sent) != wanted:
            return None
        seen += 1
        return fault if seen == number else None

    return plan


def kinds(demo: Demo, journey: Callable[[Demo], str]) -> tuple[Any, Counter[Kind]]:
    """How the journey ends where nothing goes wrong, and the writes that it makes."""
    with counted() as sent:
        expected = outcome(demo, journey(demo))
    writes = Counter(kind(each) for each in sent if each.writes and each.attempt == 1)
    assert expected[2] == {1}
    assert writes["PutItem", "journal"] >= 2
    return expected, writes


@pytest.mark.long
@pytest.mark.parametrize("fault", ["lost", "refused"])
@pytest.mark.parametrize("journey", [visit, festival])
def test_any_write_lost_or_refused_ends_as_if_nothing_had_been(
    demo: Demo, journey: Callable[[Demo], str], fault: Fault
) -> None:
    """For each write, its answer lost or the request refused: after a drain the same end, everything once."""
    expected, writes = kinds(demo, journey)

    for wanted, times in writes.items():
        for number in range(1, times + 1):
            with faults(on_kind(wanted, number, fault)):
                assert outcome(demo, journey(demo)) == expected, (wanted, number)


@pytest.mark.long
def test_writes_whose_answers_never_come_lose_nothing(demo: Demo) -> None:
    """Where every repetition's answer is lost as well, nothing is; only SES may have sent a second copy."""
    expected, writes = kinds(demo, festival)

    for wanted, times in writes.items():
        for number in range(1, times + 1):
            with faults(on_kind(wanted, number, "lost_for_good")):
                sent = festival(demo)
                for _ in range(2):
                    demo.advance("31m")
                    demo.drain()
                state, messages, copies = outcome(demo, sent)
            assert (state, messages) == expected[:2], (wanted, number)
            assert copies <= ({1, 2} if wanted in (("SendEmail", ""), ("UpdateItem", "desk")) else {1})

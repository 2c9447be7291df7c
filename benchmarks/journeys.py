"""What the journeys cost: AWS calls, capacity units, and CPU, every page and message included.

The floor in the same run is one PutItem of a first commit's size by a warm boto3 client, on the same moto:
CPU of this process only, moto's own is in another one.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import boto3

from benchmarks import report, requests
from benchmarks.driver import Driver, driving
from benchmarks.meter import Stretch
from chalicelib.domain.links import Link
from chalicelib.services import records
from infra.local import forms

_NONCE = re.compile(r'<input[^>]*type="hidden"[^>]*>')
ROUNDS = 20


def main() -> None:
    """Prints the tables."""
    with driving() as driver:
        for name, journey in (
            ("delegation visit, approved", visit),
            ("festival, registered", festival),
            ("youth exchange, from the form to the accepted offer", exchange),
        ):
            journey(driver)  # warm, as a function is after its first request
            driver.meter.forget()
            for _ in range(ROUNDS):
                journey(driver)
            _print(name, list(driver.meter.stretches.values()), _floor())


def visit(driver: Driver) -> None:
    """A mayor's office asks, confirms, is approved, and looks at its status."""
    sent = _send(driver, "delegation-visit", forms.visit(datetime.now(UTC).date()))
    _answer(driver, sent, "confirm.applicant.1", "yes", {"sure": "yes"}, "confirmation: POST")
    _answer(driver, sent, "decide.coordinator.0.1", "approve", {"signed_by": "Desk"}, "decision: POST")
    driver.request("status page", "GET", driver.path(Link("status", sent)))


def festival(driver: Driver) -> None:
    """A family registers, confirms, gets its seat, and is in."""
    sent = _send(driver, "cultural-festival", forms.family())
    _answer(driver, sent, "confirm.applicant.1", "yes", {"sure": "yes"}, "confirmation: POST")
    driver.settle()  # what `seat` has committed
    driver.request("status page", "GET", driver.path(Link("status", sent)))


def exchange(driver: Driver) -> None:
    """A pupil applies; two guardians, a teacher, two of three reviewers, two cities, and the pupil answer."""
    sent = _send(driver, "youth-exchange-fujiyoshida", forms.exchange(datetime.now(UTC).date()))
    _answer(driver, sent, "confirm.applicant.1", "yes", {"sure": "yes"}, "confirmation: POST")
    consent = {**dict(forms.spelt(forms.CONSENT)), "signed_by": "A parent"}
    for number in range(2):
        _answer(driver, sent, f"consent.guardians.{number}.1", "agree", consent, "consent: POST")
    reference = {**dict(forms.spelt(forms.REFERENCE)), "sure": "yes"}
    _answer(driver, sent, "reference.teacher_email.1", "submit", reference, "reference: POST")
    review = {**dict(forms.spelt(forms.REVIEW)), "sure": "yes"}
    for number in range(2):
        _answer(driver, sent, f"review.reviewer.{number}.1", "submit", review, "review: POST")
    city = {"signed_by": "City hall"}
    _answer(driver, sent, "partner_city.partner.0.1", "approve", city, "partner city: POST")
    _answer(driver, sent, "decide.coordinator.0.1", "offer", {"signed_by": "Desk"}, "decision: POST")
    _accept(driver, sent, "offer.applicant.1")
    driver.request("status page", "GET", driver.path(Link("status", sent)))


def _accept(driver: Driver, sent: str, ask: str) -> None:
    """Accepts an offer: the first answer has a code mailed, the second one bears it."""
    path = driver.path(Link("ask", sent, ask))
    page = driver.request("offer: page", "GET", path)
    given = {**_hidden(page["body"]), "signed_by": "Pupil", "answer": "accept"}
    page = driver.post("offer: POST, a code is sent", path, given)
    driver.settle()
    number = records.case_of(driver.world, sent).submission.codes[ask].number
    code = driver.world.code(sent, ask, number)
    answer = {**_hidden(page["body"]), "answer": "accept", "code": code}
    driver.post("offer: POST with the code", path, answer)
    driver.settle()
    if records.case_of(driver.world, sent).submission.state != "accepted":
        raise RuntimeError("the offer was not accepted")


def _send(driver: Driver, program: str, answers: dict[str, Any]) -> str:
    page = driver.request("page with the form", "GET", f"/programs/{program}")
    form = {**_hidden(page["body"]), **dict(forms.spelt(answers))}
    answer = driver.post("submission: POST", f"/programs/{program}", form)
    if answer["statusCode"] != 303:
        raise RuntimeError(f"{answer['statusCode']}: {answer['body'][:500]}")
    headers = {name.lower(): value for name, value in answer["headers"].items()}
    path = headers["location"].removeprefix("https://concord.example")
    driver.request("page after sending", "GET", path)
    driver.settle()
    return path.rpartition("/")[2].split(".")[2]


def _answer(driver: Driver, sent: str, ask: str, answer: str, control: dict[str, str], name: str) -> None:
    path = driver.path(Link("ask", sent, ask))
    page = driver.request(f"{name.partition(':')[0]}: page", "GET", path)
    done = driver.post(name, path, {**_hidden(page["body"]), **control, "answer": answer})
    if done["statusCode"] not in (200, 303):
        raise RuntimeError(f"{done['statusCode']}: {done['body'][:500]}")
    driver.settle()
    if not records.case_of(driver.world, sent).submission.asks[ask].answer:
        raise RuntimeError(f"{ask} was not answered")


def _hidden(page: str) -> dict[str, str]:
    found = {}
    for tag in _NONCE.findall(page):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and value:
            found[name[1]] = value[1]
    return found


def _floor() -> float:
    """Seconds of CPU of one PutItem by boto3, warm."""
    import os

    client = boto3.client("dynamodb")
    item = requests.commit_item()

    def put(number: int) -> None:
        key = {"pk": {"S": "floor"}, "sk": {"S": str(number)}}
        client.put_item(TableName=os.environ["CONCORD_JOURNAL"], Item={**item, **key})

    return _cpu(put, 50)


def _cpu(work: Callable[[int], None], times: int) -> float:
    work(0)
    began = time.process_time()
    for number in range(times):
        work(number)
    return (time.process_time() - began) / times


def _print(name: str, stretches: list[Stretch], floor: float) -> None:
    report.title(f"One journey: {name}")
    rows = [
        [
            stretch.name,
            f"{stretch.times / ROUNDS:g}",
            f"{len(stretch.calls) / ROUNDS:g}",
            f"{stretch.read_units / ROUNDS:g}",
            f"{stretch.write_units / ROUNDS:g}",
            f"{1000 * stretch.cpu / ROUNDS:.1f}",
            f"{stretch.cpu / ROUNDS / floor:.1f}",
        ]
        for stretch in stretches
    ]
    total = ["**all**"]
    total.append(f"{sum(each.times for each in stretches) / ROUNDS:g}")
    total.append(f"{sum(len(each.calls) for each in stretches) / ROUNDS:g}")
    total.append(f"{sum(each.read_units for each in stretches) / ROUNDS:g}")
    total.append(f"{sum(each.write_units for each in stretches) / ROUNDS:g}")
    cpu = sum(each.cpu for each in stretches) / ROUNDS
    total += [f"{1000 * cpu:.1f}", f"{cpu / floor:.1f}"]
    head = ["", "times", "AWS calls", "read units", "write units", "CPU ms", "x one boto3 put"]
    report.table(head, [*rows, total])
    report.note(f"The floor, one PutItem by boto3 in the same run: {1000 * floor:.2f} ms of CPU.")


if __name__ == "__main__":
    main()

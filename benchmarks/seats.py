"""What seats cost: one given, one waited for; and a rush of 10,000 forms for 500 seats.

Calls, units and CPU are measured. How long a rush takes is worked out from them: one program's seats are
settled one after another, so its time is that of its calls, each as long as AWS says that DynamoDB takes
("single-digit milliseconds"; here 5 for a read, 10 for a write), and of this machine's CPU; and it is held
against what a partition takes (1,000 write units a second, developer guide, "Designing partition keys").
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from benchmarks import report
from benchmarks.driver import Driver, driving
from benchmarks.meter import Stretch
from chalicelib.domain.links import Link
from chalicelib.services import answer, publish, seating, submit
from tests.domain.seats import FAIR

TOGETHER = 10
ROUNDS = 40
RUSH, SEATS = 10_000, 500

READ, WRITE = 0.005, 0.010
"""Seconds of a call."""

A_PARTITION = 1_000
"""Write units a second."""

READ_PRICE, WRITE_PRICE = 0.125, 0.625
"""US dollars for a million units on demand, us-east-1."""

PROGRAM: Mapping[str, Any] = {
    **FAIR,
    "id": "rush",
    "community": "colorado-springs",
    "starts": "2099-06-20",
    "capacity": ROUNDS + TOGETHER,
}


def main() -> None:
    """Prints the tables."""
    with driving() as driver:
        publish.publish(driver.world, PROGRAM, by="benchmark")
        _register(driver, TOGETHER, "warm")
        driver.meter.forget()
        _register(driver, ROUNDS, "a seat given")
        _register(driver, ROUNDS, "a place on the waitlist")
        stretches = driver.meter.stretches
        _print([stretches["a seat given"], stretches["a place on the waitlist"]])


def _register(driver: Driver, number: int, name: str) -> None:
    """So many send the form and confirm; then their seats are settled, ten at a time."""
    for each in range(number):
        form = {"full_name": f"Visitor {each}", "email": f"{name.replace(' ', '')}{each}@people.example"}
        sent = submit.submit(driver.world, submit.Form(program="rush", answers=form)).case.submission.id
        opened = answer.open_link(driver.world, Link("ask", sent, "confirm.applicant.1"))
        answer.by_link(driver.world, opened, answer.Given("yes", signed_by="V."))
        seating.queue(driver.world, "rush", [sent])
    driver.seats(name)


def _print(stretches: list[Stretch]) -> None:
    report.title("Seats")
    rows = [
        [
            stretch.name,
            f"{len(stretch.calls) / ROUNDS:.1f}",
            f"{stretch.read_units / ROUNDS:.1f}",
            f"{stretch.write_units / ROUNDS:.1f}",
            f"{1000 * stretch.cpu / ROUNDS:.1f}",
            f"{1 / _seconds(stretch):.0f}",
        ]
        for stretch in stretches
    ]
    head = ["", "AWS calls", "read units", "write units", "CPU ms", "a second, one program"]
    report.table(head, rows)
    given, waited = stretches
    counts = ((given, SEATS), (waited, RUSH - SEATS))
    seconds = sum(_seconds(stretch) * count for stretch, count in counts)
    reads = sum(stretch.read_units / ROUNDS * count for stretch, count in counts)
    writes = sum(stretch.write_units / ROUNDS * count for stretch, count in counts)
    price = (reads * READ_PRICE + writes * WRITE_PRICE) / 1_000_000
    report.note(
        f"A rush of {RUSH:,} forms for {SEATS} seats is settled in {seconds / 60:.0f} minutes, at "
        f"{writes / seconds:.0f} write units a second of the {A_PARTITION:,} that a partition takes, and "
        f"costs {reads:,.0f} read and {writes:,.0f} write units, US$ {price:.2f}. Worked out from these "
        f"figures, with {1000 * READ:.0f} ms a read and {1000 * WRITE:.0f} ms a write."
    )


def _seconds(stretch: Stretch) -> float:
    """How long one takes: its calls, one after another, and the CPU between them."""
    writes = sum(
        call in ("PutItem", "TransactWriteItems", "UpdateItem", "DeleteItem") for call in stretch.calls
    )
    reads = len(stretch.calls) - writes
    return (reads * READ + writes * WRITE + stretch.cpu) / ROUNDS


if __name__ == "__main__":
    main()

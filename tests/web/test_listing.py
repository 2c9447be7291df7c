from __future__ import annotations

from chalicelib.language.reader import reader
from chalicelib.web import listing

CARD = {
    "id": "tea-time",
    "title": "Tea time",
    "summary": "Tea for everybody.",
    "area": "culture",
    "kind": "registration",
    "status": "closed",
    "closes": "2027-01-31",
    "timezone": "America/Denver",
}


def test_cancelled_program_says_so_and_not_when_it_would_have_closed() -> None:
    """Its closing date may be yet to come."""
    card = {**CARD, "cancelled": "2026-11-24T17:00:00.000000Z"}

    shown = listing.program(card, {}, reader("en", "UTC"))

    assert (shown["status"], shown["status_label"], shown["dates"]) == (
        "closed",
        "Cancelled",
        "Cancelled on Tuesday, November 24, 2026, 10:00 AM (Mountain Standard Time).",
    )
    assert listing.program(CARD, {}, reader("en", "UTC"))["status_label"] == "Closed"


def test_programs_are_grouped_by_status_without_the_empty_ones() -> None:
    """In the order in which they are of use."""
    cards = [{**CARD, "status": status} for status in ("closed", "open", "closed")]

    groups = listing.grouped(cards, {}, reader("en", "UTC"))

    assert [(group["id"], len(group["programs"])) for group in groups] == [("open", 1), ("closed", 2)]

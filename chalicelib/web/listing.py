"""Programs as cards, for the pages that list them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.language import labels
from chalicelib.language.reader import Reader, reader
from chalicelib.web import cities, promises

Card = Mapping[str, Any]

ORDER = ("open", "full", "upcoming", "closed")
"""In which programs are listed, by their status."""


def program(card: Card, known: Mapping[str, cities.City], speech: Reader) -> dict[str, str]:
    """What is shown of a program, by the clock of its own time zone."""
    local = reader(speech.language, card["timezone"])
    names = [cities.name(known[each], speech) for each in card.get("partners", []) if each in known]
    return {
        "href": f"/programs/{card['id']}",
        "title": speech.text(card["title"]),
        "summary": speech.text(card["summary"]),
        "status": card["status"],
        "status_label": labels.status(card["status"], speech, cancelled=bool(card.get("cancelled"))),
        "area": labels.area(card["area"], speech),
        "kind": labels.kind(card["kind"], speech),
        "dates": promises.dates_of_card(card, local),
        "cities": speech.listed(names),
    }


def ordered(cards: Sequence[Card]) -> list[Card]:
    """The programs by their status, else as they were."""
    return sorted(cards, key=lambda card: ORDER.index(card["status"]))


def grouped(cards: Sequence[Card], known: Mapping[str, cities.City], speech: Reader) -> list[dict[str, Any]]:
    """The programs by status, in its order, without the statuses that none has."""
    return [
        {
            "id": status,
            "label": labels.status(status, speech),
            "programs": [program(card, known, speech) for card in cards if card["status"] == status],
        }
        for status in ORDER
        if any(card["status"] == status for card in cards)
    ]

"""Programs with seats, without fault: a registration, a choice of tours, an exchange that offers places."""

from __future__ import annotations

from typing import Any

from tests.domain.examples import ABSENT, EXCHANGE, changed

ANSWERS = {"full_name": "Jane Doe", "email": "jane@people.example"}

FAIR: dict[str, Any] = {
    "id": "fair",
    "community": "springs",
    "area": "culture",
    "kind": "registration",
    "title": "A fair",
    "summary": "Come along.",
    "starts": "2027-06-20",
    "timezone": "America/Denver",
    "languages": ["en"],
    "capacity": 2,
    "waitlist": True,
    "form": [
        {
            "page": "You",
            "fields": [
                {"id": "full_name", "type": "text", "label": "Name", "required": True},
                {"id": "email", "type": "email", "label": "Address", "required": True},
            ],
        }
    ],
}
"""A registration without steps of its own."""

TOUR = {
    "id": "tour",
    "type": "choice",
    "label": "Tour",
    "required": True,
    "options": [{"id": "lake", "label": "Lake"}, {"id": "hill", "label": "Hill"}],
}
TOURS = changed(
    FAIR,
    ("/capacity", {"by": "tour", "of": {"lake": 1, "hill": 1}}),
    ("/form/0/fields/-", TOUR),
)
"""The same by option."""

PLACES = changed(
    EXCHANGE,
    ("/capacity", 13),
    ("/waitlist", True),
    ("/score", "review.score"),
    ("/workflow/5/answers/wait", {"label": "Let it wait", "then": "waitlist"}),
    ("/workflow/5/announce", ABSENT),
    ("/workflow/7/seat", "hold"),
    ("/workflow/7/verify", ABSENT),
    ("/workflow/-", {"step": "papers", "ask": {"role": "coordinator"}, "answers": "decide"}),
)
"""An application whose coordinator lets wait, and whose offer holds a place."""

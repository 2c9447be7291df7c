"""A family registers for the festival by the API: what the tests of the demo have it do."""

from __future__ import annotations

from typing import Any

from infra.local import forms
from infra.local.visitor import call

STAFF = {"Authorization": "Bearer demo"}


def submit(application: str, **changed: Any) -> dict[str, Any]:
    """What a family is answered that registers for the festival by the API."""
    body = {"answers": forms.family(**changed), "language": "en"}
    answer = call(f"{application}/v1/programs/cultural-festival/submissions", "POST", body)
    assert answer.status == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def seen(application: str, submission: str) -> dict[str, Any]:
    """The submission as staff see it."""
    found: dict[str, Any] = call(f"{application}/v1/submissions/{submission}", headers=STAFF).json()
    return found

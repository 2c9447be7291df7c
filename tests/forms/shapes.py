"""Which faults of answers are faults of their shape: those that the published JSON Schema has to see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib.domain.errors import Fault
from tests.forms import boundaries
from tests.forms.cases import ABSENT, at

BEYOND = frozenset(
    {"rule", "too_early", "too_late", "too_young", "too_old", "weekday", "too_many_words", "too_few_words"}
    | {"postal_code", "email", "phone", "forbidden_character"}
)
"""What the day, other answers, words, and plans of numbers decide."""


def by_shape(document: Mapping[str, Any], sent: Mapping[str, Any], fault: Fault) -> bool:
    """Whether the schema of the definition has to refuse these answers for that fault.

    Not where the field is on a condition: that is described, and left to the check.
    """
    path = fault.pointer.split("/")[1:]
    fields = {one.place(): one.written for one in boundaries.asked(dict(document))}
    names = [f"/{path[0]}/0/{path[2]}" if len(path) > 2 else "", f"/{path[0]}"]
    names = [each for name in names for each in (name, name.removesuffix("_other"))]
    place = next((name for name in names if name in fields), "")
    written, plain = fields.get(place, {}), place.replace("/0/", "/")
    if any(plain == each or plain.startswith(f"{each}/") for each in conditional(document)):
        return False
    match fault.code, written.get("type"):
        case "too_small" | "too_large", "money":
            return False
        case "required", _ if isinstance(written.get("required"), dict):
            return False
        case "repeated", "ranking":
            return "options" in written
        case "too_few_rows", _:  # rows in which nothing was answered are none, which is beyond it
            rows = at(sent, fault.pointer)
            return rows is ABSENT or len(rows) < written.get("rows", {}).get("min", 0)
        case code, _:
            return code not in BEYOND


def conditional(document: Mapping[str, Any]) -> Iterator[str]:
    """The places, without numbers, of fields that are not always shown."""
    for page in document["form"]:
        for each in page["fields"]:
            loose = _loose(each) or "show_if" in page
            if loose:
                yield f"/{each['id']}"
            yield from (
                f"/{each['id']}/{member['id']}" for member in each.get("fields", ()) if _loose(member)
            )


def _loose(written: Mapping[str, Any]) -> bool:
    return bool(written.keys() & {"show_if", "options_from", "rows_from"})

"""Checks the members of small request bodies, naming every fault; what they hold is the domain's to check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.domain.errors import Fault, Invalid, child

_TYPES: Mapping[str, tuple[type, ...]] = {
    "text": (str,),
    "object": (dict,),
    "list": (list,),
    "integer": (int,),
    "text | object": (str, dict),
}


def members(
    document: Any, kinds: Mapping[str, str], *, required: Sequence[str]
) -> tuple[dict[str, Any], list[Fault]]:
    """The members that are of their kind (see `_TYPES`), and what is wrong with the others.

    Raises Invalid where the document is no object at all.
    """
    if not isinstance(document, dict):
        raise Invalid([Fault("", "wrong_type", {"expected": "object"})])
    kept: dict[str, Any] = {}
    faults: list[Fault] = []
    for name, value in document.items():
        if name not in kinds:
            faults.append(Fault(child("", name), "unknown_key", {"options": sorted(kinds)}))
        elif not isinstance(value, _TYPES[kinds[name]]) or isinstance(value, bool):
            faults.append(Fault(child("", name), "wrong_type", {"expected": kinds[name]}))
        else:
            kept[name] = value
    faults += [Fault(child("", name), "missing") for name in required if name not in document]
    return kept, faults


def checked(document: Any, kinds: Mapping[str, str], *, required: Sequence[str]) -> dict[str, Any]:
    """The members, where nothing is wrong with any. Raises Invalid with every fault."""
    kept, faults = members(document, kinds, required=required)
    if faults:
        raise Invalid(faults)
    return kept

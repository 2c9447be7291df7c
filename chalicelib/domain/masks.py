"""Addresses as they may be shown to somebody who should recognise them but not learn them."""

from __future__ import annotations


def masked(address: str) -> str:
    """`j…@school.example` for `jane@school.example`: the first letter and the host."""
    local, _, host = address.rpartition("@")
    return f"{local[:1]}…@{host}"

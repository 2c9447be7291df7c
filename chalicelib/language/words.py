"""Marks sentences for the catalogue that are looked up later, when the reader is known."""

from __future__ import annotations


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for it, which extraction looks for
    """The message as it is."""
    return message

"""The words for the rows that forms are made of, with the deployment's key; see `domain.row_marks`."""

from __future__ import annotations

from chalicelib.domain import about, filled, row_marks
from chalicelib.domain.row_marks import Seen
from chalicelib.domain.submissions import AskState
from chalicelib.services.records import Loaded
from chalicelib.services.world import World


def word(world: World, loaded: Loaded, ask: AskState) -> str:
    """The word for the rows by which goes what the ask has filled in; empty where it goes by none."""
    if not about.sources(filled.wanted(loaded.pinned, ask)[1]):
        return ""  # as with nearly every form: without the key
    return row_marks.word(loaded.pinned, loaded.case, ask, world.keys().rows)


def seen(world: World, sent: str) -> Seen | None:
    """What a word that was sent says; None where none was."""
    return Seen(sent, world.keys().rows) if sent else None

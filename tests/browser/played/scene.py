"""What a scene and a journey are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # Its playwright is there for the tests in a browser alone; this is read for the others too.
    from tests.browser.person import Person


@dataclass(frozen=True, slots=True)
class Scene:
    """One page: how to get there, and what it is."""

    name: str
    act: Callable[[Person], object]
    heading: Mapping[str, str]
    seen: str
    status: int = 200


@dataclass(frozen=True, slots=True)
class Journey:
    """Scenes that follow from one another."""

    name: str
    title: str
    scenes: Sequence[Scene]

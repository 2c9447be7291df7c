"""The page of each program of the catalogue: what it is, with the beginning of its form."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from infra.local.catalogue import catalogue
from tests.browser.played.scene import Journey, Scene

if TYPE_CHECKING:
    from tests.browser.person import Person


def _opened(person: Person, program: str) -> None:
    person.open(f"/programs/{program}")


def _scene(program: str, title: Mapping[str, str]) -> Scene:
    return Scene(program, partial(_opened, program=program), title, f"The page of “{title['en']}”.")


CATALOGUE = Journey(
    "programs",
    "The programs of the catalogue",
    [_scene(document["id"], document["title"]) for kind, document in catalogue() if kind == "program"],
)

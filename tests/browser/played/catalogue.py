"""The pages of the programs that no other journey begins with: what each of them is, with its form."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from infra.local.catalogue import catalogue
from tests.browser.played.scene import Journey, Scene

if TYPE_CHECKING:
    from tests.browser.person import Person

_ELSEWHERE = frozenset(
    {"cultural-festival", "delegation-visit", "sister-city-agreement", "youth-exchange-fujiyoshida"}
)


def _opened(person: Person, program: str) -> None:
    person.open(f"/programs/{program}")


def _scene(program: str, title: Mapping[str, str]) -> Scene:
    return Scene(program, partial(_opened, program=program), title, f"The page of “{title['en']}”.")


CATALOGUE = Journey(
    "catalogue",
    "The other programs of the catalogue",
    [
        _scene(document["id"], document["title"])
        for kind, document in catalogue()
        if kind == "program" and document["id"] not in _ELSEWHERE
    ],
)

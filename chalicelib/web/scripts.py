"""Which scripts a page has, by what is on it: none on most pages. Without them every page works as well.

They are files of ours beside the style sheet: nothing runs that stands in a page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from chalicelib.web.control import Control

CONDITIONS = ("form.js",)
"""Shows and hides by conditions, and works out what is computed."""

COMFORT = ("controls.js",)
"""Counts words and characters, looks at files when they are chosen, calls rows by their names."""

_SERVED = frozenset({"data-most-words", "data-most-characters", "data-max-mb", "data-count", "data-accept"})


def of(parts: Sequence[Mapping[str, Any]], conditions: str = "") -> dict[str, Any]:
    """What a page's template is given: the scripts that its controls, by `parts`, can make use of."""
    controls = [each for part in parts for each in _all(part["controls"])]
    comfort = any(_served(each) for each in controls)
    return {
        "conditions": conditions,
        "scripts": (*(CONDITIONS if conditions else ()), *(COMFORT if comfort else ())),
    }


def _all(controls: Sequence[Control]) -> Iterator[Control]:
    """The controls, and those within them."""
    for each in controls:
        yield each
        yield from _all(each.parts)
        for row in each.rows:
            yield from _all(row.controls)


def _served(control: Control) -> bool:
    return bool(_SERVED & control.attributes.keys()) or any(option.echo for option in control.options)

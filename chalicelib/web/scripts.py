"""Which scripts a page has, by what is on it: none on most pages. Without them every page works as well.

They are files of ours beside the style sheet: nothing runs that stands in a page. The store for files is the
only other place that one of them may talk to, on pages that have some to choose.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from chalicelib.web.control import Control

CONDITIONS = ("form.js",)
"""Shows and hides by conditions, and works out what is computed."""

COMFORT = ("controls.js",)
"""Counts words and characters, looks at files when they are chosen, calls rows by their names."""

UPLOADS = ("upload.js",)
"""Posts files into the store when they are chosen; after those of comfort, which look at them."""

_SERVED = frozenset({"data-most-words", "data-most-characters", "data-max-mb", "data-count", "data-accept"})


def of(
    parts: Sequence[Mapping[str, Any]], conditions: str = "", *, store: Callable[[], str]
) -> dict[str, Any]:
    """What a page's template is given: the scripts that its controls, by `parts`, can make use of.

    `store`: the origin of the store for files; it is asked for where there are controls for some.
    """
    controls = [each for part in parts for each in _all(part["controls"])]
    comfort = any(_served(each) for each in controls)
    posted = any(each.kind == "files" for each in controls)
    return {
        "conditions": conditions,
        "scripts": (
            *(CONDITIONS if conditions else ()),
            *(COMFORT if comfort else ()),
            *(UPLOADS if posted else ()),
        ),
        "store": store() if posted else "",
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

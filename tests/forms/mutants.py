"""Definitions with one constraint less, or with a stricter one.

A constraint is untried where no case tells the definition from those.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from chalicelib.domain import times
from tests.forms.boundaries import DECIMALS, NOT_OFFERED, Asked, asked
from tests.forms.cases import ABSENT, put
from tests.forms.definitions import TODAY

CONSTRAINTS = frozenset(
    {"min_length", "max_length", "min_words", "max_words", "pattern", "confirm", "min", "max", "min_age"}
    | {"max_age", "age_on", "weekdays", "integer", "currency", "must_be", "options", "other", "exclusive"}
    | {"min_choices", "max_choices", "options_from", "rank", "texts", "scale", "rows_from", "value"}
    | {"required", "show_if", "rows", "count"}
)
"""What may be wrong with an answer, or decides whether it is asked for. `rows` has two: `min` and `max`."""

CONTENT = frozenset({"accept", "max_mb", "max_pixels"})
"""What may be wrong with a file, which answers only name: tried with files, in `test_form_files`."""


@dataclass(frozen=True, slots=True)
class Site:
    """A constraint: where it stands, of which field (None for those of pages and rules), and its mutants.

    `looser` are noticed by an answer that it refuses or drops, `stricter` by one that it lets pass.
    """

    pointer: str
    key: str
    one: Asked | None
    looser: tuple[Any, ...]
    stricter: tuple[Any, ...] = ()


def sites(document: dict[str, Any]) -> Iterator[Site]:
    """Every constraint of a definition."""
    for number, page in enumerate(document["form"]):
        if "show_if" in page:
            yield Site(f"/form/{number}/show_if", "show_if", None, (ABSENT,), (False,))
    for one in asked(document):
        for key in sorted(one.written.keys() & CONSTRAINTS):
            yield from _of(one, key)
    for number, _ in enumerate(document.get("rules", ())):
        yield Site(f"/rules/{number}/check", "rule", None, (True,), (False,))


def mutant(document: dict[str, Any], site: Site, value: Any) -> dict[str, Any]:
    """The definition with another value at the site."""
    changed: dict[str, Any] = json.loads(json.dumps(document))
    put(changed, site.pointer, value)
    return changed


def _of(one: Asked, key: str) -> Iterator[Site]:
    limit, kind, place = one.written[key], one.written["type"], f"{one.pointer}/{key}"
    match kind, key:
        case "group", "rows":
            for edge, away in (("min", 1), ("max", -1)):
                if limit.get(edge):
                    stricter = (limit[edge] + away,) if limit[edge] + away > 0 else ()
                    yield Site(f"{place}/{edge}", f"rows_{edge}", one, (ABSENT,), stricter)
        case _, "required":
            stricter = (True,) if isinstance(limit, dict) else ()
            if limit is not False:
                yield Site(place, key, one, (False,), stricter)
        case _, "show_if":
            yield Site(place, key, one, (ABSENT,), (False,))
        case _, "value":
            yield Site(place, key, one, ("mutant",))
        case "date" | "money", _:
            yield from _of_amounts(one, key, place)
        case "rating", "max":
            yield Site(place, key, one, (limit + 1,), (limit - 1,))
        case _, "min" | "max" | "min_length" | "max_length" | "min_words" | "max_words":
            whole = one.written.get("integer") or kind != "number"
            step = (1 if whole else 0.25) * (1 if key.startswith("min") else -1)
            yield Site(place, key, one, (ABSENT,), (limit + step,))
        case _, "min_choices":
            yield Site(place, key, one, (ABSENT,) if limit > 1 else (), (limit + 1,))
        case _, "max_choices":
            yield Site(place, key, one, (ABSENT,), (limit - 1,) if limit > 1 else ())
        case _:
            yield from _of_lists(one, key, place)


def _of_amounts(one: Asked, key: str, place: str) -> Iterator[Site]:
    limit, kind, away = one.written[key], one.written["type"], -1 if key == "max" else 1
    match kind, key:
        case "date", "min" | "max":
            days = (times.day_of(limit, TODAY) + away * timedelta(days) for days in (1, 7))
            yield Site(place, key, one, (ABSENT,), tuple(day.isoformat() for day in days))
        case "date", "min_age" | "max_age":
            months = times.duration(limit).months + (1 if key == "min_age" else -1)
            yield Site(place, key, one, (ABSENT,), (f"{months // 12}y{months % 12}m",))
        case "date", "age_on":
            day = times.day_of(limit, TODAY)
            yield Site(place, key, one, tuple((day + timedelta(days)).isoformat() for days in (-40, 40)))
        case "money", "min" | "max":
            edge = Decimal(str(limit)) + Decimal(away).scaleb(-DECIMALS[one.written["currency"]])
            yield Site(place, key, one, (ABSENT,), (str(edge),))
        case "money", "currency":
            stricter = ("JPY",) if DECIMALS[limit] else ()
            yield Site(place, key, one, ("KWD" if DECIMALS[limit] else "USD",), stricter)
        case _:
            yield from _of_lists(one, key, place)


def _of_lists(one: Asked, key: str, place: str) -> Iterator[Site]:
    limit = one.written[key]
    match one.written["type"], key:
        case _, "weekdays" | "options" | "scale":
            more = {"options": [{"id": NOT_OFFERED, "label": "."}], "scale": [{"id": 999, "label": "."}]}
            looser = [*limit, *more[key]] if key in more else ABSENT
            fewer = tuple(limit[:number] + limit[number + 1 :] for number in range(len(limit)))
            yield Site(place, key, one, (looser,), fewer if len(limit) > 2 else ())
        case _, "exclusive":
            everything = [each["id"] for each in one.written["options"]]
            yield Site(place, key, one, (ABSENT,), (everything,))
        case _, "count":
            yield Site(place, key, one, (limit + 1,), (limit - 1,))
        case _, "texts":
            yield Site(place, key, one, (limit + 1,), (limit - 1,) if limit > 1 else ())
        case _, "rank":
            yield Site(place, key, one, (ABSENT,), (limit - 1,) if limit > 1 else ())
        case _, "options_from":
            options = [{"id": str(number), "label": "."} for number in range(20)]
            yield Site(one.pointer, key, one, ({**_but(one.written, key), "options": options},))
        case _, "must_be":
            yield Site(place, key, one, (ABSENT,), (not limit,))
        case _:  # other, confirm, integer, pattern, rows_from
            yield Site(place, key, one, (ABSENT,))


def _but(written: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in written.items() if name != key}

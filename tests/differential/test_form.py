"""The page's script beside the server: the same form, filled in at random, settled by both.

Shown or not, what conditions see, what is worked out, what has to be answered, which rules are broken.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from datetime import date
from random import Random, SystemRandom
from typing import Any

import pytest

from chalicelib.domain import answers, logic, programs
from chalicelib.domain.definitions import Program, fields_of
from chalicelib.domain.fields import reading
from chalicelib.domain.fields.checking import Settled
from chalicelib.domain.fields.group import Group
from chalicelib.language.reader import reader
from chalicelib.web import conditions
from tests.differential import forms
from tests.differential.test_logic import spelt

pytestmark = pytest.mark.node

COUNT = 3_000
TODAY = date(2026, 11, 29)

Evaluator = Callable[[list[Any]], list[dict[str, Any]]]


def server(program: Program, form: Mapping[str, list[str]]) -> dict[str, Any]:
    """What the server makes of the form, by the names that controls have on the page."""
    kept = reading.filled(fields_of(program), form)
    settled = answers.settle(program, answers.from_page(program, form), TODAY, country="US")
    shown = {place.field for place in settled.shown if not place.member}
    return {
        "scope": settled.scope,
        "shown": sorted(shown),
        "members": sorted(f"{place.field}.{place.member}" for place in settled.shown if place.member),
        "wanted": _wanted(program, settled, kept, shown),
        "broken": [_broken(rule.check, settled.scope) for rule in program.rules],
    }


def _wanted(
    program: Program, settled: Settled, kept: Mapping[str, list[int]], shown: set[str]
) -> dict[str, bool]:
    top = {**settled.scope, "form": settled.scope}
    found: dict[str, bool] = {}
    for each in fields_of(program):
        if each.id in shown and isinstance(each.required, dict):
            found[each.id] = logic.truthy(logic.evaluate(each.required, top))
        if not isinstance(each, Group) or each.id not in shown:
            continue
        tied = settled.scope.get(each.rows_from or "", [])
        for number, scope in zip(kept[each.id], settled.scope[each.id], strict=True):
            data = {**scope, "form": settled.scope}
            data |= {"from": tied[kept[each.id].index(number)]} if tied else {}
            found |= {
                f"{each.id}.{number}.{member.id}": logic.truthy(logic.evaluate(member.required, data))
                for member in each.fields
                if isinstance(member.required, dict)
            }
    return found


def _broken(check: Any, scope: Mapping[str, Any]) -> bool:
    return not logic.truthy(logic.evaluate(check, {**scope, "form": scope}))


def script(program: Program, form: Mapping[str, list[str]], found: dict[str, Any]) -> dict[str, Any]:
    """The same of what the script said, of rows that count."""
    kept = reading.filled(fields_of(program), form)
    ids = [each.id for each in fields_of(program)]
    places = {name: value for name, value in found["shown"].items() if not name.endswith("_other")}
    rows = {
        f"{name}.{parts[2]}"
        for name in kept
        for place, value in places.items()
        if (parts := place.split("."))[0] == name
        and len(parts) == 3
        and value
        and int(parts[1]) in kept[name]
    }
    wanted = {
        name: value
        for name, value in found["wanted"].items()
        if not name.endswith("_other") and places[name.split(".")[0]]
    }
    return {
        "scope": found["scope"],
        "shown": sorted(name for name in ids if places[name]),
        "members": sorted(rows),
        "wanted": {
            name: value
            for name, value in wanted.items()
            if "." not in name or int(name.split(".")[1]) in kept[name.split(".")[0]]
        },
        "broken": found["broken"],
    }


def test_script_settles_random_forms_as_the_server_does(settling: Evaluator) -> None:
    """Rows, rows of rows, choices among rows, what depends on what is hidden; `SEED` repeats a run."""
    seed = int(os.environ.get("SEED") or SystemRandom().randrange(2**32))
    print(f"SEED={seed}")
    random = Random(seed)
    cases = []
    for _ in range(COUNT // 5):
        document = forms.program(random)
        program = programs.program(json.dumps(document))
        plan = json.loads(conditions.of_program(program, reader("en", "UTC"), ()))
        cases += [(program, plan, forms.page(random, document)) for _ in range(5)]

    outcomes = settling([[plan, form] for _, plan, form in cases])

    differ = []
    for (program, plan, form), outcome in zip(cases, outcomes, strict=True):
        assert "value" in outcome, (outcome, plan, form)
        ours = json.dumps(spelt(server(program, form)), sort_keys=True)
        theirs = json.dumps(spelt(script(program, form, outcome["value"])), sort_keys=True)
        if ours != theirs:
            differ.append(f"{ours}\nnot {theirs}\n{json.dumps(form)}\n{json.dumps(plan)}")
    assert sorted(differ, key=len)[:1] == [], f"SEED={seed} make test-node: {len(differ)} of {len(cases)}"

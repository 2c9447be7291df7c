"""The page's script beside the server: the same form, filled in at random, settled by both.

Shown or not, what conditions see, what is worked out, what has to be answered, which rules are broken.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from random import Random, SystemRandom
from typing import Any

import pytest

from chalicelib.domain import answers, logic, programs
from chalicelib.domain.definitions import Program, fields_of
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


def server(
    program: Program, form: Mapping[str, list[str]], kept: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    """What the server makes of the form, by the names that controls have on the page.

    `kept`: the numbers there of the rows that count, as the script has them; others than the server's show.
    """
    settled = answers.settle(program, answers.from_page(program, form), TODAY, country="US")
    shown = {place.field for place in settled.shown if not place.member}
    return {
        "scope": settled.scope,
        "rows": {name: len(settled.scope[name]) for name in _groups(program) if name in settled.scope},
        "shown": sorted(shown),
        "members": sorted(f"{place.field}.{place.member}" for place in settled.shown if place.member),
        "wanted": _wanted(program, settled, kept, shown),
        "broken": [_broken(rule.check, settled.scope) for rule in program.rules],
    }


def _wanted(
    program: Program, settled: Settled, kept: Mapping[str, Sequence[str]], shown: set[str]
) -> dict[str, bool]:
    top = {**settled.scope, "form": settled.scope}
    found: dict[str, bool] = {}
    for each in fields_of(program):
        if each.id in shown and isinstance(each.required, dict):
            found[each.id] = logic.truthy(logic.evaluate(each.required, top))
        if not isinstance(each, Group) or each.id not in shown:
            continue
        tied = settled.scope.get(each.rows_from or "", [])
        for place, (number, scope) in enumerate(
            zip(kept.get(each.id, ()), settled.scope[each.id], strict=False)
        ):
            data = {**scope, "form": settled.scope}
            data |= {"from": tied[place]} if tied else {}
            found |= {
                f"{each.id}.{number}.{member.id}": logic.truthy(logic.evaluate(member.required, data))
                for member in each.fields
                if isinstance(member.required, dict)
            }
    return found


def _broken(check: Any, scope: Mapping[str, Any]) -> bool:
    return not logic.truthy(logic.evaluate(check, {**scope, "form": scope}))


def _groups(program: Program) -> list[str]:
    return [each.id for each in fields_of(program) if isinstance(each, Group)]


def script(program: Program, found: dict[str, Any], kept: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The same of what the script said, of rows that count."""

    def counts(name: str) -> bool:
        group, *row = name.split(".")
        return not name.endswith("_other") and found["shown"][group] and (not row or row[0] in kept[group])

    shown = [name for name, value in found["shown"].items() if value and counts(name)]
    return {
        "scope": known(found["scope"]),
        "rows": {name: len(numbers) for name, numbers in kept.items()},
        "shown": sorted(name for name in shown if "." not in name),
        "members": sorted({"{0}.{2}".format(*name.split(".")) for name in shown if "." in name}),
        "wanted": {name: value for name, value in found["wanted"].items() if counts(name)},
        "broken": found["broken"],
    }


def _in_browser(form: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """As a script reads it: lines end with one character there, and with two only when they are sent."""
    return {name: [value.replace("\r\n", "\n") for value in typed] for name, typed in form.items()}


def known(value: Any) -> Any:
    """Without what is undefined, which no operation tells from what is absent."""
    match value:
        case dict():
            return {key: known(each) for key, each in value.items() if each != {"$": "undefined"}}
        case list():
            return [known(each) for each in value]
        case _:
            return value


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

    outcomes = settling([[plan, _in_browser(form)] for _, plan, form in cases])

    differ, emptied = [], 0
    for (program, plan, form), outcome in zip(cases, outcomes, strict=True):
        assert "value" in outcome, (outcome, plan, form)
        found = outcome["value"]
        kept = {name: [*rows] for name, rows in found["live"].items()}
        expected = server(program, form, kept)
        if any(len(kept.get(name, ())) > count for name, count in expected["rows"].items()):
            emptied += 1  # the server settles such a form once more, without rows of which nothing is left
            continue
        ours = json.dumps(spelt(expected), sort_keys=True)
        theirs = json.dumps(spelt(script(program, found, kept)), sort_keys=True)
        if ours != theirs:
            differ.append(f"{ours}\nnot {theirs}\n{json.dumps(form)}\n{json.dumps(plan)}")
    example = min(differ, key=len, default="")
    assert not differ, f"SEED={seed} make test-node: {len(differ)} of {len(cases)}, such as\n{example}"
    assert emptied < COUNT / 100

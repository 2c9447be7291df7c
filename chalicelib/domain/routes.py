"""What no shape can say of a workflow: who is asked, until when, and that every way leads somewhere.

Works on the document as it was sent, like `sense`, of which it is the half about steps.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from chalicelib.domain import steps, times
from chalicelib.domain.definitions import RESERVED_STEPS
from chalicelib.domain.errors import Fault, child
from chalicelib.domain.lenient import items, members, repeated, types

_ONWARD = frozenset({"next", "accept"})
_OUTWARD = frozenset({"decline", "expire"})


def faults(program: dict[str, Any]) -> Iterator[Fault]:
    """Everything that is wrong with the steps, in their order; then the ways between them."""
    workflow = [members(step) for step in items(program.get("workflow"))]
    if not workflow and program.get("kind") == "application":
        yield Fault("/workflow", "missing")
    yield from repeated(workflow, "step", "/workflow")
    names = [step.get("step") for step in workflow]
    for number, step in enumerate(workflow):
        pointer = f"/workflow/{number}"
        if str(step.get("step")) in RESERVED_STEPS:
            yield Fault(f"{pointer}/step", "reserved", {"name": str(step.get("step"))})
        yield from _asked(program, step, pointer)
        yield from _targets(step, names, pointer)
        yield from _deadline(step, pointer)
        if step.get("answers") == "confirm" and (isinstance(step.get("ask"), dict) or number > 0):
            yield Fault(f"{pointer}/answers", "confirm_first")
    yield from _ways(workflow)


def warnings(program: dict[str, Any]) -> Iterator[Fault]:
    """Numbers in `needs` above today's holders of the role: all of them will do then."""
    for number, step in enumerate(map(members, items(program.get("workflow")))):
        role = members(step.get("ask")).get("role")
        holders = len(items(members(program.get("roles")).get(role))) if isinstance(role, str) else 0
        pointer = f"/workflow/{number}"
        said = [(pointer, step)] + [
            (child(f"{pointer}/answers", answer), members(outcome))
            for answer, outcome in members(step.get("answers")).items()
        ]
        for place, limits in said:
            needs = limits.get("needs")
            if isinstance(needs, int) and not isinstance(needs, bool) and needs > holders > 0:
                yield Fault(f"{place}/needs", "more_than_holders", {"role": role, "holders": holders})


def _asked(program: dict[str, Any], step: dict[str, Any], pointer: str) -> Iterator[Fault]:
    ask = step.get("ask")
    if not isinstance(ask, dict):
        return
    form = types(program)
    if len({"named", "role"} & ask.keys()) != 1:
        yield Fault(f"{pointer}/ask", "wrong_keys", {"options": ["named", "role"]})
    if ask.get("named") == "applicant":
        # The party would go by the applicant's own word, and be taken for the applicant.
        yield Fault(f"{pointer}/ask/named", "reserved", {"name": "applicant"})
    for key, expected in (("named", "email"), ("name", "text")):
        field = ask.get(key)
        if isinstance(field, str) and field not in form:
            yield Fault(f"{pointer}/ask/{key}", "no_such_field", {"field": field})
        elif isinstance(field, str) and form[field] != expected:
            yield Fault(f"{pointer}/ask/{key}", "field_type", {"field": field, "expected": expected})
    role, roles = ask.get("role"), program.get("roles", {})
    if isinstance(role, str) and isinstance(roles, dict) and not items(roles.get(role)):
        yield Fault(f"{pointer}/ask/role", "nobody_to_ask", {"role": role})


def _targets(step: dict[str, Any], names: list[Any], pointer: str) -> Iterator[Fault]:
    for answer, outcome in members(step.get("answers")).items():
        then = members(outcome).get("then", "next")
        if isinstance(then, str) and then not in (*names, *_ONWARD, "decline"):
            yield Fault(f"{child(f'{pointer}/answers', answer)}/then", "no_such_step", {"step": then})


def _deadline(step: dict[str, Any], pointer: str) -> Iterator[Fault]:
    due, on_timeout = step.get("due"), step.get("on_timeout")
    by_role = "role" in members(step.get("ask"))
    if due is None and not by_role and step.get("ask") is not None:
        yield Fault(f"{pointer}/due", "missing")
    if due is not None and on_timeout is None:
        yield Fault(f"{pointer}/on_timeout", "missing")
    if due is None and on_timeout is not None and by_role:
        yield Fault(f"{pointer}/due", "missing")
    if isinstance(due, str) and re.fullmatch(times.DURATION, due) and times.duration(due) == times.Duration():
        yield Fault(f"{pointer}/due", "too_small", {"limit": "1h"})


def _ways(workflow: list[dict[str, Any]]) -> Iterator[Fault]:
    """Steps that no way leads to, and those from which no way leads to an end.

    Nothing where a step's answers or targets are faulty: where its ways lead can't be said then.
    """
    names = [step.get("step") for step in workflow]
    end = len(workflow)
    ways: list[set[int]] = []
    for number, step in enumerate(workflow):
        outcomes = _outcomes(step)
        if not outcomes or not outcomes <= {*map(str, names), *_ONWARD, *_OUTWARD}:
            return
        ways.append({_target(then, number, names, end) for then in outcomes})
    reached = _closure({0}, lambda place: ways[place] if place < end else set())
    ending = _closure({end}, lambda place: {number for number in range(end) if place in ways[number]})
    for number, step in enumerate(workflow):
        if number not in reached:
            yield Fault(f"/workflow/{number}/step", "unreachable", {"step": str(step.get("step"))})
        elif number not in ending:
            yield Fault(f"/workflow/{number}/step", "endless", {"step": str(step.get("step"))})


def _target(then: str, number: int, names: list[Any], end: int) -> int:
    if then in _ONWARD:
        return number + 1
    return end if then in _OUTWARD else names.index(then)


def _outcomes(step: dict[str, Any]) -> set[str]:
    """Where the step's answers and its deadline lead."""
    own = step.get("answers")
    found = set(steps.READY.get(own, {}).values()) if isinstance(own, str) else set()
    found |= {str(members(outcome).get("then", "next")) for outcome in members(own).values()}
    return found | ({str(step["on_timeout"])} if found and step.get("on_timeout") else set())


def _closure(start: set[int], following: Callable[[int], set[int]]) -> set[int]:
    """Every place that can be come to."""
    found: set[int] = set()
    waiting = set(start)
    while waiting:
        place = waiting.pop()
        found.add(place)
        waiting |= following(place) - found
    return found

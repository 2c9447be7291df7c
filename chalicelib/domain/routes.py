"""What no shape can say of a workflow: what each step offers and wants, until when, and where it leads.

Works on the document as it was sent, like `sense`, of which it is the half about steps. `parties` knows
whom a step can ask, `whens` what a condition can look at, `graph` how steps follow one another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from chalicelib.domain import graph, parties, seat_checks, steps, times, whens
from chalicelib.domain.definitions import RESERVED_STEPS
from chalicelib.domain.errors import Fault, child
from chalicelib.domain.lenient import Placed, by_id, fields, items, members, placed, rows

_TARGETS = frozenset({"next", "accept", "decline", "waitlist", "withdraw"})


def faults(program: dict[str, Any]) -> Iterator[Fault]:
    """Everything that is wrong with the steps, in their order; then the ways between them."""
    if not items(program.get("workflow")) and program.get("kind") == "application":
        yield Fault("/workflow", "missing")
    found = placed(program)
    yield from _names(found)
    names = {each.name for each in found}
    for each in found:
        yield from parties.faults(program, each)
        yield from _answers(each)
        yield from _targets(each, names)
        yield from _amend(program, each)
        yield from _deadline(each)
        yield from whens.faults(program, each, found)
    until = program.get("amend_until")
    if isinstance(until, str) and until not in names:
        yield Fault("/amend_until", "no_such_step", {"step": until})
    yield from _ways(program, found)


def _names(found: Sequence[Placed]) -> Iterator[Fault]:
    seen: set[str] = set()
    for each in found:
        if each.name and each.name in seen:
            yield Fault(f"{each.pointer}/step", "duplicate", {"name": each.name})
        if each.name in RESERVED_STEPS:
            yield Fault(f"{each.pointer}/step", "reserved", {"name": each.name})
        seen.add(each.name)


def _answers(each: Placed) -> Iterator[Fault]:
    """What can be answered, and what is wanted with it."""
    step, pointer = each.step, each.pointer
    if "answers" not in step and not _filled_in(step):
        yield Fault(f"{pointer}/answers", "missing")
    if step.get("answers") != "confirm":
        return
    if isinstance(step.get("ask"), dict) or each.place > 0 or each.beside:
        yield Fault(f"{pointer}/answers", "confirm_first")
    if "verify" in step:
        # Who has the link has the address already, which is all that is asked.
        yield Fault(f"{pointer}/verify", "not_beside", {"other": "answers: confirm"})


def _targets(each: Placed, names: set[str]) -> Iterator[Fault]:
    for answer, outcome in members(each.step.get("answers")).items():
        then = members(outcome).get("then", "next")
        if isinstance(then, str) and then not in names | _TARGETS:
            yield Fault(f"{child(f'{each.pointer}/answers', answer)}/then", "no_such_step", {"step": then})


def _amend(program: dict[str, Any], each: Placed) -> Iterator[Fault]:
    amend, pointer = each.step.get("amend"), f"{each.pointer}/amend"
    if not amend:
        return
    if isinstance(each.step.get("ask"), dict):
        yield Fault(pointer, "applicant_only")
    if "form" in each.step:
        yield Fault(pointer, "not_beside", {"other": "form"})
    yield from parties.known(amend, pointer, by_id(fields(program)))
    address = members(program.get("applicant")).get("email", "email")
    for number, name in enumerate(items(amend)):
        if name in (address, program.get("one_per")):
            yield Fault(f"{pointer}/{number}", "not_amendable")


def _deadline(each: Placed) -> Iterator[Fault]:
    step, pointer = each.step, each.pointer
    due, on_timeout, remind = step.get("due"), step.get("on_timeout"), items(step.get("remind"))
    wanted = "role" not in each.ask and step.get("ask") is not None
    if due is None and (wanted or on_timeout is not None or remind):
        yield Fault(f"{pointer}/due", "missing")
    if due is not None and on_timeout is None:
        yield Fault(f"{pointer}/on_timeout", "missing")
    length = _length(due)
    if length == times.Duration():
        yield Fault(f"{pointer}/due", "too_small", {"limit": "1h"})
    for number, spelt in enumerate(remind):
        before = _length(spelt)
        if before is None:
            continue
        if spelt in remind[:number]:
            yield Fault(f"{pointer}/remind/{number}", "duplicate", {"name": spelt})
        elif before == times.Duration():
            yield Fault(f"{pointer}/remind/{number}", "too_small", {"limit": "1h"})
        elif length is not None and length != times.Duration() and _hours(before) >= _hours(length):
            yield Fault(f"{pointer}/remind/{number}", "not_shorter", {"other": "due"})


def _length(spelt: object) -> times.Duration | None:
    if isinstance(spelt, str) and re.fullmatch(times.DURATION, spelt):
        return times.duration(spelt)
    return None


def _hours(length: times.Duration) -> int:
    """About how long it is: months as the longest ones."""
    return (length.months * 31 + length.days) * 24 + length.hours


def _ways(program: dict[str, Any], found: Sequence[Placed]) -> Iterator[Fault]:
    """Steps that no way leads to, and those from which no way leads to an end.

    Nothing where a step's answers or targets are faulty: where its ways lead can't be said then.
    """
    places = {each.name: each.place for each in found}
    stages: list[list[graph.Member]] = [[] for _ in items(program.get("workflow"))]
    for each in found:
        leads = outcomes(each.step)
        if steps.WAITLIST in leads:
            leads = leads - {steps.WAITLIST} | {seat_checks.after_waiting(found), "expire"}
        if leads:
            leads |= seat_checks.ends(program, each)
        if not leads or not leads <= {*places, *_TARGETS, "expire", "release"}:
            return
        stages[each.place].append(graph.Member(leads, skipped=_may_be_skipped(program, each)))
    if not stages or not all(stages):
        return
    ways = graph.ways(stages, places)
    reached, ending = graph.reached(ways), graph.ending(ways)
    for each in found:
        if each.place not in reached:
            yield Fault(f"{each.pointer}/step", "unreachable", {"step": each.name})
        elif each.place not in ending:
            yield Fault(f"{each.pointer}/step", "endless", {"step": each.name})


def outcomes(step: dict[str, Any]) -> frozenset[str]:
    """Where the step's answers and its deadline lead."""
    own = step.get("answers", steps.SUBMIT if _filled_in(step) else None)
    found = set(steps.READY.get(own, {}).values()) if isinstance(own, str) else set()
    found |= {str(members(outcome).get("then", "next")) for outcome in members(own).values()}
    if found and step.get("on_timeout"):
        found.add(str(step["on_timeout"]))
    return frozenset(found)


def _filled_in(step: dict[str, Any]) -> bool:
    """Whether something is filled in with the answer, which then needs no other name than `submit`."""
    return "form" in step or bool(step.get("amend"))


def _may_be_skipped(program: dict[str, Any], each: Placed) -> bool:
    """Whether a condition can fail, or nobody be named: then the next step follows."""
    form = by_id(fields(program))
    pages = [page for page in items(program.get("form")) if members(page).get("show_if") is not None]
    hidden = {members(field).get("id") for page in pages for field in items(members(page).get("fields"))}
    asked = [form.get(str(each.ask.get("named") or each.ask.get("each")), {})]
    asked += [row for name, row in by_id(rows(asked[0], "")).items() if name == each.ask.get("email")]
    return "when" in each.step or any(
        field and (field.get("id") in hidden or not _always_answered(field)) for field in asked
    )


def _always_answered(field: dict[str, Any]) -> bool:
    """Whether the form can't be sent without the field's answer."""
    least = members(field.get("rows")).get("min", 0)
    needed = field.get("required") is True or (isinstance(least, int) and least > 0)
    return needed and field.get("show_if") is None and "rows_from" not in field

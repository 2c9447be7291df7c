"""What may be meant in a workflow, but seldom is: it can be published, and the check says so.

A part of the check, beside `routes`; works on the document as it was sent.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from chalicelib.domain import graph, routes, seat_checks
from chalicelib.domain.closure import closure
from chalicelib.domain.errors import Fault, child
from chalicelib.domain.lenient import Placed, by_id, fields, items, members, placed


def found(program: dict[str, Any]) -> Iterator[Fault]:
    """Every warning, in the order of the steps."""
    steps = placed(program)
    asked = {str(each.ask.get("role")) for each in steps}
    for number, stage in enumerate(items(program.get("workflow"))):
        if len(items(members(stage).get("together"))) == 1:
            yield Fault(f"/workflow/{number}/together", "alone")
        for each in steps:
            if each.place == number:
                yield from _needs(program, each)
                yield from _hidden(program, each, asked)
                yield from _not_back(steps, each)
    yield from seat_checks.warnings(program)


def _needs(program: dict[str, Any], each: Placed) -> Iterator[Fault]:
    """Numbers in `needs` above those who can be asked: all of them will do then."""
    wanted = [(each.pointer, each.step)] + [
        (child(f"{each.pointer}/answers", answer), members(outcome))
        for answer, outcome in members(each.step.get("answers")).items()
    ]
    for pointer, limits in wanted:
        needs = limits.get("needs")
        if isinstance(needs, int) and not isinstance(needs, bool):
            yield from _above(program, each, needs, f"{pointer}/needs")


def _above(program: dict[str, Any], each: Placed, needs: int, pointer: str) -> Iterator[Fault]:
    role, group = each.ask.get("role"), each.ask.get("each")
    if isinstance(role, str):
        holders = len(items(members(program.get("roles")).get(role)))
        if needs > holders > 0:
            yield Fault(pointer, "more_than_holders", {"role": role, "holders": holders})
        return
    most: Any = 1
    if isinstance(group, str):
        most = members(by_id(fields(program)).get(group, {}).get("rows")).get("max", needs)
    if isinstance(most, int) and needs > most:
        yield Fault(pointer, "more_than_asked", {"most": most})


def _hidden(program: dict[str, Any], each: Placed, asked: set[str]) -> Iterator[Fault]:
    """Roles from which answers are hidden, though no step asks them: nothing is shown to them anyway."""
    steps = {other.name for other in placed(program)}
    for number, word in enumerate(items(each.step.get("hidden_from"))):
        if isinstance(word, str) and word in members(program.get("roles")) and word not in asked | steps:
            yield Fault(f"{each.pointer}/hidden_from/{number}", "not_asked", {"role": word})


def _not_back(steps: Sequence[Placed], each: Placed) -> Iterator[Fault]:
    """Answers that send the form back to be changed, where nobody decides about the changes afterwards."""
    if each.ask == {}:
        return
    named = {other.name: other for other in steps if other.step.get("amend")}
    for answer, outcome in members(each.step.get("answers")).items():
        then = members(outcome).get("then")
        if isinstance(then, str) and then in named and not _decided_after(steps, named[then]):
            yield Fault(f"{child(f'{each.pointer}/answers', answer)}/then", "not_back", {"step": then})


def _decided_after(steps: Sequence[Placed], changing: Placed) -> bool:
    """Whether any way on from there comes to a step that asks somebody else than the applicant."""
    places = {other.name: other.place for other in steps}
    count = 1 + max(other.place for other in steps)

    def following(here: graph.Node) -> set[graph.Node]:
        return {
            graph.target(then, other.place, places, count)
            for other in steps
            if other.place == here
            for then in routes.outcomes(other.step) & {*places, "next", "accept"}
        }

    reached = closure(following(changing.place), following)
    return any(there.ask for there in steps if there.place in reached)

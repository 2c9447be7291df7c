"""The ways through a program: where each answer of a step, its deadline and its being skipped lead.

What `graph` explores, of a program without fault: for the story that it tells, and for its drawing.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Literal

from chalicelib.domain import answers, graph, steps
from chalicelib.domain.definitions import Party, Program, Step, fields_of
from chalicelib.domain.fields.group import Group
from chalicelib.domain.fields.rows import depends
from chalicelib.domain.graph import Node

By = Literal["answer", "time", "skip"]


@dataclass(frozen=True, slots=True)
class Way:
    """One way out of a step. `answer`: which one leads there, where `by` is `answer`; `then`: the outcome."""

    step: Step
    by: By
    then: str
    target: Node
    answer: str = ""


def out_of(program: Program) -> list[list[Way]]:
    """The ways out of each place of the workflow, in the order of its steps and their answers."""
    stages = steps.stages(program)
    places = {step.step: number for number, stage in enumerate(stages) for step in stage.steps}

    def way(step: Step, by: By, then: str, answer: str = "") -> Way:
        target = graph.target(_onwards(program, then), places[step.step], places, len(stages))
        return Way(step, by, then, target, answer)

    found: list[list[Way]] = []
    for stage in stages:
        found.append([])
        for step in stage.steps:
            found[-1] += [way(step, "answer", then, answer) for answer, then in steps.offered(step).items()]
            if step.due is not None:
                found[-1].append(way(step, "time", step.on_timeout or "decline"))
            if may_be_skipped(program, step):
                found[-1].append(way(step, "skip", "next"))
    return found


def _onwards(program: Program, then: str) -> str:
    """The outcome, and for the waitlist that after it: to the step that offers the seat, or just on."""
    if then != steps.WAITLIST:
        return then
    own = steps.holding(program)
    return own.step if own is not None else "next"


def may_be_skipped(program: Program, step: Step) -> bool:
    """Whether a condition can fail, or nobody be named."""
    return step.when is not None or may_name_nobody(program, step)


def may_name_nobody(program: Program, step: Step) -> bool:
    """Whether the form can be sent without naming anybody whom the step would ask."""
    if not isinstance(step.ask, Party) or step.ask.role is not None:
        return False
    named = step.ask.named or step.ask.each
    field = next((field for field in fields_of(program) if field.id == named), None)
    rows = field.fields if isinstance(field, Group) else ()
    address = next((each for each in rows if each.id == step.ask.email), field)
    if field is None or address is None or answers.may_be_hidden(program, field):
        return True
    return depends(address) or not (field.needed and address.needed)


def soonest(program: Program) -> dict[str, list[int]]:
    """The places on the shortest way to each end that can be come to, by end."""
    targets = _targets(program)
    before: dict[Node, Node] = {}
    waiting: deque[Node] = deque([0])
    while waiting:
        node = waiting.popleft()
        for following in targets[node] if isinstance(node, int) else ():
            if following != 0 and following not in before:
                before[following] = node
                waiting.append(following)
    return {end: _back(end, before) for end in graph.ENDS if end in before}


def _back(end: Node, before: dict[Node, Node]) -> list[int]:
    path: list[int] = []
    node = end
    while node in before:
        node = before[node]
        if isinstance(node, int):
            path.insert(0, node)
    return path


def _targets(program: Program) -> list[set[Node]]:
    stages = steps.stages(program)
    places = {step.step: number for number, stage in enumerate(stages) for step in stage.steps}
    ways = out_of(program)
    members = [
        [
            graph.Member(
                {
                    _onwards(program, way.then)
                    for way in ways[number]
                    if way.step is step and way.by != "skip"
                },
                skipped=may_be_skipped(program, step),
            )
            for step in stage.steps
        ]
        for number, stage in enumerate(stages)
    ]
    return graph.ways(members, places)

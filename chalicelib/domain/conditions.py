"""What conditions of a workflow look at: the form's answers, and what was filled in at earlier steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from chalicelib.domain import logic
from chalicelib.domain.submissions import AskState, counted


def holds(expression: Any, answers: Mapping[str, Any], steps: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether the JSON Logic is true of the answers, and of `steps`, by step and field."""
    scope = {**answers, "form": dict(answers), "steps": {name: dict(each) for name, each in steps.items()}}
    return logic.truthy(logic.evaluate(expression, scope))


def answers_of_steps(
    asks: Iterable[AskState], forms: Mapping[str, Mapping[str, Any]]
) -> dict[str, dict[str, Any]]:
    """What was filled in at each step's last round: a field's value, or where several parties were asked
    the list of the values of those who gave one, in the order of asking.
    """
    all_asks = list(asks)
    found: dict[str, dict[str, Any]] = {}
    for step in dict.fromkeys(ask.step for ask in all_asks):
        asked = counted(all_asks, step)
        answered = [forms[ask.id] for ask in asked if ask.state == "answered" and ask.id in forms]
        names = dict.fromkeys(name for form in answered for name in form)
        if len(asked) > 1:
            found[step] = {name: [form[name] for form in answered if name in form] for name in names}
        elif answered:
            found[step] = dict(answered[0])
    return found

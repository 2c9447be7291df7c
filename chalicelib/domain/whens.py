"""What no shape can say of a step's condition: that it can be read, and looks at what is known by then.

A part of the check, beside `routes`; works on the document as it was sent.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from chalicelib.domain import form_conditions, logic_check
from chalicelib.domain.errors import Fault
from chalicelib.domain.lenient import Placed, by_id, fields


def faults(program: dict[str, Any], each: Placed, steps: Sequence[Placed]) -> Iterator[Fault]:
    """Malformed expressions, fields that don't exist, and answers that are not known when the step opens."""
    if "when" not in each.step:
        return
    pointer, condition = f"{each.pointer}/when", each.step["when"]
    malformed = list(logic_check.faults(condition, pointer))
    yield from malformed
    if malformed:
        return
    form = by_id(fields(program))
    for path in sorted(logic_check.references(condition)):
        head, _, rest = path.partition(".")
        if head == "steps":
            yield from _earlier(rest, each, steps, pointer)
        elif not form_conditions.answered((rest if head == "form" else path).split("."), form):
            yield Fault(pointer, "no_such_field", {"field": path})


def _earlier(path: str, each: Placed, steps: Sequence[Placed], pointer: str) -> Iterator[Fault]:
    """What is looked at has to be a field of the form of a step at an earlier place."""
    name, _, rest = path.partition(".")
    step = next((other for other in steps if other.name == name), None)
    if step is None:
        yield Fault(pointer, "no_such_step", {"step": name})
    elif step.place >= each.place:
        yield Fault(pointer, "not_yet", {"step": name})
    elif not form_conditions.answered(rest.split("."), by_id(step.fields())):
        yield Fault(pointer, "no_such_field", {"field": f"steps.{path}"})

"""What no shape can say of a step's condition: that it can be read, and looks at what is known by then.

A part of the check, beside `routes`; works on the document as it was sent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from chalicelib.domain import logic_check
from chalicelib.domain.errors import Fault
from chalicelib.domain.lenient import Placed, by_id, fields, rows


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
        elif not _answered(rest if head == "form" else path, form):
            yield Fault(pointer, "no_such_field", {"field": path})


def _earlier(path: str, each: Placed, steps: Sequence[Placed], pointer: str) -> Iterator[Fault]:
    """What is looked at has to be a field of the form of a step at an earlier place."""
    name, _, rest = path.partition(".")
    step = next((other for other in steps if other.name == name), None)
    if step is None:
        yield Fault(pointer, "no_such_step", {"step": name})
    elif step.place >= each.place:
        yield Fault(pointer, "not_yet", {"step": name})
    elif not _answered(rest, by_id(step.fields())):
        yield Fault(pointer, "no_such_field", {"field": f"steps.{path}"})


def _answered(path: str, form: Mapping[str, dict[str, Any]]) -> bool:
    """Whether the form has such an answer: a field, the words for `other`, or a part of one of them."""
    name, _, rest = path.partition(".")
    chosen = form.get(name.removesuffix("_other"))
    if name not in form:
        return not rest and chosen is not None and chosen.get("other") is True and name.endswith("_other")
    row = by_id(rows(form[name], ""))
    number, _, inner = rest.partition(".")
    if row and rest:
        return number.isdigit() and (not inner or _answered(inner, row))
    return True

"""Where there may be one submission for a value: who is refused, and the law that there is one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from chalicelib.domain import one_per
from chalicelib.domain.definitions import Program
from chalicelib.domain.errors import Another

if TYPE_CHECKING:
    from tests.simulator.run import Run


def has_each_value_once(run: Run) -> Iterator[str]:
    """No two submissions that have not ended have the same value."""
    living: dict[tuple[str, str], str] = {}
    for submission in run.submissions:
        loaded = run.loaded(submission)
        value = one_per.value(loaded.pinned, loaded.case.answers)
        if not value or loaded.case.submission.ended:
            continue
        place = (str(loaded.pinned.one_per), value)
        if place in living:
            yield f"{living[place]} and {submission} have the same {place[0]}, and neither has ended"
        living[place] = submission


def refused(run: Run, program: Program, given: dict[str, Any], error: Another) -> None:
    """A second one was refused: the first has not ended, and has the value."""
    run.tell(f"  refused: {error.submission} has the same {error.field}")
    first = run.loaded(error.submission)
    same = one_per.value(first.pinned, first.case.answers) == one_per.value(program, given)
    if first.case.submission.ended or not same:
        run.wrong.append(f"{error.submission} stood in the way of another one, and has no right to")

"""Among the runs are some in which the whole program is cancelled: of those, nothing is left."""

from __future__ import annotations

import pytest

from tests.simulator import programs
from tests.simulator.run import play

CANCELLED = 2


@pytest.mark.long
@pytest.mark.parametrize("program", ["cultural-festival", programs.RANDOM])
def test_everything_ends_where_the_program_is_cancelled(program: str) -> None:
    """Whatever failed on the way, and whatever was sent at that moment; with every law."""
    found = 0
    for seed in range(400):
        run = play(program, seed)
        if found == CANCELLED:
            return
        if not run.loaded(run.submissions[0]).live.cancelled:
            continue
        found += 1
        assert run.wrong == []
        assert [each for each in run.submissions if not run.loaded(each).case.submission.ended] == []
    raise AssertionError("hardly any is cancelled")

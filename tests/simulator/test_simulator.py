"""Random people play every program; whatever they do, the laws hold (`laws` has them).

A failure says the command that repeats its run, with everything that happened in it.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import get_args
from unittest.mock import patch

import pytest

from chalicelib.domain.events import AnyEvent, Expired, SeatHeld, Waitlisted
from tests.simulator import haste, programs, seats
from tests.simulator.run import broken, play

VISIT = "delegation-visit"
SOON = range(6, 11)
"""Of five runs, one is without haste."""

CHUNK = 50

RUNS = int(os.environ.get("RUNS") or 2_000)
"""How often each program of the catalogue is played."""

RANDOM_RUNS = 1_000


@pytest.mark.parametrize("program", [*programs.names(), programs.RANDOM])
def test_runs_keep_every_law(program: str) -> None:
    """A few runs of each program of the catalogue, and of programs that are made by chance."""
    assert broken(program, SOON) == []


def collects_seldom() -> None:
    """Runs leave little in circles, and are over soon: looking for it took a tenth of their time."""
    gc.set_threshold(50_000, 20, 20)


Playing = dict[str, list[Future[list[str]]]]
"""What the chunks of a program's runs break, by program."""


@pytest.fixture(scope="module")
def playing(request: pytest.FixtureRequest) -> Iterator[Playing]:
    """The runs of all programs that are tested, begun at once.

    So every process starts but once, and none is idle while another one plays the last of a program.
    """
    mine = test_many_runs_keep_every_law.__name__
    tested = [item for item in request.session.items if getattr(item, "originalname", "") == mine]
    parameters = [item.callspec.params for item in tested if isinstance(item, pytest.Function)]

    context = get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count(), mp_context=context, initializer=collects_seldom) as workers:
        yield {
            each["program"]: [
                workers.submit(broken, each["program"], range(first, first + CHUNK))
                for first in range(1, each["runs"], CHUNK)
            ]
            for each in parameters
        }
        workers.shutdown(cancel_futures=True)


@pytest.mark.long
@pytest.mark.parametrize(
    ("program", "runs"),
    [*((name, RUNS) for name in programs.names()), (programs.RANDOM, RANDOM_RUNS)],
)
def test_many_runs_keep_every_law(program: str, runs: int, playing: Playing) -> None:
    """The same hundreds and thousands of times, on all processors."""
    found = [each for chunk in playing[program] for each in chunk.result()]

    assert (found, len(playing[program])) == ([], -(-runs // CHUNK))


@pytest.mark.parametrize("program", [VISIT, programs.RANDOM])
def test_run_in_haste_is_the_same_run(program: str) -> None:
    """What is left out to be quick changes nothing of what happens, or of what is logged."""
    with patch.object(haste, "WHOLE", 1):
        whole = play(program, 4)
    with patch.object(haste, "WHOLE", sys.maxsize):
        hasty = play(program, 4)

    assert (hasty.story, hasty.lines, hasty.wrong) == (whole.story, whole.lines, [])


def test_run_with_the_same_seed_is_the_same_run() -> None:
    """To the byte, also in another process, whose sets have another order."""
    run = play(VISIT, 3)
    tell = f"from tests.simulator.run import play; print('\\n'.join(play('{VISIT}', 3).story))"
    command = [sys.executable, "-c", tell]

    other = subprocess.run(
        command, env={**os.environ, "PYTHONHASHSEED": "7"}, capture_output=True, text=True, check=True
    )

    assert other.stdout.rstrip("\n").split("\n") == run.story


@pytest.mark.long
@pytest.mark.parametrize(
    "program", [name for name in programs.names() if seats.has_seats(programs.document(name))]
)
def test_runs_compete_for_seats(program: str) -> None:
    """Of each program with seats, somebody waits, is offered what became free, and waits until it starts."""
    missing = {"waits", "is offered a seat after that", "has waited until the start"}
    for seed in range(200):
        run = play(program, seed)
        for submission in run.submissions:
            told = [event for commit in run.events(submission) for event in commit]
            waits = next((number for number, each in enumerate(told) if isinstance(each, Waitlisted)), None)
            if waits is None:
                continue
            missing.discard("waits")
            if any(isinstance(each, SeatHeld) for each in told[waits:]):
                missing.discard("is offered a seat after that")
            if any(isinstance(each, Expired) and each.because == "started" for each in told):
                missing.discard("has waited until the start")
        if not missing:
            break

    assert missing == set()


@pytest.mark.long
def test_runs_see_everything_that_can_happen() -> None:
    """The laws are held against something: every event that there is happens in some run."""
    missing = {each.__name__ for each in get_args(AnyEvent)}
    for seed in range(1_500):
        run = play(programs.RANDOM, seed)
        for submission in run.submissions:
            missing -= {type(event).__name__ for commit in run.events(submission) for event in commit}
        if not missing:
            break

    assert missing == set()

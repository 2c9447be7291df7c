"""One demo for all journeys, empty at the beginning of each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from infra.local.demo import Demo
from tests.journeys.story import Story


@pytest.fixture(scope="module")
def running() -> Iterator[Demo]:
    """The demo, with its catalogue and nothing else."""
    with Demo(empty=True) as demo:
        yield demo


@pytest.fixture
def story(running: Demo) -> Story:
    """A journey that begins with nothing sent and the clock at the present."""
    running.reset()
    return Story(running)

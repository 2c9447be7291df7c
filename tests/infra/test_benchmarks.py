from __future__ import annotations

from benchmarks import cold
from chalicelib.storage.settings import from_environment


def test_fresh_processes_are_told_every_setting() -> None:
    """A setting that is new is set for them too, or nothing of them can be measured."""
    environment = cold._environment("http://127.0.0.1:1")

    assert from_environment(environment).uploads

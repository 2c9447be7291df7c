from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

import infra.local

MODULES = sorted(
    path.stem for path in Path(infra.local.__file__).parent.glob("*.py") if path.stem != "__main__"
)


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_are_true(name: str) -> None:
    """What a docstring shows is what the code does."""
    module = importlib.import_module("infra.local" if name == "__init__" else f"infra.local.{name}")

    assert doctest.testmod(module).failed == 0

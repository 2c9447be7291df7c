"""Node, and what `package-lock.json` beside this file pins for it, installed where it is not yet."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
LOCK = HERE / "package-lock.json"
INSTALLED = HERE / "node_modules" / ".package-lock.json"

SCRIPT = HERE.parents[1] / "chalicelib" / "web" / "static" / "form.js"

Outcomes = list[dict[str, Any]]
Evaluator = Callable[[list[Any]], Outcomes]


@pytest.fixture(scope="session")
def node() -> str:
    """Node's path; the packages are there."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.exit("These tests need Node 18 and npm: install them, or run without -m node.", returncode=1)
    if not INSTALLED.exists() or INSTALLED.stat().st_mtime < LOCK.stat().st_mtime:
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"]
        done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=False)
        if done.returncode:
            pytest.exit(f"npm could not install package-lock.json:\n{done.stderr}", returncode=1)
    return node


@pytest.fixture(scope="session")
def reference(node: str) -> Evaluator:
    """What json-logic-js makes of cases, all of them in one process: see `evaluate.js`."""
    return _evaluator(node, "apply", "json-logic-js")


@pytest.fixture(scope="session")
def page(node: str) -> Evaluator:
    """What the page's own script makes of them."""
    return _evaluator(node, "apply", str(SCRIPT))


@pytest.fixture(scope="session")
def settling(node: str) -> Evaluator:
    """What the page's own script makes of forms."""
    return _evaluator(node, "settle", str(SCRIPT))


def _evaluator(node: str, function: str, module: str) -> Evaluator:
    def evaluated(cases: list[Any]) -> Outcomes:
        command = [node, str(HERE / "evaluate.js"), function, module]
        done = subprocess.run(command, input=json.dumps(cases), capture_output=True, text=True, check=True)
        outcomes: Outcomes = json.loads(done.stdout)
        return outcomes

    return evaluated

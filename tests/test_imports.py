"""What a cold start pays for: every function imports `app`, so what that loads is pinned here."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

PROGRAM = """
import importlib, json, sys
before = set(sys.modules)
import app
for name in sys.argv[1:]:
    importlib.import_module(name)
loaded = {name.partition(".")[0] for name in set(sys.modules) - before}
ours = sorted(name for name in set(sys.modules) - before if name.startswith("chalicelib."))
print(json.dumps([sorted(loaded - sys.stdlib_module_names), ours]))
"""


def loaded(*handlers: str) -> tuple[list[str], list[str]]:
    """Third-party packages, and modules of ours, that `import app`, and these, load in a fresh process."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *handlers],
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": ""},
    )
    packages, ours = json.loads(done.stdout)
    return packages, ours


def test_importing_the_application_loads_only_what_every_function_needs() -> None:
    """Whatever more a function needs, it imports when it is called; no environment is asked for."""
    packages, ours = loaded()

    assert packages == [
        "app",
        "blinker",
        "botocore",
        "certifi",
        "chalice",
        "chalicelib",
        "dateutil",
        "jmespath",
        "pynamodb",
        "six",
        "urllib3",
    ]
    assert [name for name in ours if not name.startswith("chalicelib.storage")] == [
        "chalicelib.aws",
        "chalicelib.consumers",
        "chalicelib.domain",
        "chalicelib.domain.commits",
        "chalicelib.domain.draft",
        "chalicelib.domain.errors",
        "chalicelib.domain.instants",
        "chalicelib.domain.links",
        "chalicelib.logs",
        "chalicelib.services",
        "chalicelib.services.clock",
        "chalicelib.services.keys",
        "chalicelib.services.world",
        "chalicelib.web",
        "chalicelib.web.dispatch",
        "chalicelib.web.gateway",
        "chalicelib.web.headers",
        "chalicelib.web.http",
        "chalicelib.web.problems",
        "chalicelib.web.refusals",
        "chalicelib.web.routes",
        "chalicelib.web.visitors",
    ]


@pytest.mark.parametrize("handler", ["web.api.submissions", "web.pages.ask", "consumers.notify"])
def test_what_people_ask_for_loads_no_checks_of_definitions(handler: str) -> None:
    """Only who publishes pays for these."""
    _, ours = loaded(f"chalicelib.{handler}")

    checks = ("sense", "walker", "routes", "graph", "parties", "whens", "cautions", "logic_check", "lenient")
    assert [name for name in checks if f"chalicelib.domain.{name}" in ours] == []

"""What a cold start pays for: every function imports `app`, so what that loads is pinned here."""

from __future__ import annotations

import json
import subprocess
import sys

PROGRAM = """
import json, sys
before = set(sys.modules)
import app
loaded = {name.partition(".")[0] for name in set(sys.modules) - before}
ours = sorted(name for name in set(sys.modules) - before if name.startswith("chalicelib."))
print(json.dumps([sorted(loaded - sys.stdlib_module_names), ours]))
"""


def loaded() -> tuple[list[str], list[str]]:
    """Third-party packages, and modules of ours, that `import app` loads in a fresh process."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, env={"PATH": ""}
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
        "chalicelib.domain",
        "chalicelib.domain.commits",
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

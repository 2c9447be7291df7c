"""What Chalice is given to package: a clean copy of the application, and the template that it answers.

Knows which files make the application, and how Chalice is called. Does not look into what Chalice made.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from infra import texts

ROOT = Path(__file__).parents[1]
RESOURCES = ROOT / "infra" / "resources.yaml"
REGION = "us-west-2"
"""Chalice and the SAM translator want a region. Nothing of theirs reaches the template."""


class PackagingFailed(Exception):
    """Chalice could not make a package; the message is what it said."""


def copy(root: Path, to: Path) -> None:
    """Copies the application: app.py, chalicelib, what Lambda gets of requirements, Chalice's settings.

    Translations are compiled on the way, so that none is missing or out of date.
    """
    shutil.copytree(
        root / "chalicelib",
        to / "chalicelib",
        ignore=shutil.ignore_patterns("__pycache__", "*.pyc", "*.mo", "*.pot"),
    )
    for catalogue in sorted(to.glob("chalicelib/locales/*/LC_MESSAGES/*.po")):
        catalogue.with_suffix(".mo").write_bytes(texts.compiled(catalogue))
        catalogue.unlink()
    shutil.copy(root / "app.py", to)
    shutil.copy(root / "requirements.txt", to)
    (to / ".chalice").mkdir()
    shutil.copy(root / ".chalice" / "config.json", to / ".chalice")


def package(source: Path, stage: str, resources: Path, to: Path) -> dict[str, Any]:
    """Has Chalice package the copy and merge the resources; answers the template.

    Leaves deployment.zip in `to`. Raises PackagingFailed with Chalice's own words.
    """
    made = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from chalice.cli import main; sys.exit(main())",
            "package",
            "--stage",
            stage,
            "--merge-template",
            str(resources),
            str(to),
        ],
        cwd=source,
        env=surroundings(),
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode or "Could not install dependencies" in made.stdout:
        raise PackagingFailed((made.stdout + made.stderr).strip())
    return _read(to / "sam.yaml")


def surroundings() -> dict[str, str]:
    """This process's environment without anything of AWS but a region: packaging needs no account."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return kept | {"AWS_DEFAULT_REGION": REGION}


def _read(template: Path) -> dict[str, Any]:
    import yaml

    merged = yaml.safe_load(template.read_text())
    template.unlink()
    # Chalice's YAML has aliases, which CloudFormation does not read: a copy by JSON has none.
    return json.loads(json.dumps(merged))  # type: ignore[no-any-return]

"""The package as it is deployed, made once for all tests that read it."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Package:
    """What `python -m infra.package` left behind, the zip unpacked."""

    archive: Path
    unpacked: Path
    template: dict[str, Any]
    translated: dict[str, Any]

    def of_type(self, kind: str) -> dict[str, dict[str, Any]]:
        """The properties of every resource of a type, by logical id, once translated."""
        return {
            name: resource["Properties"]
            for name, resource in self.translated["Resources"].items()
            if resource["Type"] == kind
        }


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """The package of the stage prod, made by the command that people use, which must object to nothing."""
    out = tmp_path_factory.mktemp("package")

    made = subprocess.run(
        [sys.executable, "-m", "infra.package", "--stage", "prod", "--out", str(out)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (made.returncode, made.stderr) == (0, ""), made.stdout + made.stderr
    with zipfile.ZipFile(out / "deployment.zip") as archive:
        archive.extractall(out / "unpacked")
    return Package(
        archive=out / "deployment.zip",
        unpacked=out / "unpacked",
        template=json.loads((out / "template.json").read_text()),
        translated=json.loads((out / "translated.json").read_text()),
    )

"""The package as it is deployed, made once for all tests that read it."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile

import pytest

from tests.infra.packaged import ROOT, Package


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

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.infra.packaged import ROOT


def set_up(folder: Path, python: str, path: str = "") -> tuple[int, str]:
    """The exit code and the words of the set-up, in a folder with a Python that is this shell script."""
    stand_in = folder / "python3"
    stand_in.write_text(f"#!/bin/sh\n{python}\n")
    stand_in.chmod(0o755)
    ran = subprocess.run(
        ["/bin/sh", str(ROOT / "infra" / "setup.sh")],
        cwd=folder,
        env={"PATH": str(folder)} | ({"PYTHON": path} if path else {}),
        capture_output=True,
        text=True,
        check=False,
    )
    return ran.returncode, ran.stderr


def test_setup_without_a_new_enough_python_says_so(tmp_path: Path) -> None:
    """One sentence, which names the way out, and no half-made .venv."""
    said = set_up(tmp_path, "exit 1")

    assert said == (
        1,
        "Concord needs Python 3.11 or newer, and found none; PYTHON=/path/to/python3 may name one.\n",
    )
    assert not (tmp_path / ".venv").exists()


def test_setup_with_a_named_python_that_is_too_old_says_so(tmp_path: Path) -> None:
    """Whoever names a Python wants that one, and is told why not."""
    said = set_up(tmp_path, "exit 1", path="python2")

    assert said == (1, "Concord needs Python 3.11 or newer, and PYTHON=python2 is not that.\n")


def test_setup_without_venv_says_so(tmp_path: Path) -> None:
    """Debian's python3 comes without ensurepip; one sentence says what to install."""
    stand_in = f'case "$2" in *ensurepip*) exit 1;; *) exec {sys.executable} "$@";; esac'

    said = set_up(tmp_path, stand_in)

    assert said[0] == 1
    assert said[1] == (
        "Concord needs Python's venv module, which comes apart on Debian and Ubuntu: "
        "apt-get install python3-venv\n"
    )
    assert not (tmp_path / ".venv").exists()

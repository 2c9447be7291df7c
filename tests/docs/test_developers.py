"""What docs/developers.md and the others say of commands, the demo and the layers is what there is."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib

from infra.local import controls
from tests.docs.documents import ROOT, document, everything

PAGE = document("developers.md")
MAKEFILE = (ROOT / "Makefile").read_text()


def test_every_command_is_told() -> None:
    """Each target that `make help` lists stands in the documents, and no document names another."""
    targets = set(re.findall(r"^([a-z-]+):.*## ", MAKEFILE, re.MULTILINE))
    named = {
        name for each in everything() for name in re.findall(r"(?:`|^|\n *)make ([a-z][a-z-]*)", each.text)
    }

    assert targets - {"help"} <= {
        name for code in PAGE.code for name in re.findall(r"make ([a-z-]+)", code)
    } | {"help"}
    assert named <= targets


def test_every_flag_of_the_demo_is_told() -> None:
    """Each flag of the command has its line, and no other has one."""
    usage = subprocess.run(
        [sys.executable, "-m", "infra.local", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    flags = set(re.findall(r"^ +(--[a-z-]+)", usage, re.MULTILINE))

    assert {row[0].strip("`") for row in PAGE.tables("The demo")[0]} == flags


def test_every_control_of_the_demo_is_told() -> None:
    """Each path for programs on the mail port."""
    source = (ROOT / "infra" / "local" / "controls.py").read_text()
    routes = re.findall(r'\("(GET|POST|DELETE)", r?"(/(?:api/v1/\w+|drain|clock))', source)

    assert controls.__doc__
    assert {
        (method, path.removesuffix("/{ID}"))
        for method, path in (row[0].strip("`").split() for row in PAGE.tables("The demo")[1])
    } == set(routes)


def test_layers_are_those_that_are_held() -> None:
    """The line of layers is the contract's, with `app` above."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    (layers,) = [contract["layers"] for contract in contracts if contract["type"] == "layers"]

    assert f"\n{' > '.join(['app', *layers])}\n" in PAGE.section("Layers")


def test_every_folder_of_the_code_and_of_the_tests_is_told() -> None:
    """Each layer has its line, and each folder of tests."""
    folders = {
        path.relative_to(ROOT).as_posix()
        for top in ("chalicelib", "tests")
        for path in (ROOT / top).iterdir()
        if path.is_dir() and not path.name.startswith("_") and any(path.rglob("*.py"))
    }

    assert folders - PAGE.code == set()


def test_every_fault_of_the_hook_is_told() -> None:
    """Each kind that `tests/faults/transport.py` knows."""
    source = (ROOT / "tests" / "faults" / "transport.py").read_text()
    kinds = re.findall(r'^    "(\w+)",  #', source, re.MULTILINE)

    assert kinds
    assert set(kinds) <= PAGE.code

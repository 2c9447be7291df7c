from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import chalicelib
from infra import check
from tests.domain.examples import HERE, PROGRAM, changed

CATALOGUE = sorted((Path(chalicelib.__file__).parent / "catalogue").rglob("*.yaml"))


def said(capsys: pytest.CaptureFixture[str], *paths: Path) -> tuple[int, list[str]]:
    """What the command ends with, and the lines that it prints."""
    ended = check.main([str(path) for path in paths])
    return ended, capsys.readouterr().out.splitlines()


def test_catalogue_is_without_a_word(capsys: pytest.CaptureFixture[str]) -> None:
    """Programs and communities, as many as are named."""
    assert said(capsys, *CATALOGUE) == (0, [])


def test_every_fault_of_a_file_has_its_line_and_column(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """At the value, or at the key that is not known; the pointer stands behind."""
    path = tmp_path / "visit.yaml"
    text = (HERE / "visit.yaml").read_text(encoding="utf-8")
    path.write_text(re.sub(r"^area: .*$", "area: sports\ncolour: blue", text, flags=re.MULTILINE))
    line = next(n for n, each in enumerate(path.read_text().splitlines(), 1) if each.startswith("area"))

    ended, lines = said(capsys, path)

    assert ended == 1
    assert [each.partition(": ")[0] for each in lines] == [f"{path}:{line}:7", f"{path}:{line + 1}:1"]
    assert [each.rpartition(" ")[2] for each in lines] == ["(/area)", "(/colour)"]


def test_warnings_are_told_and_are_no_faults(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of JSON, without a line."""
    path = tmp_path / "visit.json"
    path.write_text(json.dumps(changed(PROGRAM, ("/workflow/2/needs", 9))))

    ended, lines = said(capsys, path)

    assert ended == 0
    assert [each.startswith(f"{path}: warning: ") for each in lines] == [True]


@pytest.mark.parametrize(
    ("name", "text", "begins"),
    [("a.yaml", "a: [", ":1:5: "), ("a.yaml", "a: 1\na: 2", ":2:1: "), ("a.json", "{", ": ")],
)
def test_what_is_no_document_says_where(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, text: str, begins: str
) -> None:
    """Broken spelling, and keys that stand twice."""
    path = tmp_path / name
    path.write_text(text)

    ended, lines = said(capsys, path)

    assert ended == 1
    assert [each.startswith(f"{path}{begins}") for each in lines] == [True]


def test_missing_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And the others are looked at all the same."""
    absent = tmp_path / "absent.yaml"

    assert said(capsys, absent, CATALOGUE[0]) == (1, [f"{absent}: No such file or directory"])

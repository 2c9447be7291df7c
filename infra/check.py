"""Checks definitions on this machine: `python -m infra.check FILE…`, or `make check-program FILE=…`.

Prints what is wrong with each as `file:line:column: sentence`, which editors make links of. What only a
deployment knows is left to `POST /v1/programs/check`: whether the community is there, and has the partners.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from chalicelib.domain import core_yaml, documents, programs, sense
from chalicelib.domain.core_yaml import Mark
from chalicelib.domain.errors import Fault, Invalid
from chalicelib.language.faults import explain
from chalicelib.language.reader import Reader, reader


def found(path: Path, today: date, speech: Reader) -> tuple[list[str], list[str]]:
    """The lines that tell what is wrong with a file, and those that warn. Raises OSError."""
    try:
        document, mark = _read(path)
    except Invalid as error:
        return [_line(path, fault, None, speech) for fault in error.faults], []
    kind = "community" if isinstance(document, dict) and "organisation" in document else "program"
    faults = programs.faults(document, today, kind=kind)
    warnings = sense.warnings(document) if kind == "program" else []
    return (
        [_line(path, fault, mark, speech) for fault in faults],
        [_line(path, fault, mark, speech, "warning: ") for fault in warnings],
    )


def _read(path: Path) -> tuple[Any, Mark | None]:
    if path.suffix == ".json":
        return documents.from_json(path.read_bytes()), None
    return documents.located(path.read_bytes())


def _line(path: Path, fault: Fault, mark: Mark | None, speech: Reader, kind: str = "") -> str:
    at = core_yaml.place_of(mark, fault.pointer, fault.code) if mark is not None else fault.at
    place = ":".join(map(str, [path, *(at or ())]))
    pointer = f" ({fault.pointer})" if fault.pointer else ""
    return f"{place}: {kind}{explain(fault, speech)}{pointer}"


def lines(paths: Sequence[Path], today: date) -> Iterator[tuple[bool, str]]:
    """Each line, and whether it tells of a fault."""
    speech = reader("en", "UTC")
    for path in paths:
        try:
            faults, warnings = found(path, today, speech)
        except OSError as error:
            yield True, f"{path}: {error.strerror}"
            continue
        yield from ((True, line) for line in faults)
        yield from ((False, line) for line in warnings)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; 1 where something is wrong."""
    parser = argparse.ArgumentParser(
        prog="infra.check", description="Says what is wrong with definitions of programs and communities."
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="YAML, or JSON named .json")
    wrong = False
    for is_fault, line in lines(parser.parse_args(arguments).files, datetime.now(UTC).date()):
        print(line)
        wrong = wrong or is_fault
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

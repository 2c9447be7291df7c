"""The forms of this folder, as documents and as programs; nothing here knows one of them."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from chalicelib.domain import documents, programs
from chalicelib.domain.definitions import Program

FOLDER = Path(__file__).parent
NAMES = sorted(path.stem for path in FOLDER.glob("*.yaml") if not path.stem.endswith(".cases"))
TODAY = date(2026, 11, 23)  # a Monday


@cache
def _text(name: str) -> str:
    return json.dumps(documents.from_yaml((FOLDER / f"{name}.yaml").read_bytes()))


def document(name: str) -> dict[str, Any]:
    """The definition as it is written, a copy."""
    found: dict[str, Any] = json.loads(_text(name))
    return found


def program_of(written: dict[str, Any], today: date = TODAY) -> Program:
    """The program that is published on that day."""
    return programs.program(json.dumps(programs.settle(written, today)))


@cache
def program(name: str) -> Program:
    """The program of a definition, published on TODAY."""
    return program_of(document(name))

"""Wrote the journals of this folder, once: `python -m tests.journals.make FORMAT`.

Run it only for a new format, into a folder of that format's own: what stands here must fold for ever, as it
was written.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from chalicelib.domain import documents, instants, programs
from chalicelib.domain.commits import Commit
from chalicelib.domain.definitions import Program
from chalicelib.domain.folding import fold
from chalicelib.domain.submissions import Case
from infra.local import forms
from infra.local.catalogue import CATALOGUE
from tests.domain.playing import Play

HERE = Path(__file__).parent
START = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
TODAY = START.date()


def program(name: str) -> Program:
    """A program of the catalogue, as of the day of these journals."""
    document = documents.from_yaml((CATALOGUE / "programs" / f"{name}.yaml").read_bytes())
    return programs.program(documents.to_json(programs.settle(document, TODAY)))


def journals() -> dict[str, list[Commit]]:
    """One journal for each end that a submission can come to."""
    found = {}
    for name, answer in (("accepted", "approve"), ("declined", "decline")):
        visit = play("delegation-visit", forms.visit(TODAY)).answer("confirm.applicant.1", "yes")
        visit.later(days=2).answer("decide.coordinator.0.1", answer, signed_by="The protocol desk")
        found[f"visit-{name}"] = visit.commits
    found["visit-not-confirmed"] = play("delegation-visit", forms.visit(TODAY)).later(days=3).expire().commits
    corrected = play("delegation-visit", forms.visit(TODAY, email="mistyped@city.example"))
    corrected.later(minutes=10).correct("right@city.example").answer("confirm.applicant.2", "yes")
    corrected.answer("decide.coordinator.0.1", "approve", by="token:desk", on_behalf="By telephone.")
    found["visit-corrected"] = corrected.commits
    family = play("cultural-festival", forms.family()).answer("confirm.applicant.1", "yes")
    found["festival-accepted"] = family.commits
    found["festival-without-private-parts"] = [replace(commit, private=None) for commit in family.commits]
    return found


def play(name: str, answers: dict[str, Any]) -> Play:
    """A submission of a program of the catalogue."""
    return Play(program(name), now=START).submit(answers)


def stored(commit: Commit) -> dict[str, Any]:
    """A commit as the table holds it."""
    return {**asdict(commit), "at": instants.to_text(commit.at)}


def described(case: Case) -> dict[str, Any]:
    """What a journal folds to, as JSON."""
    return dict(json.loads(json.dumps(asdict(replace(case, commits=())), default=_spelt)))


def _spelt(value: object) -> str:
    if isinstance(value, datetime):
        return instants.to_text(value.astimezone(UTC))
    raise TypeError(type(value))


def main() -> None:
    """Writes a file for each journal, with what it folds to."""
    folder = HERE / sys.argv[1]
    folder.mkdir()
    for name, commits in journals().items():
        whole = {"commits": [stored(commit) for commit in commits], "folds_to": described(fold(commits))}
        text = json.dumps(whole, ensure_ascii=False, indent=1)
        (folder / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""Journals that were written by earlier versions: they fold to what they folded to, and verify, for ever."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

import pytest

from chalicelib.domain import events, instants
from chalicelib.domain.commits import Commit, verify
from chalicelib.domain.folding import fold
from tests.journals.make import described

JOURNALS = sorted(Path(__file__).parent.glob("*/*.json"))


def read(path: Path) -> tuple[list[Commit], dict[str, Any]]:
    """The commits of a file, and what they fold to."""
    whole = json.loads(path.read_text(encoding="utf-8"))
    commits = [Commit(**{**commit, "at": instants.from_text(commit["at"])}) for commit in whole["commits"]]
    return commits, whole["folds_to"]


@pytest.mark.parametrize("path", JOURNALS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_old_journal_folds_to_what_it_did_and_verifies(path: Path) -> None:
    """Members that a later version knows besides have their defaults; those that were there are the same."""
    commits, expected = read(path)

    found = described(fold(commits))

    assert known(found, expected) == expected
    assert found["submission"]["asks"].keys() == expected["submission"]["asks"].keys()
    verify(commits)


def known(found: Any, expected: Any) -> Any:
    """What was found, less the members that were not known when it was expected."""
    if isinstance(expected, dict) and isinstance(found, dict):
        return {name: known(found[name], value) for name, value in expected.items()}
    return found


def test_there_are_journals_of_every_end() -> None:
    """A folder for each format, and none is lost."""
    assert [f"{path.parent.name}/{path.stem}" for path in JOURNALS] == [
        "1/exchange-accepted",
        "1/exchange-erased",
        "1/exchange-link-locked",
        "1/exchange-mended",
        "1/exchange-reopened-and-withdrawn",
        "1/exchange-sent-back",
        "1/festival-accepted",
        "1/festival-without-private-parts",
        "1/seat-moved-and-given-back",
        "1/seat-waited-for",
        "1/visit-accepted",
        "1/visit-asked-new",
        "1/visit-corrected",
        "1/visit-declined",
        "1/visit-not-confirmed",
    ]


def test_every_event_stands_in_a_journal() -> None:
    """So that none can be renamed, retyped or removed without being seen here."""
    found = {
        events.type_of(event)
        for path in JOURNALS
        for commit in read(path)[0]
        for event in events.load(commit.events, written_as=commit.format)
    }

    assert found == {str(kind.__struct_config__.tag) for kind in get_args(events.AnyEvent)}
